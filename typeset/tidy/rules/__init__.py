"""The rules of Arabic typography, by subject: each mends what has a safe cure."""

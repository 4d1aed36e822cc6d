"""The checks of an article, by subject: what has no safe cure is reported."""

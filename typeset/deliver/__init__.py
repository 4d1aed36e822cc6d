"""The release as an e-mail: a draft to open in a mail program, or messages sent over SMTP.

`address`: who it comes from and goes to · `naming`: the attached file's name · `draft`: letter + attachments ->
message · `budget`: the message's size, photos shrunk to fit · `embargo`: nothing before its hour · `account`: from
where it is sent · `server`: the mail server, kept safe · `ledger`: the log of who got it · `post`: one message to many
readers.
"""

from typeset.deliver.checks import CHECKS

__all__ = ["CHECKS"]

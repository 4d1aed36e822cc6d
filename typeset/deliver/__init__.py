"""The release as an e-mail: a draft to open in a mail program, or messages sent over SMTP.

address  who it comes from and goes to
message  letter and attachments as one message, and the attached file's name
checks   the message's size, photos shrunk to fit, and what is wrong with it
server   the account that it is sent from, and the connection, kept safe
log      who got it
send     one message to many readers, none before the embargo ends
"""

from typeset.deliver.checks import CHECKS

__all__ = ["CHECKS"]

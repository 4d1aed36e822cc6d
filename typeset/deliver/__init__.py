"""The release as an e-mail: a draft to open in a mail program, or messages sent over SMTP.

address  the list of recipients, and the To and Cc headers
message  letter and attachments as one message, and the attached file's name
checks   the message's size, photos shrunk to fit, and what is wrong with it
server   the account that it is sent from, and the encrypted connection
dialogue SMTP with bounds on each answer
trust    which servers get the password, and where it is kept
log      what became of the message to each recipient
send     one message to many recipients, none while the embargo lasts
"""

from typeset.deliver.checks import CHECKS

__all__ = ["CHECKS"]

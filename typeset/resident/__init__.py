"""A server that has everything loaded, and answers command lines as a process of their own would.

client       asks a server that is there; the plain start follows where none is
server       the parent: loads everything once, keeps children that wait, ends with its last idle minute
child        answers one command line, in the place of whoever asked
stamps       what the server was loaded from, and whether that is still the same
place        the folder of the socket, and the one server that may stand there
"""

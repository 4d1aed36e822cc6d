"""The desk: the engine in the browser, for people without a command line.

    typeset-press desk [FOLDER|FILE]

A server on loopback for one person. It holds no releases of its own: texts stand in the browser and in the files of the
folder that was opened. Pages are set by children (`studio`), so that a text which breaks one takes nothing with it.
"""

"""Batch: folders of articles, of which only those are made again that would come out differently.

articles   the articles of folders, and where their files go
memory     what was made the last time: `.typeset.jsonl` in the output folder
run        what stands, what is made again, and the files that are written
watch      the same again, whenever something changes
reports    what became of each article, as a file
"""

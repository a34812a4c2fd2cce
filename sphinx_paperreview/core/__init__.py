"""Plain data (papers, posts, names, dates) and safe reading and writing of files.

Begin with :mod:`.model`, the records of which everything else is made.
"""

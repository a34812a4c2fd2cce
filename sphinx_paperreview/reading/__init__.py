"""What is read, and the plain records that are made of a document that was read.

Begin with :mod:`.records`, which makes the records of a document from its doctree, and
:mod:`.guard.documents`, which removes from it what a post may not do.
"""

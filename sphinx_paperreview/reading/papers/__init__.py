"""Which papers a document reviews, by its headings, first lines, lists and tables.

Begin with :mod:`.sections`, the transform, and :mod:`.recognition`, which decides. It asks
``document/`` about the document as a whole, and ``facts/`` about headings and the lines below them;
:mod:`.entries` is for lists and tables. The words by which they tell are in ``facts/labels.toml``.
"""

"""Where a source may say something of its publication, found without reading the document.

The head (:mod:`.heads`, :mod:`.head_pairs`), notes below the title and at the end (:mod:`.notes`),
and directives (:mod:`.directives`), outside of code (:mod:`.fences`).
"""

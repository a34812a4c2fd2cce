"""Pages that no document holds, and what each page has around its text.

Begin with :mod:`.context`, the variables of templates. :mod:`.digests` and :mod:`.whole` decide
which pages are written again, and :mod:`.documents` what a document shows of the archive.
"""

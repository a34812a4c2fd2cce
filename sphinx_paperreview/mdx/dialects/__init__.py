"""Dialects around Markdown: what other programs write, read as their authors mean it.

Begin with :mod:`.plugin`, which says of which dialect each rule is.
"""

"""Rules for markdown-it, one construct of MDX a module.

Begin with :mod:`.flow` and :mod:`.inline`, which find tags and ``{…}`` by :mod:`.scanner`, and
:mod:`.pairs`, which joins them. They are registered in :mod:`sphinx_paperreview.mdx.plugin`.
"""

"""From JSX elements (``<Tag/>``) to nodes, a file for each family of tags.

Begin with :mod:`.build`, which calls the builder that :mod:`.registry` has for the name of an
:mod:`.element`.
"""

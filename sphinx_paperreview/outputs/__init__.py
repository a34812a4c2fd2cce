"""Files for programs beside the pages (feeds, exports, sitemap): a module for each kind.

Begin with :mod:`.site`, which describes a file before it is made, and :mod:`.state`, which knows
what the last build wrote.
"""

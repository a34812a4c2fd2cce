"""From records to elements, and from these to nodes and HTML: for pages and documents alike.

Begin with :mod:`.elements`, of which everything is made by a :mod:`.renderer`, and :mod:`.forms`,
which makes nodes or HTML of them. :mod:`.lists` has the rows of the archive.
"""

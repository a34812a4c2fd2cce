"""Which papers a document reviews, by its headings, first lines, lists and tables.

Begin with :mod:`.sections`, the transform, and :mod:`.recognition`, which decides. It asks
:mod:`.whole_document` and :mod:`.late` about the document, :mod:`.headings` and :mod:`.fact_lists`
about sections, :mod:`.entries` about lists and tables, and :mod:`.titled` where there is no
address. The words by which they tell are in ``labels.toml``.
"""

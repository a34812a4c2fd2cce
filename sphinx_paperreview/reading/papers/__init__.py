"""Which papers a document reviews, by its headings, first lines, lists and tables."""

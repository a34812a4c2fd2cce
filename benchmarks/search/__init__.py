"""How good and how quick the search is."""

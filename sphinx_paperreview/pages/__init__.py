"""Pages that no document holds, and what each page has around its text."""

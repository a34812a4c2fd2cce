"""Charts and calendars: SVG drawings, and tables of the same numbers."""

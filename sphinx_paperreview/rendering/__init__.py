"""From records to nodes: lines, lists, citations and charts, for pages and documents alike."""

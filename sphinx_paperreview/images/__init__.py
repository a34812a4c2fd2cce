"""Images: their sizes, smaller copies, HTML, and social cards."""

"""From records to elements, and from these to nodes and HTML: for pages and documents alike."""

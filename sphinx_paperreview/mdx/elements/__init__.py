"""From JSX elements (``<Tag/>``) to nodes, a file for each family of tags."""

"""Cards that other sites show for a link, drawn as PNG."""

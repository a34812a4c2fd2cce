"""Pictures: their size, their smaller copies, and how a page shows them."""

"""What machines read beside the pages: one module for each kind of file."""

"""Search engines: terms of texts, our index, and Pagefind."""

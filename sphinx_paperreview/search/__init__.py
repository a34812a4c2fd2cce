"""Search: words, the index of a site, and what is written for the browser."""

"""Rules for markdown-it: what MDX reads otherwise than Markdown."""

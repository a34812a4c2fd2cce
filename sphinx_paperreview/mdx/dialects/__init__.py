"""Dialects around Markdown: what other programs write, read as their authors mean it."""

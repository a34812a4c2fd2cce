"""Metadata as authors write it: front matter, dates, names, and values of known types."""

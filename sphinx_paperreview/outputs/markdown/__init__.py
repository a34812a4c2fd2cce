"""Markdown beside the pages: papers, bodies of reviews, ``llms.txt``."""

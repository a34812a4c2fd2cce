"""Rules for markdown-it, one construct of MDX a module."""

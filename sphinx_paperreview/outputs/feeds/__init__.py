"""Feeds of posts and papers: Atom, RSS and JSON Feed."""

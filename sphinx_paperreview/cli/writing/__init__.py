"""The command ``new``: the author's own form of a post, and what it is filled with."""

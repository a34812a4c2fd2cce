"""The command ``import``: the site of another generator, its posts and its addresses."""

"""Books through LaTeX: what TeX needs beyond what Sphinx's writer gives it."""

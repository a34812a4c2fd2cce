"""Books made by LaTeX: what TeX needs in addition to the output of Sphinx's writer."""

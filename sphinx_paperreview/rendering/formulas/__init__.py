"""Formulas: TeX as people write it, MathML, numbers, and breaks around them."""

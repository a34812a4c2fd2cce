"""Literals of JavaScript, read and never run."""

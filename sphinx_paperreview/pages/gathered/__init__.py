"""Gathered pages: what no document holds, from the records of all."""

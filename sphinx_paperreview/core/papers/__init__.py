"""Identifiers of papers: schemes, hosts of publishers, and the identity they give."""

"""Files: names, paths, digests, text from bytes, and safe reading and writing."""

"""The files of a source folder: which are documents, where others lie, and what has changed."""

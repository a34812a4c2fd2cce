"""Plain data (papers, posts, names, dates) and safe reading and writing of files."""

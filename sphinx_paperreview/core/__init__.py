"""Plain data, and files that are read and written safely: papers, posts, names, dates."""

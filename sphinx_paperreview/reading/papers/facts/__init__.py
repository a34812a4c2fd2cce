"""What words say of a paper: labels, names, venues and years, in headings, lines and lists."""

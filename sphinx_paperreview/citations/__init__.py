"""Papers as they are cited: BibTeX, RIS, CSL-JSON, CSV, and what a page says to Zotero."""

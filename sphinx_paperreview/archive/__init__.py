"""Read-only indexes over all records, and the answers to queries."""

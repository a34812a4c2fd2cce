"""Read-only indexes over all records, and the answers to queries; the standard library only."""

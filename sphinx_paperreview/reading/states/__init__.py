"""Whether a document is published, by all that its source says of itself."""

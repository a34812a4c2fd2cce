"""Which documents are posts, who wrote them, and the record of each."""

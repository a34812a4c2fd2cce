"""The paper that a document reviews as a whole, by its title, its first lines or its parts."""

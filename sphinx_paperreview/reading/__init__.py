"""What is read, and the plain records that are made of a document that was read."""

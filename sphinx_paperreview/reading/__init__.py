"""From a document that was read to plain records; nothing is written here."""

"""The commands, each with its options; what they do is imported when one is run."""

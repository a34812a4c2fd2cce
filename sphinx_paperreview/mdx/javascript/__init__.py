"""JavaScript in MDX: literals, imports and exports, read from the syntax tree and never run."""

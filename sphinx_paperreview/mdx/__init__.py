"""The language: MDX as in Docusaurus, from text to a doctree. No JavaScript is ever run."""

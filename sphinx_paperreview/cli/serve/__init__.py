"""The preview of a project, with drafts, which follows every save."""

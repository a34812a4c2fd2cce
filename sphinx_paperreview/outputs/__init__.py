"""Files for programs beside the pages (feeds, exports, sitemap): a module for each kind."""

"""Configure the example archive."""

project = "Paper reviews"
author = "서하늘, Daniel Park"
language = "ko"
extensions = ["sphinx_paperreview"]
html_theme = "paperreview"
paperreview_page_size = 5
html_baseurl = "https://example.org/"
paperreview_authors = "authors.yml"
paperreview_tags = "tags.yml"
paperreview_docusaurus_blog = "blog"
paperreview_bibliography = ["references.bib"]
paperreview_redirects = {"about-us": "about"}
exclude_patterns = ["_build"]

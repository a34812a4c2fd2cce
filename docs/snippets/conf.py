project = "Paper reviews"
author = "Kim Reviewer"
language = "en"
extensions = ["sphinx_paperreview"]
html_theme = "paperreview"

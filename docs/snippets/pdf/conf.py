project = "Paper reviews"
author = "서하늘"
language = "ko"
extensions = ["sphinx_paperreview"]
latex_elements = {
    "papersize": "a4paper",
    # Chapters begin on any page, and both sides of a sheet look the same.
    "extraclassoptions": "openany,oneside",
    # No numbers before the headings, which have their own.
    "preamble": r"\setcounter{secnumdepth}{-1}",
}
# The addresses of links, as notes.
latex_show_urls = "footnote"

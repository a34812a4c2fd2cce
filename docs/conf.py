"""The documentation, built by the extension and the theme that it documents."""

from __future__ import annotations

import sys
from pathlib import Path

import sphinx_paperreview

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "sphinx-paperreview"
author = "sphinx-paperreview contributors"
version = release = sphinx_paperreview.__version__
language = "en"
extensions = ["sphinx_paperreview", "reference_tables"]
html_theme = "paperreview"
html_title = project
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
html_extra_path = [
    "../sphinx_paperreview/outputs/papers.schema.json",
    "snippets/paperreview.code-snippets",
]
html_static_path = ["_static"]
html_css_files = ["docs.css"]
exclude_patterns = ["_build", "_ext", "_static", "snippets", "upstream"]

"""The example site with every builder of Sphinx: no exception, and the words are there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp

SITE = Path(__file__).parents[2] / "example_site"

#: Builder → a file of its output that holds words of a post, or nothing where there is none.
BUILDERS = {
    "html": "posts/2025/2025-11-14.html",
    "dirhtml": "posts/2025/2025-11-14/index.html",
    "singlehtml": "index.html",
    "epub": "posts/2025/2025-11-14.xhtml",
    "latex": None,
    "text": "posts/2025/2025-11-14.txt",
    "man": None,
    "texinfo": None,
    "xml": "posts/2025/2025-11-14.xml",
    "gettext": "posts.pot",
    "linkcheck": None,
    "json": "posts/2025/2025-11-14.fjson",
    "pickle": None,
}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example site's sources."""
    folder = tmp_path_factory.mktemp("site") / "source"
    shutil.copytree(SITE, folder, ignore=shutil.ignore_patterns("_build"))
    return folder


# The builders json and pickle ask their application for what Sphinx 9 has elsewhere.
@pytest.mark.filterwarnings("ignore:'sphinxcontrib.serializinghtml")
@pytest.mark.parametrize("builder", BUILDERS)
def test_builder(source: Path, tmp_path: Path, builder: str) -> None:
    overrides = {"linkcheck_ignore": [r".*"], "epub_copyright": "x", "version": "1"}
    app = SphinxTestApp(builder, srcdir=source, builddir=tmp_path, confoverrides=overrides)
    try:
        app.build()
    finally:
        app.cleanup()
    warnings = app.warning.getvalue()
    assert "Traceback" not in warnings
    known = ("writing-in-mdx", "no Babel option known", "unknown mimetype")
    others = [line for line in warnings.splitlines() if not any(part in line for part in known)]
    assert [line for line in others if "WARNING" in line or "ERROR" in line] == []
    page = BUILDERS[builder]
    if page is not None and builder != "singlehtml":
        text = (Path(app.outdir) / page).read_text(encoding="utf-8")
        assert "Black-Box" in text

"""The extension sphinx_sitemap beside ours: the sitemap is its own, whenever it is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build, Built

pytest.importorskip("sphinx_sitemap")
pytestmark = pytest.mark.filterwarnings("ignore:'sphinx.environment.BuildEnvironment.app'")

OURS = 'html_baseurl = "https://example.org/"\npaperreview_now = "2025-12-01"\n'
THEIRS = f'{OURS}extensions.append("sphinx_sitemap")\nsitemap_url_scheme = "{{link}}"\n'
FILES = {"posts/2025-11-14.mdx": "# Title\n\n## [A](https://arxiv.org/abs/2511.10643) `google`\n"}


def sitemap(built: Built) -> set[str]:
    """Return the addresses of the sitemap."""
    parts = built.read("sitemap.xml").split("<loc>")[1:]
    return {part.partition("</loc>")[0] for part in parts}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_it_is_added_to_a_site_that_was_built_and_taken_away_again(
    build: Build, builder: str
) -> None:
    clean = build(FILES, more_conf=THEIRS, builder=builder)
    built = build(FILES, more_conf=OURS, builder=builder)
    before = built.read("sitemap.xml")
    text = (built.srcdir / "conf.py").read_text()
    built = built.rebuild({"conf.py": text.replace(OURS, THEIRS)})
    assert sitemap(built) == sitemap(clean)
    assert built.read("sitemap.xml") == clean.read("sitemap.xml") != before
    assert any(each.endswith(("2511.10643.html", "2511.10643/")) for each in sitemap(built))
    assert built.rebuild({"conf.py": text}).read("sitemap.xml") == before

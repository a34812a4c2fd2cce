"""``404.html``: hosts show it at any address, so its links must work everywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build


FILES = {
    "posts/2025-11-14.mdx": "# Papers\n\n## 1. [PAN](https://arxiv.org/abs/2511.09057)\n\nText.\n"
}
BASE = 'html_baseurl = "https://example.org/reading/"\n'


@pytest.mark.parametrize("theme", ["basic", "paperreview"])
def test_links_work_at_any_address(build: Build, theme: str) -> None:
    built = build(FILES, more_conf=BASE, confoverrides={"html_theme": theme})
    page = built.read("404.html")
    assert '<base href="/reading/404.html">' in page
    before_links = page.partition("<base")[0]
    assert "href=" not in re.sub(r"<html[^>]*>", "", before_links)
    assert 'content="noindex"' in page
    for place in ("index.html", "archive.html", "papers.html", "search.html"):
        assert f'href="{place}"' in page
    assert "404" not in built.read("sitemap.xml")
    assert "og:title" not in page


def test_is_written_where_hosts_look_for_it(build: Build) -> None:
    built = build(FILES, more_conf=BASE, builder="dirhtml")
    page = built.read("404.html")
    assert '<base href="/reading/404/">' in page
    assert 'href="../archive/"' in page
    assert built.files() == built.rebuild().files()


def test_an_own_page_goes_before_ours(build: Build) -> None:
    built = build({**FILES, "404.md": "---\norphan: true\n---\n\n# Gone fishing\n"}, more_conf=BASE)
    page = built.read("404.html")
    assert "Gone fishing" in page
    assert '<base href="/reading/404.html">' in page


def test_without_an_address_links_are_relative(build: Build) -> None:
    built = build(FILES)
    assert "<base" not in built.read("404.html")
    assert not build({"index.md": "# Notes\n"}, name="empty").exists("404.html")

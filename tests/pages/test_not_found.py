"""``404.html``: hosts show it at any address, so its links must work everywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

if TYPE_CHECKING:
    from tests.harness import Build


FILES = {
    "posts/2025-11-14.mdx": "# Papers\n\n## 1. [PAN](https://arxiv.org/abs/2511.09057)\n\nText.\n"
}
BASE = 'html_baseurl = "https://example.org/reading/"\n'
OURS = 'html_theme = "paperreview"\n'


@pytest.mark.parametrize("theme", ["basic", "paperreview"])
def test_links_work_at_any_address(build: Build, theme: str) -> None:
    built = build(FILES, more_conf=BASE, confoverrides={"html_theme": theme})
    page = built.read("404.html")
    for place in ("index.html", "archive.html", "papers.html", "search.html"):
        assert f"/reading/{place}" in addresses(page)
    assert 'content="noindex"' in page
    assert "404" not in built.read("sitemap.xml")
    assert "og:title" not in page


def addresses(page: str) -> set[str]:
    """Return where the links, scripts and styles of a page lead that is shown somewhere else."""
    base = re.search(r'<base href="([^"]*)">', page)
    if base:
        before = re.sub(r"<html[^>]*>", "", page[: base.start()])
        assert "href=" not in before
    found = re.findall(r' (?:href|src|data-script)="([^"#]+)"', page)
    return {urljoin(base[1] if base else "/some/where/else/", address) for address in found}


def test_our_theme_needs_no_base(build: Build) -> None:
    conf = BASE + OURS + 'html_favicon = html_logo = "logo.svg"\n'
    files = {**FILES, "logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n'}
    page = build(files, more_conf=conf).read("404.html")
    assert "<base" not in page
    assert "/reading/_static/logo.svg" in addresses(page)
    assert all(address.startswith(("/reading/", "https://")) for address in addresses(page))
    assert 'href="#content"' in page


def test_a_malformed_link_in_a_page_of_its_own_does_not_end_the_build(build: Build) -> None:
    text = "# Lost\n\n<a href='http://[::1/x'>one</a>\n"
    page = build({**FILES, "404.md": text}, more_conf=BASE + OURS).read("404.html")
    assert "one" in page
    assert "[::1" not in page


def test_is_written_where_hosts_look_for_it(build: Build) -> None:
    built = build(FILES, more_conf=BASE + OURS, builder="dirhtml")
    page = built.read("404.html")
    assert 'href="/reading/archive/"' in page
    assert all(address.startswith(("/reading/", "https://")) for address in addresses(page))
    assert built.files() == built.rebuild().files()


def test_an_own_page_goes_before_ours(build: Build) -> None:
    built = build(
        {**FILES, "404.md": "---\norphan: true\n---\n\n# Gone fishing\n"}, more_conf=BASE + OURS
    )
    page = built.read("404.html")
    assert "Gone fishing" in page
    assert "/reading/archive.html" in addresses(page)


def test_without_an_address_links_are_relative(build: Build) -> None:
    built = build(FILES)
    assert "<base" not in built.read("404.html")
    assert not build({"index.md": "# Notes\n"}, name="empty").exists("404.html")


OTHER = """\
def pages(app):
    yield "404", {"title": "Lost", "body": "<p>Theirs.</p>"}, "page.html"


def setup(app):
    app.connect("html-collect-pages", pages)
"""
PATH = "import os, sys\nsys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))\n"


@pytest.mark.parametrize("names", [["notfound.extension", "{}"], ["{}", "notfound.extension"]])
def test_the_page_of_another_extension_is_left_alone(build: Build, names: list[str]) -> None:
    order = [name.format("sphinx_paperreview") for name in names]
    files = {**FILES, "notfound/__init__.py": "", "notfound/extension.py": OTHER}
    built = build(files, more_conf=f"{PATH}{BASE}extensions = {order}\n")
    assert built.warnings == []
    page = built.read("404.html")
    assert "Theirs." in page
    assert "<base" not in page
    assert built.exists("archive.html")

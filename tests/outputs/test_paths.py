"""Each path of the output has one owner, in a clean build and in an incremental one alike."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.harness import build_project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Build, Built

BASE = 'html_baseurl = "https://example.org/"\nsuppress_warnings = ["toc.not_included"]\n'
TEXT = "## [Title](https://arxiv.org/abs/2511.{number}) `google` `nvidia`\n\nText.\n"


def post(number: int, *aliases: str, front: str = "") -> str:
    """Return a post with one review; JSON is a spelling of YAML."""
    lines = f"aliases: {json.dumps(list(aliases))}\n" if aliases else ""
    review = TEXT.format(number=10640 + number)
    return f"---\n{front}{lines}tags: [agents]\n---\n\n# Post {number}\n\n{review}"


def files_of(site: Built) -> dict[str, bytes]:
    """Return the output without what each build and folder has of its own."""
    own = (".buildinfo", ".doctrees/")
    return {path: data for path, data in site.files().items() if not path.startswith(own)}


def clean(site: Built) -> dict[str, bytes]:
    """Return the output of a clean build of the sources of *site*."""
    folder = site.srcdir.with_name("clean")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        return files_of(build_project(site.srcdir, **{**site.options, "builddir": folder}))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def assert_as_clean(site: Built) -> None:
    """Assert that the output is that of a clean build."""
    made, wanted = files_of(site), clean(site)
    found = sorted(name for name in made.keys() | wanted if made.get(name) != wanted.get(name))
    assert not found


# -- aliases -------------------------------------------------------------------------------------

#: Aliases at which there can be no redirect: ours, Sphinx's, or no path at all.
REFUSED = [
    "/", "", "/index.html", "/posts/2025-11-02.html", "/archive.html",
    "/SEARCH.html", "/genindex.html", "/Archive/2025.HTML",
    "/404.html", "/llms.txt/", "/objects.inv", "/atom.xml", "/feed.json", "/rss.xml/",
    "/papers.bib", "/robots.txt", "/sitemap.xml", "/papers.json", "/.buildinfo",
    "/.doctrees/x.html", "/.doctrees/", "/_search/root.js", "/_static/x.html", "/_STATIC/y.html",
    "/_images/a/", "/_sources/posts/2025-11-01.mdx.txt", "/_downloads/x/", "/.git/config",
    "/archive.html/b", "/posts/2025-11-01.html/below.html", "/papers.schema.json/x",
    "/feed.xsl/a.html", "/posts/2025-11-01.bib", "/papers/2511.10641.json",
    "/" + "a" * 300, "/" + "가" * 90 + ".html", "/" + "ab/" * 300, "/a\0b.html", "/a%00b.html",
    "/a\nb.html", "/a%0Ab", "/\u2028.html", "/a\\b.html", "/a%5Cb.html", "/C:/x.html", "/c%3Ax",
    "/con", "/x/NUL.html", "/lpt1.txt/", "/aux.x/a.html", "/x./y", "/x%20/y.html", "/%20x.html",
    "../../x", "/a/../b.html", "/%2e%2e/x.html", "/./x.html", "/a//b.html", "/%ff.html",
    "http://[::1/x", "https://other.example/x.html", "//other.example/x.html", "javascript:x",
    "/a*b.html", "/a%3Fb.html", '/a"b.html', "/a<b>.html", "/a|b.html", "/\ud800.html",
]  # fmt: skip
#: Aliases at which there is a redirect, and its file.
TAKEN = {
    "/old/home.html": "old/home.html",
    "old": "old/index.html",
    "/Old%20page/": "Old page/index.html",
    "/a.html/b": "a.html/b/index.html",
    "/한글/글.html": "한글/글.html",
    "/%EA%B0%80": "가/index.html",
    "/feed/atom.xml/": "feed/atom.xml/index.html",
    "/x.htm": "x.htm",
    "/x.php": "x.php/index.html",
    "/.well-known/post.html": ".well-known/post.html",
    "https://example.org/full.html": "full.html",
    "//example.org/net.html": "net.html",
    "/a%23b.html": "a#b.html",
    "/_search/": "_search/index.html",
    "/console.html": "console.html",
}


def test_every_refused_alias_is_told_and_changes_nothing(build: Build) -> None:
    source = {"posts/2025-11-02.mdx": post(2)}
    plain = build({**source, "posts/2025-11-01.mdx": post(1)}, more_conf=BASE)
    site = build({**source, "posts/2025-11-01.mdx": post(1, *REFUSED)}, more_conf=BASE)
    told = [warning for warning in site.warnings if "[paperreview.path]" in warning]
    silent = [alias for alias in REFUSED if repr(alias[:100]) not in "\n".join(told)]
    assert silent == []
    assert len(told) == len(REFUSED)
    assert all(warning.startswith("posts/2025-11-01.mdx:1: ") for warning in told)
    same = {name for name, data in files_of(plain).items() if files_of(site).get(name) != data}
    assert same <= {"_sources/posts/2025-11-01.mdx.txt", "searchindex.js"}
    assert files_of(site).keys() == files_of(plain).keys()


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_an_alias_leads_to_its_post(build: Build, builder: str) -> None:
    site = build({"posts/2025-11-01.mdx": post(1, *TAKEN)}, more_conf=BASE, builder=builder)
    assert site.warnings == []
    target = site.outdir / ("posts/2025-11-01" + (".html" if builder == "html" else "/index.html"))
    for name in TAKEN.values():
        address = site.read(name).split("; url=")[1].split('"')[0]
        assert (site.outdir / name).parent.joinpath(address).resolve() in {target, target.parent}


def test_an_alias_that_has_a_query_is_made_without_it(build: Build) -> None:
    aliases = ("/old.html?p=1", "/older#part", "/posts/2025-11-01.html")
    site = build({"posts/2025-11-01.mdx": post(1, *aliases)}, more_conf=BASE)
    assert [site.exists(name) for name in ("old.html", "older/index.html")] == [True, True]
    assert len(site.warnings) == 2
    assert all("without what follows ? or #" in warning for warning in site.warnings)


def test_aliases_come_and_go(build: Build) -> None:
    files = {"posts/2025-11-01.mdx": post(1), "posts/2025-11-02.mdx": post(2)}
    site = build(files, more_conf=BASE)
    every = [*TAKEN, *REFUSED]
    steps = [every[start : start + 14] for start in range(0, len(every), 14)]
    for step in (*steps, ["/old/home.html"], ["/old/home.html/x"], ["/old"], []):
        site = site.rebuild({"posts/2025-11-01.mdx": post(1, *step)})
        assert_as_clean(site)


def test_of_two_posts_with_one_alias_one_has_it(build: Build) -> None:
    files = {"posts/2025-11-01.mdx": post(1, "/x"), "posts/2025-11-02.mdx": post(2, "/X/", "/x/")}
    site = build(files, more_conf=BASE)
    (warning,) = site.warnings
    assert "posts/2025-11-01.mdx" in warning
    assert "posts/2025-11-02" in warning

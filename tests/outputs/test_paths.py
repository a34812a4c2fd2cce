"""Each path of the output has one owner, in a clean build and in an incremental one alike."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.config import EXPORTS
from tests.harness import build_project

if TYPE_CHECKING:
    from tests.harness import Build, Built

BASE = (
    'html_baseurl = "https://example.org/"\nsuppress_warnings = ["toc.not_included"]\n'
    'paperreview_search = "paperreview"\n'
    # What is written unasked under the theme of the extension.
    f"paperreview_exports = {list(EXPORTS[:-1])}\n"
)
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
    "/", "/index.html", "/posts/2025-11-02.html", "/archive.html",
    "/SEARCH.html", "/genindex.html", "/Archive/2025.HTML",
    "/404.html", "/llms.txt/", "/objects.inv", "/atom.xml", "/feed.json", "/rss.xml/",
    "/papers.bib", "/robots.txt", "/sitemap.xml", "/papers.json", "/.buildinfo",
    "/.doctrees/x.html", "/.doctrees/", "/_search/root.js", "/_static/x.html", "/_STATIC/y.html",
    "/_images/a/", "/_sources/posts/2025-11-01.md.txt", "/_downloads/x/", "/.git/config",
    "/archive.html/b", "/posts/2025-11-01.html/below.html", "/papers.schema.json/x",
    "/feed.css/a.html", "/papers/2511.10641.md", "/papers/atom.xml",
    "/" + "a" * 300, "/" + "가" * 90 + ".html", "/" + "ab/" * 300, "/a%00b.html",
    "/a%0Ab", "/\u2028.html", "/a\\b.html", "/a%5Cb.html", "/C:/x.html", "/c%3Ax",
    "/con", "/x/NUL.html", "/lpt1.txt/", "/aux.x/a.html", "/x./y", "/x%20/y.html", "/%20x.html",
    "../../x", "/a/../b.html", "/%2e%2e/x.html", "/./x.html", "/a//b.html", "/%ff.html",
    "http://[::1/x", "https://other.example/x.html", "//other.example/x.html", "javascript:x",
    "/a*b.html", "/a%3Fb.html", '/a"b.html', "/a<b>.html", "/a|b.html", "/\ud800.html",
]  # fmt: skip
#: Text that a front matter cannot have: what is wrong in it is dropped, and the rest is read.
ONLY_IN_CONF = ["", "/a\0b.html", "/a\nb.html", "/a\x7fb.html", "/a\x1b[31m.html"]
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


def test_every_refused_alias_is_reported_and_changes_nothing(build: Build) -> None:
    source = {"posts/2025-11-02.mdx": post(2)}
    plain = build({**source, "posts/2025-11-01.mdx": post(1)}, more_conf=BASE)
    site = build({**source, "posts/2025-11-01.mdx": post(1, *REFUSED)}, more_conf=BASE)
    reported = [warning for warning in site.warnings if "[paperreview.path]" in warning]
    silent = [alias for alias in REFUSED if repr(alias[:100]) not in "\n".join(reported)]
    assert [alias for alias in silent if alias.isprintable()] == []
    assert len(reported) == len(REFUSED)
    assert all(warning.startswith("posts/2025-11-01.mdx:1: ") for warning in reported)
    same = {name for name, data in files_of(plain).items() if files_of(site).get(name) != data}
    assert same <= {"_sources/posts/2025-11-01.md.txt", "searchindex.js"}
    assert files_of(site).keys() == files_of(plain).keys()


def test_any_alias_may_be_the_first_one(build: Build) -> None:
    """By it the entry of a feed is named."""
    files = {f"posts/2025-11-01-{n}.mdx": post(1, alias) for n, alias in enumerate(REFUSED)}
    site = build(files, more_conf=BASE)
    assert (
        site.codes.count("paperreview.path") > len(REFUSED) - 5
    )  # two have only dropped characters
    assert site.exists("atom.xml")


def test_every_refused_redirect_of_conf_is_told(build: Build) -> None:
    wanted = [address for address in [*REFUSED, *ONLY_IN_CONF] if address.isascii()]
    files = {"posts/2025-11-02.mdx": post(2), "posts/2025-11-01.mdx": post(1)}
    redirects = dict.fromkeys(wanted, "https://example.org/elsewhere")
    plain = build(files, more_conf=BASE)
    site = build(files, more_conf=f"{BASE}paperreview_redirects = {redirects!r}\n")
    assert site.codes == ["paperreview.path"] * len(wanted)
    assert files_of(site) == files_of(plain)


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
    assert all("ignores ? or # and what follows" in warning for warning in site.warnings)


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
    case, taken = sorted(site.warnings, reverse=True)
    assert taken.startswith("posts/2025-11-01.mdx")
    assert "it redirects to posts/2025-11-02.html already" in taken
    assert "'/x/' is not possible: file systems may take it for X/index.html" in case


# -- the author's own files ----------------------------------------------------------------------

#: Files that `html_extra_path` brings, and how many warnings the first build gives of each.
OWN = {
    "404.html": 0, "archive.html": 0, "archive/2025.html": 0, "tags.html": 0, "orgs/google.html": 0,
    "papers/2511.10641.html": 0, "atom.xml": 0, "papers.json": 0, "robots.txt": 0, "llms.txt": 0,
    "sitemap.xml": 0, "papers/atom.xml": 0, "_search/root.js": 0, "papers/2511.10641.md": 0,
    "search.html": 0, "genindex.html": 0, "objects.inv": 0, "old/index.html": 1, "CNAME": 0,
    ".nojekyll": 0, "archive/deep/er/own.txt": 0, "_static/own.css": 0, "index.html": 1,
    "posts/2025-11-01.html": 1, "Archive.html": 1, "orgs": 1, "archive": 1, "atom.xml/own.txt": 1,
    "old": 1, ".buildinfo": 0,
}  # fmt: skip


@pytest.mark.parametrize("path", OWN)
def test_a_file_of_the_author_goes_before_all_others(build: Build, path: str) -> None:
    conf = BASE + 'html_extra_path = ["extra"]\n'
    own = f"own {path}"
    files = {"posts/2025-11-01.mdx": post(1, "/old"), "posts/2025-11-02.mdx": post(2)}
    kept = {**files, "extra/kept.txt": "kept"}
    site = build({**kept, f"extra/{path}": own}, more_conf=conf)
    first = files_of(site)
    if path != ".buildinfo":
        assert first[path] == own.encode()
    assert site.codes == ["paperreview.path"] * OWN[path]
    assert files_of(site.rebuild()) == first
    without = site.rebuild({f"extra/{path}": None})
    assert without.warnings == []
    assert files_of(without) == files_of(build(kept, more_conf=conf))  # built once for all paths
    again = without.rebuild({f"extra/{path}": own})
    assert files_of(again) == first
    edited = again.rebuild({f"extra/{path}": "edited", "posts/2025-11-02.mdx": post(3)})
    assert_as_clean(edited)


@pytest.mark.parametrize("path", ["archive/index.html", "404.html", "index.html", "orgs", "old"])
def test_a_file_of_the_author_goes_before_folders_of_pages(build: Build, path: str) -> None:
    conf = BASE + 'html_extra_path = ["extra"]\n'
    files = {"posts/2025-11-01.mdx": post(1, "/old"), f"extra/{path}": "own", "extra/a": "a"}
    site = build(files, more_conf=conf, builder="dirhtml")
    assert site.read(path) == "own"
    assert files_of(site.rebuild()) == files_of(site)
    assert_as_clean(site.rebuild({f"extra/{path}": None}))


def test_a_document_that_no_page_can_be_written_for_is_left_out(build: Build) -> None:
    conf = BASE + 'html_extra_path = ["extra"]\n'
    files = {"posts/2025-11-01.mdx": post(1), "a/b.md": "# B\n\nWords of B.\n", "extra/a": "own"}
    site = build(files, more_conf=conf)
    assert site.read("a") == "own"
    (warning,) = site.warnings
    assert warning.startswith("a/b.md:1: WARNING: the document is left out")
    assert "Words of B" not in str(site.files())
    assert_as_clean(site.rebuild({"extra/a": None, "extra/c": "c"}))


def test_of_two_documents_with_one_path_one_is_left_out(build: Build) -> None:
    files = {"a.md": "# A\n", "a/index.md": "# Index\n", "posts/2025-11-01.mdx": post(1)}
    site = build(files, more_conf=BASE, builder="dirhtml")
    (warning,) = site.warnings
    assert warning.startswith("a/index.md:1: WARNING: the document is left out: the document 'a'")
    assert "<h1>A<" in site.read("a/index.html")
    site = site.rebuild({"a/index.md": "# Edited\n"})
    assert "<h1>A<" in site.read("a/index.html")
    assert "<h1>Edited<" in site.rebuild({"a.md": None}).read("a/index.html")


def test_a_review_that_sphinx_writes_over_is_reported(build: Build) -> None:
    files = {"search.mdx": post(1, front="date: 2025-11-01\n"), "genindex.md": "# Index\n"}
    site = build(files, more_conf=BASE)
    (warning,) = site.warnings
    assert warning.startswith("search.mdx:1: WARNING: the document is not shown: Sphinx's page")


# -- others --------------------------------------------------------------------------------------

#: An extension that writes a file at an event, and names of files.
OTHER = """
def setup(app):
    from pathlib import Path
    def write(*args):
        path = Path(app.outdir, {path!r})
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("theirs")
        return []
    app.connect({event!r}, write)
"""
EVENTS = ["builder-inited", "env-updated", "html-collect-pages", "build-finished"]


@pytest.mark.parametrize(
    ("path", "event"),
    [
        *(
            (path, "build-finished")
            for path in ("atom.xml", "llms.txt", "robots.txt", "tags/a.html.x")
        ),
        *(("sitemap.xml", event) for event in EVENTS),
        *(("archive.html", event) for event in EVENTS[:2]),
        ("old/index.html", "build-finished"),
    ],
)
def test_a_file_of_another_extension_stays(build: Build, path: str, event: str) -> None:
    files = {"posts/2025-11-01.mdx": post(1, "/old")}
    plain = build(files, more_conf=BASE)
    conf = plain.srcdir.joinpath("conf.py").read_text(encoding="utf-8")
    with_other = conf + OTHER.format(path=path, event=event)
    site = plain.rebuild({"conf.py": with_other})
    assert site.read(path) == "theirs"
    # A page and a redirect are missed; what has the name of a file beside the pages is that file.
    assert site.codes == ["paperreview.path"] * path.endswith(".html")
    is_said = f"{path} is left to another extension" in site.app.status.getvalue()
    assert is_said == path.endswith((".xml", ".txt"))
    again = site.rebuild({"posts/2025-11-02.mdx": post(2)})
    assert again.read(path) == "theirs"
    assert_as_clean(again)


def test_a_file_that_somebody_put_there_stays(build: Build) -> None:
    files = {"posts/2025-11-01.mdx": post(1)}
    site = build(files, more_conf=BASE + 'paperreview_exports = ["json"]\n')
    for path in ("robots.txt", "sitemap.xml", "notes/own.txt", "tags/own.html"):
        (site.outdir / path).parent.mkdir(exist_ok=True)
        (site.outdir / path).write_text("own", encoding="utf-8")
    conf = site.srcdir.joinpath("conf.py").read_text(encoding="utf-8")
    site = site.rebuild({"conf.py": conf.replace('["json"]', '["json", "robots", "sitemap"]')})
    assert {site.read(path) for path in ("robots.txt", "sitemap.xml", "notes/own.txt")} == {"own"}
    assert site.codes == ["paperreview.path"] * 2
    assert all("that no build recorded" in warning for warning in site.warnings)
    (site.outdir / "robots.txt").unlink()
    assert "Sitemap:" in site.rebuild().read("robots.txt")


def test_a_changed_file_that_is_not_needed_stays(build: Build) -> None:
    site = build({"posts/2025-11-01.mdx": post(1)}, more_conf=BASE)
    (site.outdir / "robots.txt").write_text("own", encoding="utf-8")
    (site.outdir / "posts/2025-11-01.html").write_text("shorter", encoding="utf-8")
    conf = site.srcdir.joinpath("conf.py").read_text(encoding="utf-8")
    site = site.rebuild({
        "conf.py": conf + 'paperreview_exports = ["json"]\n',
        "posts/2025-11-01.mdx": None,
        "posts/2025-11-02.mdx": post(2),
    })  # fmt: skip
    assert site.read("robots.txt") == "own"
    assert not site.exists("posts/2025-11-01.html")
    (warning,) = site.warnings
    assert "robots.txt is no longer needed, but was changed" in warning

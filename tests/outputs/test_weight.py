"""What an archive weighs: the files and bytes of a fixed archive, and those that a fixed edit writes.

Pages are counted as files; their bytes depend on the theme.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

import pytest

from sphinx_paperreview.citations import spreadsheet
from sphinx_paperreview.outputs import papers_json
from sphinx_paperreview.outputs.feeds.site_feeds import feed_files
from sphinx_paperreview.outputs.markdown import bodies
from sphinx_paperreview.outputs.markdown import papers as markdown
from sphinx_paperreview.outputs.site import Site
from tests.harness import count_calls

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinx_paperreview.citations.items import CslItem
    from tests.harness import Build, Built

CONF = (
    'html_baseurl = "https://example.org/"\npaperreview_feed_limit = 3\n'
    'paperreview_search = "paperreview"\n'
)
WORDS = [
    "강화학습",
    "모델",
    "증류",
    "판별자",
    "보상",
    "데이터",
    "attention",
    "diffusion",
    "reward",
    "network",
    "policy",
    "token",
]
#: Files that Sphinx writes in each build, changed or not.
SPHINX = re.compile(
    r"searchindex|_static/|\.buildinfo|genindex\.|search\.html|objects\.inv|_sources/"
)


def post(day: int, words: str = "") -> str:
    source = random.Random(day)
    parts = [f"---\ntags: [tag{day % 3}]\nauthors: [Hana]\n---\n\n# Post {day}\n\nThe day {day}.\n"]
    for place in range(3):
        text = " ".join(source.choices(WORDS, k=60))
        paper = f"2501.{day:02}0{place}1"
        parts.append(
            f"## {place + 1}. [Paper {day} {place}](https://arxiv.org/abs/{paper}) `kaist`\n\n"
            f"Summary {day} {place}.\n\n{text}{words if place == 1 else ''}\n"
        )
    return "\n".join(parts)


def archive(days: int) -> dict[str, str]:
    return {f"posts/2025-01-{day:02}.mdx": post(day) for day in range(1, days + 1)}


def ours(built: Built) -> dict[str, bytes]:
    """Return the files of the output but for those that Sphinx writes in each build."""
    return {name: data for name, data in built.files().items() if not SPHINX.match(name)}


def times(built: Built) -> dict[str, int]:
    found = (path for path in built.outdir.rglob("*") if path.is_file())
    return {path.relative_to(built.outdir).as_posix(): path.stat().st_mtime_ns for path in found}


def written(built: Built, before: dict[str, int]) -> set[str]:
    """Return the files that were written since *before*, but for those of Sphinx."""
    return {
        name for name, time in times(built).items()
        if before.get(name) != time and not SPHINX.match(name)
    }  # fmt: skip


@pytest.fixture
def site(build: Build) -> Built:
    return build(archive(12), more_conf=CONF)


def test_a_paper_has_a_page_and_its_markdown(site: Built) -> None:
    kinds = Counter(
        PurePosixPath(name).suffix for name in ours(site) if re.match(r"papers/2501", name)
    )
    assert kinds == {".html": 36, ".md": 36}


def test_a_term_has_a_page_and_one_feed(site: Built) -> None:
    names = [name for name in ours(site) if re.match(r"(tags|orgs|authors)/", name)]
    terms = ["authors/hana", "orgs/kaist", "tags/tag0", "tags/tag1", "tags/tag2"]
    assert sorted(names) == sorted(
        f"{term}{end}" for term in terms for end in (".html", "/atom.xml")
    )


def test_a_post_adds_few_files_and_bytes(build: Build, site: Built) -> None:
    less = ours(build(archive(6), more_conf=CONF, name="less"))
    more = ours(site)
    added = [name for name in set(more) - set(less) if not name.startswith("_search/")]
    # Of each post: its page and that of its day; of each of its papers, a page and Markdown.
    assert len(added) <= 6 * (2 + 3 * 2)
    beside = sum(len(data) for name, data in more.items() if not name.endswith(".html"))
    before = sum(len(data) for name, data in less.items() if not name.endswith(".html"))
    assert beside - before < 6 * 14_000


def test_a_page_has_what_the_bar_links_to_once(build: Build) -> None:
    page = build(archive(2), confoverrides={"html_theme": "paperreview"}).read(
        "papers/2501.01001.html"
    )
    links = re.findall(r'<a href="([^"]*)"', page)
    assert links.count("../archive.html") == 1
    # The dialog of keys is made by the script that opens it.
    assert "<dialog" not in page


def test_pages_and_files_of_a_paper_and_a_post_are_light(build: Build) -> None:
    built = build(archive(4), more_conf=CONF, confoverrides={"html_theme": "paperreview"})
    limits = {
        "papers/2501.03011.html": 5_950, "papers/2501.03011.md": 1_230,
        "posts/2025-01-03.html": 12_800, "_sources/posts/2025-01-03.md.txt": 3_000,
    }  # fmt: skip
    files = built.files()
    assert {name: len(files[name]) for name in limits if len(files[name]) > limits[name]} == {}


@pytest.mark.parametrize(("theme", "classes"), [("paperreview", ""), ("basic", "reference ")])
def test_links_of_gathered_pages_have_the_classes_that_the_theme_needs(
    build: Build, theme: str, classes: str
) -> None:
    page = build(archive(2), confoverrides={"html_theme": theme}).read("papers/2501.01001.html")
    main = page.partition("<h1")[2]
    inside = re.findall(r'<a (?:class="([^"]*)" )?href="\.\./posts/[^"]*#', main)
    outside = re.findall(r'<a class="([^"]*)" href="https://arxiv', main)
    assert inside
    assert all(("reference internal" in each) == bool(classes) for each in inside)
    assert outside
    assert all(each.endswith(f" {classes}external") for each in outside)


def test_an_edit_writes_what_it_changes(site: Built) -> None:
    before, files = times(site), site.files()
    again = site.rebuild({"posts/2025-01-05.mdx": post(5, " zebra")})
    found = written(again, before)
    search = {name for name in found if name.startswith("_search/")}
    others = {name for name in found - search if not name.endswith(".html")}
    assert others == {"papers/2501.05011.md"}
    assert "posts/2025-01-05.html" in found
    # The text, the titles, the words, the first file, and a file of terms.
    assert Counter(PurePosixPath(name).name[0] for name in search) == {
        "x": 1, "m": 1, "d": 1, "r": 1, "t": 1,
    }  # fmt: skip
    changed = {name for name, data in again.files().items() if data != files.get(name)}
    assert search | others <= changed


def test_an_edit_reads_no_other_post(site: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    for module, name in ((bodies, "read_body"), (bodies, "read_sections")):
        real = getattr(module, name)

        def count(builder: object, docname: str, real: object = real) -> object:
            read.append(docname)
            return real(builder, docname)  # type: ignore[operator]  # it is a function

        monkeypatch.setattr(module, name, count)
    site.rebuild({"posts/2025-01-05.mdx": post(5, " zebra")})
    assert set(read) == {"posts/2025-01-05"}


def test_an_edit_of_the_newest_post_writes_its_feeds(site: Built) -> None:
    before = times(site)
    found = written(site.rebuild({"posts/2025-01-12.mdx": post(12, " zebra")}), before)
    feeds = {name for name in found if name.endswith(("xml", "feed.json"))}
    root = {"atom.xml", "rss.xml", "feed.json"}
    assert feeds == root | {"papers/atom.xml"}


def test_a_build_of_nothing_new_writes_nothing(site: Built) -> None:
    before = times(site)
    assert written(site.rebuild(), before) == set()


def test_a_new_post_writes_few_files_beside_the_pages(site: Built) -> None:
    before = times(site)
    found = written(site.rebuild({"posts/2025-01-13.mdx": post(13)}), before)
    beside = {name for name in found if not name.endswith(".html")}
    search = {name for name in beside if name.startswith("_search/")}
    lists = {"papers.json", "papers.bib", "papers.ris", "papers.csv", "papers.csl.json"}
    feeds = {"atom.xml", "rss.xml", "feed.json", "papers/atom.xml"}
    terms = {f"{name}/atom.xml" for name in ("tags/tag1", "orgs/kaist", "authors/hana")}
    own = {f"papers/2501.130{place}1.md" for place in range(3)}
    assert beside - search == lists | feeds | terms | own | {"sitemap.xml", "llms.txt"}
    # The page of the post before links to the new one; its Markdown does not.
    copies = {name for name, time in times(site).items() if before.get(name) != time}
    assert "posts/2025-01-12.html" in found
    assert {name for name in copies if name.startswith("_sources/posts/")} == {
        "_sources/posts/2025-01-13.md.txt"
    }


def test_the_work_for_papers_json_is_that_of_the_post(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers_json, "WHOLE", 10)
    older = {f"posts/2024-01-{day:02}.mdx": post(day + 20) for day in range(1, 7)}
    site = build({**archive(6), **older}, more_conf=CONF)
    made: list[str] = []
    for module in (papers_json, markdown):
        real = module.paper_object

        def count(site: object, key: str, real: object = real) -> object:
            made.append(key)
            return real(site, key)  # type: ignore[operator]  # it is a function

        monkeypatch.setattr(module, "paper_object", count)
    text = post(22).replace("Summary 22 0", "Another summary")
    site.rebuild({"posts/2024-01-02.mdx": text})
    # The reviews of the post, for the list of its year and for their Markdown.
    assert len(made) <= 2 * 3


def test_bibliographies_make_only_entries_that_are_new(
    site: Built, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: set[str] = set()
    real = spreadsheet.entry

    def count(item: CslItem, reviewed: str) -> str:
        made.add(str(item["id"]))
        return real(item, reviewed)

    monkeypatch.setattr(spreadsheet, "entry", count)
    site.rebuild({"posts/2025-01-01.mdx": None, "posts/2025-01-13.mdx": post(13)})
    assert len(made) == 3
    rest = {name: text for name, text in archive(13).items() if not name.endswith("-01.mdx")}
    clean = build(rest, more_conf=CONF, name="clean").files()
    for name in ("papers.json", "papers.bib", "papers.ris", "papers.csv", "papers.csl.json"):
        assert site.files()[name] == clean[name]


def test_describing_feeds_takes_no_more_in_a_longer_archive(build: Build) -> None:
    counts = []
    for name, days in (("few", 9), ("many", 27)):
        built = build(archive(days), more_conf=CONF, name=name)
        site = Site(cast("StandaloneHTMLBuilder", built.app.builder))
        list(feed_files(site))  # what the archive finds out once
        counts.append(count_calls(list, feed_files(site)))
    assert counts[1] < 1.3 * counts[0]

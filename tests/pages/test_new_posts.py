"""A new post changes few pages: its own, those around it, and lists that show it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from tests.harness import CONF, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.harness import Build, Built

MORE = """
html_theme = "paperreview"
paperreview_page_size = 4
paperreview_exports = ["markdown"]
"""


def post(number: int) -> tuple[str, str]:
    """Return path and text of post *number*, with two papers and words that other posts share."""
    day = f"2025-{number // 28 + 1:02}-{number % 28 + 1:02}"
    papers = "".join(
        f"## [Paper {number} {letter}](https://arxiv.org/abs/25{number // 28 + 1:02}.{number:03}0{place}) `o{number % 3}`\n\n"
        + " ".join(f"{WORDS[(number * step + place) % 20]}는" for step in range(1, 8)) + ".\n\n"
        for place, letter in enumerate("ab", 1)
    )  # fmt: skip
    return f"posts/{day}.mdx", f"---\ntags: [t{number % 3}]\n---\n\n# {day}\n\n{papers}"


def posts(count: int) -> dict[str, str]:
    return dict(map(post, range(count)))


def changed(before: Mapping[str, bytes], after: Built) -> set[str]:
    return {name for name, data in after.files().items() if before.get(name) != data}


@pytest.fixture
def site(build: Build) -> Callable[[int], Built]:
    return lambda count: build({**posts(count), "index.md": None}, conf=CONF, more_conf=MORE)


def test_a_new_post_leaves_pages_of_older_lists_and_papers(site: Callable[[int], Built]) -> None:
    old = site(40)
    before = old.files()
    name, text = post(40)
    after = old.rebuild({name: text})
    found = changed(before, after)
    pages = {path for path in found if path.startswith("page/")}
    assert pages == {"page/9.html", "page/10.html"}
    # The new post has two papers; a few others may show them where they had too few to show.
    papers = {path for path in found if path.startswith("papers/")}
    assert {f"papers/2502.0400{place}.html" for place in (1, 2)} <= papers
    assert len(papers) <= 10
    years = {path for path in found if path.startswith("archive/2025/01")}
    assert years == set()


def test_pages_of_the_front_page_go_back_to_the_oldest_post(site: Callable[[int], Built]) -> None:
    built = site(11)
    pages = [built.read(f"page/{number}.html") for number in (1, 2)]
    assert not built.exists("page/3.html")
    days = [re.findall(r'href="\.\./posts/(\S+?)\.html"', page) for page in pages]
    shown = [list(dict.fromkeys(found)) for found in days]
    assert shown == [
        ["2025-01-04", "2025-01-03", "2025-01-02", "2025-01-01"],
        ["2025-01-07", "2025-01-06", "2025-01-05"],
    ]
    assert 'href="2.html"' in pages[0]
    assert 'href="1.html"' in pages[1]
    assert 'href="page/2.html"' in built.read("index.html")


@pytest.mark.parametrize(("count", "pages"), [(4, 0), (5, 1), (8, 1), (9, 2)])
def test_there_are_as_many_pages_as_needed(
    site: Callable[[int], Built], count: int, pages: int
) -> None:
    found = [name for name in site(count).files() if name.startswith("page/")]
    assert len(found) == pages


def test_a_long_term_has_pages_that_a_new_paper_leaves(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_paperreview.pages.gathered.terms.LIST_ROWS", 6)
    old = build(posts(30), conf=CONF, more_conf=MORE)
    before = old.files()
    pages = sorted(path for path in before if re.fullmatch(r"orgs/o0/\d+\.html", path))
    assert pages == ["orgs/o0/1.html", "orgs/o0/2.html"]
    linked = " ".join(old.read(path) for path in ("orgs/o0.html", *pages))
    for number in range(0, 30, 3):
        assert f"Paper {number} a" in linked
    name, text = post(33)
    found = changed(before, old.rebuild({name: text}))
    assert {"orgs/o0.html", "orgs/o0/3.html"} <= found
    assert "orgs/o0/1.html" not in found
    assert "orgs/o1.html" not in found


@pytest.mark.parametrize(
    ("written", "pages"),
    [("tags: [t1]\ndescription: Of another kind", 0), ("tags: [t1]\nimage: a.png", 0),
     ("tags: [t1, other]", 2)],
)  # fmt: skip
def test_an_edit_of_a_post_writes_only_pages_of_papers_that_show_it(
    site: Callable[[int], Built], written: str, pages: int
) -> None:
    built = site(2)
    for path in built.outdir.joinpath("papers").glob("*.html"):
        os.utime(path, (0, 0))
    name, text = post(1)
    built = built.rebuild({name: text.replace("tags: [t1]", written)})
    stamps = [path.stat().st_mtime for path in built.outdir.joinpath("papers").glob("*.html")]
    assert sum(map(bool, stamps)) == pages
    files = built.files()
    clean = built.rebuild(freshenv=True).files()
    assert {path for path in clean if clean[path] != files.get(path)} <= {".buildinfo"}


def test_a_year_of_many_posts_shows_their_papers_on_pages_of_months(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_paperreview.pages.gathered.posts.LIST_ROWS", 3)
    few = build(posts(3), conf=CONF, more_conf=MORE, name="few").read("archive/2025.html")
    assert "Paper 2 a" in few
    built = build(posts(4), conf=CONF, more_conf=MORE)
    year, month = built.read("archive/2025.html"), built.read("archive/2025/01.html")
    for number in range(4):
        assert f'href="../posts/2025-01-0{number + 1}.html"' in year
        assert f"Paper {number} a" in month
    assert "pr-entry-papers" not in year
    assert 'class="pr-entry-summary"' in year
    assert 'href="2025/01.html"' in year

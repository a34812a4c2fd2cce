"""The parts of a front page: what they show, where they stand, and when they are written again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from tests.harness import Build, Built

CONF = """\
project = "Reviews"
language = "en"
extensions = ["sphinx_paperreview"]
html_theme = "paperreview"
paperreview_page_size = 3
"""
A, B, C = (f"https://arxiv.org/abs/2401.0000{number}" for number in (1, 2, 3))
FILES: dict[str, str | bytes | None] = {
    "index.md": "# Home\n\n```{paper:home}\n```\n",
    "parts.md": "# Parts\n\n```{paper:numbers}\n```\n\n```{paper:newest}\n```\n\n"
    "```{paper:calendar}\n```\n\n```{paper:again}\n:limit: 1\n```\n",
    "posts/2026-02-03-a.mdx": f"# First of the day\n\n## 1. [A]({A}) `x` `y`\n\nIt is *short*.\n\n"
    f"## 2. [B]({B})\n\nSecond.\n",
    "posts/2026-02-03-b.mdx": "# A word\n\nOnly a word.\n",
    "posts/2026-02-01.mdx": f"---\nseries: S\n---\n\n# Before\n\n## 1. [C]({C})\n\nAs [A]({A}).\n",
    "posts/2026-01-09.mdx": f"---\nseries: S\n---\n\n# Long ago\n\n## 1. [A]({A})\n\nOnce.\n",
    "posts/2025-01-09.mdx": "---\npinned: true\n---\n\n# Pinned\n\nRead this first.\n",
}


@pytest.fixture
def site(build: Build) -> Built:
    return build(FILES, conf=CONF)


def soup(built: Built, page: str) -> BeautifulSoup:
    return BeautifulSoup(built.read(page), "html.parser")


def test_the_newest_day_is_there_whole(site: Built) -> None:
    assert site.warnings == []
    for page in ("index.html", "parts.html"):
        found = soup(site, page)
        heads = [head.get_text(" ", strip=True) for head in found.select(".pr-newest")]
        assert heads == ["February 3, 2026 A word", "February 3, 2026 First of the day 2 papers"]
        titles = [row.get_text() for row in found.select(".pr-newest + .pr-papers .pr-row-title")]
        assert titles == ["A", "B"]
        row = found.select_one(".pr-newest + .pr-papers .pr-row")
        assert "It is short." in row.get_text()
        assert [org.get_text() for org in row.select(".pr-org")] == ["x", "y"]


def test_the_days_before_and_the_next_page(site: Built) -> None:
    home = soup(site, "index.html")
    # A pinned post comes first; page/1 has the rest of three posts a page.
    entries = [title.get_text() for title in home.select(".pr-home-main .pr-entry-title")]
    assert entries == ["Pinned"]
    assert home.select_one(".pr-pagination a")["href"] == "page/1.html"
    rest = [title.get_text() for title in soup(site, "page/1.html").select(".pr-entry-title")]
    assert rest == ["Before", "Long ago"]


def test_a_pinned_post_before_newer_ones_stands_under_a_name_of_its_own(build: Build) -> None:
    files = {name: text for name, text in FILES.items() if "02-03" not in name}
    built = build(
        {**files, "posts/2026-01-20.mdx": "---\npinned: true\n---\n\n# Also\n\nRead this.\n",
         "index.md": "# Home\n\n```{paper:home}\n:limit: 4\n```\n\n```{paper:list}\n:kind: posts\n```\n"},
        conf=CONF,
    )  # fmt: skip
    parts = [
        part.get_text(" ", strip=True)
        for part in soup(built, "index.html").select(
            ".pr-month, .pr-entry-date, .pr-home .pr-entry-title"
        )
    ]
    assert parts == [
        "Pinned", "Jan 20, 2026 Tue", "Also", "Jan 9, 2025 Thu", "Pinned",
        "January 2026", "Jan 9 Fri 1 paper", "Long ago",
        # A list without months has years.
        "Jan 20, 2026 Tue Pinned", "Jan 9, 2025 Thu Pinned", "Feb 1, 2026 Sun 1 paper",
        "Jan 9, 2026 Fri 1 paper",
    ]  # fmt: skip
    # Pages of time have all posts in their order.
    archive = [
        part.get_text(" ", strip=True) for part in soup(built, "archive.html").select(".pr-month")
    ]
    assert archive == ["February 2026", "January 2026", "January 2025"]


def test_the_archive_counts_as_the_front_page_does(site: Built) -> None:
    counts = {page: [part.get_text() for part in soup(site, page).select(".pr-summary .pr-count")]
              for page in ("archive.html", "papers.html")}  # fmt: skip
    assert counts == {
        "archive.html": ["5 posts", "3 papers"],
        "papers.html": ["3 papers", "4 reviews"],
    }


def test_years_lead_to_the_others(site: Built, build: Build) -> None:
    years = soup(site, "archive/2026.html").select_one(".pr-years")
    assert [(part.name, part.get_text()) for part in years.select("li > *")] == [
        ("span", "2026"), ("a", "2025"),
    ]  # fmt: skip
    assert years.span["aria-current"] == "page"
    files = {name: text for name, text in FILES.items() if "2025" not in name}
    one = build(files, conf=CONF)
    assert not soup(one, "archive/2026.html").select(".pr-years")
    up = soup(one, "archive/2026/01.html").select_one(".pr-years a")
    assert up["href"] == "../2026.html"


def test_the_calendar_of_the_month(site: Built) -> None:
    table = soup(site, "index.html").select_one(".pr-days table")
    assert table.caption.get_text(strip=True) == "February 2026"
    assert [link.get_text(" ", strip=True) for link in table.select("td a")] == [
        "1 February 1, 2026 · 1 paper",
        "3 February 3, 2026 · 2 papers",
    ]
    days = [day.get_text() for day in table.select("td .pr-no-post")]
    assert len(days) == 26
    assert len(table.select("thead th")) == 7


def test_what_is_read_again(site: Built) -> None:
    links = soup(site, "parts.html").select(".pr-again li")
    assert [link.get_text(" ", strip=True) for link in links] == ["A 3 times"]


def test_numbers_and_series(site: Built) -> None:
    line = soup(site, "index.html").select_one(".pr-numbers")
    assert line.get_text() == "5 posts · 3 papers · 2 organisations"
    assert [link["href"] for link in line.select("a")] == [
        "archive.html", "papers.html", "orgs.html",
    ]  # fmt: skip
    assert soup(site, "index.html").select_one(".pr-home-side .pr-terms a").get_text() == "S"


def test_it_is_written_again_only_if_its_content_changes(site: Built) -> None:
    home = site.outdir / "index.html"
    home.write_text("kept", encoding="utf-8")
    old = str(FILES["posts/2026-01-09.mdx"])
    changed = site.rebuild({"posts/2026-01-09.mdx": old.replace("Once.", "Twice.")})
    assert home.read_text(encoding="utf-8") == "kept"
    new = str(FILES["posts/2026-02-03-a.mdx"]).replace("Second.", "The second.")
    changed = changed.rebuild({"posts/2026-02-03-a.mdx": new})
    assert "The second." in changed.read("index.html")
    files = changed.files()
    clean = changed.rebuild(freshenv=True)
    different = [
        name for name, data in clean.files().items()
        if name.endswith(".html") and files[name] != data
    ]  # fmt: skip
    assert different == []


def test_an_archive_without_posts(build: Build) -> None:
    built = build({"index.md": FILES["index.md"]}, conf=CONF)
    assert built.warnings == []
    assert len(soup(built, "index.html").select(".pr-empty")) == 1


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "singlehtml"])
def test_other_builders_have_its_words(build: Build, builder: str) -> None:
    files = {**FILES, "index.md": f"{FILES['index.md']}\n```{{toctree}}\nparts\n```\n"}
    built = build(files, conf=CONF, builder=builder)
    name = {"text": "index.txt", "epub": "index.xhtml", "singlehtml": "index.html"}.get(builder)
    text = built.read(name) if name else next(built.outdir.glob("*.tex")).read_text("utf-8")
    for words in ("First of the day", "A word", "Pinned"):
        assert words in re.sub(r"\s+", " ", text)
    if builder == "epub":
        heads = re.findall(r"<th [^>]*>", text)
        assert heads
        assert not any(" abbr=" in head for head in heads)  # it is an error in an EPUB


def test_the_home_page_that_is_provided(build: Build) -> None:
    files = {name: text for name, text in FILES.items() if name.startswith("posts/")}
    built = build({**files, "index.md": None}, conf=CONF)
    assert soup(built, "index.html").select(".pr-home .pr-newest")


def test_without_posts_the_papers_are_there(build: Build) -> None:
    files = {
        f"{name}.md": f"# {name}\n\n[Paper]({link})\n\nWords.\n"
        for name, link in (("one", A), ("two", B))
    }
    for builder, page in (("html", "index.html"), ("text", "index.txt")):
        built = build({"index.md": FILES["index.md"], **files}, conf=CONF, builder=builder)
        text = built.read(page)
        assert "Nothing here yet" not in text
        assert "one" in text
        assert "two" in text

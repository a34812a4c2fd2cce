"""The page of statistics and the directive: numbers, drawings, tables, and when they are made."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import Tag

    from tests.harness import Built

POST = """---
tags: [agents]
---

# 2025-11-14 papers

## [Depth Anything](https://arxiv.org/abs/2511.10647) `bytedance`

Like [another one](https://arxiv.org/abs/1706.03762).

## [PAN](https://arxiv.org/abs/2509.09057) `<b>Lab & Co</b>`

A world model.
"""
LATER = "# B\n\n## [Again](https://arxiv.org/abs/2509.09057) `bytedance`\n\nText.\n"
FILES = {"posts/2025-11-14.mdx": POST, "posts/2026-01-05.mdx": LATER}
HOME = "# Home\n\n```{paper:statistics} %s\n```\n"


def page(built: Built, name: str = "statistics.html") -> Tag:
    return BeautifulSoup(built.read(name), "html.parser")


def numbers(figure: Tag) -> list[list[str]]:
    """Return the cells of the table of a figure."""
    rows = figure.select("tbody tr")
    return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in rows]


def test_page_has_each_chart_with_its_table(build: Callable[..., Built]) -> None:
    built = build(FILES)
    assert built.warnings == []
    found = page(built)
    totals = [item.get_text(" ", strip=True) for item in found.select(".pr-totals > div")]
    assert totals == ["Posts 2", "Reviews 3", "Papers 2", "Organisations 2",
                      "Papers reviewed more than once 1",
                      "Papers mentioned but not reviewed 1"]  # fmt: skip
    tables = {figure["class"][-1]: numbers(figure) for figure in found.select("figure")}
    assert tables == {
        "pr-chart-months": [
            ["November 2025", "2"],
            ["December 2025", "0"],
            ["January 2026", "1"],
        ],
        "pr-chart-orgs": [["bytedance", "2"], ["<b>Lab & Co</b>", "1"]],
        "pr-chart-tags": [["agents", "2"]],
        "pr-chart-lag": [["0", "1"], ["1", "0"], ["2", "1"]],
        "pr-chart-calendar": [["January 2026", "5\u00a0(1)"], ["November 2025", "14\u00a0(2)"]],
    }
    assert found.select_one(".pr-chart-orgs th a")["href"] == "orgs/bytedance.html"
    assert [link["href"] for link in found.select(".pr-chart-months th a")] == [
        "archive/2025/11.html",
        "archive/2026/01.html",
    ]


def test_drawings_are_named_and_hold_no_styles(build: Callable[..., Built]) -> None:
    built = build(FILES)
    text = built.read("statistics.html")
    found = page(built)
    for drawing in found.select('svg[role="img"]'):
        ids = drawing["aria-labelledby"].split()
        assert [drawing.find(id=name).name for name in ids] == ["title", "desc"]
        assert drawing.find(id=ids[0]).get_text()
    ids = [node["id"] for node in found.select("[id]")]
    assert len(ids) == len(set(ids))
    assert "viewBox=" in text
    assert not found.select("main [style], figure script")
    assert "<b>Lab" not in text
    assert all(th["scope"] in {"row", "col"} for th in found.select("figure th"))


def test_days_of_the_lockfile_are_used(build: Callable[..., Built]) -> None:
    papers = {"arxiv:2511.10647": {"published": "2025-11-13"},
              "arxiv:2509.09057": {"published": "2025-09-10"}}  # fmt: skip
    lock = json.dumps({"version": 1, "papers": papers})
    figure = page(build({**FILES, "papers.lock.json": lock})).select_one(".pr-chart-lag")
    assert "33 days" in figure.figcaption.get_text()
    assert [row for row in numbers(figure) if row[1] != "0"] == [["0–1", "1"], ["31–90", "1"]]


def test_page_is_linked_from_the_lists_alone(build: Callable[..., Built]) -> None:
    built = build(FILES)
    for name in ("archive.html", "papers.html"):
        assert page(built, name).select_one('.pr-summary a[href="statistics.html"]')
    for name in ("index.html", "archive/2025.html", "orgs.html"):
        assert "statistics.html" not in built.read(name)


def test_page_can_be_left_out_and_renamed(build: Callable[..., Built]) -> None:
    built = build(FILES, confoverrides={"paperreview_urls": {"statistics": "numbers"}})
    assert built.exists("numbers.html")
    assert 'href="numbers.html"' in built.read("archive.html")
    off = built.rebuild(confoverrides={"paperreview_statistics": False})
    assert not off.exists("numbers.html")
    assert not off.exists("statistics.html")
    assert "statistics.html" not in off.read("archive.html")
    assert "statistics.html" not in off.read("papers.html")


def test_no_page_without_papers(build: Callable[..., Built]) -> None:
    built = build({"posts/2025-11-14.mdx": "# A\n\nText.\n"})
    assert not built.exists("statistics.html")
    assert "statistics.html" not in built.read("archive.html")


def test_page_is_written_only_when_its_numbers_change(build: Callable[..., Built]) -> None:
    # Under another theme it may be the page that is looked at for all of its kind.
    built = build(FILES, confoverrides={"html_theme": "paperreview"})
    path = built.outdir / "statistics.html"
    path.write_text(path.read_text(encoding="utf-8") + "<!-- kept -->", encoding="utf-8")
    again = built.rebuild({"posts/2025-11-14.mdx": POST.replace("world", "whole")})
    assert again.read("statistics.html").endswith("<!-- kept -->")
    changed = again.rebuild({"posts/2025-11-14.mdx": POST + "\n## [X](https://arxiv.org/abs/2511.00001)\n"})  # fmt: skip
    assert "<!-- kept -->" not in changed.read("statistics.html")
    assert "Reviews" in changed.read("statistics.html")


def test_directive_is_written_anew_when_its_numbers_change(build: Callable[..., Built]) -> None:
    built = build({**FILES, "index.md": HOME % "months"})
    marked = built.read("index.html") + "<!-- kept -->"
    (built.outdir / "index.html").write_text(marked, encoding="utf-8")
    same = built.rebuild({"posts/2025-11-14.mdx": POST.replace("world", "whole")})
    assert same.read("index.html").endswith("<!-- kept -->")
    changes = {"posts/2026-01-05.mdx": LATER.replace("Text.", "Text.\n\n## [C](https://arxiv.org/abs/2601.00001)\n")}  # fmt: skip
    other = same.rebuild(changes)
    assert numbers(page(other, "index.html").figure)[-1] == ["January 2026", "2"]
    clean = build({**FILES, "index.md": HOME % "months", **changes}, name="clean")
    for name in ("index.html", "statistics.html"):
        assert other.read(name) == clean.read(name)


def test_directive_with_filters(build: Callable[..., Built]) -> None:
    options = ":org: bytedance\n:year: 2026\n"
    index = "# Home\n\n```{paper:statistics} orgs\n" + options + "```\n\n```{paper:statistics} orgs\n```\n"  # fmt: skip
    built = build({**FILES, "index.md": index})
    first, second = page(built, "index.html").select("figure")
    assert numbers(first) == [["bytedance", "1"]]
    assert len(numbers(second)) == 2
    assert first.strong.get_text() == "Reviews per organisation"
    assert first.svg["aria-labelledby"] != second.svg["aria-labelledby"]


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "man", "xml", "singlehtml"])
def test_directive_in_other_builders(build: Callable[..., Built], builder: str) -> None:
    built = build({**FILES, "index.md": HOME % ""}, builder=builder,
                  confoverrides={"epub_copyright": "x", "version": "1", "root_doc": "index"})  # fmt: skip
    assert [line for line in built.warnings if "paperreview" in line or "ERROR" in line] == []
    files = [path for path in built.outdir.rglob("*") if path.suffix in {
        ".txt", ".tex", ".xhtml", ".1", ".xml", ".html"} and path.stem not in {"search", "genindex"}]  # fmt: skip
    text = next(text for path in files if "Reviews per month" in (text := path.read_text("utf-8")))
    for words in ("November 2025", "January 2026", "Papers reviewed more than once"):
        assert words in text
    assert ("<svg" in text) == (builder == "singlehtml")


def test_text_shows_tables(build: Callable[..., Built]) -> None:
    text = build({**FILES, "index.md": HOME % "months"}, builder="text").read("index.txt")
    assert "3 reviews from November 2025 to January 2026" in text
    assert re.search(r"\| December 2025 +\| 0 +\|", text)


def test_unknown_charts_are_errors_and_empty_charts_say_so(
    build: Callable[..., Built],
) -> None:
    built = build({"index.md": HOME % "pie"})
    assert len(built.warnings) == 1
    assert '"pie" unknown' in built.warnings[0]
    empty = build({"index.md": HOME % "lag"}, name="empty")
    assert empty.warnings == []
    assert "Nothing here yet." in empty.read("index.html")


def test_numbers_and_months_in_the_language_of_the_site(build: Callable[..., Built]) -> None:
    build(FILES, name="first", confoverrides={"language": "zh_CN"})
    found = page(build(FILES, confoverrides={"language": "ko"}))
    assert numbers(found.select_one(".pr-chart-months"))[0] == ["2025년 11월", "2"]
    assert found.select_one(".pr-chart-months .pr-tick").get_text() == "11월"
    week = [tick.get_text() for tick in found.select(".pr-halves svg")[0].select(".pr-tick")[:3]]
    assert week == ["월", "수", "금"]

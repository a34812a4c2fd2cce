"""Tables under our theme: their boxes, the marks of their cells, and what other themes get."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build

#: A table of Markdown with every alignment, one of HTML whose cells span, and one of two columns.
POST = """# 2025-11-14 papers review

## 1. [Black-Box On-Policy Distillation](https://arxiv.org/abs/2511.10643) `microsoft`

| Model of the baseline | GSM8K | MATH | Notes |
|:--|--:|:-:|---|
| ours | **63.91** | 86.2 (+1.3) | with 40 examples of each kind |
| theirs | 0.999 / 6 | ±0.3 | - |

<table><caption>Two <b>runs</b></caption>
<thead><tr><th rowspan="2">Model</th><th colspan="2">Tasks</th></tr>
<tr><th align="right">A</th><th>B</th></tr></thead>
<tbody><tr><td>ours</td><td align="right">12.5%</td><td>1e-5</td></tr></tbody></table>

| Name | Text |
|---|---|
| one | 7B |
"""
OURS = {"html_theme": "paperreview"}


def cell(page: str, text: str) -> set[str]:
    """Return the classes of the cell that says *text*."""
    (tag,) = re.findall(rf"<t[dh]([^>]*)>(?:<p>)?(?:<strong>|<b>)?{re.escape(text)}<", page)
    return set("".join(re.findall(r'class="([^"]*)"', tag)).split())


def boxes(page: str) -> list[set[str]]:
    """Return the classes of the boxes of the tables."""
    return [set(found.split()) for found in re.findall(r'<div class="([^"]*pr-table[^"]*)"', page)]


def test_a_table_has_a_box_that_knows_how_wide_it_is(build: Build) -> None:
    page = build({"2025-11-14.mdx": POST}, confoverrides=OURS).read("2025-11-14.html")
    assert boxes(page) == [
        {"pr-table", "pr-broad", "pr-named"},
        {"pr-table", "pr-broad"},
        {"pr-table"},
    ]
    assert len(re.findall(r'<div class="pr-table[^>]*>\s*<table', page)) == 3
    assert "Two <b>runs</b>" in page or "Two <strong>runs</strong>" in page


@pytest.mark.parametrize(
    "text", ["63.91", "86.2 (+1.3)", "0.999 / 6", "±0.3", "12.5%", "1e-5", "7B"]
)
def test_a_number_is_kept_on_one_line(build: Build, text: str) -> None:
    page = build({"2025-11-14.mdx": POST}, confoverrides=OURS).read("2025-11-14.html")
    assert "pr-whole" in cell(page, text)


@pytest.mark.parametrize("text", ["with 40 examples of each kind", "-", "theirs"])
def test_words_may_be_broken(build: Build, text: str) -> None:
    page = build({"2025-11-14.mdx": POST}, confoverrides=OURS).read("2025-11-14.html")
    assert "pr-whole" not in cell(page, text)


def test_columns_keep_their_alignment(build: Build) -> None:
    page = build({"2025-11-14.mdx": POST}, confoverrides=OURS).read("2025-11-14.html")
    aligned = {
        text: cell(page, text) & {"text-left", "text-right", "text-center"}
        for text in ("theirs", "63.91", "86.2 (+1.3)", "12.5%", "A")
    }
    assert aligned == {
        "theirs": {"text-left"}, "63.91": {"text-right"}, "86.2 (+1.3)": {"text-center"},
        "12.5%": {"text-right"}, "A": {"text-right"},
    }  # fmt: skip


def test_under_a_cell_that_spans_rows_the_first_cell_is_not_of_the_first_column(
    build: Build,
) -> None:
    page = build({"2025-11-14.mdx": POST}, confoverrides=OURS).read("2025-11-14.html")
    assert "pr-inner" in cell(page, "A")
    assert len(re.findall(r"\bpr-inner\b", page)) == 1


@pytest.mark.parametrize("builder", ["html", "epub"])
def test_elsewhere_tables_are_as_they_are(build: Build, builder: str) -> None:
    theme = OURS if builder == "epub" else {"html_theme": "alabaster"}
    built = build(
        {"2025-11-14.mdx": POST},
        builder=builder,
        confoverrides={**theme, "epub_copyright": "x", "version": "1"},
    )
    page = built.read("2025-11-14.xhtml" if builder == "epub" else "2025-11-14.html")
    assert "63.91" in page
    assert not re.search(r"pr-table|pr-whole|pr-inner", page)

"""A page has the style sheets that its elements need, whichever directive made them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.harness import CONF, ROOT, picture

if TYPE_CHECKING:
    from tests.harness import Build

#: Each way to show a part of the archive in a document, alone.
PARTS = {
    "rows": ":kind: papers",
    "cards": ":kind: papers\n:view: cards",
    "table": ":kind: papers\n:view: table",
    "posts": ":kind: posts",
}
PARTS = {name: f"{{paper:list}}\n{options}" for name, options in PARTS.items()} | {
    name: f"{{paper:{name}}}"
    for name in ("search", "archive", "statistics", "gallery", "map", "home", "numbers", "newest",
                 "calendar", "again")
} | {"orgs": "{paper:terms} orgs", "months": "{paper:statistics} months"}  # fmt: skip
POST = """\
# A day

## 1. [Alpha](https://arxiv.org/abs/2401.00001) `one`

Said of Alpha.

![A figure](./figure.png)

## 2. [Beta](https://arxiv.org/abs/2401.00002) `two`

After [Alpha](https://arxiv.org/abs/2401.00001).
"""
FILES = {
    "conf.py": CONF.replace('"basic"', '"paperreview"') + "html_use_index = False\n",
    "posts/2025-01-02.md": POST,
    "posts/2025-01-03.md": POST.replace("A day", "The next"),
    "posts/figure.png": picture(90, 70, color=(200, 30, 30)),
    "index.md": "# Start\n\n```{toctree}\n:glob:\n*\nposts/*\n```\n",
    **{f"{name}.md": f"# Part\n\n```{part}\n```\n" for name, part in PARTS.items()},
}
SOURCES = ROOT / "sphinx_paperreview" / "theme" / "sources" / "paperreview"
SHEETS = ("paperreview", "paperreview-archive", "paperreview-views")


def classes_in(sheet: str) -> set[str]:
    """Return the classes of ours that the style sheet *sheet* names."""
    text = (SOURCES / f"{sheet}.css").read_text(encoding="utf-8")
    return set(re.findall(r"\.(pr-[\w-]+)", text))


@pytest.mark.parametrize("name", [*PARTS, "posts/2025-01-02"])
def test_page_has_the_sheets_of_its_elements(build: Build, name: str) -> None:
    page = BeautifulSoup(build(FILES).read(f"{name}.html"), "html.parser")
    links = [str(link["href"]) for link in page.select("link[rel=stylesheet]")]
    found = {each for element in page.select("main [class]") for each in element["class"]}
    for sheet in SHEETS[1:]:
        others = set().union(*(classes_in(other) for other in SHEETS if other != sheet))
        needed = found & (classes_in(sheet) - others)
        assert not needed or any(f"/{sheet}.css" in link for link in links), sorted(needed)


def test_no_sheet_styles_links_that_have_a_card(build: Build) -> None:
    page = BeautifulSoup(build(FILES).read("posts/2025-01-02.html"), "html.parser")
    added = {name for link in page.select("p > a.pr-card") for name in link["class"]}
    assert "pr-card" in added
    assert not any(added & classes_in(sheet) for sheet in SHEETS)

r"""Count what is left of other programs' syntax in the text of built pages.

``python tools/count_litter.py _build/html`` reads every page, leaves out code and formulas, and
prints each line of text that holds ``{:``, ``[!``, ``{%``, ``{{<``, ``[[``, ``==``, ``\[`` or
``:::``.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Begins of attributes, alerts, tags, shortcodes, links, marks, formulas and containers.
LITTER = re.compile(
    r"\{:|\[!|\{%|%\}|\{\{[<%]|[>%]\}\}|\[\[|\]\]|(?<![=!<>])==(?![=>])|\\\[|\\\]|\\\(|:::|\{\{"
    r"|\]\{[.#]|\[TOC\]"
)
#: Elements whose text is meant to hold any character.
CODE = ("pre", "code", "math", "script", "style", "kbd", "samp", "tt", "svg", "template")
#: Elements that begin a line of text.
BLOCKS = frozenset(
    {
        "p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "div", "section",
        "blockquote", "figcaption", "caption", "summary", "br", "tr", "table", "ul", "ol",
    }
)  # fmt: skip


def lines_of(page: str) -> Iterator[str]:
    """Yield the lines of text in the article of *page*, without code and formulas."""
    soup = BeautifulSoup(page, "lxml")
    article = soup.select_one('article, [role="main"], body')
    if article is None:
        return
    for element in article.find_all([*CODE, "span"]):
        if element.name != "span" or "math" in (element.get("class") or []):
            element.replace_with("□")
    for element in article.find_all("div", class_=["math", "highlight"]):
        element.replace_with("□")
    for element in article.find_all(list(BLOCKS)):
        element.insert_before("\n")
        element.insert_after("\n")
    yield from filter(None, (" ".join(line.split()) for line in article.get_text().splitlines()))


def main(arguments: list[str] | None = None) -> int:
    """Print the lines with litter and their number; return 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the output of the HTML builder")
    parser.add_argument("--quiet", action="store_true", help="print the numbers alone")
    options = parser.parse_args(arguments)
    pages = lines = count = 0
    for path in sorted(options.folder.rglob("*.html")):
        if ".doctrees" in path.parts:
            continue  # what the build keeps
        pages += 1
        for line in lines_of(path.read_text(encoding="utf-8", errors="replace")):
            lines += 1
            if LITTER.search(line):
                count += 1
                if not options.quiet:
                    sys.stdout.write(f"{path.relative_to(options.folder)}: {line[:160]}\n")
    sys.stdout.write(f"{pages} pages, {lines} lines, {count} with litter\n")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())

r"""Count what is left of other programs' syntax in the text of built pages.

``python tools/count_litter.py _build/html`` reads every page, leaves out code and formulas, and
prints each line of text with a whole construct of another program: ``{: .x}``, ``> [!NOTE]``,
``[[x]]``, ``==x==`` and so on, with the name of its kind. A line that only holds such characters,
as ``a == b`` or ``x[i[0]]`` do, is the author's own: it is counted apart, and printed by ``--own``.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAGS = (
    "a|aside|b|blockquote|br|center|code|dd|details|div|dl|dt|em|figcaption|figure|font|h[1-6]|hr"
    "|i|iframe|img|kbd|li|mark|ol|p|pre|small|span|strong|sub|summary|sup|table|tbody|td|th|thead"
    "|tr|u|ul|video"
)
#: The constructs, by what they are called in the report.
LITTER = {
    "{:": r"\{:(?:toc|/|:|[ ]*[.#\w][^}]*\})",
    "[!": r"^\[![^\[\]]+\]",
    "{%": r"\{%-?[^%]*%\}",
    "{{<": r"\{\{[<%][^>%]*[>%]\}\}",
    "{{": r"\{\{-?\s*[\w.$][^{}]*\}\}",
    "[[": r"\[\[(?![\d\s,.\-+\[\]]+\])[^\[\]\n]+\]\]",
    "==": r"(?<![=!<>\w])==(?![\s=])[^=]+(?<!\s)==(?![=>])",
    "\\[": r"\\\[|\\\]",
    "\\(": r"\\\(.*\\\)",
    ":::": r"^:{3,}",
    "%%": r"%%[^%]+%%|^%%",
    "^id": r"(?<=\s)\^[A-Za-z0-9-]+$",
    "{#": r"\{[#.][A-Za-z][\w -]*\}",
    "{width=": r"\{[^{}]*\b(?:width|height|target|style|align)\s*=[^{}]*\}",
    "=WxH": r"\s=\d*x\d*\)",
    "tag": rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>",
    "![": r"!\[[^\[\]]*\]\(",
    "](": r"\]\((?:https?:|\.{0,2}/|#)",
    "[^": r"\[\^[^\[\]\s]+\]",
    "[x]": r"^(?:[-*] )?\[[^\[\]\d]\]\s",
    "[TOC]": r"^\[{1,2}_?TOC_?\]{1,2}$|^@\[toc\]",
    "$$": r"\$\$|\\begin\{",
    "++": r"\+\+(?![\s+])[^+]+(?<!\s)\+\+",
    "[name=": r"\[(?:name|time|color)=[^\]]*\]",
    "##_": r"\[##_",
}
_LITTER = [(name, re.compile(each, re.IGNORECASE)) for name, each in LITTER.items()]
#: The characters with which a construct begins or ends.
CHARACTERS = re.compile(
    r"\{:|\[!|\{%|%\}|\{\{|\}\}|\[\[|\]\]|(?<![=!<>])==(?![=>])|\\[\[\]()]|:::|%%|\{[#.]|\$\$"
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


def kinds_of(line: str) -> list[str]:
    """Return the names of the constructs in *line*, keys of :data:`LITTER`."""
    return [name for name, pattern in _LITTER if pattern.search(line)]


def main(arguments: list[str] | None = None) -> int:
    """Print the lines with litter and their number; return 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the output of the HTML builder")
    parser.add_argument("--quiet", action="store_true", help="print the numbers alone")
    parser.add_argument("--own", action="store_true", help="print the lines of authors, too")
    options = parser.parse_args(arguments)
    pages = lines = litter = own = 0
    kinds: Counter[str] = Counter()
    for path in sorted(options.folder.rglob("*.html")):
        if ".doctrees" in path.parts:
            continue  # what the build keeps
        pages += 1
        for line in lines_of(path.read_text(encoding="utf-8", errors="replace")):
            lines += 1
            found = kinds_of(line)
            kinds.update(found)
            litter += bool(found)
            is_own = not found and CHARACTERS.search(line) is not None
            own += is_own
            if (found and not options.quiet) or (is_own and options.own):
                place = path.relative_to(options.folder)
                sys.stdout.write(f"{place}: {' '.join(found) or 'own'}: {line[:160]}\n")
    for name, count in kinds.most_common():
        sys.stdout.write(f"{count:6} {name}\n")
    sys.stdout.write(f"{pages} pages, {lines} lines, {litter} with litter, {own} with characters\n")
    return 1 if litter else 0


if __name__ == "__main__":
    sys.exit(main())

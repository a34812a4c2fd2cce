"""What a front matter says of something other than its document: parts of it, other documents."""

from __future__ import annotations

import re

from sphinx_paperreview.core.patterns import pattern

#: Parts of a page or of a site: what is hidden or dated below them is not the page.
_PARTS = pattern(
    r"^(?:cover|images?|hero|banner|featured_?image|sidebar|search|site_?map|nav|navigation|menus?|toc"
    r"|header|footer|comments?|feed|rss|seo|og|open_?graph|twitter|resources?|papers?|authors?"
    r"|sources?|references?|citations?|publications?|articles?|preprint|arxiv|zotero|bib(?:tex)?"
    r"|conference|venue|event|workshop|journal|talk)"
    r"[ \t]*:(?=[ \t]*(?:[{\[]|$))",
    re.IGNORECASE,
)
#: The change of a page, which has a date of its own.
_UPDATE = pattern(r"[\"']?last_update[\"']?[ \t]*[:=]")
#: What a front matter of Hugo passes on to other documents, in YAML and in TOML.
_CASCADE = re.compile(
    r"^(?:cascade[ \t]*:.*(?:\n(?:[ \t#-].*)?$)*|\[\[?cascade\b.*(?:\n(?!\[(?!\[?cascade\b)).*)*)",
    re.MULTILINE,
)


def lines_of_parts(source: str) -> set[int]:
    """Return the index of each line of the YAML *source* that describes a part of its page."""
    return _lines_below(_PARTS, source)


def lines_of_update(source: str) -> set[int]:
    """Return the index of each line of the YAML *source* that is about its last change."""
    return _lines_below(_UPDATE, source)


def _lines_below(key: re.Pattern[str], source: str) -> set[int]:
    """Return the index of each line of *source* that begins with *key*, and of those below it."""
    found: set[int] = set()
    is_within = False
    for number, line in enumerate(source.split("\n")):
        if line[:1] not in {"", " ", "\t", "-", "#"}:
            is_within = key.match(line) is not None
        if is_within:
            found.add(number)
    return found


def without_cascade(source: str) -> str:
    """Return the *source* of a front matter with blank lines for what is about other documents."""
    return _CASCADE.sub(lambda found: "\n" * found[0].count("\n"), source)

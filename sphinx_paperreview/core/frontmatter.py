"""The metadata at the head of a document: YAML front matter, or the field list of an RST text."""

from __future__ import annotations

import difflib
import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from sphinx_paperreview.core import yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: The lines that enclose a front matter. Docusaurus (gray-matter) ends it with ``---``; YAML,
#: Jekyll and MyST also with ``...``.
_OPENING = re.compile(r"---[^\S\n]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[^\S\n]*$", re.M)
_FIELD = re.compile(r"^[ \t]*:(date|draft|expires|expiry_date):[ \t]+(.+)$", re.M | re.I)

#: Keys that Docusaurus, Sphinx, MyST or this extension reads.
KNOWN_KEYS = frozenset({
    "title", "title_meta", "description", "slug", "date", "authors", "author", "tags", "keywords",
    "image", "draft", "unlisted", "last_update", "sidebar_label", "sidebar_position",
    "hide_table_of_contents", "hide_title", "toc_min_heading_level", "toc_max_heading_level",
    "pagination_label", "custom_edit_url", "id", "displayed_sidebar", "year", "venue",
    "papers", "tldr", "code", "project", "rating", "confidence", "status", "series", "pinned",
    "expires", "expiry_date", "aliases", "builds-on", "contradicts", "compares",
    "relevance", "orphan", "nosearch", "tocdepth", "nocomments", "myst", "language", "category",
})  # fmt: skip


#: The limits of a front matter: characters, values once aliases are expanded.
MAX_LENGTH, MAX_VALUES = 50_000, 20_000
#: How many unknown keys are compared with the known ones.
MAX_COMPARED = 100


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter of one text, split off and parsed."""

    #: The YAML between the two lines that enclose it.
    source: str = ""
    #: Offset of the text after it; 0 means that there is no front matter.
    end: int = 0
    #: What the YAML says; empty if there is none, or if it is not a mapping.
    data: Mapping[str, Any] = field(default_factory=dict)
    #: What is wrong with it, as a sentence for the author; empty if nothing is.
    problem: str = ""
    #: The line of the text that *problem* is about, from 1.
    line: int = 1
    #: Whether the YAML is one plain text: prose between two rules, not metadata.
    is_prose: bool = False

    def line_of(self, key: str) -> int:
        """Return the line of the text on which *key* is written, from 1; 1 if it is not found."""
        found = re.search(rf"[\"']?{re.escape(key)}[\"']?[^\S\n]*:", self.source)
        return self.source.count("\n", 0, found.start()) + 2 if found else 1


def split(text: str) -> tuple[str, int]:
    """Return the YAML of the front matter of *text*, and the offset of the text after it.

    Without a front matter they are ``""`` and 0.
    """
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return "", 0
    source = text[opening.end() : closing.start()].removesuffix("\n")
    return source, min(closing.end() + 1, len(text))


def parse(text: str) -> FrontMatter:
    """Split the front matter off *text* and parse it; nothing is raised.

    YAML that cannot be read, or that is not a mapping, gives empty ``data`` and a ``problem``.
    """
    source, end = split(text)
    if not source:
        return FrontMatter(end=end)
    try:
        data = yaml_text.load(source, length=MAX_LENGTH, values=MAX_VALUES).data
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        # The mark counts from 0, and from the line after the opening one.
        line = (mark.line if mark is not None else 0) + 2
        reason = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
        problem = f"the front matter is not YAML: {reason}; put quotes around the value"
        return FrontMatter(source, end, problem=problem, line=line)
    if data is None:
        return FrontMatter(source, end)
    if not isinstance(data, dict):
        problem = "the front matter is not a list of “key: value” lines; write it as such"
        return FrontMatter(source, end, problem=problem, is_prose=isinstance(data, str))
    return FrontMatter(source, end, {str(key): value for key, value in data.items()})


def read_fields(text: str) -> dict[str, Any]:
    """Return the one-line fields (``:date: 2025-11-14``) at the head of an RST text."""
    return {match[1].lower(): match[2].strip() for match in _FIELD.finditer(text[:4096])}


def misspelt(keys: Iterable[str]) -> Mapping[str, str]:
    """Return each unknown key that resembles a known one, mapped to that one."""
    return {
        key: close[0]
        for key in itertools.islice((key for key in keys if key not in KNOWN_KEYS), MAX_COMPARED)
        if 3 < len(key) < 40
        and (close := difflib.get_close_matches(key, KNOWN_KEYS, n=1, cutoff=0.85))
    }

"""What a document says of itself before its text: YAML front matter, or RST field list."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

import yaml
from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FIELD = re.compile(r"^[ \t]*:(date|draft):[ \t]+(.+)$", re.M | re.I)

#: Keys that Docusaurus, Sphinx, MyST or this extension reads.
KNOWN_KEYS = frozenset({
    "title", "title_meta", "description", "slug", "date", "authors", "author", "tags", "keywords",
    "image", "draft", "unlisted", "last_update", "sidebar_label", "sidebar_position",
    "hide_table_of_contents", "hide_title", "toc_min_heading_level", "toc_max_heading_level",
    "pagination_label", "custom_edit_url", "id", "displayed_sidebar", "year", "venue",
    "relevance", "orphan", "nosearch", "tocdepth", "nocomments", "myst", "language", "category",
})  # fmt: skip


def read(text: str) -> dict[str, Any]:
    """Return the YAML front matter of *text*; empty where there is none or it is broken.

    What is broken is reported by the parser of the document, which knows the line.
    """
    block = split(text)[0]
    if not block:
        return {}
    try:
        data = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return {str(key): value for key, value in data.items()} if isinstance(data, dict) else {}


def split(text: str) -> tuple[str, str]:
    """Split *text* into the YAML between its leading ``---`` lines and the rest."""
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    if first.rstrip() != "---":
        return "", text
    lines = rest.split("\n")
    for number, line in enumerate(lines):
        if line.rstrip() in {"---", "..."}:
            return "\n".join(lines[:number]), "\n".join(lines[number + 1 :])
    return "", text


def read_fields(text: str) -> dict[str, Any]:
    """Return the one-line fields (``:date: 2025-11-14``) at the head of an RST text."""
    return {match[1].lower(): match[2].strip() for match in _FIELD.finditer(text[:4096])}


def from_docinfo(document: nodes.document) -> dict[str, Any]:
    """Return the field list at the top of *document* (RST, or MyST's own front matter)."""
    data: dict[str, Any] = {}
    for docinfo in document.children[:3]:
        if not isinstance(docinfo, (nodes.docinfo, nodes.field_list)):
            continue
        for node in docinfo.children:
            if isinstance(node, nodes.field):
                data[node[0].astext().lower()] = node[1].astext()
            elif isinstance(node, nodes.authors):
                data["authors"] = [author.astext() for author in node.children]
            elif isinstance(node, nodes.TextElement):
                data[node.tagname] = node.astext()
    return data


def as_list(value: object) -> list[Any]:
    """Return *value* as a list: itself, or the comma-separated parts of a text."""
    if value is None or value == "":
        return []
    if isinstance(value, str):
        text = value.strip().removeprefix("[").removesuffix("]")
        return [part.strip().strip("\"'") for part in text.split(",") if part.strip().strip("\"'")]
    return list(value) if isinstance(value, (list, tuple)) else [value]


def misspelt(keys: Iterable[str]) -> Mapping[str, str]:
    """Return the unknown keys that are one edit away from a known one, with that one."""
    return {
        key: close[0]
        for key in keys
        if key not in KNOWN_KEYS
        and len(key) > 3
        and (close := difflib.get_close_matches(key, KNOWN_KEYS, n=1, cutoff=0.85))
    }

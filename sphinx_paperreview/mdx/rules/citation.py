"""``(@key)`` is a citation, where an extension knows what a citation is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

from sphinx_paperreview.mdx.rules.texts import split_texts

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore

_CITATION = re.compile(r"\(@([A-Za-z0-9][\w:.+/-]{0,99})\)")


def citation_rule(state: StateCore) -> None:
    """Split the text tokens that hold ``(@key)``."""
    split_texts(state, _CITATION.search, _split)


def _split(token: Token) -> list[Token]:
    # Text and keys by turns.
    pieces = _CITATION.split(token.content)
    parts = []
    for index, piece in enumerate(pieces):
        kind = "mdx_citation" if index % 2 else "text"
        part = Token(kind, "", 0, content=piece, level=token.level)
        if index % 2:
            part.meta = {"name": "cite:p"}
        if piece:
            parts.append(part)
    return parts

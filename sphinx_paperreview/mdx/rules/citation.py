"""``(@key)``: a citation, if an extension of the project has a role for citations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

from sphinx_paperreview.mdx.rules.texts import split_texts

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore

_CITATION = re.compile(r"\(@([A-Za-z0-9][\w:.+/-]{0,99})\)")


def citation_rule(state: StateCore) -> None:
    """Make a token ``mdx_citation`` of each ``(@key)`` (core rule)."""
    split_texts(state, _CITATION, _citation)


def _citation(found: re.Match[str], level: int) -> tuple[list[Token], int]:
    token = Token("mdx_citation", "", 0, content=found[1], level=level, meta={"name": "cite:p"})
    return [token], found.end()

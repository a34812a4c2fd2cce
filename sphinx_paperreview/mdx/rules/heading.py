"""Explicit ids of headings: ``## T {#id}``, ``{/* #id */}`` and ``<!-- #id -->``."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.rules.language import is_markdown
from sphinx_paperreview.mdx.rules.problems import SyntaxProblem, note

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore

_ID = re.compile(r"\{\#([^}\n]+)\}|\{/\*\s*\#([^\s{}#*]+)\s*\*/\}|<!--\s*\#([^\s<>#]+)\s*-->")
_INNER_ID = re.compile(r"(?<!\\)\{(?=#)")
#: Categories of Unicode that github-slugger keeps.
_KEPT = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"})


def heading_id_rule(state: StateCore) -> None:
    """Set the id at the end of each heading, and remove it from the text (core rule)."""
    for opening, text in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type != "heading_open":
            continue
        if opening.level == 0 and opening.markup.startswith("#") and "`" not in text.content:
            # Docusaurus escapes the first {# anywhere in the line: it is not an expression.
            text.content = _INNER_ID.sub(r"\{", text.content, count=1)
        content = text.content.rstrip()
        if not content.endswith(("}", "-->")):
            continue
        ends = ("{#", "{/*") if content[-1] == "}" else ("<!--",)
        start = max(map(content.rfind, ends))
        found = _ID.fullmatch(content, start) if start >= 0 else None
        # HTML allows everything but whitespace in an id.
        identifier = "-".join(next(filter(None, found.groups())).split()) if found else ""
        if found and identifier:
            opening.meta["id"] = identifier
            escaped = found[1] is not None and content[start - 1 : start] == "\\"
            text.content = content[: start - escaped].rstrip()
            if is_markdown(state.md):
                continue
            if found[1] and (opening.level > 0 or not opening.markup.startswith("#")):
                message = "MDX refuses {#id} in an underlined or nested heading; write {/* #id */}"
                line = (opening.map or [0])[0]
                note(state.env, SyntaxProblem("mdx.refused", message, line))


def slugify(text: str) -> str:
    """Return the id that github-slugger gives to a heading of *text*, without a number."""
    kept = (
        character
        for character in text.lower()
        if character in "- " or unicodedata.category(character) in _KEPT
    )
    return "".join(kept).replace(" ", "-")

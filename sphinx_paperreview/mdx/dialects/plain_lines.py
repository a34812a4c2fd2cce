"""Lines of plain notes that CommonMark takes for something else: dates, facts, hashtags.

``2024. 5. 1.`` would be three lists within one another, facts above a line of dashes a heading of
several lines, and ``#nlp #vision`` is text.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from markdown_it.token import Token

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.mdx.rules.blocks import paragraph_rule

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore

#: A date as it is written in Korean, at the beginning of a line.
_DATE = pattern(r"(?:19|20)[0-9]{2}\.[ \t]{1,3}[0-9]{1,2}\.(?:[ \t]{0,3}[0-9]{1,2}\.?)?(?=[ \t]|$)")
#: The first of several lines of facts: ``Title: …``.
_FACT = pattern(r"[^\W\d_][^:：\n]{0,30}[:：][ \t]*\S")
#: A tag, which may have blanks between two signs (Bear), and a line of nothing else.
_HASHTAG = pattern(r"#(?:[^\s#][^#\n]{0,60}[^\s#]#(?=\s|$)|[^\s#]{1,60}(?=\s|$))")
_HASHTAGS = pattern(rf"(?:{_HASHTAG.pattern}\s*)+")
#: Blocks at the beginning of a document that may be such a line.
_FIRST_BLOCKS = 3


def date_line_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make a paragraph of a line that begins with a date in Korean form, and of those after it."""
    pos = state.bMarks[start] + state.tShift[start]
    if silent or state.is_code_block(start) or not _DATE.match(state.src, pos, state.eMarks[start]):
        return False
    return paragraph_rule(state, start, end, silent)


def facts_above_rule(state: StateCore) -> None:
    """Make a paragraph and a rule of lines of facts above a line of dashes (core rule)."""
    tokens: list[Token] = []
    closing: Token | None = None
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open" and token.markup == "-":
            text = state.tokens[index + 1].content
            if "\n" in text and _FACT.match(text):
                closing = state.tokens[index + 2]
                for each in (token, closing):
                    each.type, each.tag = each.type.replace("heading", "paragraph"), "p"
        tokens.append(token)
        if token is closing:
            lines = [(state.tokens[index - 2].map or [0, 1])[1] - 1] * 2
            tokens.append(
                Token("hr", "hr", 0, map=[lines[0], lines[1] + 1], level=token.level, markup="---",
                      block=True)
            )  # fmt: skip
    state.tokens = tokens


def hashtags_rule(state: StateCore) -> None:
    """Make a line of facts of a line of hashtags among the first blocks (core rule)."""
    blocks = (token for token in state.tokens if token.type == "inline" and token.level <= 1)
    for token in islice(blocks, _FIRST_BLOCKS):
        text = token.content.strip()
        if not text.startswith("#") or not _HASHTAGS.fullmatch(text):
            continue
        names = [each[0].strip("#") for each in _HASHTAG.finditer(text)]
        if len(names) > 1 or text.endswith("#"):  # one could be a heading without its blank
            token.content = f"tags: {', '.join(names)}"

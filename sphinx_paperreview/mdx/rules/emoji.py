"""``:tada:`` becomes the character of that name, as in Docusaurus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import emoji
from markdown_it.token import Token

from sphinx_paperreview.mdx.rules.texts import split_texts

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore

#: Within Latin text (``a:b:c``) it is none.
_NAME = re.compile(r"(?<![A-Za-z0-9:]):[A-Za-z0-9_+-]{1,60}:(?![A-Za-z0-9])")


def emoji_rule(state: StateCore) -> None:
    """Split the text tokens that hold the name of an emoji."""
    split_texts(state, _NAME.search, _split)


def _split(token: Token) -> list[Token]:
    parts: list[Token] = []
    last = 0
    position = 0
    while found := _NAME.search(token.content, position):
        character = emoji.emojize(found[0], language="alias")
        if character == found[0]:
            # The colon that ends one name may begin the next.
            position = found.end() - 1
            continue
        parts += [_text(token, token.content[last : found.start()])]
        parts += [Token("mdx_emoji", "", 0, content=character, markup=found[0], level=token.level)]
        last = position = found.end()
    return [*parts, _text(token, token.content[last:])] if parts else [token]


def _text(token: Token, content: str) -> Token:
    return Token("text", "", 0, content=content, level=token.level)

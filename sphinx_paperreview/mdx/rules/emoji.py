"""``:tada:``: the emoji of that name, as in Docusaurus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

from sphinx_paperreview.core.later import later
from sphinx_paperreview.mdx.rules.texts import split_texts

if TYPE_CHECKING:
    import emoji
    from markdown_it.rules_core import StateCore
else:
    emoji = later("emoji")

#: A name, but not within Latin text (``a:b:c``). Its last colon may be the first of the next name.
_NAME = re.compile(r"(?<![A-Za-z0-9:]):[A-Za-z0-9_+-]{1,60}(?=:(?![A-Za-z0-9]))")


def emoji_rule(state: StateCore) -> None:
    """Make a token ``mdx_emoji`` of each name of an emoji (core rule)."""
    split_texts(state, _NAME, _emoji)


def _emoji(found: re.Match[str], level: int) -> tuple[list[Token], int] | None:
    name = f"{found[0]}:"
    character = emoji.emojize(name, language="alias")
    if character == name:
        return None
    token = Token("mdx_emoji", "", 0, content=character, markup=name, level=level)
    return [token], found.end() + 1

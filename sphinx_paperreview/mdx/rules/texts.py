"""Replace parts of text tokens by other tokens, after the text is tokenised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.token import Token

if TYPE_CHECKING:
    import re
    from collections.abc import Callable
    from typing import TypeAlias

    from markdown_it.rules_core import StateCore

    #: Returns the tokens for a match and the position of the text after them, None to leave it.
    Replacement: TypeAlias = Callable[[re.Match[str], int], tuple[list[Token], int] | None]


def text_token(content: str, level: int) -> Token:
    """Return a text token at the nesting *level*."""
    return Token("text", "", 0, content=content, level=level)


def split_text(token: Token, pattern: re.Pattern[str], replace: Replacement) -> list[Token]:
    """Return the text *token* with what *pattern* matches replaced by tokens.

    *replace* gets each match and the level of the token. It returns the new tokens and the position
    at which the text goes on (not before the start of the match), or None where the text stays.
    """
    parts: list[Token] = []
    text = token.content
    last = position = 0
    while found := pattern.search(text, position):
        position = found.end()
        made = replace(found, token.level)
        if made is None:
            continue
        tokens, end = made
        if found.start() > last:
            parts.append(text_token(text[last : found.start()], token.level))
        parts += tokens
        last = end
        position = max(position, end)
    if not parts:
        return [token]
    if last < len(text):
        parts.append(text_token(text[last:], token.level))
    return parts


def split_texts(state: StateCore, pattern: re.Pattern[str], replace: Replacement) -> None:
    """Apply :func:`split_text` to each text token of each paragraph, heading and cell."""
    for block in state.tokens:
        if block.type == "inline" and block.children and pattern.search(block.content):
            block.children = [
                part
                for child in block.children
                for part in (
                    split_text(child, pattern, replace) if child.type == "text" else [child]
                )
            ]

"""What the rules share that find something within running text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token


def split_texts(
    state: StateCore, may_hold: Callable[[str], object], split: Callable[[Token], list[Token]]
) -> None:
    """Replace each text token of the paragraphs that *may_hold* something by what *split* gives."""
    for block in state.tokens:
        if block.type == "inline" and block.children and may_hold(block.content):
            block.children = [
                part
                for child in block.children
                for part in (split(child) if child.type == "text" else [child])
            ]

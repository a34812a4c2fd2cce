"""Footnotes in the text itself, as Pandoc and Obsidian write them: ``words^[A note.]``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.token import Token

from sphinx_paperreview.core.patterns import pattern

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

_NOTE = pattern(
    r"\^\[(?P<text>(?:[^\[\]`\\\n]|\\.|`[^`\n]{0,300}`|\n(?![ \t]*\n)"
    r"|\[[^\[\]\n]{0,300}\](?:\([^()\n]{0,500}\))?){1,2000}+)\]"
)
#: A note has a word; ``2^[n]`` and ``x^[1,2]`` are powers and numbers of references.
_WORD = pattern(r"[^\W\d_]{2}")
#: Key of the environment of markdown-it: the notes of the document, by their labels.
_NOTES = "dialect_notes"
#: The same: whether a note is being read.
_WITHIN = "dialect_within_note"


def note_rule(state: StateInline, silent: bool) -> bool:
    """Make a reference to a footnote of ``^[text]``; there is no note within a note."""
    found = _NOTE.match(state.src, state.pos, state.posMax)
    if found is None or _WITHIN in state.env or _WORD.search(found["text"]) is None:
        return False
    if not silent:
        push_note(state, found["text"])
    state.pos = found.end()
    return True


def push_note(state: StateInline, text: str) -> None:
    """Add a reference to a footnote of *text*."""
    notes: dict[str, str] = state.env.setdefault(_NOTES, {})
    label = f"note-in-text-{len(notes) + 1}"
    notes[label] = text.strip()
    token = state.push("footnote_ref", "", 0)
    token.meta = {"id": len(notes), "subId": 0, "label": label}


def notes_rule(state: StateCore) -> None:
    """Add the footnotes to which :func:`note_rule` has made references (core rule)."""
    notes: dict[str, str] = dict(state.env.get(_NOTES, {}))
    if not notes:
        return
    lines = {
        child.meta["label"]: token.map
        for token in state.tokens
        for child in token.children or ()
        if child.type == "footnote_ref"
    }
    for label, text in notes.items():
        if label in lines:
            state.tokens += _footnote(state, label, text, list(lines[label] or [0, 1]))


def _footnote(state: StateCore, label: str, text: str, lines: list[int]) -> list[Token]:
    children: list[Token] = []
    words = Token("inline", "", 0, content=text, map=lines, level=2, block=True, children=children)
    state.env[_WITHIN] = True
    state.md.inline.parse(text, state.md, state.env, children)
    del state.env[_WITHIN]
    return [
        Token("footnote_reference_open", "", 1, map=lines, block=True, meta={"label": label}),
        Token("paragraph_open", "p", 1, map=lines, level=1, block=True),
        words,
        Token("paragraph_close", "p", -1, level=1, block=True),
        Token("footnote_reference_close", "", -1, block=True),
    ]

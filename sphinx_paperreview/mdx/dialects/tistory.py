"""Pictures of Tistory: ``[##_Image|kage@…/img.png|CDM|1.3|{…}_##]``."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

_TAG = re.compile(r"\[##_(?P<kind>[A-Za-z]{1,20})\|(?P<text>[^\n]{0,3000}?)_##\]")
_PICTURE = re.compile(
    r"kage@(?P<path>[\w./-]{3,200})(?:(?:\|[^|{,\n]{0,60}){0,4}\|(?P<data>\{[^{}\n]{0,600}\}))?"
)
#: Where Tistory serves the pictures of posts.
_HOST = "https://blog.kakaocdn.net/dn/"


def tistory_rule(state: StateInline, silent: bool) -> bool:
    """Make an image of each picture that a tag of Tistory names; leave out other tags."""
    if not state.src.startswith("[##_", state.pos):
        return False
    found = _TAG.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        for number, picture in enumerate(_PICTURE.finditer(found["text"])):
            if number:
                state.push("text", "", 0).content = " "
            facts = _facts(picture["data"])
            caption = str(facts.get("caption") or facts.get("alt") or "")
            token = state.push("image", "img", 0)
            token.content = caption
            token.children = []
            state.md.inline.parse(caption, state.md, state.env, token.children)
            token.attrs = {"src": _HOST + picture["path"], "alt": ""}
            if facts.get("style") == "alignCenter":
                token.meta = {"centred": True}
    state.pos = found.end()
    return True


def _facts(text: str | None) -> dict[str, object]:
    try:
        facts = json.loads(text or "{}")
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}

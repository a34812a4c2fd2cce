"""Zenn, Qiita and Velog: cards and players, as ``@[card](address)`` and ``!youtube[id]``.

Their boxes (``:::message alert``, ``:::note warn``) are containers, of
:mod:`~sphinx_paperreview.mdx.dialects.containers`. Source: https://zenn.dev/zenn/articles/markdown-guide
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.mdx.dialects.template_tags import Template
from sphinx_paperreview.mdx.dialects.templates import push_template

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

_EMBED = pattern(
    r"@\[(?P<name>card|youtube|tweet|gist|codepen|speakerdeck|slideshare|docswell|jsfiddle"
    r"|codesandbox|stackblitz|figma|blueprintue)\]\((?P<address>[^\s()<>]{1,500})\)"
)
#: The same of Velog.
_VELOG = pattern(
    r"!(?P<name>youtube|twitter|codepen)\[(?P<address>[^\s\[\]()<>?]{1,500})(?:\?[^\s\[\]]{0,200})?\]"
    r"(?!\()"
)


def embed_rule(state: StateInline, silent: bool) -> bool:
    """Make the token of a template of ``@[card](address)`` and of ``!youtube[id]``."""
    form = _EMBED if state.src[state.pos] == "@" else _VELOG
    found = form.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        made = Template(found["name"], found[0], found.end(), alone=True)
        made.arguments.append(found["address"])
        push_template(state, made)
        state.tokens[-1].meta["pos"] = state.pos
    state.pos = found.end()
    return True

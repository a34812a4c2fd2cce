"""Addresses of links and images with a template of Jekyll, Hexo or Hugo in them.

Those programs fill in ``[text]({% post_url 2025-11-14-name %})`` and
``![]({{ site.baseurl }}/x.png)`` before the Markdown is read, so blanks and ``<`` in them end no
address.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from markdown_it import helpers

from sphinx_paperreview.core.site_addresses import without_templates

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

#: Templates and the text between them, up to a blank or the closing bracket.
_DESTINATION = re.compile(
    r"[^\s(){}<>]{0,200}(?:(?:\{\{[^{}\n]{1,200}\}\}|\{%[^{}\n]{1,200}%\})[^\s(){}<>]{0,300}){1,4}"
)


def read_templates(md: MarkdownIt) -> None:
    """Make *md* read such addresses, in every rule that reads one."""
    md.helpers = SimpleNamespace(  # type: ignore[assignment]  # its functions are all that is used
        parseLinkDestination=_destination,
        parseLinkLabel=helpers.parseLinkLabel,
        parseLinkTitle=helpers.parseLinkTitle,
    )


def _destination(text: str, start: int, end: int) -> Any:
    """Return what markdown-it's function does, but with a template filled in."""
    result = helpers.parseLinkDestination(text, start, end)
    found = _DESTINATION.match(text, start, end) if "{" in text[start : start + 200] else None
    if found is None:
        return result
    plain = without_templates(found[0])
    if plain != found[0] and plain:
        result.ok, result.pos, result.str = True, found.end(), plain
    return result

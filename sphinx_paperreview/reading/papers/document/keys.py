"""Documents that are called as their paper is cited: "Lee 2012", "Lee et al. (2012)"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.nodes import nodes_of_kinds
from sphinx_paperreview.reading.bibfile import entries_in
from sphinx_paperreview.reading.papers.facts.cited import title_in

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEY = pattern(
    r"(?P<name>[A-ZÀ-Þ][\w'’-]{1,30})(?:,? (?:et al\.?|(?:and|&) [A-ZÀ-Þ][\w'’-]{1,30}))?\+?,? ?"
    r"[(\[]?(?P<year>(?:19|20)[0-9]{2})[a-z]?[)\]]?"
)


def title_of_key(title: str, document: nodes.document) -> str:
    """Return the title in the reference of *document* that *title*, a citation, stands for.

    The reference begins with the name and has the year. Empty, if there is none, or if *title* is
    no citation.
    """
    key = _KEY.fullmatch(title)
    if key is None:
        return ""
    found = {text for text in _titles(document, key["name"], key["year"]) if " " in text}
    return found.pop() if len(found) == 1 else ""


def _titles(document: nodes.document, name: str, year: str) -> Iterator[str]:
    for paragraph in nodes_of_kinds(document, nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if text.startswith(name) and year in text:
            yield title_in(text)
    for block in nodes_of_kinds(document, nodes.literal_block):
        for _paper, about in entries_in(block.astext()):
            if about.year == year and any(name in author for author in about.authors):
                yield about.title

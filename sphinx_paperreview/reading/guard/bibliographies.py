"""Guard against bibliographies that end a build, or make it last forever, and against their links.

The extension ``sphinxcontrib.bibtex`` applies the filter of a bibliography when all documents are
read, and makes links of the fields of ``.bib`` files when a page is resolved:
:mod:`~sphinx_paperreview.pages.guarded_bibliographies`.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.nodes import nodes_of_kinds
from sphinx_paperreview.reading.guard.documents import GuardDocument, check_link

if TYPE_CHECKING:
    from docutils.parsers.rst import Directive

#: How many bibliographies a document may have, each of which may list all entries.
MOST_BIBLIOGRAPHIES = 10
#: What is said of the first bibliography beyond these.
TOO_MANY = f"comes after {MOST_BIBLIOGRAPHIES} others, as others after it may"
#: Key in ``env.current_document`` of the number of bibliographies that the document has.
_COUNT = "paperreview_bibliographies"
#: The largest filter, in characters and in nodes of its syntax tree: a deep one cannot be stored.
_LONGEST, _MOST_NODES = 2000, 200
_ESCAPED = pattern(r"\\.", re.DOTALL)
#: What may make a pattern take exponential time.
_REPETITION = pattern(r"[(*+?{]")


def bibliography_problem(directive: Directive) -> str:
    """Return why a post may not have the bibliography *directive*; empty if it may."""
    current = directive.state.document.settings.env.current_document
    current[_COUNT] = current.get(_COUNT, 0) + 1
    if current[_COUNT] > MOST_BIBLIOGRAPHIES:
        return TOO_MANY
    return _filter_problem(str(directive.options.get("filter", "")))


def _filter_problem(text: str) -> str:
    """Return why a post may not have the filter *text*, an expression in the syntax of Python."""
    if len(text) > _LONGEST:
        return f"has a filter of more than {_LONGEST} characters"
    try:
        parts = list(ast.walk(ast.parse(text)))
    except SyntaxError:
        return ""  # the directive says so
    except (ValueError, RecursionError, MemoryError) as error:
        return f"has a filter that cannot be read ({type(error).__name__})"
    if len(parts) > _MOST_NODES:
        return "has a filter of too many parts"
    for part in parts:
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mod):
            given = part.right.value if isinstance(part.right, ast.Constant) else None
            if not isinstance(given, str) or not _is_simple(given):
                return "has a filter with a pattern of more than words with | between them"
    return ""


def _is_simple(given: str) -> bool:
    """Return whether *given* is a regular expression, one that takes linear time."""
    if _REPETITION.search(_ESCAPED.sub("", given)):
        return False
    try:
        re.compile(given)
    except re.error:
        return False
    return True


class FootnoteLinks(SphinxTransform):
    """Unwrap links that may not be followed in the footnotes that are made of ``.bib`` files.

    This is done in trusted documents too, for a ``.bib`` file may be a stranger's.
    """

    default_priority = GuardDocument.default_priority

    def apply(self, **kwargs: Any) -> None:
        """Check the links of each such footnote."""
        named: dict[str, str] = self.env.current_document.get("bibtex_footcite_names") or {}
        names = set(named.values())
        if not names or settings_of(self.config).trusted:
            return
        for note in nodes_of_kinds(self.document, nodes.footnote):
            if names.intersection(note["names"] + note["dupnames"]):
                for link in nodes_of_kinds(note, nodes.reference):
                    check_link(link, self.env.docname)

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

#: The largest filter, in characters and in nodes of its syntax tree: a deep one cannot be stored.
_LONGEST, _MOST_NODES = 2000, 200
_ESCAPED = pattern(r"\\.", re.DOTALL)
#: What may make a pattern take exponential time.
_REPETITION = pattern(r"[(*+?{]")


def filter_problem(directive: Directive) -> str:
    """Return why a post may not have the filter of the bibliography *directive*; empty if it may.

    A filter is an expression in the syntax of Python.
    """
    text = str(directive.options.get("filter", ""))
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

"""Find what a diagram of Graphviz in a post would run, read or lead to."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.i18n import search_image_for_language

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.urls import clean_address, is_web
from sphinx_paperreview.mdx.render.files import named_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.parsers.rst import Directive

#: The directives of :mod:`sphinx.ext.graphviz`.
DIAGRAMS = frozenset({"graphviz", "graph", "digraph"})
#: Options that name the program that draws, and the programs of Graphviz.
_PROGRAM_OPTIONS = ("graphviz_dot", "layout")
_PROGRAMS = frozenset({"dot", "neato", "twopi", "circo", "fdp", "sfdp", "osage", "patchwork"})
#: What follows the name of an attribute, which may be quoted: its value, or a comment before it.
_TO_VALUE = r"[\"'>]?\s*+(?:=|/\*|//|(?<=\n)#)"
#: Attributes that name a file, also that of ``<IMG SRC="…">``; ``_background`` draws images.
_FILE = pattern(
    rf"(?:image(?:path)?|shapefile|fontpath|stylesheet|_background|src){_TO_VALUE}",
    re.IGNORECASE,
)
#: Attributes with an address: ``URL``, ``labelhref``, ``edgeURL`` …
_LINK = pattern(
    rf"(?:url|href){_TO_VALUE}\s*+(?P<value>\"[^\"]*+|'[^']*+|[^\s\"',;\]>]*+)",
    re.IGNORECASE,
)
#: Strings are joined at ``+``, and a line at its end.
_JOINED = pattern(r"\"\s*\+\s*\"|\\\r?\n")
#: What is left of this where a comment stands between the strings.
_COMMENTED = pattern(r"\*/\s*+\+|\+\s*+/[*/]|\n[^\S\n]*+\+\s*+\"")


def diagram_problem(directive: Directive) -> str:
    """Return why a post may not have the diagram of *directive*; empty if it may.

    :return: a predicate of the directive
    """
    for name in _PROGRAM_OPTIONS:
        program = str(directive.options.get(name, "dot"))
        if program not in _PROGRAMS:
            return f"would run {program[:80]!r} instead of a program of Graphviz"
    problems = map(_problem_in, _sources(directive))
    return next(filter(None, problems), "")


def _sources(directive: Directive) -> Iterator[str]:
    if directive.name.lower() != "graphviz" or not directive.arguments:
        yield "\n".join([*directive.arguments, *directive.content])
        return
    env = directive.state.document.settings.env
    written = directive.arguments[0]
    for name in dict.fromkeys([written, search_image_for_language(written, env)]):
        found = named_path(env, name, env.docname)
        if found.exists:
            yield Path(env.srcdir, found.path).read_text(encoding="utf-8", errors="replace")


def _problem_in(source: str) -> str:
    text = unescape(_JOINED.sub("", source))
    if _COMMENTED.search(text):
        return "joins strings around a comment"
    if found := _FILE.search(text):
        return f"would read a file by {found[0][:40]!r}"
    for found in _LINK.finditer(text):
        address = found["value"].strip("\"'")
        if clean_address(address) is None or not is_web(address):
            return f"leads to {address[:80]!r} instead of a web address"
    return ""

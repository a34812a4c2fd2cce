"""Directives of the ``paper`` domain, one concept a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.domain.directives.content import PaperFigure, PaperNote
from sphinx_paperreview.domain.directives.header import PaperHeader, PaperOrgs, PostHeader
from sphinx_paperreview.domain.directives.lists import (
    PaperArchive,
    PaperList,
    PaperSearch,
    PaperStatistics,
    PaperTerms,
)

if TYPE_CHECKING:
    from docutils.parsers.rst import Directive

#: Name within the domain → directive.
DIRECTIVES: dict[str, type[Directive]] = {
    "post": PostHeader,
    "header": PaperHeader,
    "orgs": PaperOrgs,
    "note": PaperNote,
    "figure": PaperFigure,
    "list": PaperList,
    "search": PaperSearch,
    "archive": PaperArchive,
    "terms": PaperTerms,
    "statistics": PaperStatistics,
}
#: Short names, for projects in which no other extension has them.
SHORT_DIRECTIVES: dict[str, type[Directive]] = {
    "paper": PaperHeader,
    "centered-figure": PaperFigure,
}

"""Directives of lists, of statistics and of the parts of a front page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, get_args

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinx_paperreview.core.metadata.names import read_names
from sphinx_paperreview.core.model import TERM_KINDS, ChartKind, Query
from sphinx_paperreview.nodes import paper_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Node


#: The month of the newest post, as the value of ``:month:``.
_NEWEST = "newest"


def _month(text: str) -> int | str:
    if text.strip().lower() == _NEWEST:
        return _NEWEST
    message = "a month is a number from 1 to 12, or newest"
    value = _number(text, 1, message)
    if value > 12:
        raise ValueError(message)
    return value


def _year(text: str) -> int:
    return _number(text, 1, "a year is a number, such as 2025")


def _limit(text: str) -> int:
    return _number(text, 0, "a limit is a number, such as 10")


def _size(text: str) -> int:
    return _number(text, 1, "a limit is a number from 1 on, such as 5")


def _number(text: str, least: int, message: str) -> int:
    """Return the number *text*; an error says what to write (*message*), as docutils' do not."""
    try:
        value = int(text)
    except (TypeError, ValueError):
        raise ValueError(message) from None
    if value < least:
        raise ValueError(message)
    return value


def _kind(text: str) -> str:
    return str(directives.choice(text, ("papers", "posts")))


def _view(text: str) -> str:
    return str(directives.choice(text, ("rows", "table", "cards")))


def _names(text: str) -> tuple[str, ...]:
    return read_names(directives.unchanged_required(text))


def _term_kind(text: str) -> str:
    return str(directives.choice(text, tuple(TERM_KINDS)))


def _chart(text: str) -> str:
    return str(directives.choice(text, get_args(ChartKind)))


class _List(SphinxDirective):
    """A directive whose options are the filters of a query."""

    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        "tag": directives.unchanged_required,
        "org": directives.unchanged_required,
        "author": directives.unchanged_required,
        "by": _names,
        "series": directives.unchanged_required,
        "year": _year,
        "month": _month,
        "limit": _limit,
    }

    def placeholder(self, **query: Any) -> list[Node]:
        """Return the placeholder of *query*, which is replaced when the page is written."""
        if query.get("month") == _NEWEST:
            query |= {"month": None, "newest": True}
        node = paper_list("", query=Query(**query, line=self.lineno))
        self.set_source_info(node)
        return [node]


class PaperList(_List):
    """List papers (or posts, by ``:kind: posts``), newest first."""

    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        **_List.option_spec,
        "kind": _kind,
        "view": _view,
    }

    def run(self) -> list[Node]:
        """Return the placeholder of the list."""
        options: dict[str, Any] = {"kind": "papers"} | self.options
        if options["kind"] == "posts" and options.get("view", "rows") != "rows":
            raise self.error("posts are shown as rows; leave out :view:")
        return self.placeholder(**options)


class PaperSearch(PaperList):
    """Search papers where the words are typed; without a script, list the newest ones."""

    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        "limit": _limit,
    }

    def run(self) -> list[Node]:
        """Return the placeholder of the search and its list."""
        return self.placeholder(
            **({"kind": "papers", "view": "search", "limit": 20} | self.options)
        )


class PaperArchive(_List):
    """Show posts with their papers by month, under a calendar."""

    def run(self) -> list[Node]:
        """Return the placeholder of the archive."""
        return self.placeholder(kind="archive", **self.options)


class PaperTerms(_List):
    """List the tags, organisations, authors or series, each with its count."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        "limit": _limit,
    }

    def run(self) -> list[Node]:
        """Return the placeholder of the list of terms."""
        try:
            kind = _term_kind(self.arguments[0])
        except ValueError as error:
            raise self.error(str(error)) from error
        return self.placeholder(kind=kind, **self.options)


class PaperStatistics(_List):
    """Show the statistics of papers, or one chart of them."""

    optional_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        name: _List.option_spec[name] for name in ("tag", "org", "author", "year")
    }

    def run(self) -> list[Node]:
        """Return the placeholder of the charts."""
        try:
            chart = _chart(self.arguments[0]) if self.arguments else ""
        except ValueError as error:
            raise self.error(str(error)) from error
        return self.placeholder(kind="statistics", chart=chart, **self.options)


class PaperGallery(_List):
    """Show the newest figures of reviews, each with a link to its place."""

    def run(self) -> list[Node]:
        """Return the placeholder of the figures."""
        return self.placeholder(**({"kind": "gallery", "limit": 12} | self.options))


class _Front(_List):
    """A part of a front page, which has no filter."""

    kind: ClassVar[str]
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {}

    def run(self) -> list[Node]:
        """Return the placeholder of the part."""
        return self.placeholder(kind=self.kind, **self.options)


class PaperNewest(_Front):
    """Show the newest day: its posts, each with all of its papers."""

    kind = "newest"


class PaperCalendar(_Front):
    """Show the month of the newest post as a calendar."""

    kind = "month"


class PaperAgain(_Front):
    """List the papers that were met most often."""

    kind = "again"
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        "limit": _size,
    }


class PaperNumbers(_Front):
    """Count posts, papers, organisations and tags in a line."""

    kind = "numbers"


class PaperMap(_Front):
    """Draw the map of the papers."""

    kind = "map"


class PaperHome(_Front):
    """Show a whole front page: numbers, newest day, days before, and what stands beside."""

    kind = "home"
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        "limit": _size,
    }

"""Statistics as figures, for the page of statistics and for documents.

HTML shows a drawing with a folded table below it; EPUB and other builders show the table.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from sphinx_paperreview.archive.statistics import Calendar, Names, Timeline, Totals, statistics_of
from sphinx_paperreview.core.builders import writes_web_pages
from sphinx_paperreview.rendering.charts import svg
from sphinx_paperreview.rendering.charts.calendar import calendar_figure
from sphinx_paperreview.rendering.charts.svg import Chart, Mark
from sphinx_paperreview.rendering.charts.timeline import timeline_figure
from sphinx_paperreview.rendering.elements import block, paragraph, span, strong
from sphinx_paperreview.rendering.forms import nodes_of
from sphinx_paperreview.rendering.lists import row_list
from sphinx_paperreview.rendering.phrases import papers_phrase, reviews_phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx_paperreview.archive.statistics import Lag, LagClass, Statistic
    from sphinx_paperreview.core.model import Query
    from sphinx_paperreview.rendering.elements import Element, Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")


def page_nodes(renderer: Renderer, statistics: Sequence[Statistic]) -> list[Part]:
    """Return the body of the page of statistics, a section for each figure."""
    sections = _shown(renderer, statistics, _section)
    return [block("div", *sections, classes=["pr-statistics"])]


def _section(figure: Chart) -> list[Part]:
    return [block("section", block("h2", figure.title),
                    _drawn(figure, figure.name, span(figure.caption)),
                    classes=["pr-statistic"], name=figure.name)]  # fmt: skip


def chart_nodes(renderer: Renderer, query: Query, number: int) -> list[Part]:
    """Return the charts that *query* asks for; *number* is the position of its placeholder.

    The number keeps the ids of the charts in a document apart.
    """
    statistics = statistics_of(renderer.archive, query)
    form: Callable[[Chart], list[Part]] = (
        partial(_captioned, number=number)
        # An EPUB would have to declare each page with SVG in its list of files.
        if writes_web_pages(renderer.builder)
        else partial(_tabled, html=renderer.html)
    )
    return _shown(renderer, statistics, form) or row_list(renderer, ())


def _shown(
    renderer: Renderer, statistics: Sequence[Statistic], form: Callable[[Chart], list[Part]]
) -> list[Part]:
    """Return *statistics* in their order: totals as a list, every other one as *form* makes it."""
    result: list[Part] = []
    for statistic in statistics:
        if isinstance(statistic, Totals):
            result.append(_totals(renderer, statistic))
        else:
            result += form(_figure_of(renderer, statistic))
    return result


def _captioned(figure: Chart, number: int) -> list[Part]:
    title = strong(figure.title, "pr-chart-title")
    name = f"pr-chart-{number}-{figure.name}"
    return [_drawn(figure, name, title, " ", span(figure.caption))]


def _tabled(figure: Chart, *, html: bool) -> list[Part]:
    heading: list[Part] = [nodes.rubric("", figure.title), paragraph(figure.caption)]
    return [*heading, _html_table(figure) if html else _plain_table(figure)]


def _figure_of(renderer: Renderer, statistic: Timeline | Names | Lag | Calendar) -> Chart:
    if isinstance(statistic, Timeline):
        return timeline_figure(renderer, statistic)
    if isinstance(statistic, Calendar):
        return calendar_figure(renderer, statistic)
    return (
        _names(renderer, statistic) if isinstance(statistic, Names) else _lag(renderer, statistic)
    )


# -- forms -----------------------------------------------------------------------------------------


def _drawn(figure: Chart, name: str, *caption: Part) -> Element:
    """Return the figure in HTML: caption, drawing and folded table; *name* begins its ids."""
    summary = block("summary", _("Table: %(title)s") % {"title": figure.title})
    return block(
        "figure",
        block("figcaption", *caption),
        *figure.draw(name),
        block("details", summary, _html_table(figure)),
        classes=["pr-chart", f"pr-chart-{figure.name}"],
    )


def _html_table(figure: Chart) -> Element:
    head = block("tr", *(block("th", label, scope="col") for label in figure.head))
    body = (
        block("tr", block("th", first, scope="row"), *(block("td", cell) for cell in cells))
        for first, *cells in figure.rows
    )
    return block("table", block("thead", head), block("tbody", *body), classes=["docutils"])


def _plain_table(figure: Chart) -> nodes.table:
    def row(cells: Sequence[Part]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", *nodes_of([paragraph(cell)])) for cell in cells))

    widths = [40, *(60 // (len(figure.head) - 1) for _label in figure.head[1:])]
    group = nodes.tgroup(
        "",
        *(nodes.colspec(colwidth=width) for width in widths),
        nodes.thead("", row(figure.head)),
        nodes.tbody("", *map(row, figure.rows)),
        cols=len(figure.head),
    )
    return nodes.table("", group)


# -- totals ----------------------------------------------------------------------------------------


def _totals(renderer: Renderer, totals: Totals) -> Part:
    archive = renderer.archive
    lines = [
        (_("Posts"), totals.posts, archive.segment("archive")),
        (_("Reviews"), totals.reviews, ""),
        (_("Papers"), totals.papers, archive.segment("papers")),
        (_("Organisations"), totals.orgs, archive.segment("orgs") if totals.orgs else ""),
        (_("Papers reviewed more than once"), totals.again, ""),
    ]
    if totals.unreviewed is not None:
        lines.append((_("Papers mentioned but not reviewed"), totals.unreviewed, ""))
    parts = []
    for label, value, page in lines:
        term = renderer.link(page, "", label) if page else label
        parts.append((term, renderer.number(value)))
    if renderer.html:
        pairs = (block("div", block("dt", term), block("dd", value)) for term, value in parts)
        return block("dl", *pairs, classes=["pr-totals"])
    items = (
        nodes.list_item("", *nodes_of([paragraph(term, ": ", value)])) for term, value in parts
    )
    return nodes.bullet_list("", *items, bullet="-")


# -- names -----------------------------------------------------------------------------------------


def _names(renderer: Renderer, names: Names) -> Chart:
    title = _("Reviews per organisation") if names.kind == "orgs" else _("Reviews per tag")
    label = _("Organisation") if names.kind == "orgs" else _("Tag")
    caption = _names_caption(renderer, names)

    def draw(name: str) -> list[Part]:
        drawn, height = svg.bars(
            [
                Mark(share.count, renderer.number(share.count), share.label,
                     f"{share.label}: {reviews_phrase(share.count)}")
                for share in names.shares
            ]
        )  # fmt: skip
        return [svg.drawing(drawn, name, title, caption, width="100%", height=height)]

    segment = renderer.archive.segment(names.kind)
    rows = tuple(
        (renderer.link(f"{segment}/{share.slug}", "", share.label),
         renderer.number(share.count))
        for share in names.shares
    )  # fmt: skip
    return Chart(names.kind, title, caption, draw, (label, _("Reviews")), rows)


def _names_caption(renderer: Renderer, names: Names) -> str:
    first = names.shares[0]
    caption = _("Most often: %(name)s, %(reviews)s.") % {
        "name": first.label,
        "reviews": reviews_phrase(first.count),
    }
    if names.others:
        rest = _("Not shown: %(count)s more, with %(reviews)s.")
        caption += " " + rest % {
            "count": renderer.number(names.others),
            "reviews": reviews_phrase(names.others_reviews),
        }
    return caption


# -- lag -------------------------------------------------------------------------------------------


def _lag(renderer: Renderer, lag: Lag) -> Chart:
    title = _("From arXiv to review")
    caption = _lag_caption(renderer, lag)
    unit = _("Days") if lag.unit == "day" else _("Months")

    def draw(name: str) -> list[Part]:
        marks = [
            Mark(found.count, renderer.number(found.count), _class_name(found),
                 f"{_class_name(found)}: {papers_phrase(found.count)}",
                 unit if found is lag.classes[0] else "")
            for found in lag.classes
        ]  # fmt: skip
        drawn = svg.columns(marks, renderer.number)
        return [svg.drawing(drawn, name, title, caption, width="100%", height=svg.HEIGHT)]

    rows = tuple((_class_name(found), renderer.number(found.count)) for found in lag.classes)
    return Chart("lag", title, caption, draw, (unit, _("Papers")), rows)


def _class_name(found: LagClass) -> str:
    if found.most is None:
        return f"{found.least}+"
    return str(found.least) if found.least == found.most else f"{found.least}–{found.most}"


def _lag_caption(renderer: Renderer, lag: Lag) -> str:
    one = lag.median == 1
    number = {"count": renderer.number(lag.median)}
    if lag.unit == "day":
        middle = (_("%(count)s day") if one else _("%(count)s days")) % number
        text = _("First version to first review: %(median)s in the median, over %(papers)s.")
    else:
        middle = (_("%(count)s month") if one else _("%(count)s months")) % number
        text = _(
            "Month of the identifier to first review: %(median)s in the median, over %(papers)s."
        )
    caption = text % {"median": middle, "papers": papers_phrase(lag.papers)}
    if lag.unknown:
        rest = _("Not counted, as the date is not known: %(papers)s.")
        caption += " " + rest % {"papers": papers_phrase(lag.unknown)}
    return caption

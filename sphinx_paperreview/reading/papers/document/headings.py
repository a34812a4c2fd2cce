"""The heading that is the title of a document, and what stands directly below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview.reading.links import named_by
from sphinx_paperreview.reading.papers.facts.headings import number_of, read_heading
from sphinx_paperreview.reading.papers.facts.labels import heading_is, label_kind, title_of_paper
from sphinx_paperreview.reading.papers.facts.leads import lead_blocks
from sphinx_paperreview.reading.papers.reviews import sections_in, title_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Element

    from sphinx_paperreview.reading.papers.reviews import Candidate, Context

_LONGEST_TITLE = 300


def first_title(
    document: nodes.document, strict: Mapping[int, Mapping[str, Any]]
) -> nodes.section | None:
    """Return the section of *document* whose heading is its title though others are beside it.

    That is the first one, if nothing precedes it and it is not itself one of several papers.
    """
    sections = sections_in(document)
    if not sections or lead_blocks(document) or any(id(each) in strict for each in sections):
        return None
    title = title_in(sections[0])
    if title is None or heading_is(title.astext(), "content", "information", "references"):
        return None
    if label_kind(title.astext()) or any(
        (other := title_in(each)) is not None and read_heading(other) is not None
        for each in sections[1:]
    ):
        return None
    return sections[0]


def subtitle_section(document: nodes.document, section: Element) -> nodes.section | None:
    """Return the subsection of *section* whose heading, on the next line, is its subtitle."""
    first = next((child for child in section.children if isinstance(child, nodes.section)), None)
    if first is None or len(section.children) < 2 or section.children[1] is not first:
        return None
    if section.line is None or first.line is None:
        return None
    # In reStructuredText the line of a section is that of its underline.
    distance = 2 if str(document["source"]).endswith((".rst", ".txt")) else 1
    return first if first.line - section.line == distance else None


def begins_with_address(section: Element) -> bool:
    """Return whether the first line below a heading is a link to a paper, and nothing else."""
    blocks = lead_blocks(section, 1)
    link = blocks[0].children[0] if blocks and blocks[0].children else None
    return (
        isinstance(link, nodes.reference)
        and len(blocks[0].children) == 1
        and named_by(link) is not None
    )


def heading_of(each: Candidate) -> str:
    """Return the text of the heading of a section; empty if it has none."""
    title = title_in(each.section)
    return title.astext() if title is not None else ""


def stated_title(section: Element) -> str:
    """Return the line below the heading of *section*, if that is "Title" or "논문 제목"."""
    title = title_in(section)
    if title is None or label_kind(without_number(title.astext())) != "title":
        return ""
    blocks = lead_blocks(section, 1)
    text = blocks[0].astext().strip() if blocks and isinstance(blocks[0], nodes.paragraph) else ""
    return text if len(text) <= _LONGEST_TITLE and "\n" not in text and "://" not in text else ""


def without_number(text: str) -> str:
    """Return the heading *text* without the number before it and a colon behind it."""
    return text[number_of(text)[1] :].strip(" :：")


def written_title(context: Context, top: Element | None) -> str:
    """Return the title of the paper in that of a document, from its front matter or heading."""
    return title_of_paper(context.title or (top[0].astext() if top is not None else ""))

"""The paper that a document reviews as a whole.

Nothing here changes the doctree.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.reading.bibfile import entries_in
from sphinx_paperreview.reading.papers.document.first_lines import by_first_lines
from sphinx_paperreview.reading.papers.document.headings import (
    heading_of,
    stated_title,
    subtitle_section,
)
from sphinx_paperreview.reading.papers.document.keys import title_of_key
from sphinx_paperreview.reading.papers.document.named_parts import by_part
from sphinx_paperreview.reading.papers.document.reviews import document_review
from sphinx_paperreview.reading.papers.facts.headings import read_heading
from sphinx_paperreview.reading.papers.facts.labels import (
    fold,
    heading_is,
    is_of_paper,
    says_review,
    words_of,
)
from sphinx_paperreview.reading.papers.facts.leads import Lead, lead_blocks, may_name
from sphinx_paperreview.reading.papers.facts.lists import facts_below, read_lead
from sphinx_paperreview.reading.papers.facts.names import byline_of
from sphinx_paperreview.reading.papers.reviews import is_same_title, sections_in, title_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_paperreview.reading.papers.reviews import Candidate, Context, Recognition, Review

#: Sections of a document that may have the facts of its paper, which another one names.
_FIRST_SECTIONS = 3
#: Least letters of a title that says by itself which paper is meant.
_LEAST_NAME = 10
#: Blocks of code that may have a BibTeX entry.
_MOST_BLOCKS = 30


def read_whole(
    document: nodes.document,
    top: nodes.section | None,
    context: Context,
    every: Sequence[Candidate],
    found: Recognition,
) -> Review | None:
    """Return the review that the whole document is, by what it says in plain words."""
    review = _whole(document, top, context, every)
    if review is not None and "facts" in context.forms:
        _add_information(review, every)
        _add_entry(review, document)
        if not context.paper_title:
            first = [each.section for each in every[:_FIRST_SECTIONS]]
            stated = (stated_title(part) for part in (top, *first) if part is not None)
            review.title = (
                next(filter(None, stated), "")
                or title_of_key(review.title, document)
                or review.title
            )
    return review


def _whole(
    document: nodes.document,
    top: nodes.section | None,
    context: Context,
    every: Sequence[Candidate],
) -> Review | None:
    """Return the review of the whole document, with the facts where its paper is named."""
    given = context.given
    if "documents" not in context.forms:
        return None
    below = subtitle_section(document, top) if top is not None else None
    place = below if below is not None else top if top is not None else document
    blocks = lead_blocks(place)
    lead = (
        read_lead(blocks, says_paper=context.says_review) if blocks and may_name(blocks) else Lead()
    )
    if below is not None:
        lead.facts = (byline_of(below[0].astext()) or {}) | lead.facts
    if given is not None:
        facts = {**lead.facts, **given.facts}
        return document_review(
            context, top, given.identifier, given.url, "front matter", facts, lead
        )
    if context.docname.lower() in {"readme", "index"}:
        return None
    title = title_in(top)
    heading = read_heading(title) if title is not None else None
    file = _file_of(top) if heading is None and top is not None else None
    if file is not None:
        facts, rule = lead.facts | {"title": file[0]}, "title of the document"
        return document_review(
            context,
            top,
            identifiers.identify(file[1]) or identifiers.url_id(file[1]),
            file[1],
            rule,
            facts,
            lead,
        )
    if heading is not None:
        # "# s4GAN - arXiv:…" is a name; the title may be among the facts.
        facts = {"title": heading.title} | lead.facts | heading.facts
        rule = "title of the document"
        return document_review(context, top, heading.identifier, heading.url, rule, facts, lead)
    return by_first_lines(context, top, lead, every) or by_part(every, context, top, lead)


def _add_information(review: Review, every: Sequence[Candidate]) -> None:
    """Add to *review* the facts in the first of its sections that have a heading of such facts.

    The address may stand below a heading "Link", and the authors below "Information".
    """
    for each in every[:_FIRST_SECTIONS]:
        if each.is_strict or not heading_is(heading_of(each), "information"):
            continue
        blocks = lead_blocks(each.section)
        lead = facts_below(each.section, len(blocks)) if blocks else Lead()
        if any(named.identifier != review.identifier for named in lead.papers):
            continue
        for name, value in lead.facts.items():
            if name != "title" and value:
                review.facts.setdefault(name, value)
        review.blocks += lead.blocks


def _add_entry(review: Review, document: nodes.document) -> None:
    """Add to *review* what the BibTeX entry with its title, or of its paper, in *document* says."""
    for block in islice(document.findall(nodes.literal_block), _MOST_BLOCKS):
        for paper, about in entries_in(block.astext()):
            has_title = len(fold(about.title)) >= _LEAST_NAME and is_same_title(
                about.title, review.title, strict=False
            )
            if has_title or paper == review.identifier:
                is_preprint = fold(about.venue).startswith("arxiv")
                venue = "" if is_preprint else about.venue
                known = {"authors": about.authors, "venue": venue, "year": about.year}
                review.facts = {
                    name: value for name, value in known.items() if value
                } | review.facts
                return


def _file_of(top: nodes.section) -> tuple[str, str] | None:
    """Return title and address of the PDF, at any site, to which the heading of a document links.

    It may be any page if words beside the link say that the document is a review of it, as
    "论文阅读笔记" does. The heading of *top*, which holds the document, may be its file's name, and
    the only one in it be the title.
    """
    inner = sections_in(top)
    section = inner[0] if len(inner) == 1 and not lead_blocks(top, 1) else top
    title = title_in(section) or nodes.title()
    links = [child for child in title.children if isinstance(child, nodes.reference)]
    address = str(links[0].get("refuri", "")) if len(links) == 1 else ""
    beside = [child.astext() for child in title.children if child not in links]
    words = " ".join("".join(beside).split())
    is_review = bool(words) and says_review(words) and is_of_paper(words)
    is_file = address.lower().split("?")[0].endswith(".pdf")
    is_file = is_file and (not words or says_review(words) or _is_prefix(words))
    return (links[0].astext(), address) if is_web(address) and (is_review or is_file) else None


def _is_prefix(words: str) -> bool:
    """Return whether *words* beside a title say nothing but that the document is about it."""
    return fold(words) in words_of("reviews", "prefixes")

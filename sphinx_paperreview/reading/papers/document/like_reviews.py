"""Documents that look like the review of a paper, and name none."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.reading.links import paper_of
from sphinx_paperreview.reading.papers.document.headings import subtitle_section, written_title
from sphinx_paperreview.reading.papers.entries import count_listed
from sphinx_paperreview.reading.papers.facts.cited import is_reference_to
from sphinx_paperreview.reading.papers.facts.labels import (
    asks_about_paper,
    begins_with_paper,
    heading_is,
)
from sphinx_paperreview.reading.papers.facts.leads import LABELLED, lead_blocks
from sphinx_paperreview.reading.papers.facts.lists import read_lead
from sphinx_paperreview.reading.papers.facts.names import byline_of
from sphinx_paperreview.reading.papers.reviews import Refusal, is_entry, sections_in, title_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_paperreview.core.model import PaperId
    from sphinx_paperreview.reading.papers.facts.leads import Lead
    from sphinx_paperreview.reading.papers.reviews import Context, Recognition

#: Most links of a document that are compared with its title.
_MOST_LINKS = 500
#: Least items of lists that make a list of papers of a document.
_LIST = 3
#: Headings of a document that are looked at.
_MOST_HEADINGS = 60
#: Paragraphs that may say of what a document without an address is a review.
_FIRST_PARAGRAPHS = 3
#: Blocks at the beginning that may say what a document is.
_NEAR = 6


def refuse_whole(
    document: nodes.document,
    top: nodes.section | None,
    context: Context,
    found: Recognition,
    lead: Lead,
) -> None:
    """Note a document that looks like the review of a paper, and is not taken for one.

    :param lead: what its first lines say
    """
    if context.unread:
        reason = (
            f"`{context.unread}` in the front matter names no paper; write an identifier such as "
            "arxiv:2511.10643, or an address"
        )
        found.refusals.append(Refusal(top, reason, is_document=True))
        return
    if found.refusals or "documents" not in context.forms:
        return
    is_like_review = not is_entry(context.docname) and looks_like_review(
        document, top, context, lead
    )
    says_review = context.says_review and not is_entry(context.docname)
    listed = count_listed(document) if "lists" not in context.forms else 0
    if listed >= _LIST and not is_like_review:
        reason = (
            f"{listed} items of its lists and tables link to papers; if they are reviews, add "
            '"lists" and "tables" to `paperreview_recognise`'
        )
        found.refusals.append(Refusal(top, reason, is_document=True, is_list=not says_review))
    elif is_like_review or says_review:
        links = islice(document.findall(nodes.reference), _MOST_LINKS)
        papers = [paper for link in links if (paper := paper_of(link)) is not None]
        papers = list(dict.fromkeys(papers))
        if papers or is_like_review or context.says_paper:  # no review of a book, say
            paper = papers[0] if len(papers) == 1 else None
            found.refusals.append(Refusal(top, _why_not(papers), paper, is_document=True))


def _why_not(papers: Sequence[PaperId]) -> str:
    if not papers:
        return (
            "this document looks like a review and has no address of a paper; name the paper in "
            "its front matter, as in `paper: arxiv:2511.10643`, or write `paper: false` if it "
            "reviews none"
        )
    many = f"{len(papers)} papers" if len(papers) > 1 else identifiers.label(papers[0])
    return (
        f"this document looks like a review and links to {many}, but does not say that it "
        f"reviews one; if it does, write `paper: {papers[0].key}` into its front matter, else "
        "`paper: false`"
    )


def looks_like_review(
    document: nodes.document, top: nodes.section | None, context: Context, lead: Lead
) -> bool:
    """Return whether a document without the address of a paper shows that it reviews one.

    It does if one of the first paragraphs begins with "this paper", "본 논문" and the like; if a
    reference there has the document's title; if its headings are the parts of a paper ("Abstract",
    "Related work") or ask what the paper does; or if its facts are those of a paper (authors and a
    venue, say). Several papers that a label introduces ("출처: [v1](…), [v2](…)") count, too.
    """
    first = [each.astext() for each in islice(document.findall(nodes.paragraph), _NEAR)]
    if context.has_paper_facts or any(map(begins_with_paper, first[:_FIRST_PARAGRAPHS])):
        return True
    title = written_title(context, top)
    if any(is_reference_to(line, title) for text in first for line in text.split("\n")):
        return True
    return has_parts_of_paper(document) or _begins_with_facts(lead)


def has_parts_of_paper(document: nodes.document) -> bool:
    """Return whether the headings in *document* are those of a paper, or ask about one."""
    texts = [each.astext() for each in islice(document.findall(nodes.title), _MOST_HEADINGS)]
    parts = {
        kind for kind in ("abstract", "related", "results") for text in texts
        if heading_is(text, kind)
    }  # fmt: skip
    if len(parts) + sum(map(asks_about_paper, texts)) > 1:
        return True
    return "abstract" in parts and sum(heading_is(text, "content") for text in texts) > 1


def _begins_with_facts(lead: Lead) -> bool:
    """Return whether a document begins with facts of a paper, or with several addresses of one."""
    kinds = {"authors", "venue", "orgs", "title", "code", "project"} & lead.facts.keys()
    if len(kinds) > 1 and kinds & {"authors", "venue"}:
        return True
    return len({each.identifier for each in lead.papers if each.strength == LABELLED}) > 1


def first_facts(document: nodes.document, top: nodes.section | None) -> Lead:
    """Return what the first lines of a document, and a first section "Information", say."""
    place = top if top is not None else document
    below = subtitle_section(document, top) if top is not None else None
    blocks = lead_blocks(place, _NEAR)
    if below is not None:
        blocks += lead_blocks(below, _NEAR)
    others = [each for each in (*sections_in(place), *sections_in(document)) if each is not top]
    title = title_in(others[0]) if others else None
    if title is not None and heading_is(title.astext(), "information"):
        blocks += lead_blocks(others[0], _NEAR)
    lead = read_lead(blocks)
    if below is not None:
        lead.facts = (byline_of(below[0].astext()) or {}) | lead.facts
    return lead

"""Which of the papers in the first lines of a document it reviews as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.reading.papers.document.headings import begins_with_address, written_title
from sphinx_paperreview.reading.papers.document.reviews import document_review
from sphinx_paperreview.reading.papers.facts.labels import introduces
from sphinx_paperreview.reading.papers.facts.leads import ALONE, FIRST, LABELLED
from sphinx_paperreview.reading.papers.reviews import ENTRIES, is_same_title, lists_papers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_paperreview.reading.papers.facts.leads import Lead, Named
    from sphinx_paperreview.reading.papers.reviews import Candidate, Context, Review

#: Most sections of a document that may be a list of papers though few of them name one.
_FEW_SECTIONS = 3
#: Most characters of an item of a list that says where the paper is.
_LONGEST_FACT = 80


def by_first_lines(
    context: Context, top: nodes.section | None, lead: Lead, every: Sequence[Candidate]
) -> Review | None:
    """Return the review of the paper that the first lines of a document name."""
    best = lead.best()
    rule = "first lines of the document"
    if best is None or not _is_meant(best, lead, context, every):
        written = written_title(context, top)
        same = (each for each in lead.papers if is_same_title(each.line, written, strict=True))
        best, rule = next(same, None), "line with the document's title"
    if best is None:
        best, rule = said_in(lead, context)
    if best is None:
        return None
    return document_review(context, top, best.identifier, best.url, rule, lead.facts, lead, best)


def said_in(lead: Lead, context: Context) -> tuple[Named | None, str]:
    """Return the paper that a sentence in *lead* says the document is about, and the rule.

    The sentence introduces the only paper ("a summary of …"), or says where the paper is.
    """
    alone = len({each.identifier for each in lead.papers}) == 1
    if lead.is_first and alone and introduces(lead.papers[0].line):
        return lead.papers[0], "sentence that says what the document is"
    pointed = {each.identifier: each for each in lead.papers if each.is_pointed_at}
    if not pointed and context.says_review and not alone:
        # "… builds on [Alpha](…). arXiv 링크는 https://…": one address, and what has a title.
        pointed = {each.identifier: each for each in lead.papers if not each.title}
    named = next(iter(pointed.values()), None)
    if named is not None and _is_remark(named):
        return None, ""
    # "As [this paper](…) shows" is in any post; "the paper is [here](…)" is in those about it.
    if len(pointed) != 1 or named is None or (named.is_said and not context.says_review):
        return None, ""
    return named, "sentence that says where the paper is"


def _is_meant(best: Named, lead: Lead, context: Context, every: Sequence[Candidate]) -> bool:
    """Return whether the first lines of a document name the one paper that it reviews."""
    if lists_papers(lead, best):
        return False
    ids = {each.identifier for each in lead.papers if each.strength >= FIRST}
    counted = [each for each in every if not each.in_references]
    named = [each for each in counted if each.is_strict or each.is_clear]
    sections = len(named)
    is_begin = lead.is_first and lead.papers[0] is best and best.strength == ALONE
    if is_begin and sections == 1 and (len(counted) > _FEW_SECTIONS or _is_within(named[0])):
        sections = 0  # the document begins with an address, and one of its parts has another
    if best.strength == LABELLED:
        said = {each.identifier for each in lead.papers if each.strength == LABELLED}
        return len(said) <= 2 and (sections < 2 or best.is_said)
    is_entry = context.docname.rpartition("/")[2].lower() in ENTRIES and not context.is_post
    # An address alone in a list is the document's paper; a title is an entry of the folder.
    listed = best.strength < ALONE or (
        isinstance(best.block, nodes.bullet_list) and bool(best.title)
    )
    if sections or (is_entry and listed):
        # The page of a folder lists what lies in it. But a page has one title: the first of
        # several that are papers is that of the page.
        outer = [each.section for each in every if each.depth == 1]
        alone = best.strength == ALONE and len(ids) == 1 and not is_entry
        return alone and all(map(begins_with_address, (*outer, best.block.parent)))
    if best.strength == ALONE:
        # A preprint and the publisher's page of it are two addresses of one paper.
        is_preprint = sum(each.scheme == "arxiv" for each in ids) == 1
        # What begins the document is its paper; links with which sentences begin are others.
        others = {each.identifier for each in lead.papers if each.strength >= ALONE}
        return (
            len(ids) == 1
            or (is_begin and len(others) == 1)
            or (len(ids) == 2 and (is_preprint or context.says_review))
        )
    if best.strength == FIRST:
        is_only = len(ids) == 1 and all(each.title for each in lead.papers if each is not best)
        return is_only and (context.is_post or context.says_review)
    all_ids = {each.identifier for each in lead.papers}
    return len(all_ids) == 1 and context.says_review and not _is_remark(best)


def _is_remark(named: Named) -> bool:
    """Return whether a long item of a list mentions the paper, as the remarks of a review do."""
    is_item = isinstance(named.block, (nodes.bullet_list, nodes.enumerated_list))
    return is_item and named.strength < FIRST and len(named.line) > _LONGEST_FACT


def _is_within(part: Candidate) -> bool:
    """Return whether the address in the *part* of a document stands among its other lines."""
    is_alone = part.named is not None and part.named.strength == ALONE
    return is_alone and not begins_with_address(part.section)

"""The paper that a section "Paper" or "Information" of a document names."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.reading.links import named_by
from sphinx_paperreview.reading.papers.document.first_lines import said_in
from sphinx_paperreview.reading.papers.document.headings import heading_of, without_number
from sphinx_paperreview.reading.papers.document.reviews import document_review
from sphinx_paperreview.reading.papers.facts.labels import fold, heading_is, label_kind
from sphinx_paperreview.reading.papers.facts.leads import (
    ALONE,
    FIRST,
    LABELLED,
    lead_blocks,
    may_name,
)
from sphinx_paperreview.reading.papers.facts.lists import read_lead
from sphinx_paperreview.reading.papers.reviews import title_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element

    from sphinx_paperreview.core.model import PaperId
    from sphinx_paperreview.reading.papers.facts.leads import Lead, Named
    from sphinx_paperreview.reading.papers.reviews import Candidate, Context, Review

#: Blocks above the sections that may have facts.
_NEAR = 6
#: Which of the first sections may have the facts of the document's paper, counted from 0.
_LAST_OF_FIRST = 1
#: Ends of headings below which there is nothing but facts, in letters alone.
_INFORMATION = ("info", "information", "metadata", "정보", "信息", "資訊", "情報")
#: Headings of facts, below which the document's paper may be named among them.
_FACTS = frozenset({"authors", "orgs", "venue", "year", "date", "reference"})


def by_part(
    every: Sequence[Candidate], context: Context, top: nodes.section | None, above: Lead
) -> Review | None:
    """Return the review of the paper that a section "Paper" or "논문 정보" names, if one does."""
    texts = Counter((each.depth, fold(heading_of(each))) for each in every)
    for number, each in enumerate(every):
        title = title_in(each.section)
        text = heading_of(each)
        if each.depth > 1 and texts[each.depth, fold(text)] > 1:
            continue  # each of several papers has such a part
        kind = label_kind(without_number(text)) or label_kind(text.strip(" :："))
        is_paper = kind in {"paper", "title", "address"}
        is_information = heading_is(text, "information") or (
            number == 0 and heading_is(text, "content")
        )
        is_fact = number == 0 and kind in _FACTS and not above.papers
        if each.is_strict or each.depth > 3 or not (is_paper or is_information or is_fact):
            continue
        if not is_paper and number > _LAST_OF_FIRST:
            continue
        blocks = lead_blocks(each.section)
        if is_paper and title is not None and (own := _identified(title, blocks)) is not None:
            paper, url = own
            rule = f"section {text.strip()!r}"
            return document_review(context, top, paper, url, rule, above.facts, above)
        if not blocks or not may_name(blocks):
            continue
        lead = read_lead(blocks, says_paper=is_paper or context.says_review)
        best, rule = _best_of_part(lead, blocks, text, context, is_fact=is_fact), ""
        if best is not None and best.strength < (FIRST if is_paper else LABELLED):
            best, rule = said_in(lead, context) if not above.papers else (None, "")
        if best is None:
            continue
        ids = {one.identifier for one in lead.papers if one.strength >= FIRST}
        if len(ids) > 2 and not best.is_said:
            continue
        if not above.facts and top is not None:
            above = read_lead(lead_blocks(top, _NEAR))  # without a link it was not read
        facts = above.facts | lead.facts
        if kind == "title" and best.title:
            facts.setdefault("title", best.title)
        lead.blocks += above.blocks
        rule = rule or f"section {text.strip()!r}"
        return document_review(context, top, best.identifier, best.url, rule, facts, lead, best)
    return None


def _identified(title: nodes.title, blocks: Sequence[Element]) -> tuple[PaperId, str] | None:
    """Return the paper to which the heading "Paper" links, or whose identifier is below it."""
    link = next(iter(title.findall(nodes.reference)), None)
    if link is not None and (paper := named_by(link)) is not None:
        return paper, str(link["refuri"])
    words = blocks[0].astext().strip() if blocks else ""
    found = identifiers.identify(words) if words and " " not in words else None
    if found is None or found.scheme == "url" or is_web(words):
        return None
    return found, identifiers.canonical_url(found)


def _best_of_part(
    lead: Lead, blocks: Sequence[Element], heading: str, context: Context, *, is_fact: bool
) -> Named | None:
    """Return the paper that a section with such a *heading* names, and how clearly it does so."""
    best = lead.best()
    if (
        best is None
        or best.strength == LABELLED
        or len({one.identifier for one in lead.papers}) > 1
    ):
        return best
    written = [one for one in lead.papers if one.is_written]
    if written and not is_fact:
        # "Date: 2024-01-05; arXiv:2401.00005v2": the only identifier among the facts.
        return replace(written[0], strength=LABELLED)
    is_clear = (
        # "Presented in [ICML 2024](…)": the only paper below "Meta info".
        fold(heading).endswith(_INFORMATION)
        # The document begins with a heading "Citation", and one reference.
        or (is_fact and best.strength >= FIRST and lead.blocks == blocks)
        # An address on a line of its own, among facts or in an introduction.
        or (best.strength == ALONE and (is_fact or context.says_review))
    )
    return replace(best, strength=LABELLED) if is_clear else best

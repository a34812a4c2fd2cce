"""Which papers a document reviews: a decision for each of its sections, and for the whole of it.

The functions read a doctree and change nothing. Each decision names the rule that made it, so that
``paperreview check --papers`` can say why. :mod:`~sphinx_paperreview.reading.papers.sections`
applies them.

A heading that links to a paper, or has a ``paper:header``, is a review by itself. The other forms
are decided for a whole level of headings, since the same words may be in a review's "Method":

- two headings of the level must name a paper clearly, or half of those that could; one is enough
  if the heading itself has the address, or if it is the first and a label says "paper";
- a heading with words that nothing understands counts where most of the level names papers;
- where the whole document is the review of a paper, its headings are reviews of others only if two
  have a paper's address below them, or most of the level names one;
- nothing in a list of references is a review.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.reading.links import article_at, named_by
from sphinx_paperreview.reading.papers.bold_lines import bold_entries
from sphinx_paperreview.reading.papers.document.headings import first_title
from sphinx_paperreview.reading.papers.document.late import read_late
from sphinx_paperreview.reading.papers.document.like_reviews import first_facts, refuse_whole
from sphinx_paperreview.reading.papers.document.titled import (
    named_by_title,
    read_titled,
    title_and_facts,
)
from sphinx_paperreview.reading.papers.document.whole import read_whole
from sphinx_paperreview.reading.papers.entries import box_entries, list_entries, table_entries
from sphinx_paperreview.reading.papers.facts.headings import number_of, read_heading
from sphinx_paperreview.reading.papers.facts.labels import heading_is, is_of_paper, label_kind
from sphinx_paperreview.reading.papers.facts.leads import (
    ALONE,
    BELOW,
    FIRST,
    LABELLED,
    Lead,
    lead_blocks,
    may_name,
)
from sphinx_paperreview.reading.papers.facts.lists import facts_below, read_lead
from sphinx_paperreview.reading.papers.facts.names import without_venue_or_year
from sphinx_paperreview.reading.papers.facts.occasions import (
    names_group,
    names_meeting,
    names_occasion,
    without_occasion,
    without_speaker,
)
from sphinx_paperreview.reading.papers.reviews import (
    Candidate,
    Recognition,
    Refusal,
    Review,
    is_same_title,
    is_within,
    lists_papers,
    sections_in,
    title_in,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from docutils.nodes import Element, Node

    from sphinx_paperreview.core.model import PaperId
    from sphinx_paperreview.reading.papers.entries import Entry
    from sphinx_paperreview.reading.papers.facts.leads import Named
    from sphinx_paperreview.reading.papers.reviews import Context

#: Subsections that may have the address of a section's paper, and sections of a level that must
#: have it there or at their ends.
_PARTS, _LEAST_LATE = 3, 2
#: Most words of a heading that ends with a colon, as "Comment:", and is no title.
_LABEL = 2
#: Nodes behind the last block of a section.
_NO_END = (nodes.Invisible, nodes.system_message, nodes.transition)
#: What may be an identifier of arXiv, a DOI or one of OpenReview.
_IDENTIFIER = pattern(r"[0-9]{4}\.[0-9]{4,5}|10\.[0-9]{4,9}/|openreview", re.IGNORECASE)
_URL = pattern(r"https?://[^\s<>\"'()\[\]]+")


def recognise(
    document: nodes.document,
    top: nodes.section | None,
    strict: Mapping[int, Mapping[str, Any]],
    context: Context,
) -> Recognition:
    """Decide which sections of *document*, besides those in *strict*, are reviews.

    :param top: the section that holds the whole document, if there is one
    :param strict: the sections, by ``id``, that are reviews by their link or a directive
    """
    found = Recognition()
    if top is None:
        top = first_title(document, strict)
    context = context.with_heading(top)
    if not (
        strict
        or context.given
        or context.says_review
        or context.is_about_papers
        or context.forms & {"lists", "tables"}
        or _may_name_paper([document])
    ):
        # Most documents name no paper, which is quicker to see than what each section says.
        _read_last(document, top, context, [], found)
        return found
    every = list(_candidates(document, top, strict, context))
    _drop_late(every, _LEAST_LATE)
    whole = read_whole(document, top, context, every, found)
    parts = _parts(document, context)
    within = [part for entries in parts.values() for part in entries]
    of_parts = {id(block) for part in within for block in (part.place, *(part.below or ()))}
    for each in every:
        if each.named is not None and id(each.named.block) in of_parts:
            each.named = None  # a topic, and the blocks below it are the reviews
    if whole is not None and (
        whole.identifier in _of_sections(every, strict)
        or whole.identifier in {part.identifier for part in within}
    ):
        whole = None  # the first lines announce what a section reviews
    if whole is not None:
        _drop_late(every, len(every) + 1)
        parts.pop("bold line", None)  # they name what the review is compared with
        # A part of a review may link to its paper again.
        every = [each for each in every if not each.is_any or _identifier(each) != whole.identifier]
    _levels(every, found, context, has_whole=whole is not None)
    _entries(document, found, strict, context, parts)
    if whole is not None:
        found.reviews.insert(0, whole)
    elif not found.reviews and not strict:
        _read_last(document, top, context, every, found)
    return found


def _read_last(
    document: nodes.document,
    top: nodes.section | None,
    context: Context,
    every: Sequence[Candidate],
    found: Recognition,
) -> None:
    """Read what else may name the paper of a document; add the review, or why there is none."""
    if (late := read_late(document, top, context, every)) is not None:
        found.reviews.append(late)
        return
    lead = first_facts(document, top)
    if (titled := read_titled(document, top, context, lead)) is not None:
        found.reviews.append(titled)
    else:
        refuse_whole(document, top, context, found, lead)


def _parts(document: nodes.document, context: Context) -> dict[str, list[Entry]]:
    """Return the parts that review papers and are no sections, by the rule that says so."""
    if "headings" not in context.forms:
        return {}
    return {
        "collapsible block": list(box_entries(document)),
        "bold line": list(bold_entries(document)),
    }


# -- sections ------------------------------------------------------------------------------------


def _candidates(
    document: nodes.document,
    top: nodes.section | None,
    strict: Mapping[int, Mapping[str, Any]],
    context: Context,
) -> Iterator[Candidate]:
    """Yield every section but *top*, with what its heading and its first lines say."""
    outer = sections_in(top if top is not None else document)
    if top is not None and top.parent is document:
        outer += [child for child in sections_in(document) if child is not top]
    stack: list[tuple[nodes.section, int, bool]] = [(child, 1, False) for child in reversed(outer)]
    while stack:
        section, depth, in_references = stack.pop()
        if id(section) in strict:
            yield Candidate(section, depth, in_references, is_strict=True)
            continue
        title = title_in(section)
        text = title.astext() if title is not None else ""
        references = in_references or heading_is(text, "references")
        candidate = Candidate(section, depth, references)
        if title is not None:
            _read(candidate, title, text, context)
        yield candidate
        stack += [(child, depth + 1, references) for child in reversed(sections_in(section))]


def _of_sections(
    every: Sequence[Candidate], strict: Mapping[int, Mapping[str, Any]]
) -> set[PaperId]:
    """Return the papers that headings link to."""
    found = {fields["identifier"] for fields in strict.values()}
    return found | {each.heading.identifier for each in every if each.heading and each.is_clear}


def _read(candidate: Candidate, title: nodes.title, text: str, context: Context) -> None:
    is_label = text.rstrip().endswith((":", "：")) and len(text.split()) <= _LABEL
    candidate.is_part = (
        is_label
        or heading_is(text, "content", "information", "references")
        or bool(label_kind(text))
    )
    if candidate.in_references or candidate.is_part:
        return
    if "headings" in context.forms:
        heading = read_heading(title)
        if heading is not None and not heading_is(heading.title, "content", "references"):
            candidate.heading = heading
    if "facts" in context.forms:
        blocks = lead_blocks(candidate.section, BELOW)
        is_read = may_name(blocks) and (
            candidate.heading is not None or context.says_review or _may_name_paper(blocks)
        )
        if is_read:
            candidate.lead = read_lead(blocks, says_paper=context.says_review)
            if candidate.heading is None:
                candidate.named = _named_below(candidate.lead, blocks, text[number_of(text)[1] :])
            is_group = names_group(text) and not names_occasion(text)
            if candidate.named is not None and is_group and not _own_title(candidate):
                candidate.named = None  # "2023", "CVPR 2024": a group of one
        elif candidate.heading is not None:
            candidate.lead = facts_below(candidate.section, BELOW)
        if not (candidate.is_any or names_group(text)):
            _read_elsewhere(candidate, text, blocks, context)


def _read_elsewhere(
    candidate: Candidate, text: str, blocks: list[Element], context: Context
) -> None:
    """Read which paper a section names in a part of it, at its end, or by its title alone."""
    candidate.named = _named_in_part(candidate.section) or _named_at_end(candidate.section)
    if candidate.named is not None:
        candidate.is_late = True
        candidate.lead = read_lead(blocks)
        candidate.lead.blocks.append(candidate.named.block)
    elif context.is_about_papers:
        titled = named_by_title(candidate.section, text, context)
        if titled is not None:
            candidate.named, candidate.lead = titled


def _named_in_part(section: nodes.section) -> Named | None:
    """Return the paper that a subsection "URL" or "논문 링크" of *section* names.

    One that has the address alone is as clear as a line with this label.
    """
    for part in sections_in(section)[:_PARTS]:
        title = title_in(part)
        if title is None or label_kind(title.astext().strip(" :：")) not in {"paper", "address"}:
            continue
        blocks = lead_blocks(part, BELOW)
        lead = read_lead(blocks, says_paper=True) if may_name(blocks) else Lead()
        best = lead.best()
        if best is None or best.title or lists_papers(lead, best) or _is_listed(best, lead):
            continue
        if best.strength >= FIRST:
            return replace(best, strength=LABELLED)
    return None


def _named_at_end(section: nodes.section) -> Named | None:
    """Return the paper that the last line of *section*, or of its last subsection, names.

    A label must say so: "Paper link: https://…". A bare address may be of anything.
    """
    last: Node = section
    while isinstance(last, nodes.section):
        blocks = [one for one in last.children if not isinstance(one, _NO_END)]
        if not blocks or (last is not section and heading_is(last[0].astext(), "references")):
            return None
        last = blocks[-1]
    if not isinstance(last, nodes.Element) or isinstance(last, nodes.title) or not may_name([last]):
        return None
    lead = read_lead([last], says_paper=True)
    best = lead.best()
    if best is None or lists_papers(lead, best) or _is_listed(best, lead):
        return None
    return best if best.strength == LABELLED and best.is_said else None


def _drop_late(every: Sequence[Candidate], least: int) -> None:
    """Let sections name no paper by their ends or parts, unless *least* of a level do so."""
    late = Counter(each.depth for each in every if each.is_late)
    for each in every:
        if each.is_late and late[each.depth] < least:
            each.named, each.is_late = None, False


def _own_title(candidate: Candidate) -> str:
    """Return the title that the first lines of a section say, in a fact or the text of a link.

    A link of one word must have a label: "Paper: [Alpha](…)".
    """
    assert candidate.named is not None and candidate.lead is not None  # noqa: S101, PT018  # it was read
    named = candidate.named
    is_title = " " in named.title or (named.strength == LABELLED and not is_web(named.title))
    return str(candidate.lead.facts.get("title", "")) or (named.title if is_title else "")


def _may_name_paper(blocks: Sequence[Element]) -> bool:
    """Return whether a link in *blocks* may be a paper's, or a word in them says "paper".

    Most sections link to something, and few to a paper: this is quicker than reading their lines.
    """
    for block in blocks:
        for link in block.findall(nodes.reference):
            if named_by(link) is not None or ".pdf" in link.get("refuri", "").lower():
                return True
        text = block.astext()
        if is_of_paper(text) or _IDENTIFIER.search(text) or any(map(_is_paper, _URL.findall(text))):
            return True
        if any(".pdf" in str(file.attributes).lower() for file in _files(block)):
            return True
    return False


def _is_paper(url: str) -> bool:
    """Return whether *url*, an address in plain text, may be a paper's."""
    is_file = ".pdf" in url.lower()
    return is_file or identifiers.identify(url) is not None or article_at(url) is not None


def _files(block: Element) -> Iterator[Element]:
    """Yield the links to files in *block*, whose names may be identifiers."""
    yield from block.findall(addnodes.download_reference)
    yield from block.findall(addnodes.pending_xref)


def _named_below(lead: Lead, blocks: Sequence[Element], heading: str) -> Named | None:
    """Return the paper that the first lines below a heading name clearly enough."""
    best = lead.best()
    if best is None or best.strength < FIRST or lists_papers(lead, best):
        return None
    if _is_listed(best, lead):
        return None
    if best.strength == LABELLED:
        return best
    same = [each for each in lead.papers if each.strength == best.strength]
    if best.block is not blocks[0] or len({each.identifier for each in same}) > 1:
        return None
    if best.strength == ALONE:
        return best
    # Words follow the link: it must have the title of the section.
    return best if is_same_title(best.title, heading, strict=False) else None


def _is_listed(best: Named, lead: Lead) -> bool:
    """Return whether *best* is an item of a list of papers, not one of the facts of one paper.

    Facts may be the preprint and the publisher's page of a paper; two preprints are two papers,
    and so are two numbered items.
    """
    if not isinstance(best.block, (nodes.bullet_list, nodes.enumerated_list)):
        return False
    if best.strength < LABELLED or " " in best.beside:
        return len({each.identifier for each in lead.papers if each.block is best.block}) > 1
    numbered = isinstance(best.block, nodes.enumerated_list)
    # A quote below an item ends a list, and the next item begins another.
    said = {
        each.identifier
        for each in lead.papers
        if each.strength == LABELLED
        and (each.block is best.block or (numbered and type(each.block) is type(best.block)))
    }
    return len(said) > (1 if numbered else 2) or sum(one.scheme == "arxiv" for one in said) > 1


def _begins(each: Candidate, counted: Sequence[Candidate]) -> bool:
    """Return whether a section is the first of its level and clearly names a paper.

    A label says which paper is its; or a line is the address, and the document begins with it, so
    that its heading is the title in fact.
    """
    named = each.named
    if each is not counted[0] or named is None:
        return False
    if named.strength == ALONE:
        parent = each.section.parent
        before = parent.children[: parent.index(each.section)]
        return all(isinstance(node, (nodes.title, nodes.Invisible)) for node in before)
    return named.is_said and named.strength == LABELLED


def _levels(
    every: Sequence[Candidate], found: Recognition, context: Context, *, has_whole: bool
) -> None:
    """Decide level by level, from the outer one inwards."""
    taken: set[int] = set()
    is_readme = context.docname.lower() in {"readme", "index"}
    levels: dict[int, list[Candidate]] = {}
    for each in every:
        levels.setdefault(each.depth, []).append(each)
    for _depth, all_of_level in sorted(levels.items()):
        level = [each for each in all_of_level if not is_within(each.section, taken)]
        counted = [each for each in level if not (each.is_part or each.in_references)]
        clear = [each for each in counted if each.is_clear or each.is_strict]
        named = [each for each in counted if each.is_any or each.is_strict]
        most = len(named) * 2 >= len(counted)
        sure = len(named) * 2 > len(counted) and (len(named) > 1 or len(counted) == 1)
        labelled = [each for each in clear if each.named is not None]
        if is_readme:
            chosen: list[Candidate] = []
        elif has_whole:
            chosen = named if sure and len(named) > 1 else labelled if len(labelled) > 1 else []
        elif sure:
            chosen = named
        else:
            alone = [each for each in clear if each.heading or _begins(each, counted)]
            chosen = clear if most or len(clear) > 1 else alone
        kept = {id(each) for each in chosen}
        for each in level:
            if each.is_strict:
                continue
            if id(each) in kept:
                taken.add(id(each.section))
                found.reviews.append(_review(each, context.title if len(chosen) == 1 else ""))
            elif each.is_any and not has_whole and identifiers.is_identifier(_identifier(each)):
                found.refusals.append(_refusal(each, len(named), len(counted)))
        if not (is_readme or has_whole):
            found.refusals += _left_between(counted, kept)


def _left_between(level: Sequence[Candidate], kept: Collection[int]) -> Iterator[Refusal]:
    """Yield the sections of *level* that name no paper, though numbered as the reviews in it."""

    def is_numbered(each: Candidate) -> bool:
        title = title_in(each.section)
        return title is not None and bool(number_of(title.astext())[0])

    taken = [each for each in level if each.is_strict or id(each) in kept]
    if len(taken) > 1 and all(map(is_numbered, taken)):
        for each in level:
            if not (each.is_strict or each.is_any) and is_numbered(each):
                reason = (
                    "this heading has a number, as the reviews beside it, and names no paper; if "
                    "it is a review, link its title to the paper"
                )
                yield Refusal(each.section, reason)


def _entries(
    document: nodes.document,
    found: Recognition,
    strict: Mapping[int, Mapping[str, Any]],
    context: Context,
    parts: Mapping[str, Sequence[Entry]],
) -> None:
    """Add the *parts*; items of lists and rows of tables, where these are asked for."""
    taken = {id(review.place) for review in found.reviews} | set(strict)
    forms = {"lists": ("list item", list_entries), "tables": ("row of a table", table_entries)}
    every = list(parts.items())
    every += [
        (rule, [*read(document)]) for form, (rule, read) in forms.items() if form in context.forms
    ]
    for rule, entries in every:
        for entry in entries:
            if not is_within(entry.place, taken):
                review = Review(
                    entry.place, rule, entry.identifier, entry.url, entry.title, entry.number
                )
                review.facts, review.is_entry = entry.facts, True
                review.blocks = list(entry.blocks)
                review.below = None if entry.below is None else list(entry.below)
                found.reviews.append(review)


def _review(each: Candidate, of_document: str) -> Review:
    """Return the review that a section is.

    :param of_document: the title of the document, if it has no other review
    """
    facts = dict(each.lead.facts) if each.lead is not None else {}
    blocks = list(each.lead.blocks) if each.lead is not None else []
    if each.heading is not None:
        heading = each.heading
        return Review(
            each.section, "heading", heading.identifier, heading.url,
            without_occasion(heading.title),
            heading.number, facts | heading.facts, heading.content, blocks,
        )  # fmt: skip
    assert each.named is not None  # noqa: S101  # it was chosen
    heading_text, is_group = each.section[0].astext(), names_group(each.section[0].astext())
    own = _own_title(each)
    if is_group or names_meeting(heading_text):
        own = without_speaker(own) or own or _presented_title(each.section, of_document)
    if is_group or (own and names_meeting(heading_text)):
        return Review(
            each.section, "lines below the heading", each.named.identifier, each.named.url,
            own, facts=facts, blocks=blocks, is_entry=True,
        )  # fmt: skip
    number, title, content = _title_parts(each.section)
    title = without_occasion(title)
    if not each.named.url:
        return Review(
            each.section, "title, and authors", each.named.identifier, "",
            title_and_facts(title)[0], number, facts, content, blocks,
        )  # fmt: skip
    title, said = without_venue_or_year(title)
    return Review(
        each.section, "lines below the heading", each.named.identifier, each.named.url,
        title, number, said | facts, content, blocks,
    )  # fmt: skip


def _presented_title(section: nodes.section, of_document: str) -> str:
    """Return the title behind the name of who presents the paper: "Ann Lee on Alpha".

    It stands in the first line of a *section* that is a meeting, or in the document's title.
    """
    first = (block.astext().partition("\n")[0] for block in lead_blocks(section, 1))
    return next(filter(None, map(without_speaker, (*first, of_document))), "")


def _title_parts(section: nodes.section) -> tuple[str, str, list[nodes.Node]]:
    """Return number, text and nodes of a title without a link."""
    # markdown-it leaves empty texts around what is bold.
    children = [child.deepcopy() for child in section.children[0].children if child.astext()]
    number, place = "", children
    while place and isinstance(place[0], (nodes.strong, nodes.emphasis)):
        place = place[0].children  # "**1. Title**"
    if place and isinstance(place[0], nodes.Text):
        number, length = number_of(place[0].astext())
        place[0] = nodes.Text(place[0].astext()[length:])
    text = " ".join("".join(child.astext() for child in children).split())
    return number, text, children


def _identifier(each: Candidate) -> PaperId:
    """Return the paper that a candidate names."""
    named = each.heading or each.named
    assert named is not None  # noqa: S101  # only asked of those that name one
    return named.identifier


def _refusal(each: Candidate, named: int, counted: int) -> Refusal:
    identifier = _identifier(each)
    label = identifiers.label(identifier)
    if each.heading is not None and each.heading.rest:
        reason = f"has the words {each.heading.rest[:60]!r} beside the link"
    else:
        reason = f"only {named} of the {counted} headings of its level name a paper"
    return Refusal(
        each.section,
        f"this heading names {label}, but {reason}, so it is not taken for a review; if it is one, "
        f"let the linked title be the whole heading, or write `paper:header` below it",
        identifier,
    )

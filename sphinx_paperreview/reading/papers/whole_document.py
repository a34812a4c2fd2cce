"""The paper that a document reviews as a whole.

Nothing here changes the doctree.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview.core.files.filenames import stem_of
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.papers.arxiv import is_impossible
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.mdx.render.titles import title_of_file
from sphinx_paperreview.reading.bibfile import entries_in, papers_in
from sphinx_paperreview.reading.links import named_by, paper_of
from sphinx_paperreview.reading.papers.cited import addressed_in, is_reference_to
from sphinx_paperreview.reading.papers.entries import count_listed
from sphinx_paperreview.reading.papers.fact_lists import (
    ALONE,
    FIRST,
    LABELLED,
    Lead,
    Named,
    facts_below,
    lead_blocks,
    may_name,
    read_lead,
)
from sphinx_paperreview.reading.papers.headings import number_of, read_heading
from sphinx_paperreview.reading.papers.labels import (
    asks_about_paper,
    begins_with_paper,
    fold,
    heading_is,
    introduces,
    label_kind,
    title_of_paper,
)
from sphinx_paperreview.reading.papers.paper_names import (
    byline_of,
    names_group,
    venue_before,
    without_venue,
)
from sphinx_paperreview.reading.papers.reviews import (
    ENTRIES,
    Refusal,
    Review,
    is_entry,
    is_same_title,
    lists_papers,
    sections_in,
    title_in,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docutils.nodes import Element

    from sphinx_paperreview.core.model import PaperId
    from sphinx_paperreview.reading.papers.reviews import Candidate, Context, Recognition

#: Most sections of a document that may be a list of papers though few of them name one.
_FEW_SECTIONS = 3
#: Most links of a document that are compared with its title.
_MOST_LINKS = 500
#: Which of the first sections may have the facts of the document's paper, counted from 0.
_LAST_OF_FIRST = 1
#: Sections of a document that may have the facts of its paper, which another one names.
_FIRST_SECTIONS = 3
#: Of a section with more blocks than these the last one may be what is left of its references.
_LEAST_BLOCKS = 3
#: Blocks of code that may have a BibTeX entry, and paragraphs that may have its title.
_MOST_BLOCKS, _NEAR = 30, 6
#: Most addresses of one paper in its references.
_PAGES = 3
#: Least items of lists that make a list of papers of a document.
_LIST = 3
#: Headings of a document that are looked at.
_MOST_HEADINGS = 60
#: Paragraphs that may say of what a document without an address is a review.
_FIRST_PARAGRAPHS = 3
#: Nodes before the first block of a document.
_NO_CONTENT = (nodes.title, nodes.Invisible, nodes.system_message, nodes.docinfo, nodes.transition)
#: Least letters of a title that says by itself which paper is meant.
_LEAST_NAME = 10
#: What is behind a title, and the least letters of a title that may have something behind it.
_BEHIND_TITLE, _LEAST_SHORT = re.compile(r"(?<!\s)\s+/\s+|(?<!\s)\s*[(（\[|]"), 15
#: Names of files that say nothing of the paper in them.
_NAMES_OF_NOTES = frozenset({"main", "readme", "review", "reading", "post", "리뷰", "笔记", "メモ"})
#: A name with more words than these, and signs between them, has no blanks.
_HYPHENS = 2
#: Most characters of an item of a list that says where the paper is.
_LONGEST_FACT = 80
#: Ends of headings below which there is nothing but facts, in letters alone.
_INFORMATION = ("info", "information", "metadata", "정보", "信息", "資訊", "情報")
_IN_NAME = re.compile(r"(?<![0-9.])[0-9]{4}\.[0-9]{4,5}(?![0-9])")


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
        return _document(context, top, given.identifier, given.url, "front matter", facts, lead)
    if context.docname.lower() in {"readme", "index"}:
        return None
    title = title_in(top)
    heading = read_heading(title) if title is not None else None
    file = _file_of(top) if heading is None and top is not None else None
    if file is not None:
        facts, rule = lead.facts | {"title": file[0]}, "title of the document"
        return _document(
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
        return _document(context, top, heading.identifier, heading.url, rule, facts, lead)
    return _by_lead(context, top, lead, every) or _named_by_part(every, context, top, lead)


def _add_information(review: Review, every: Sequence[Candidate]) -> None:
    """Add to *review* the facts in the first of its sections that have a heading of such facts.

    The address may stand below a heading "Link", and the authors below "Information".
    """
    for each in every[:_FIRST_SECTIONS]:
        if each.is_strict or not heading_is(_heading(each), "information"):
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

    The heading of *top*, which holds the document, may be its file's name, and the only one in it
    be the title.
    """
    inner = sections_in(top)
    section = inner[0] if len(inner) == 1 and not lead_blocks(top, 1) else top
    title = title_in(section) or nodes.title()
    link = title.children[0] if len(title.children) == 1 else None
    address = str(link.get("refuri", "")) if isinstance(link, nodes.reference) else ""
    is_file = is_web(address) and address.lower().split("?")[0].endswith(".pdf")
    return (title.astext(), address) if is_file else None


def _by_lead(
    context: Context, top: nodes.section | None, lead: Lead, every: Sequence[Candidate]
) -> Review | None:
    """Return the review of the paper that the first lines of a document name."""
    best = lead.best()
    rule = "first lines of the document"
    if best is None or not _is_meant(best, lead, context, every):
        title = title_in(top)
        written = title_of_paper(context.title or (title.astext() if title is not None else ""))
        same = (each for each in lead.papers if is_same_title(each.line, written, strict=True))
        best, rule = next(same, None), "line with the document's title"
    if best is None:
        best, rule = _said(lead, context)
    if best is None:
        return None
    return _document(context, top, best.identifier, best.url, rule, lead.facts, lead, best)


def _said(lead: Lead, context: Context) -> tuple[Named | None, str]:
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
        return alone and all(map(_begins_with_address, (*outer, best.block.parent)))
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
    return is_alone and not _begins_with_address(part.section)


#: Headings of facts, below which the document's paper may be named among them.
_FACTS = frozenset({"authors", "orgs", "venue", "year", "date", "reference"})


def _named_by_part(
    every: Sequence[Candidate], context: Context, top: nodes.section | None, above: Lead
) -> Review | None:
    """Return the review of the paper that a section "Paper" or "논문 정보" names, if one does."""
    texts = Counter((each.depth, fold(_heading(each))) for each in every)
    for number, each in enumerate(every):
        title = title_in(each.section)
        text = _heading(each)
        if each.depth > 1 and texts[each.depth, fold(text)] > 1:
            continue  # each of several papers has such a part
        kind = label_kind(_without_number(text)) or label_kind(text.strip(" :："))
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
            return _document(context, top, paper, url, rule, above.facts, above)
        if not blocks or not may_name(blocks):
            continue
        lead = read_lead(blocks, says_paper=is_paper or context.says_review)
        best, rule = _best_of_part(lead, blocks, text, context, is_fact=is_fact), ""
        if best is not None and best.strength < (FIRST if is_paper else LABELLED):
            best, rule = _said(lead, context) if not above.papers else (None, "")
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
        return _document(context, top, best.identifier, best.url, rule, facts, lead, best)
    return None


def _heading(each: Candidate) -> str:
    title = title_in(each.section)
    return title.astext() if title is not None else ""


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


def _without_number(text: str) -> str:
    return text[number_of(text)[1] :].strip(" :：")


def read_late(
    document: nodes.document,
    top: nodes.section | None,
    context: Context,
    every: Sequence[Candidate],
) -> Review | None:
    """Return the review of the paper that has the document's title or name, or that ends it."""
    if "documents" not in context.forms or is_entry(context.docname, root_only=True):
        return None
    named = _id_in_name(context.docname)
    if named is not None:
        url = identifiers.canonical_url(named)
        return _document(context, top, named, url, "name of the file", {}, Lead())
    links = [
        (link, paper)
        for link, _number in zip(
            document.findall(nodes.reference), range(_MOST_LINKS), strict=False
        )
        if (paper := named_by(link)) is not None
    ]
    title = title_of_paper(context.title or (top[0].astext() if top is not None else ""))
    alone = len({paper for _link, paper in links}) == 1
    # A title may be followed by a short name, or by the venue in brackets.
    short = _BEHIND_TITLE.split(title, maxsplit=1)[0]
    titles = {title, short} if len(fold(short)) >= _LEAST_SHORT else {title}
    for link, paper in links if context.says_review or alone else ():
        text, strict = link.astext(), not context.says_review
        if any(is_same_title(text, each, strict=strict) for each in titles):
            url = str(link["refuri"])
            return _document(context, top, paper, url, "link with the document's title", {}, Lead())
    return (
        _by_bibtex(document, top, context)
        or _said_at_end(every, context, top, alone=alone)
        or _by_list(document, top, context)
    )


def _by_list(
    document: nodes.document, top: nodes.section | None, context: Context
) -> Review | None:
    """Return the review of the paper that the list of the folder's notes names."""
    if context.listed is None:
        return None
    listed, place = context.listed, top if top is not None else document
    lead = read_lead(lead_blocks(place, _NEAR))
    named = Named(listed.identifier, listed.url, ALONE, listed.facts["title"], place)
    return _document(
        context, top, listed.identifier, listed.url, "list of notes", lead.facts, lead, named
    )


def _by_bibtex(
    document: nodes.document, top: nodes.section | None, context: Context
) -> Review | None:
    """Return the review of the paper whose BibTeX entry, with the document's title, is in it.

    A reference in a block of code with the title and one address counts, too. The title may also
    be a line of its own at the beginning, as below a heading "Paper".
    """
    blocks = [
        block.astext() for block in islice(document.findall(nodes.literal_block), _MOST_BLOCKS)
    ]
    title = title_of_paper(context.title or (top[0].astext() if top is not None else ""))
    for text in blocks:
        if is_reference_to(text, title) and (paper := addressed_in(text)) is not None:
            url = identifiers.canonical_url(paper)
            return _document(context, top, paper, url, "reference with the title", {}, Lead())
    entries = [each for text in blocks for each in papers_in(text)]
    if not entries:
        return None
    content = top if top is not None else document
    begins = next((each for each in content.children if not isinstance(each, _NO_CONTENT)), None)
    is_first = isinstance(begins, nodes.literal_block) and len(papers_in(begins.astext())) == 1
    is_alone = is_first and len(entries) == 1 and (context.is_post or context.says_review)
    first = islice(document.findall(nodes.paragraph), _NEAR)
    lines = {fold(line) for block in first for line in block.astext().split("\n")}
    for paper, about in entries:
        name = fold(about.title)
        # An entry that begins a review is the paper's, whatever the document calls it.
        if is_alone or (
            len(name) >= _LEAST_NAME
            and (name in lines or is_same_title(about.title, title, strict=False))
        ):
            url = identifiers.canonical_url(paper)
            known = {"title": about.title, "year": about.year}
            facts = {key: value for key, value in known.items() if value}
            return _document(context, top, paper, url, "BibTeX entry", facts, Lead())
    return None


def _said_at_end(
    every: Sequence[Candidate], context: Context, top: nodes.section | None, *, alone: bool
) -> Review | None:
    """Return the review of the only paper that the references call "the paper".

    References without a heading are the last block of the last section, if the document links to
    no other paper.
    """
    said: dict[PaperId, Named] = {}
    last = every[-1] if every else None
    for each in every:
        title = title_in(each.section)
        if title is not None and names_group(title.astext()):
            continue
        if each.in_references or (each is last and context.says_review):
            blocks = lead_blocks(each.section)
        elif each is last and alone:
            found = [one for one in each.section.children if isinstance(one, nodes.Element)]
            blocks = found[-1:] if len(found) > _LEAST_BLOCKS else []
        else:
            continue
        if blocks and may_name(blocks):
            for named in read_lead(blocks, says_paper=context.says_review).papers:
                if named.is_said and named.strength == LABELLED:
                    said.setdefault(named.identifier, named)
    only = _only(said)
    if only is None:
        return None
    return _document(
        context, top, only.identifier, only.url, "link called “paper” in the references", {},
        Lead(), only,
    )  # fmt: skip


def _only(said: Mapping[PaperId, Named]) -> Named | None:
    """Return the only paper in *said*; the preprint, if the others are a publisher's pages.

    A link that has a title is another paper.
    """
    papers = list(said.values())
    if len(papers) <= _PAGES and not any(" " in each.title for each in papers):
        preprints = [each for each in papers if each.identifier.scheme == "arxiv"]
        papers = preprints or papers
    return papers[0] if len(papers) == 1 else None


def _document(
    context: Context,
    top: nodes.section | None,
    identifier: PaperId,
    url: str,
    rule: str,
    facts: Mapping[str, Any],
    lead: Lead,
    named: Named | None = None,
) -> Review:
    """Return the review of the whole document."""
    fields = dict(facts)
    given = context.paper_title or str(fields.pop("title", ""))
    named_by = context.title or (top[0].astext() if top is not None and top.children else "")
    written, venue = without_venue(title_of_paper(named_by))
    venue = venue or venue_before(named_by, written)
    general = (
        not written
        or heading_is(written, "content", "information")
        or bool(label_kind(written))
        or named_by == title_of_file(context.docname)
    )
    linked = named.title if named is not None and len(named.title.split()) > 1 else ""
    title = given or (linked if general else written) or linked
    if not title:
        title = title_of_paper(_title_by_name(context.docname))
    if venue is not None and not general:
        fields = {name: value for name, value in venue._asdict().items() if value} | fields
    place = top if top is not None else nodes.section()
    return Review(
        place, rule, identifier, url, " ".join(title.split()), facts=fields,
        blocks=lead.blocks, is_document=True,
    )  # fmt: skip


def _title_by_name(docname: str) -> str:
    """Return a title for the paper of a document that has none: the words of the file's name.

    >>> _title_by_name("2023/Deep_Residual_Learning/paper")
    'Deep Residual Learning'
    """
    folder, _slash, name = docname.rpartition("/")
    name = stem_of(docname) if is_entry(docname) else name
    if folder and (heading_is(name, "content", "information") or fold(name) in _NAMES_OF_NOTES):
        name = folder.rpartition("/")[2]
    if " " in name:
        return name.replace("_ ", ": ")  # no name of a file has a colon
    words = re.split(r"[-_]+", name)
    # "f-GAN" has a hyphen of its own.
    return " ".join(filter(None, words)) if len(words) > _HYPHENS else name


def refuse_whole(
    document: nodes.document,
    top: nodes.section | None,
    context: Context,
    found: Recognition,
) -> None:
    """Note a document that looks like the review of a paper, and is not taken for one."""
    if context.unread:
        reason = (
            f"`{context.unread}` in the front matter names no paper; write an identifier such as "
            "arxiv:2511.10643, or an address"
        )
        found.refusals.append(Refusal(top, reason, is_document=True))
        return
    if found.refusals or "documents" not in context.forms:
        return
    is_like_review = not is_entry(context.docname) and _looks_like_review(document, top, context)
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


def _looks_like_review(
    document: nodes.document, top: nodes.section | None, context: Context
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
    title = title_of_paper(context.title or (top[0].astext() if top is not None else ""))
    if any(is_reference_to(line, title) for text in first for line in text.split("\n")):
        return True
    return _has_parts_of_paper(document) or _begins_with_facts(document, top)


def _has_parts_of_paper(document: nodes.document) -> bool:
    """Return whether the headings in *document* are those of a paper, or ask about one."""
    texts = [each.astext() for each in islice(document.findall(nodes.title), _MOST_HEADINGS)]
    parts = {
        kind for kind in ("abstract", "related", "results") for text in texts
        if heading_is(text, kind)
    }  # fmt: skip
    if len(parts) + sum(map(asks_about_paper, texts)) > 1:
        return True
    return "abstract" in parts and sum(heading_is(text, "content") for text in texts) > 1


def _begins_with_facts(document: nodes.document, top: nodes.section | None) -> bool:
    """Return whether a document begins with facts of a paper, or with several addresses of one."""
    place = top if top is not None else document
    blocks = lead_blocks(place, _NEAR)
    others = [each for each in (*sections_in(place), *sections_in(document)) if each is not top]
    title = title_in(others[0]) if others else None
    if title is not None and heading_is(title.astext(), "information"):
        blocks += lead_blocks(others[0], _NEAR)
    lead = read_lead(blocks)
    kinds = {"authors", "venue", "orgs", "title", "code", "project"} & lead.facts.keys()
    if len(kinds) > 1 and kinds & {"authors", "venue"}:
        return True
    return len({each.identifier for each in lead.papers if each.strength == LABELLED}) > 1


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


def _begins_with_address(section: Element) -> bool:
    """Return whether the first line below a heading is a link to a paper, and nothing else."""
    blocks = lead_blocks(section, 1)
    link = blocks[0].children[0] if blocks and blocks[0].children else None
    return (
        isinstance(link, nodes.reference)
        and len(blocks[0].children) == 1
        and named_by(link) is not None
    )


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


def _id_in_name(docname: str) -> PaperId | None:
    for part in docname.split("/")[-2:]:
        for match in _IN_NAME.finditer(part):
            found = identifiers.identify(match[0])
            if found is not None and not is_impossible(found):
                return found
    return None

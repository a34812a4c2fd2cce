"""The paper of a document that names none in its beginning: by its name, its title or its end."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.papers.arxiv import is_impossible
from sphinx_paperreview.reading.bibfile import papers_in
from sphinx_paperreview.reading.links import named_by
from sphinx_paperreview.reading.papers.document.headings import written_title
from sphinx_paperreview.reading.papers.document.reviews import document_review, title_by_name
from sphinx_paperreview.reading.papers.facts.cited import addressed_in, is_reference_to
from sphinx_paperreview.reading.papers.facts.labels import fold
from sphinx_paperreview.reading.papers.facts.leads import (
    ALONE,
    LABELLED,
    Lead,
    Named,
    lead_blocks,
    may_name,
)
from sphinx_paperreview.reading.papers.facts.lists import read_lead
from sphinx_paperreview.reading.papers.facts.occasions import names_group
from sphinx_paperreview.reading.papers.reviews import is_entry, is_same_title, title_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx_paperreview.core.model import PaperId
    from sphinx_paperreview.reading.papers.reviews import Candidate, Context, Review

#: Most links of a document that are compared with its title.
_MOST_LINKS = 500
#: Of a section with more blocks than these the last one may be what is left of its references.
_LEAST_BLOCKS = 3
#: Blocks of code that may have a BibTeX entry, and paragraphs that may have its title.
_MOST_BLOCKS, _NEAR = 30, 6
#: Most addresses of one paper in its references.
_PAGES = 3
#: Nodes before the first block of a document.
_NO_CONTENT = (nodes.title, nodes.Invisible, nodes.system_message, nodes.docinfo, nodes.transition)
#: Least letters of a title that says by itself which paper is meant.
_LEAST_NAME = 10
#: Least words of a title that is the name of a file.
_LEAST_NAMED = 5
#: What is behind a title, and the least letters of a title that may have something behind it.
_BEHIND_TITLE, _LEAST_SHORT = re.compile(r"(?<!\s)\s+/\s+|(?<!\s)\s*[(（\[|]"), 15
_IN_NAME = re.compile(r"(?<![0-9.])[0-9]{4}\.[0-9]{4,5}(?![0-9])")


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
        return document_review(context, top, named, url, "name of the file", {}, Lead())
    links = [
        (link, paper)
        for link, _number in zip(
            document.findall(nodes.reference), range(_MOST_LINKS), strict=False
        )
        if (paper := named_by(link)) is not None
    ]
    title = written_title(context, top)
    alone = len({paper for _link, paper in links}) == 1
    # A title may be followed by a short name, or by the venue in brackets.
    short = _BEHIND_TITLE.split(title, maxsplit=1)[0]
    titles = {title, short} if len(fold(short)) >= _LEAST_SHORT else {title}
    for link, paper in links if context.says_review or alone else ():
        text, strict = link.astext(), not context.says_review
        if any(is_same_title(text, each, strict=strict) for each in titles):
            url = str(link["refuri"])
            return document_review(
                context, top, paper, url, "link with the document's title", {}, Lead()
            )
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
    title, own = str(listed.facts["title"]), title_by_name(context.docname)
    if len(own.split()) >= _LEAST_NAMED and not is_same_title(title, own, strict=False):
        title = ""  # the words beside the link are a remark, or shorter than the file's name
    named = Named(listed.identifier, listed.url, ALONE, title, place)
    return document_review(
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
    title = written_title(context, top)
    for text in blocks:
        if is_reference_to(text, title) and (paper := addressed_in(text)) is not None:
            url = identifiers.canonical_url(paper)
            return document_review(context, top, paper, url, "reference with the title", {}, Lead())
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
            return document_review(context, top, paper, url, "BibTeX entry", facts, Lead())
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
    return document_review(
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


def _id_in_name(docname: str) -> PaperId | None:
    for part in docname.split("/")[-2:]:
        for match in _IN_NAME.finditer(part):
            found = identifiers.identify(match[0])
            if found is not None and not is_impossible(found):
                return found
    return None

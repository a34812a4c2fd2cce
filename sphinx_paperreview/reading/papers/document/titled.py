"""Papers that are named by their title alone, without an address or an identifier.

A title is no evidence: chapters, tools and courses have titles, too. So something beside it must
say that it is a paper's: authors with where or when it appeared, a reference or a BibTeX entry with
this title, or a PDF of this name. Where a title, a tag, a folder or the name of the site says that
texts review papers, the words and the headings of a review are enough.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_paperreview.core.files.filenames import stem_of
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.text import BLANKS
from sphinx_paperreview.mdx.render.titles import title_of_file
from sphinx_paperreview.nodes import nodes_of_kinds
from sphinx_paperreview.reading.bibfile import entries_in
from sphinx_paperreview.reading.papers.document.headings import stated_title, written_title
from sphinx_paperreview.reading.papers.document.like_reviews import first_facts, has_parts_of_paper
from sphinx_paperreview.reading.papers.document.reviews import (
    document_review,
    title_by_name,
    without_signs,
)
from sphinx_paperreview.reading.papers.entries import count_listed
from sphinx_paperreview.reading.papers.facts.cited import is_reference_to, title_in
from sphinx_paperreview.reading.papers.facts.headings import number_of
from sphinx_paperreview.reading.papers.facts.labels import (
    fold,
    heading_is,
    introduces,
    is_about_writing,
    is_of_paper,
    label_kind,
    speaks_of_paper,
    title_of_paper,
    without_topic,
)
from sphinx_paperreview.reading.papers.facts.leads import ALONE, BELOW, Named, lead_blocks
from sphinx_paperreview.reading.papers.facts.lists import read_lead
from sphinx_paperreview.reading.papers.facts.names import (
    byline_of,
    names_alone,
    venue_of,
    without_venue_or_year,
)
from sphinx_paperreview.reading.papers.facts.occasions import without_occasion
from sphinx_paperreview.reading.papers.facts.titles import is_title_like
from sphinx_paperreview.reading.papers.reviews import is_entry, is_same_title, sections_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from sphinx_paperreview.reading.papers.facts.leads import Lead
    from sphinx_paperreview.reading.papers.reviews import Context, Review

#: Paragraphs that may say whose title the document has, and blocks of code that may have its
#: BibTeX entry.
_NEAR, _MOST_BLOCKS = 6, 30
#: Least items that link to papers in a list of papers, and least headings of a review's parts.
_LIST, _LEAST_PARTS = 3, 3
#: Most words of a short name of a paper, least letters of a word that has a capital in a title, and
#: least words of a title that is the name of a file.
_SHORT_NAME, _LONG_WORD, _LEAST_NAMED = 2, 4, 5
_MOST_HEADINGS = 60
#: Words in a reference that say that it is a paper's, not a book's.
_OF_PAPER = pattern(
    r"\b(?:proc(?:eedings)?|conf(?:erence)?|symposium|workshop|journal|trans(?:actions)?|letters"
    r"|arxiv|corr|ieee|acm)\b|\[[JC]\]",
    re.IGNORECASE,
)
#: Files that projects have, whose titles are long.
_OF_PROJECTS = frozenset({"license", "licence", "contributing", "changelog", "codeofconduct"})
#: A title in brackets or quotation marks.
_WRAPPED = pattern(r"^\s*[\[“\"「『《]([^\[\]“”\"「」『』《》]+)[\]”\"」』》]\s*$")
#: What is at the end of a title in a heading: "(Vaswani et al., NeurIPS 2017)".
_LAST_GROUP = pattern(BLANKS + r"[(（\[]([^()（）\[\]]{6,160})[)）\]]\s*$")
_YEAR = pattern(r"(?<![0-9])(?:(?:19|20)[0-9]{2}|['’][0-9]{2})(?![0-9])")
_TITLED = pattern(
    r"\b(?:en)?titled\b[:：\s]*[\"“「『《]?([^\"”」』》]{8,300}?)(?:[\"”」』》].*|\.)?$"
)
#: What begins a quotation.
_QUOTATION = pattern(r"[\"“「『《]")
#: A label behind a title: "[pdf]", "(Video)"; and the most of them.
_LABEL = pattern(BLANKS + r"[(（\[]([^()（）\[\]]{2,40})[)）\]]\s*$")
_MOST_LABELS = 4
#: A word behind a title that is no part of it; "a systematic review" is one.
_REVIEW = pattern(
    r"(?<!\ba)(?<!\band)(?<!systematic)(?<!literature)(?<!comprehensive)(?<!critical)(?<!scoping)"
    r"(?<!brief)(?<!short)(?<!peer) (?:paper )?(?:review|summary|notes)$"
)
#: Signs behind a title that refer to a note.
_MARKS = " *∗⋆†‡§¶"


def read_titled(
    document: nodes.document, top: nodes.section | None, context: Context, lead: Lead
) -> Review | None:
    """Return the review of the paper whose title *document* has, if it is one.

    :param lead: what its first lines say
    """
    if (
        "documents" not in context.forms
        or context.unread
        or is_entry(context.docname, root_only=True)
        or any(map(is_about_writing, context.docname.split("/")))  # "templates/review"
        or fold(context.docname.rpartition("/")[2]) in _OF_PROJECTS
    ):
        return None
    section = _titled_section(top, context)
    if section is not top:
        top, lead = section, first_facts(document, section)
    lines = _first_lines(document, top)
    title = next(filter(is_title_like, _titles(lead, lines, top, context)), "")
    identifier = identifiers.title_id(title) if title else None
    if identifier is None:
        return None
    for name, value in without_venue_or_year(written_title(context, top))[1].items():
        lead.facts.setdefault(name, value)
    if names := next(filter(None, map(names_alone, lines)), ()):
        lead.facts.setdefault("authors", names)
    is_list = is_entry(context.docname) and count_listed(document) >= _LIST
    rule = "" if is_list else _by_facts(lead, context)  # those of the first paper in it
    rule = rule or _by_citation(document, title, context)
    rule = rule or _by_file(document, title)
    rule = rule or ("a sentence" if title == _introduced(lines) else "")
    if not rule and context.is_about_papers and _is_one_review(document):
        rule = (
            _by_lines(names, lines, title)
            or _by_words(document)
            or _by_name(document, title, context)
        )
    if not rule:
        return None
    facts = lead.facts | {"title": title}
    return document_review(context, top, identifier, "", f"title, and {rule}", facts, lead)


def named_by_title(
    section: nodes.section, text: str, context: Context
) -> tuple[Named, Lead] | None:
    """Return the paper whose title the heading *text* of *section* is, and the facts beside it.

    Authors, and where or when the paper appeared, must stand behind the title or below it.
    """
    blocks = lead_blocks(section, BELOW)
    if not _YEAR.search(text) and not any(_YEAR.search(block.astext()) for block in blocks):
        return None
    title, facts = title_and_facts(text)
    if not is_title_like(title):
        return None
    lead = read_lead(blocks)
    lead.facts = facts | lead.facts
    identifier = identifiers.title_id(title)
    if lead.papers or not _by_facts(lead, context) or identifier is None:
        return None
    return Named(identifier, "", ALONE, "", section), lead


def title_and_facts(text: str) -> tuple[str, dict[str, Any]]:
    """Return the title in a heading without its number, and the facts in brackets behind it."""
    text = text[number_of(text)[1] :].strip()
    group = _LAST_GROUP.search(text)
    byline = byline_of(group[1]) if group is not None else None
    if group is not None and byline is not None:
        return text[: group.start()], byline
    title, said = without_venue_or_year(text)
    return title, dict(said)


def _titled_section(top: nodes.section | None, context: Context) -> nodes.section | None:
    """Return the section with the title of a document; the first one, if *top* has the file's name.

    A document whose headings begin with the second level has its file's name as its title.
    """
    inner = sections_in(top) if top is not None else []
    is_file = top is not None and top[0].astext() == title_of_file(context.docname)
    return inner[0] if inner and is_file and top is not None and not lead_blocks(top, 1) else top


def _titles(
    lead: Lead, lines: Sequence[str], top: nodes.section | None, context: Context
) -> Iterator[str]:
    """Yield what may be the title of the paper, the surest first.

    A short name may have the title in the line below it: "AlphaNet", and "A Study of Beta".
    """
    written = _plain(written_title(context, top))
    stated = str(lead.facts.get("title", ""))
    yield context.paper_title
    if top is not None:
        yield next(filter(None, map(stated_title, (top, *sections_in(top)[:2]))), "")
    if fold(written) in fold(stated) and not fold(stated).startswith(fold(written)):
        yield written  # the fact is a reference, which begins with names
    yield stated
    yield _introduced(lines)
    name = title_of_paper(title_by_name(context.docname))
    is_named = " " in context.docname.rpartition("/")[2]
    if is_named and len(written.split()) < _LEAST_NAMED <= len(name.split()):
        yield name  # "Continuous Control with Deep RL.md" has the heading "Notes of Ann"
    yield written
    line = lines[0] if lines else ""
    cited = title_in(line)
    if cited and _QUOTATION.search(line) and is_reference_to(line, cited):
        yield cited
    is_byline = names_alone(line) or byline_of(line) is not None
    is_subtitle = _in_capitals(line) and is_title_like(line) and not is_byline
    if written and is_subtitle and _is_short_name(written):
        yield line if _begins_with(line, written) else f"{written}: {line}"
    yield name


def _plain(title: str) -> str:
    """Return *title* without what is not of it: brackets, marks, labels, a venue, "review".

    >>> _plain("Alpha Nets for Beta∗ [pdf] (Video)"), _plain("Alpha Nets for Beta - WiSec’ 19")
    ('Alpha Nets for Beta', 'Alpha Nets for Beta')
    """
    title = _WRAPPED.sub(r"\1", title.lstrip("# "))
    for _ in range(_MOST_LABELS):
        group = _LABEL.search(title)
        if group is None or not label_kind(group[1]):
            break
        title = title[: group.start()]
    title = without_topic(without_occasion(without_venue_or_year(title)[0])).rstrip(_MARKS)
    return _REVIEW.sub("", without_signs(title))


def _introduced(lines: Sequence[str]) -> str:
    """Return the title in the first of *lines* if it says that the document is about this paper.

    The title stands in quotation marks, or after "titled": 'A summary of the paper "Alpha".'
    """
    line = lines[0] if lines else ""
    named = _TITLED.search(line)
    title = named[1] if named is not None else title_in(line) if _QUOTATION.search(line) else ""
    beside = line.replace(title, "")
    return title if title and is_of_paper(beside) and introduces(beside) else ""


def _first_lines(document: nodes.document, top: nodes.section | None) -> list[str]:
    """Return the first blocks below the title that are one line each."""
    blocks = lead_blocks(top if top is not None else document, _NEAR)
    texts = (block.astext().strip() for block in blocks[:2] if isinstance(block, nodes.paragraph))
    return [text for text in texts if text and ("\n" not in text or _is_empty_label(text))]


def _begins_with(line: str, name: str) -> bool:
    """Return whether *line* is a title that begins with the short *name* and a colon."""
    head, colon, _rest = line.replace("：", ":").partition(":")
    return bool(colon) and fold(head) == fold(name)


def _is_short_name(text: str) -> bool:
    """Return whether *text* may be what a paper is called for short: "AlphaNet", "GPT-2"."""
    return len(text.split()) <= _SHORT_NAME and not heading_is(text, "content", "information")


def _in_capitals(text: str) -> bool:
    """Return whether *text* is written as titles are: longer words begin with capitals."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) >= _LONG_WORD]
    return bool(words) and sum(word[0].isupper() for word in words) * 3 >= len(words) * 2


def _by_facts(lead: Lead, context: Context) -> str:
    """Return in words which facts say that a title is a paper's; empty if they do not."""
    facts = lead.facts
    if not facts.get("authors"):
        is_said = facts.get("title") and lead.says_paper
        return "facts" if is_said and {"venue", "year"} & facts.keys() else ""
    venue = venue_of(str(facts.get("venue", "")))
    if venue is not None and venue.venue:
        return "authors and venue"
    if not (context.is_about_papers or lead.says_paper):
        return ""  # a book has authors and a year, too
    return "authors" if {"year", "title", "date"} & facts.keys() else ""


def _by_citation(document: nodes.document, title: str, context: Context) -> str:
    """Return in words what cites the paper *title* as the document's; empty if nothing does."""
    paragraphs = islice(document.findall(nodes.paragraph), _NEAR)
    for line in (line for each in paragraphs for line in each.astext().split("\n")):
        is_paper = context.is_about_papers or _OF_PAPER.search(line)
        if is_paper and is_reference_to(line, title):
            return "a reference"
    for block in nodes_of_kinds(document, nodes.literal_block)[:_MOST_BLOCKS]:
        for _paper, about in entries_in(block.astext()):
            if is_same_title(about.title, title, strict=False):
                return "a BibTeX entry"
    return ""


def _by_file(document: nodes.document, title: str) -> str:
    """Return "a PDF" if *document* links to a file of this name with the title *title*."""
    kinds = (addnodes.download_reference, addnodes.pending_xref, nodes.reference)
    for link in nodes_of_kinds(document, *kinds):
        path = str(link.get("reftarget") or link.get("refuri") or "")
        if path.lower().endswith(".pdf") and "://" not in path:
            name = without_signs(stem_of(path.rpartition("/")[2].rpartition(".")[0]))
            if is_same_title(name, title, strict=False):
                return "a PDF"
    return ""


def _by_lines(names: Sequence[str], lines: Sequence[str], title: str) -> str:
    """Return in words which of the first lines shows that a document among reviews is one."""
    if names:
        return "authors"
    if any(map(_is_empty_label, lines)):
        return "a label of its address"
    return "its short name" if lines and lines[0] == title else ""


def _is_empty_label(line: str) -> bool:
    """Return whether *line* has labels alone, as a form that is not filled in: "[paper]()"."""
    kinds = [label_kind(word) for word in line.split()]
    return "paper" in kinds and all(kinds)


def _is_one_review(document: nodes.document) -> bool:
    """Return whether *document* is no list of papers, or has the parts of one."""
    return count_listed(document) < _LIST or has_parts_of_paper(document)


def _by_words(document: nodes.document) -> str:
    """Return in words what shows that a document among reviews of papers is one."""
    first = (each.astext() for each in islice(document.findall(nodes.paragraph), _NEAR))
    if any(map(speaks_of_paper, first)):
        return "words about the paper"
    headings = [each.astext() for each in islice(document.findall(nodes.title), _MOST_HEADINGS)]
    parts = sum(heading_is(text, "content") for text in headings)
    return "headings of a review" if parts >= _LEAST_PARTS or has_parts_of_paper(document) else ""


def _by_name(document: nodes.document, title: str, context: Context) -> str:
    """Return "the name of the file", if that is the title, and something is a part of a review.

    The name of its folder may be the title, too.
    """
    names = {fold(name) for name in context.docname.split("/")[-2:]}
    if len(title.split()) < _LEAST_NAMED or fold(title) not in names:
        return ""
    headings = [each.astext() for each in islice(document.findall(nodes.title), _MOST_HEADINGS)]
    is_part = any(heading_is(text, "content", "related", "results") for text in headings)
    return "the name of the file" if is_part else ""

"""Which papers a document reviews: a decision for each of its sections, and for the whole of it.

The functions read a doctree and change nothing. Each decision names the rule that made it, so that
``paperreview check --papers`` can say why. :mod:`~sphinx_paperreview.reading.sections` applies
them.

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
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import islice
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview.core import identifiers
from sphinx_paperreview.core.arxiv import is_impossible
from sphinx_paperreview.reading.bibfile import papers_in
from sphinx_paperreview.reading.entries import list_entries, table_entries
from sphinx_paperreview.reading.fact_lists import (
    ALONE,
    FIRST,
    LABELLED,
    Lead,
    lead_blocks,
    may_name,
    read_lead,
)
from sphinx_paperreview.reading.headings import number_of, read_heading
from sphinx_paperreview.reading.labels import (
    fold,
    heading_is,
    introduces,
    label_kind,
    says_review,
    title_of_paper,
)
from sphinx_paperreview.reading.links import named_by, paper_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docutils.nodes import Element

    from sphinx_paperreview.core.model import PaperId
    from sphinx_paperreview.reading.fact_lists import Named
    from sphinx_paperreview.reading.headings import Heading

#: Blocks below the heading of a section that may say which paper it reviews.
_BELOW = 3
#: Most links of a document that are compared with its title.
_MOST_LINKS = 500
#: Which of the first sections may have the facts of the document's paper, counted from 0.
_LAST_OF_FIRST = 1
#: Of a section with more blocks than these the last one may be what is left of its references.
_LEAST_BLOCKS = 3
#: Blocks of code that may have a BibTeX entry, and paragraphs that may have its title.
_MOST_BLOCKS, _NEAR = 30, 6
#: Nodes before the first block of a document.
_NO_CONTENT = (nodes.title, nodes.Invisible, nodes.system_message, nodes.docinfo, nodes.transition)
#: Least letters of a title that says by itself which paper is meant.
_LEAST_NAME = 10
#: Ends of headings below which there is nothing but facts, in letters alone.
_INFORMATION = ("info", "information", "metadata", "정보", "信息", "資訊", "情報")
#: Letters of a longer title are not compared.
_LONGEST_TITLE = 300
_IN_NAME = re.compile(r"(?<![0-9.])[0-9]{4}\.[0-9]{4,5}(?![0-9])")
#: Files that lead into a folder.
_ENTRIES = frozenset({"index", "readme", "_index", "home"})


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a document besides its nodes."""

    docname: str
    #: Its title in the front matter; empty if there is none.
    title: str = ""
    is_post: bool = False
    #: Tags and categories of the front matter.
    topics: tuple[str, ...] = ()
    #: The paper that the front matter names.
    given: Given | None = None
    #: A key of the front matter that should name one and does not.
    unread: str = ""
    #: Forms that are recognised (``paperreview_recognise``).
    forms: frozenset[str] = frozenset({"headings", "facts", "documents"})

    #: Whether title, topics or folders say that the document reviews a paper.
    says_review: bool = False

    def with_heading(self, top: Element | None) -> Context:
        """Return this with what the heading *top* of the document says."""
        title = _title(top)
        words = (*self.topics, *self.docname.split("/"))
        said = any(map(says_review, words)) or _prefixed(self.title)
        said = said or (title is not None and _prefixed(" ".join(title.astext().split())))
        return replace(self, says_review=said)


@dataclass(frozen=True, slots=True)
class Given:
    """The paper that a front matter names, and its facts there."""

    identifier: PaperId
    url: str
    key: str
    facts: Mapping[str, Any]


@dataclass(slots=True)
class Review:
    """A review: its place in the doctree, and the fields of its record."""

    place: Element
    rule: str
    identifier: PaperId
    url: str
    title: str
    number: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    #: What the title of the section becomes; None to leave it as it is.
    content: list[nodes.Node] | None = None
    #: Blocks that have facts and nothing else, which are no summary.
    blocks: list[Element] = field(default_factory=list)
    #: Whether it is the review of the whole document.
    is_document: bool = False
    #: Whether it is an item of a list or a cell of a table.
    is_entry: bool = False


@dataclass(slots=True)
class Refusal:
    """A heading or document that resembles a review and is not taken for one."""

    place: Element | None
    #: A sentence: why not, and what to write.
    reason: str
    identifier: PaperId | None = None
    is_document: bool = False


@dataclass(slots=True)
class Recognition:
    """The decisions about one document."""

    reviews: list[Review] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(slots=True)
class _Candidate:
    """A section that could be a review."""

    section: nodes.section
    depth: int
    #: Whether it is below a heading of references.
    in_references: bool = False
    #: Whether its heading is one that every review has ("Method").
    is_part: bool = False
    is_strict: bool = False
    heading: Heading | None = None
    lead: Lead | None = None
    named: Named | None = None

    @property
    def is_clear(self) -> bool:
        """Whether it names a paper by a form of which nothing is left over."""
        if self.heading is not None:
            return not (self.heading.is_link and self.heading.rest)
        return self.named is not None and self.named.strength >= ALONE

    @property
    def is_any(self) -> bool:
        """Whether it names a paper at all."""
        return self.heading is not None or self.named is not None


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
        top = _first_title(document, strict)
    context = context.with_heading(top)
    every = list(_candidates(document, top, strict, context))
    whole = _whole(document, top, context, every, found)
    if whole is not None and whole.identifier in _of_sections(every, strict):
        whole = None  # the first lines announce what a section reviews
    _levels(every, found, context, has_whole=whole is not None)
    _entries(document, found, strict, context)
    if whole is not None:
        found.reviews.insert(0, whole)
    elif not found.reviews and not strict:
        late = _by_title_or_name(document, top, context, every)
        if late is not None:
            found.reviews.append(late)
        else:
            _looks_like_review(document, top, context, found)
    return found


# -- sections ------------------------------------------------------------------------------------


def _candidates(
    document: nodes.document,
    top: nodes.section | None,
    strict: Mapping[int, Mapping[str, Any]],
    context: Context,
) -> Iterator[_Candidate]:
    """Yield every section but *top*, with what its heading and its first lines say."""
    outer = _sections(top if top is not None else document)
    if top is not None and top.parent is document:
        outer += [child for child in _sections(document) if child is not top]
    stack: list[tuple[nodes.section, int, bool]] = [(child, 1, False) for child in reversed(outer)]
    while stack:
        section, depth, in_references = stack.pop()
        if id(section) in strict:
            yield _Candidate(section, depth, in_references, is_strict=True)
            continue
        title = _title(section)
        text = title.astext() if title is not None else ""
        references = in_references or heading_is(text, "references")
        candidate = _Candidate(section, depth, references)
        if title is not None:
            _read(candidate, title, text, context)
        yield candidate
        stack += [(child, depth + 1, references) for child in reversed(_sections(section))]


def _of_sections(
    every: Sequence[_Candidate], strict: Mapping[int, Mapping[str, Any]]
) -> set[PaperId]:
    """Return the papers that headings link to."""
    found = {fields["identifier"] for fields in strict.values()}
    return found | {each.heading.identifier for each in every if each.heading and each.is_clear}


def _read(candidate: _Candidate, title: nodes.title, text: str, context: Context) -> None:
    candidate.is_part = heading_is(text, "content", "information", "references") or bool(
        label_kind(text)
    )
    if candidate.in_references or candidate.is_part:
        return
    if "headings" in context.forms:
        heading = read_heading(title)
        if heading is not None and not heading_is(heading.title, "content", "references"):
            candidate.heading = heading
    if "facts" in context.forms:
        blocks = lead_blocks(candidate.section, _BELOW)
        if blocks and may_name(blocks):
            candidate.lead = read_lead(blocks)
            if candidate.heading is None:
                candidate.named = _named_below(candidate.lead, blocks, text[number_of(text)[1] :])


def _named_below(lead: Lead, blocks: Sequence[Element], heading: str) -> Named | None:
    """Return the paper that the first lines below a heading name clearly enough."""
    best = lead.best()
    if best is None or best.strength < FIRST or _is_list(lead, best):
        return None
    is_list = isinstance(best.block, (nodes.bullet_list, nodes.enumerated_list))
    if is_list and (best.strength < LABELLED or " " in best.beside):
        listed = {each.identifier for each in lead.papers if each.block is best.block}
        if len(listed) > 1:
            return None  # a list of papers
    if best.strength == LABELLED:
        return best
    same = [each for each in lead.papers if each.strength == best.strength]
    if best.block is not blocks[0] or len({each.identifier for each in same}) > 1:
        return None
    if best.strength == ALONE:
        return best
    # Words follow the link: it must have the title of the section.
    return best if _is_same_title(best.title, heading, strict=False) else None


def _begins(each: _Candidate, counted: Sequence[_Candidate]) -> bool:
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


def _is_list(lead: Lead, best: Named) -> bool:
    """Return whether the lines name two papers more, as lists of papers do."""
    others = {each.identifier for each in lead.papers if each.strength in {FIRST, ALONE}}
    return len(others - {best.identifier}) > 1


def _levels(
    every: Sequence[_Candidate], found: Recognition, context: Context, *, has_whole: bool
) -> None:
    """Decide level by level, from the outer one inwards."""
    taken: set[int] = set()
    is_readme = context.docname.lower() in {"readme", "index"}
    levels: dict[int, list[_Candidate]] = {}
    for each in every:
        levels.setdefault(each.depth, []).append(each)
    for _depth, all_of_level in sorted(levels.items()):
        level = [each for each in all_of_level if not _is_within(each.section, taken)]
        counted = [each for each in level if not (each.is_part or each.in_references)]
        clear = [each for each in counted if each.is_clear or each.is_strict]
        named = [each for each in counted if each.is_any or each.is_strict]
        most = len(named) * 2 >= len(counted)
        sure = len(named) * 2 > len(counted) and (len(named) > 1 or len(counted) == 1)
        labelled = [each for each in clear if each.named is not None]
        if is_readme:
            chosen: list[_Candidate] = []
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
                found.reviews.append(_review(each))
            elif each.is_any and not has_whole and _identifier(each).scheme != "url":
                found.refusals.append(_refusal(each, len(named), len(counted)))


def _entries(
    document: nodes.document,
    found: Recognition,
    strict: Mapping[int, Mapping[str, Any]],
    context: Context,
) -> None:
    """Add the items of lists and the rows of tables, where these are asked for."""
    taken = {id(review.place) for review in found.reviews} | set(strict)
    forms = {"lists": ("list item", list_entries), "tables": ("row of a table", table_entries)}
    for form, (rule, read) in forms.items():
        for entry in read(document) if form in context.forms else ():
            if not _is_within(entry.place, taken):
                review = Review(
                    entry.place, rule, entry.identifier, entry.url, entry.title, entry.number
                )
                review.facts, review.is_entry = entry.facts, True
                found.reviews.append(review)


def _review(each: _Candidate) -> Review:
    facts = dict(each.lead.facts) if each.lead is not None else {}
    blocks = list(each.lead.blocks) if each.lead is not None else []
    if each.heading is not None:
        heading = each.heading
        return Review(
            each.section, "heading", heading.identifier, heading.url, heading.title,
            heading.number, facts | heading.facts, heading.content, blocks,
        )  # fmt: skip
    assert each.named is not None  # noqa: S101  # it was chosen
    number, title, content = _title_parts(each.section)
    return Review(
        each.section, "lines below the heading", each.named.identifier, each.named.url,
        title, number, facts, content, blocks,
    )  # fmt: skip


def _title_parts(section: nodes.section) -> tuple[str, str, list[nodes.Node]]:
    """Return number, text and nodes of a title without a link."""
    title = section.children[0]
    children = [child.deepcopy() for child in title.children]
    number, length = "", 0
    if children and isinstance(children[0], nodes.Text):
        number, length = number_of(children[0].astext())
        children[0] = nodes.Text(children[0].astext()[length:])
    text = " ".join(title.astext()[length:].split())
    return number, text, children


def _identifier(each: _Candidate) -> PaperId:
    """Return the paper that a candidate names."""
    named = each.heading or each.named
    assert named is not None  # noqa: S101  # only asked of those that name one
    return named.identifier


def _refusal(each: _Candidate, named: int, counted: int) -> Refusal:
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


# -- the whole document --------------------------------------------------------------------------


def _whole(
    document: nodes.document,
    top: nodes.section | None,
    context: Context,
    every: Sequence[_Candidate],
    found: Recognition,
) -> Review | None:
    """Return the review that the whole document is, by what it says in plain words."""
    given = context.given
    if "documents" not in context.forms:
        return None
    below = subtitle_section(document, top) if top is not None else None
    place = below if below is not None else top if top is not None else document
    blocks = lead_blocks(place)
    lead = read_lead(blocks) if blocks and may_name(blocks) else Lead()
    if given is not None:
        facts = {**lead.facts, **given.facts}
        return _document(context, top, given.identifier, given.url, "front matter", facts, lead)
    if context.docname.lower() in {"readme", "index"}:
        return None
    title = _title(top)
    heading = read_heading(title) if title is not None else None
    if heading is not None:
        facts = lead.facts | heading.facts | {"title": heading.title}
        rule = "title of the document"
        return _document(context, top, heading.identifier, heading.url, rule, facts, lead)
    return _by_lead(context, top, lead, every) or _named_by_part(every, context, top, lead)


def _by_lead(
    context: Context, top: nodes.section | None, lead: Lead, every: Sequence[_Candidate]
) -> Review | None:
    """Return the review of the paper that the first lines of a document name."""
    best = lead.best()
    rule = "first lines of the document"
    if best is None or not _is_meant(best, lead, context, every):
        title = _title(top)
        written = title_of_paper(context.title or (title.astext() if title is not None else ""))
        same = (each for each in lead.papers if _is_same_title(each.line, written, strict=True))
        best, rule = next(same, None), "line with the document's title"
    if best is None and lead.is_first and _says_so(lead):
        best, rule = lead.papers[0], "sentence that says what the document is"
    if best is None:
        return None
    return _document(context, top, best.identifier, best.url, rule, lead.facts, lead, best)


def _says_so(lead: Lead) -> bool:
    """Return whether the first lines name one paper, in a sentence such as "a summary of …"."""
    return len({each.identifier for each in lead.papers}) == 1 and introduces(lead.papers[0].line)


def _is_meant(best: Named, lead: Lead, context: Context, every: Sequence[_Candidate]) -> bool:
    """Return whether the first lines of a document name the one paper that it reviews."""
    if _is_list(lead, best):
        return False
    ids = {each.identifier for each in lead.papers if each.strength >= FIRST}
    sections = sum(each.is_strict or each.is_clear for each in every if not each.in_references)
    if best.strength == LABELLED:
        said = {each.identifier for each in lead.papers if each.strength == LABELLED}
        return len(said) <= 2 and (sections < 2 or best.is_said)
    is_entry = context.docname.rpartition("/")[2].lower() in _ENTRIES and not context.is_post
    # An address alone in a list is the document's paper; a title is an entry of the folder.
    listed = best.strength < ALONE or (
        isinstance(best.block, nodes.bullet_list) and bool(best.title)
    )
    if sections or (is_entry and listed):
        return False  # the page of a folder lists what lies in it
    if best.strength == ALONE:
        return len(ids) == 1 or (len(ids) == 2 and context.says_review)
    if best.strength == FIRST:
        return len(ids) == 1 and (context.is_post or context.says_review)
    all_ids = {each.identifier for each in lead.papers}
    return len(all_ids) == 1 and context.says_review


def _named_by_part(
    every: Sequence[_Candidate], context: Context, top: nodes.section | None, above: Lead
) -> Review | None:
    """Return the review of the paper that a section "Paper" or "논문 정보" names, if one does."""
    for number, each in enumerate(every):
        title = _title(each.section)
        text = title.astext() if title is not None else ""
        kind = label_kind(_without_number(text)) or label_kind(text.strip(" :："))
        is_paper = kind in {"paper", "title", "address"}
        is_information = heading_is(text, "information") or (
            number == 0 and heading_is(text, "content")
        )
        is_cited = number == 0 and kind == "reference" and not above.papers
        if each.is_strict or each.depth > 3 or not (is_paper or is_information or is_cited):
            continue
        if not is_paper and number > _LAST_OF_FIRST:
            continue
        blocks = lead_blocks(each.section)
        if not blocks or not may_name(blocks):
            continue
        lead = read_lead(blocks)
        best = lead.best()
        if best is None:
            continue
        ids = {one.identifier for one in lead.papers if one.strength >= FIRST}
        written = [one for one in lead.papers if one.is_written]
        alone = len({one.identifier for one in lead.papers}) == 1
        if best.strength < LABELLED and alone and written and (is_paper or is_information):
            # "Date: 2024-01-05; arXiv:2401.00005v2": the only identifier among the facts.
            best = replace(written[0], strength=LABELLED)
        elif best.strength < LABELLED and alone and fold(text).endswith(_INFORMATION):
            # "Presented in [ICML 2024](…)": the only paper below "Meta info".
            best = replace(best, strength=LABELLED)
        elif is_cited and alone and best.strength >= FIRST and lead.blocks == blocks:
            # The document begins with a heading "Citation", and one reference.
            best = replace(best, strength=LABELLED)
        if best.strength < (FIRST if is_paper else LABELLED):
            continue
        if len(ids) > 2 and not best.is_said:
            continue
        facts = above.facts | lead.facts
        if kind == "title" and best.title:
            facts.setdefault("title", best.title)
        lead.blocks += above.blocks
        return _document(
            context, top, best.identifier, best.url, f"section {text.strip()!r}", facts, lead, best
        )
    return None


def _without_number(text: str) -> str:
    return text[number_of(text)[1] :].strip(" :：")


def _by_title_or_name(
    document: nodes.document,
    top: nodes.section | None,
    context: Context,
    every: Sequence[_Candidate],
) -> Review | None:
    """Return the review of the paper that has the document's title or name, or that ends it."""
    if "documents" not in context.forms or _is_entry(context.docname, root_only=True):
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
    for link, paper in links if context.says_review or alone else ():
        if _is_same_title(link.astext(), title, strict=not context.says_review):
            url = str(link["refuri"])
            return _document(context, top, paper, url, "link with the document's title", {}, Lead())
    return _by_bibtex(document, top, context) or _said_at_end(every, context, top, alone=alone)


def _by_bibtex(
    document: nodes.document, top: nodes.section | None, context: Context
) -> Review | None:
    """Return the review of the paper whose BibTeX entry, with the document's title, is in it.

    The title may also be a line of its own at the beginning, as below a heading "Paper".
    """
    blocks = islice(document.findall(nodes.literal_block), _MOST_BLOCKS)
    entries = [each for block in blocks for each in papers_in(block.astext())]
    if not entries:
        return None
    title = title_of_paper(context.title or (top[0].astext() if top is not None else ""))
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
            and (name in lines or _is_same_title(about.title, title, strict=False))
        ):
            url = identifiers.canonical_url(paper)
            known = {"title": about.title, "year": about.year}
            facts = {key: value for key, value in known.items() if value}
            return _document(context, top, paper, url, "BibTeX entry", facts, Lead())
    return None


def _said_at_end(
    every: Sequence[_Candidate], context: Context, top: nodes.section | None, *, alone: bool
) -> Review | None:
    """Return the review of the only paper that the references call "the paper".

    References without a heading are the last block of the last section, if the document links to
    no other paper.
    """
    said: dict[PaperId, Named] = {}
    last = every[-1] if every else None
    for each in every:
        if each.in_references or (each is last and context.says_review):
            blocks = lead_blocks(each.section)
        elif each is last and alone:
            found = [one for one in each.section.children if isinstance(one, nodes.Element)]
            blocks = found[-1:] if len(found) > _LEAST_BLOCKS else []
        else:
            continue
        if blocks and may_name(blocks):
            for named in read_lead(blocks).papers:
                if named.is_said and named.strength == LABELLED:
                    said.setdefault(named.identifier, named)
    if len(said) != 1:
        return None
    named = next(iter(said.values()))
    return _document(
        context, top, named.identifier, named.url, "link called “paper” in the references", {},
        Lead(), named,
    )  # fmt: skip


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
    given = str(fields.pop("title", ""))
    written = context.title or (top[0].astext() if top is not None and top.children else "")
    written = title_of_paper(written)
    general = (
        not written or heading_is(written, "content", "information") or bool(label_kind(written))
    )
    linked = named.title if named is not None and len(named.title.split()) > 1 else ""
    title = given or (linked if general else written) or linked
    if not title:
        title = context.docname.rpartition("/")[2]
    place = top if top is not None else nodes.section()
    return Review(
        place, rule, identifier, url, " ".join(title.split()), facts=fields,
        blocks=lead.blocks, is_document=True,
    )  # fmt: skip


def _looks_like_review(
    document: nodes.document,
    top: nodes.section | None,
    context: Context,
    found: Recognition,
) -> None:
    """Note a document that says it is a review, links to papers, and is not taken for one."""
    if context.unread:
        reason = (
            f"`{context.unread}` in the front matter names no paper; write an identifier such as "
            "arxiv:2511.10643, or an address"
        )
        found.refusals.append(Refusal(top, reason, is_document=True))
        return
    if _is_entry(context.docname) or found.refusals or not context.says_review:
        return
    links = zip(document.findall(nodes.reference), range(_MOST_LINKS), strict=False)
    papers = dict.fromkeys(
        paper for link, _number in links if (paper := paper_of(link)) is not None
    )
    if not papers:
        return
    first = next(iter(papers))
    many = f"{len(papers)} papers" if len(papers) > 1 else identifiers.label(first)
    found.refusals.append(
        Refusal(
            top,
            f"this document looks like a review and links to {many}, but does not say that it "
            f"reviews one; if it does, write `paper: {first.key}` into its front matter",
            first if len(papers) == 1 else None,
            is_document=True,
        )
    )


def _first_title(
    document: nodes.document, strict: Mapping[int, Mapping[str, Any]]
) -> nodes.section | None:
    """Return the section of *document* whose heading is its title though others are beside it.

    That is the first one, if nothing precedes it and it is not itself one of several papers.
    """
    sections = _sections(document)
    if not sections or lead_blocks(document) or any(id(each) in strict for each in sections):
        return None
    title = _title(sections[0])
    if title is None or heading_is(title.astext(), "content", "information", "references"):
        return None
    if label_kind(title.astext()) or any(
        (other := _title(each)) is not None and read_heading(other) is not None
        for each in sections[1:]
    ):
        return None
    return sections[0]


# -- helpers -------------------------------------------------------------------------------------


def _sections(node: Element) -> list[nodes.section]:
    return [child for child in node.children if isinstance(child, nodes.section)]


def _title(section: Element | None) -> nodes.title | None:
    first = section.children[0] if section is not None and section.children else None
    return first if isinstance(first, nodes.title) else None


def _is_within(section: Element, taken: set[int]) -> bool:
    parent = section.parent
    while parent is not None:
        if id(parent) in taken:
            return True
        parent = parent.parent
    return False


def _is_entry(docname: str, *, root_only: bool = False) -> bool:
    """Return whether *docname* leads into its folder, as a README does."""
    folder, _slash, name = docname.rpartition("/")
    return name.lower() in _ENTRIES and not (root_only and folder)


def in_references(section: Element) -> bool:
    """Return whether *section* is below a heading of references, or has such a heading."""
    parent: Element | None = section
    while parent is not None:
        title = _title(parent) if isinstance(parent, nodes.section) else None
        if title is not None and heading_is(title.astext(), "references"):
            return True
        parent = parent.parent
    return False


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


def _prefixed(title: str) -> bool:
    return bool(title) and (title_of_paper(title) != title.strip() or says_review(title))


def _id_in_name(docname: str) -> PaperId | None:
    for part in docname.split("/")[-2:]:
        for match in _IN_NAME.finditer(part):
            found = identifiers.identify(match[0])
            if found is not None and not is_impossible(found):
                return found
    return None


def _is_same_title(text: str, title: str, *, strict: bool) -> bool:
    """Return whether a link's *text* has the *title* of the document.

    A text may be a whole reference, with authors and year, if the title is long enough.
    """
    one, other = fold(text), fold(title)
    if not one or not 4 <= len(other) <= _LONGEST_TITLE:
        return False
    if one == other:
        return len(other) >= 10 or not strict
    if len(other) >= 15 and other in one:
        return True
    if strict:
        return False
    if fold(re.split(r"[:：]|\s[-–—]\s", text)[0]) == other:
        return True
    close = abs(len(one) - len(other)) <= max(4, len(other) // 8)
    return (
        len(other) >= 15
        and close
        and SequenceMatcher(None, one, other, autojunk=False).ratio() > 0.9
    )

"""Items of lists, rows of tables and collapsible blocks that are each about a paper: digests, say.

Items and rows are read only where ``paperreview_recognise`` asks for it: lists of references look
alike.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes

from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.text import BLANKS
from sphinx_paperreview.nodes import nodes_of_kinds
from sphinx_paperreview.reading.furniture import is_furniture
from sphinx_paperreview.reading.links import paper_of
from sphinx_paperreview.reading.papers.facts.cited import is_citation, title_in
from sphinx_paperreview.reading.papers.facts.flat import ATOM, expanded, line_of, lines_of
from sphinx_paperreview.reading.papers.facts.headings import number_of, read_line
from sphinx_paperreview.reading.papers.facts.labels import label_kind
from sphinx_paperreview.reading.papers.facts.leads import ALONE, FIRST, LABELLED
from sphinx_paperreview.reading.papers.facts.lists import read_lead, read_row
from sphinx_paperreview.reading.papers.facts.names import byline_of, is_date, orgs_of, venue_of
from sphinx_paperreview.reading.papers.facts.titles import is_title_like
from sphinx_paperreview.reading.papers.reviews import in_references

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element

    from sphinx_paperreview.core.model import PaperId
    from sphinx_paperreview.reading.papers.facts.flat import Atom, Line
    from sphinx_paperreview.reading.papers.facts.leads import Lead

_TITLE_END = pattern(r"(?<!\s)\s++[-–—|]\s+|\n")
#: What may follow a title and its links: a remark, not the rest of a sentence.
_REMARK = pattern(rf"[\s\])）.]*(?:$|[-–—:：,，|;；.(（\[]|{ATOM})")
_BARS = pattern(rf"{BLANKS}[|｜]\s*")
_CHECK_BOX = pattern(rf"{BLANKS}\[[ xX]?\]\s*+")
_LINKS = pattern(
    rf"(?:(?<![\s\[\](（)）|,，/·])[\s\[\](（)）|,，/·]++)?{ATOM}[\s\[\](（)）|,，/·]*+"
)
#: A title in quotation marks, after a number at most.
_QUOTED = pattern(r"[\W\d]{0,8}?[\"“「『《]([^\"“”「」『』《》]{10,300})[\"”」』》]")
#: The end of a line of authors, before a remark.
_SENTENCE = pattern(r"(?<=[0-9a-z])[).]\s")
#: A longer line before a link is a sentence.
_LONGEST_TITLE = 300
#: Columns that are never the title.
_NOT_TITLES = frozenset({
    "authors", "orgs", "venue", "year", "date", "tags", "tldr", "remark", "summary", "code",
    "project", "other", "reference", "address",
})  # fmt: skip
_SHORT = 3
#: The summary of a collapsible block, and a heading in it.
_TITLES = 2
#: What is left of a bar of links, signs around a remark, and words between names.
_EMPTY = pattern(r"[\[(（【][\s,，、|/·;:]*[\])）】]")
_AROUND_REMARK = " -–—:：,，、|·/;()（）[]【】<>*_⭐\"'“”→"
_JOINING = frozenset({"and", "et", "al", "of", "for", "in", "the", "at", "by", "from"})
#: Most links of a document whose places are counted.
_MOST_LINKS = 500


class Entry(NamedTuple):
    """An item or a cell that is about a paper."""

    place: Element
    identifier: PaperId
    url: str
    title: str
    number: str
    facts: dict[str, Any]
    #: Blocks that have facts and nothing else.
    blocks: Sequence[Element] = ()
    #: Siblings of the place that belong to it, if it is a line that stands for a heading.
    below: Sequence[Element] | None = None


def count_listed(document: nodes.document) -> int:
    """Return how many items of lists and rows of tables, outside references, link to a paper."""
    found: set[int] = set()
    for link in islice(document.findall(nodes.reference), _MOST_LINKS):
        if paper_of(link) is None:
            continue
        place = link.parent
        while place is not None and not isinstance(place, (nodes.list_item, nodes.row)):
            place = place.parent
        if place is not None and not in_references(place):
            found.add(id(place))
    return len(found)


# -- lists -----------------------------------------------------------------------------------------


def list_entries(document: nodes.document) -> Iterator[Entry]:
    """Yield the items of lists, of which at least half name a paper, outside references.

    An item whose list below it has the papers, as a topic has, counts by that list.
    """
    blocks: list[Element] = [
        *nodes_of_kinds(document, nodes.bullet_list),
        *nodes_of_kinds(document, nodes.enumerated_list),
    ]
    for block in blocks:
        if isinstance(block.parent, nodes.list_item) or in_references(block):
            continue
        found, counted = _items(block)
        if len(found) * 2 >= counted:
            yield from found


def _items(block: Element) -> tuple[list[Entry], int]:
    """Return the entries of a list and of those within, and the number of items that could be."""
    found: list[Entry] = []
    counted = 0
    start = block.get("start", 1) if isinstance(block, nodes.enumerated_list) else None
    items = [child for child in block.children if isinstance(child, nodes.list_item)]
    for place, item in enumerate(items):
        entry = _item(item, "" if start is None else str(start + place))
        if entry is not None:
            found.append(entry)
            counted += 1
            continue
        below = [
            _items(child)
            for child in item.children
            if isinstance(child, (nodes.bullet_list, nodes.enumerated_list))
        ]
        if any(entries for entries, _number in below):
            found += [entry for entries, _number in below for entry in entries]
            counted += sum(number for _entries, number in below)
        else:
            counted += 1
    return found, counted


def _item(item: nodes.list_item, counted: str) -> Entry | None:
    """Return what *item* is about; *counted* is its number in a numbered list."""
    first = item.children[0] if item.children else None
    if not isinstance(first, nodes.paragraph):
        return None
    lines = [line for line in map(expanded, lines_of(first)) if line.text.strip()]
    if not lines:
        return None
    lines[0].text = _without_mark(lines[0].text)
    has_paper = any(atom.paper is not None for atom in lines[0].links)
    found = _named_in(lines[0]) if has_paper else _named_beneath(item, lines[0])
    if found is None and not has_paper:
        found = _titled(first, lines[0])
    if found is None:
        return None
    identifier, url, title, number, facts = found
    strong = _strong(first)
    title = strong if strong and strong in title else title
    if not title or label_kind(title):
        return None
    blocks = [child for child in item.children[:2] if isinstance(child, nodes.Element)]
    facts = {**facts_beside_title(read_lead(blocks, says_paper=True)), **facts}
    if words := remark(lines, title):
        facts.setdefault("words", words)
    return Entry(item, identifier, url, title, counted or number, facts)


def _titled(first: Element, line: Line) -> tuple[PaperId, str, str, str, dict[str, Any]] | None:
    """Return the same for an item with a title alone: "**Alpha: A Study** — Lee et al., ICML 2020".

    The title is in bold letters or quotation marks; authors, and where or when, are behind it.
    """
    text = line.plain(line.text)
    quoted = _QUOTED.match(text)
    title = quoted[1] if quoted is not None else _strong(first)
    rest = text.partition(title)[2].strip(_AROUND_REMARK) if title else ""
    byline = byline_of(rest) or byline_of(_SENTENCE.split(rest, maxsplit=1)[0])
    identifier = identifiers.title_id(title) if byline and is_title_like(title) else None
    return (identifier, "", title, "", byline) if identifier and byline else None


def remark(lines: Sequence[Line], title: str) -> str:
    """Return the sentence in *lines*, the first ones of an item, behind its title and its links."""
    first = re.sub(ATOM, lambda match: _kept(lines[0].at(match[0]), title), lines[0].text)
    first = " ".join(first.split()).rpartition(title)[2]
    found = [_EMPTY.sub(" ", first)]
    found += [line.plain(line.text) for line in lines[1:] if not line.links]
    texts = (" ".join(text.split()).strip(_AROUND_REMARK) for text in found)
    return " ".join(text for text in texts if _is_sentence(text))


def _kept(atom: Atom, title: str) -> str:
    """Return the text of *atom* that is read: none of a link that is a label, or an address."""
    is_label = atom.kind == "link" and (atom.label or atom.paper is not None)
    return "" if is_label and " ".join(atom.text.split()) != title else atom.text


def _is_sentence(text: str) -> bool:
    """Return whether *text* is more than names: a word in small letters, or letters of no Latin."""
    if is_furniture(text) or is_citation(text):
        return False
    words = text.split()
    if text.isascii():
        return len(words) >= _SHORT and any(
            word.isalpha() and word.islower() and word not in _JOINING for word in words
        )
    return len(text) >= _SHORT and any(not char.isascii() and char.isalpha() for char in text)


def _named_beneath(
    item: nodes.list_item, line: Line
) -> tuple[PaperId, str, str, str, dict[str, Any]] | None:
    """Return the same for an item whose first *line* is the title, and the address is below."""
    blocks = [child for child in item.children if isinstance(child, nodes.Element)]
    lead = read_lead(blocks, says_paper=True)
    best = lead.best()
    # A title of its own, below, is another paper's: this item is the topic.
    if best is None or best.strength < ALONE or (best.title and best.strength < LABELLED):
        return None
    if len({each.identifier for each in lead.papers if each.strength >= ALONE}) > 2:
        return None
    number, title = _numbered(line)
    title = str(lead.facts.get("title", "")) or _clean(title)
    return best.identifier, best.url, title, number, {}


def _strong(first: Element) -> str:
    """Return the words in bold with which an item begins: its title, and authors follow."""
    start = next((one for one in first.children if one.astext().strip(" [](")), None)
    words = " ".join(start.astext().split()) if isinstance(start, nodes.strong) else ""
    return words.strip("\"'“”.,:： ") if " " in words else ""


def _named_in(line: Line) -> tuple[PaperId, str, str, str, dict[str, Any]] | None:
    """Return paper, address, title, number and facts of a line that has the paper's address."""
    papers = [atom for atom in line.links if atom.paper is not None]
    paper, url = papers[0].paper, papers[0].url
    assert paper is not None  # noqa: S101  # filtered
    if is_citation(line.text) and len({atom.paper for atom in papers}) == 1:
        own = next((atom.text for atom in papers if not atom.label), "")
        title = title_in(own or line.plain(re.sub(ATOM, " ", line.text)))
        if title:
            return paper, url, title, "", {}
    heading = read_line(line)
    if heading is not None and (heading.is_link or _is_title(line, heading.title)):
        facts = {key: value for key, value in heading.facts.items() if key != "title"}
        title = _clean(heading.title)
        if not heading.is_link:
            # What follows the links is a remark.
            first = re.search(ATOM, line.text)
            before = _numbered_text(line.plain(line.text[: first.start() if first else 0]))[1]
            before = before.rstrip(" ([（【-–—:：")
            title = before if before and title.startswith(before) else title
        return heading.identifier, heading.url, title, heading.number, facts
    head = re.match(rf"\W*?({ATOM})", line.text)
    if head is not None and line.at(head[1]) is papers[0] and papers[0].label:
        # The address, and the title behind it.
        number, title = _numbered_text(line.plain(re.sub(ATOM, " ", line.text[head.end() :])))
        return paper, url, title, number, {}
    return None


def _without_mark(text: str) -> str:
    """Return *text*, that of an item, without its check box and without a date and a bar."""
    text = _CHECK_BOX.sub("", text)
    head, bar, rest = text.replace("｜", "|").partition("|")
    return rest.lstrip() if bar and is_date(head.strip()) else text


def _is_title(line: Line, title: str) -> bool:
    """Return whether the words before the links of *line* are a title, and no sentence goes on."""
    last = [match.end() for match in re.finditer(ATOM, line.text)][-1]
    return len(title) <= _LONGEST_TITLE and _REMARK.match(line.text[last:]) is not None


# -- collapsible blocks ----------------------------------------------------------------------------


def box_entries(document: nodes.document) -> Iterator[Entry]:
    """Yield the collapsible blocks that are about a paper, if two are, and half of them.

    The heading or the first lines in such a block (`<details>`) name the paper, as in a section.
    """
    boxes: list[Element] = [
        box
        for box in nodes_of_kinds(document, nodes.container)
        if box.get("design_component") == "dropdown" and not in_references(box)
    ]
    found = [entry for box in boxes if (entry := _box(box)) is not None]
    if len({entry.identifier for entry in found}) > 1 and len(found) * 2 >= len(boxes):
        yield from found


def _box(box: Element) -> Entry | None:
    titles = [child for child in box.children[:_TITLES] if isinstance(child, nodes.rubric)]
    blocks = [child for child in box.children[len(titles) :] if isinstance(child, nodes.Element)]
    lead = read_lead(blocks[:_SHORT], says_paper=True)
    for heading in filter(None, (read_line(line_of(title)) for title in titles)):
        if not label_kind(heading.title):
            facts = facts_beside_title(lead) | heading.facts
            found = heading.identifier, heading.url, heading.title, heading.number
            return Entry(box, *found, facts, lead.blocks)
    best = lead.best()
    if not titles or best is None or best.strength < ALONE:
        return None
    line = expanded(line_of(titles[-1]))
    number, title = _numbered(line)
    title = next((_clean(atom.text) for atom in line.links if not atom.label), title)
    found = best.identifier, best.url, title, number
    return Entry(box, *found, facts_beside_title(lead), lead.blocks) if title else None


# -- tables ----------------------------------------------------------------------------------------


def table_entries(document: nodes.document) -> Iterator[Entry]:
    """Yield the cells that name a paper, of tables in which at least half of the rows have one.

    Column headings say which cell is the title, and what the others are.
    """
    for group in nodes_of_kinds(document, nodes.tgroup):
        head = [
            row
            for part in nodes_of_kinds(group, nodes.thead)
            for row in nodes_of_kinds(part, nodes.row)
        ]
        rows = [row for part in nodes_of_kinds(group, nodes.tbody) for row in part.children]
        cells = _cells(head[-1]) if head else []
        if len(rows) > 1 and not in_references(group):
            found = [entry for row in rows if (entry := _row(_cells(row), cells)) is not None]
            if len(found) * 2 >= len(rows):
                yield from found


def _cells(row: nodes.Node) -> list[nodes.entry]:
    return [child for child in row.children if isinstance(child, nodes.entry)]


def _row(cells: list[nodes.entry], head: list[nodes.entry]) -> Entry | None:
    kinds = [label_kind(cell.astext().strip()) for cell in head]
    if len(head) != len(cells):
        kinds = [""] * len(cells)
    lead = read_row(head if any(kinds) else [], cells)
    best = lead.best()
    if best is None:
        return _titled_row(cells, kinds, facts_beside_title(lead))
    if best.strength < FIRST:
        return None
    place = next((cell for cell in cells if best.block is cell), None)
    if place is None or not place.children:
        return None
    number = next((found for cell in cells if (found := _plain_number(cell.astext()))), "")
    found, title = _row_title(cells, kinds, best.title)
    facts = facts_beside_title(lead)
    words = (
        " ".join(cell.astext().split())
        for cell, kind in zip(cells, kinds, strict=True)
        if kind in {"", "summary", "tldr"} and cell is not place
    )
    longest = max(words, key=len, default="")
    if len(longest) > len(title) + 20:
        facts["words"] = longest
    if not title or label_kind(title):
        return None
    return Entry(place, best.identifier, best.url, title, found or number, facts)


def _titled_row(
    cells: Sequence[nodes.entry], kinds: Sequence[str], facts: dict[str, Any]
) -> Entry | None:
    """Return the entry of a row with a title alone, below "Title", and a venue or authors."""
    column = next((n for n, kind in enumerate(kinds) if kind in {"title", "paper"}), None)
    venue = venue_of(str(facts.get("venue", "")))
    is_known = venue is not None and bool(venue.venue) and bool(venue.year or facts.get("year"))
    if column is None or not (is_known or (facts.get("authors") and facts.get("year"))):
        return None
    number, title = _cell_title(cells[column])
    identifier = identifiers.title_id(title) if is_title_like(title) else None
    return Entry(cells[column], identifier, "", title, number, facts) if identifier else None


def _row_title(cells: Sequence[Element], kinds: Sequence[str], linked: str) -> tuple[str, str]:
    """Return the number and the title in a row: its cell below "Title", the link, or any words."""
    pairs = list(zip(cells, kinds, strict=True))
    for cell in [cell for wanted in ("title", "paper") for cell, kind in pairs if kind == wanted]:
        number, title = _cell_title(cell)
        if title and not label_kind(title):
            return number, title
    if linked:
        return "", _clean(linked)
    others = [_cell_title(cell) for cell, kind in pairs if kind not in _NOT_TITLES]
    words = [each for each in others if _may_be_title(each[1])]
    return next(
        (each for each in words if len(each[1].split()) >= _SHORT), (words or [("", "")])[0]
    )


def _cell_title(cell: Element) -> tuple[str, str]:
    """Return the number and the title in the first line of *cell*."""
    block = next((child for child in cell.children if isinstance(child, nodes.TextElement)), None)
    lines = map(expanded, lines_of(block)) if block is not None else ()
    line = next((line for line in lines if line.text.strip()), None)
    if line is None:
        return "", ""
    heading = read_line(line)
    if heading is not None:
        return heading.number, _clean(heading.title)
    own = next((atom.text for atom in line.links if not atom.label), "")
    number, title = _numbered(line)
    return number, " ".join((title or own).split())


def _may_be_title(text: str) -> bool:
    return bool(re.search(r"[^\W\d]", text)) and not (
        venue_of(text) is not None or is_date(text) or orgs_of(text) or label_kind(text)
    )


# -- parts -----------------------------------------------------------------------------------------


def _numbered(line: Line) -> tuple[str, str]:
    """Return the number and the title of a line, without its links."""
    return _numbered_text(line.plain(_LINKS.sub(" ", line.text)))


def _numbered_text(text: str) -> tuple[str, str]:
    number, length = number_of(text)
    return number, _title(text[length:])


def _plain_number(text: str) -> str:
    text = text.strip()
    return text.strip(".#() ") if re.fullmatch(r"[#(]?[0-9]{1,4}[.)]?", text) else ""


def _title(text: str) -> str:
    """Return the words before a dash, a bar or the end of the line in *text*."""
    head, colon, rest = text.strip().replace("：", ":").partition(":")
    if colon and label_kind(head) in {"title", "paper"}:
        text = rest
    return _clean(_TITLE_END.split(text.strip(), maxsplit=1)[0])[:_LONGEST_TITLE]


def _clean(title: str) -> str:
    """Return *title* without a date or a venue before or behind a bar, and without quotes."""
    parts = [part for part in _BARS.split(title) if part.strip()]
    words = [part for part in parts if not is_date(part) and venue_of(part) is None]
    text = " ".join(" | ".join(words or parts).split())
    return text.strip("\"'“”‘’「」『』《》*_,;，；|. ")


def facts_beside_title(lead: Lead) -> dict[str, Any]:
    """Return the facts in *lead* but for the title."""
    return {key: value for key, value in lead.facts.items() if key != "title"}

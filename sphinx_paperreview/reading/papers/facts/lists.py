"""The facts of a paper in the first lines below a heading: lists, tables, bars of links.

Nothing here changes the doctree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.sentences import ends_sentence
from sphinx_paperreview.core.urls import host_of, is_web, split
from sphinx_paperreview.reading.papers.facts.cited import is_citation
from sphinx_paperreview.reading.papers.facts.flat import ATOM, expanded
from sphinx_paperreview.reading.papers.facts.labels import (
    fold,
    introduces,
    is_of_paper,
    label_kind,
    says_where,
    words_of,
)
from sphinx_paperreview.reading.papers.facts.leads import (
    ALONE,
    FIRST,
    LABELLED,
    PROSE,
    Lead,
    Named,
    lead_blocks,
    may_name,
)
from sphinx_paperreview.reading.papers.facts.lines import VALUES, lines_in, pair
from sphinx_paperreview.reading.papers.facts.names import (
    byline_of,
    is_date,
    orgs_of,
    venue_of,
)
from sphinx_paperreview.reading.papers.facts.occasions import names_group
from sphinx_paperreview.reading.papers.facts.values import note_fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element

    from sphinx_paperreview.reading.papers.facts.flat import Atom, Line

#: Lines below a heading that are looked at.
MAX_LINES = 120
#: In later blocks only what has a label counts.
_NEAR = 8

#: The box of a task that is not done.
_TO_DO = "[ ]"
_FIRST_LINK = pattern(ATOM)
#: What ends a label: one colon, or the two that Dataview reads, or a dash among blanks.
_COLON = pattern(r"[:：]{1,2}")
_DASH = pattern(r"\s[-–—]\s")
_YEAR = pattern(r"(?<![\w.])(?:19|20)[0-9]{2}(?![\w.]*[0-9])")
_WORDS = pattern(r"\w")
#: What ends the words that belong to a link: the end of a sentence, or another link.
_BREAKS = pattern(rf"[.!?](?=\s|$)|[。！？;；]|{ATOM}")
_AROUND = pattern(r"^[\W_]+|[\W_]+$")
#: Most characters before the end of a label, with the signs before it.
_LABEL_END = 80
_SEPARATOR = pattern(r"(\s*[|｜•;；]\s*|\s+/\s+|\s*[,，、·]\s*|\s{2,})")
#: What may be an identifier with a remark in brackets behind it.
_FIRST_WORD = pattern(r"[^\s()（）,，;；]+(?=\s*[(（,，;；])")
#: Lines of a block, and characters of a line, that are looked at for a label.
_FIRST_LINES, _LONGEST_LINE = 8, 160
#: Words that are left beside an address without making prose of the line.
_FEW = 24
#: Labels that may stand on a line of their own, above their values.
_CARRIED = frozenset({"paper", "address", "code", "project", "other", "title", "venue", "year"})
_HOSTS = {"github.com": "code", "gitlab.com": "code", "huggingface.co": "other"}
_NOT_PAPERS = frozenset({
    "github.com", "gitlab.com", "youtube.com", "youtu.be", "bilibili.com", "twitter.com", "x.com",
    "medium.com", "zhihu.com", "zhuanlan.zhihu.com", "colab.research.google.com", "wikipedia.org",
    "en.wikipedia.org", "huggingface.co", "modelscope.cn", "linkedin.com", "reddit.com",
})  # fmt: skip


def facts_below(section: Element, most: int) -> Lead:
    """Return the facts in the first lines of *section*, whose heading names its paper.

    They are those of the first *most* blocks with a label or a byline, such as "**Authors**: …".
    """
    blocks = lead_blocks(section, most)
    lines = (line for block in blocks for line in block.astext().split("\n", _FIRST_LINES))
    stated = any(_label_of(line[:_LONGEST_LINE])[0] or byline_of(line) for line in lines)
    return read_lead(blocks) if stated else Lead()


def read_lead(blocks: list[Element], *, says_paper: bool = False) -> Lead:
    """Read the facts in *blocks*, the first ones below a heading.

    :param says_paper: whether something else says that they are about a paper; then an address at
        any site counts as the paper's if a word such as "original" is its label
    """
    lead = Lead()
    reader = _Reader(lead, says_paper=says_paper)
    left = MAX_LINES
    for number, block in enumerate(blocks):
        understood, before = True, len(lead.papers)
        is_short = True
        lines = 0
        if reader.read_values(block):
            lead.blocks.append(block)
            continue
        for line in lines_in(block):
            if left <= 0:
                understood = False
                break
            if not line.text.strip():
                continue
            left -= 1
            lines += 1
            if not reader.read(line, block):
                understood = reader.is_clean = False
                is_short = is_short and _is_bibliographic(line.plain(line.text))
        said = any(each.strength == LABELLED for each in lead.papers[before:])
        if lines and (understood or (said and is_short)):
            lead.blocks.append(block)
        if number == 0:
            lead.is_first = len(lead.papers) > before
        if number >= _NEAR:
            lead.papers[before:] = [
                each for each in lead.papers[before:] if each.strength == LABELLED and each.is_said
            ]
    return lead


def read_row(head: Sequence[Element], cells: Sequence[Element]) -> Lead:
    """Read the facts in the *cells* of a row; *head* has the headings of its columns, if any."""
    lead = Lead()
    reader = _Reader(lead, says_paper=True)
    for number, cell in enumerate(cells):
        if head:
            reader.read(pair(head[number], cell), cell)
        else:
            for line in lines_in(cell):
                reader.read(line, cell)
        reader.above = ""
    return lead


def _is_bibliographic(text: str) -> bool:
    """Return whether *text*, a line beside a paper's address, is no sentence: authors, say."""
    return len(text) < 120 and not re.search(r"[.。!?！？:：]$|[다요음임]\.?$", text.strip())


class _Reader:
    """Reads line after line into a :class:`Lead`."""

    def __init__(self, lead: Lead, *, says_paper: bool) -> None:
        self.lead = lead
        self.says_paper = says_paper
        #: The label on a line of its own, of which the next lines are the value.
        self.above = ""
        #: The words of this label, and the block in which it stands, if it ends in a colon.
        self.above_words = ""
        self.above_in: Element | None = None
        #: Whether all lines so far were understood.
        self.is_clean = True

    def read(self, line: Line, block: Element) -> bool:
        """Read one line; return whether it has facts and nothing else.

        A task that is not done is a paper to be read.
        """
        line = expanded(line)
        if line.atoms and line.atoms[0].kind == "code" and label_kind(line.atoms[0].text):
            line = expanded(line, ("code",))  # "`Authors`: …"
        text = line.text.strip()
        if text.startswith(_TO_DO):
            if any(atom.paper is not None for atom in line.links):
                self.lead.tasks.append(block)
            return False
        return self._read(line, text, block)

    def read_values(self, block: Element) -> bool:
        """Read a list whose label is the block before it: "Tags", and an item for each tag."""
        kind = self.above
        if kind not in {"authors", "orgs", "tags"} or not isinstance(block, nodes.bullet_list):
            return False
        items = [" ".join(item.astext().split()) for item in block.children]
        if any(len(item) > _LABEL_END for item in items) or may_name([block]):
            return False
        self.above = ""
        note_fact(self.lead, kind, "; ".join(items))
        return True

    def _read(self, line: Line, text: str, block: Element) -> bool:
        files = [atom for atom in line.atoms if atom.kind == "file"]
        if files and not line.links and all(atom.label for atom in files):
            return True  # a copy of the paper, say
        kind = "" if line.links else label_kind(text.strip(" :："))
        if kind in _CARRIED or kind in VALUES:
            self.above, self.above_words = kind, text
            self.above_in = block if text.endswith((":", "：")) else None
            return True
        if kind == "reference":
            return True  # the title of a box: "Cite"
        if self.is_clean and line.links and self._citation(line, text, block):
            self.above = ""
            return True
        fields = list(self._fields(line, text))
        above, self.above = self.above, ""
        if above in VALUES and self.above_in is block and not line.links and len(text) < _LABEL_END:
            # "저자 :", and the names on the next line.
            note_fact(self.lead, above, line.plain(text))
            return True
        understood = True
        for label, value in fields:
            kind = label
            begins = not re.search(r"\w", re.split(ATOM, value, maxsplit=1)[0])
            if not kind and above in _CARRIED and len(fields) == 1 and line.links and begins:
                kind = above
                # A list below its label: "url:", then one item for each address.
                self.above = above
            understood = self._field(line, kind, value.strip(), block) and understood
        return understood

    def _citation(self, line: Line, text: str, block: Element) -> bool:
        """Read a line that is a reference to one paper, as lists of literature have them."""
        kind, value = _label_of(text)
        if kind not in {"", "reference"} or not is_citation(value):
            return False
        papers = [atom for atom in line.atoms_in(value) if atom.kind == "link" and atom.paper]
        if len({atom.paper for atom in papers}) != 1:
            return False
        atom = papers[0]
        assert atom.paper is not None  # noqa: S101  # filtered
        title = "" if atom.label else " ".join(atom.text.split())
        words = line.plain(line.text)
        self.lead.papers.append(Named(atom.paper, atom.url, ALONE, title, block, line=words))
        for year in _YEAR.findall(words)[-1:]:
            self.lead.facts.setdefault("year", year)
        return True

    def _fields(self, line: Line, text: str) -> Iterator[tuple[str, str]]:
        """Yield the kind of label and the value of each field in a line.

        A part without a label belongs to the value before it.
        """
        kind, value = _label_of(text)
        parts = _SEPARATOR.split(value if kind else text)
        current, words = kind, ""
        for index in range(0, len(parts), 2):
            part = parts[index]
            between = parts[index - 1] if index else ""
            found, rest = _label_of(part) if (index or not kind) else ("", part)
            if found:
                if words.strip():
                    yield current, words
                current, words = found, rest
            else:
                words += between + part
        yield current, words

    def _field(self, line: Line, kind: str, value: str, block: Element) -> bool:
        """Read the *value* of one field; return whether it was understood."""
        atoms = [atom for atom in line.atoms_in(value) if atom.kind == "link"]
        if kind == "summary" and not atoms:
            self.lead.facts.setdefault("words", line.plain(value))
            return False
        if kind in {"authors", "orgs", "venue", "year", "date", "tags", "tldr", "title", "remark"}:
            note_fact(self.lead, kind, line.plain(value))
            if kind == "title":
                self.lead.says_paper |= is_of_paper(line.text.partition(value)[0])
            if kind in {"title", "venue", "remark", "date"}:
                for atom in atoms:
                    self._link(line, atom, "" if kind != "title" else "paper", value, block)
            self._written(line, kind, value, block)
            return True
        if not atoms:
            if kind in {"paper", "address"}:
                return self._words(line, line.plain(value), block)
            return self._loose(line.plain(value)) or bool(kind)
        understood = True
        for atom in atoms:
            understood = self._link(line, atom, kind, value, block) and understood
        return understood

    def _written(self, line: Line, kind: str, value: str, block: Element) -> None:
        """Note an identifier that is written out beside another fact: "…, arXiv:2401.00005"."""
        for atom in line.atoms_in(value) if kind not in {"title", "tags", "tldr"} else ():
            if atom.node is None and atom.paper is not None and atom.paper.scheme != "url":
                plain = line.plain(line.text)
                strength = LABELLED if kind == "venue" else PROSE
                named = Named(
                    atom.paper, atom.url, strength, "", block, line=plain, is_written=True
                )
                self.lead.papers.append(named)

    def _link(self, line: Line, atom: Atom, kind: str, value: str, block: Element) -> bool:
        own = atom.label
        said = own if own not in {"", "address"} else kind
        if said == "page":
            said = "project" if atom.paper is None else "address"
        if said in {"code", "project"} and is_web(atom.url):
            self.lead.facts.setdefault(said, atom.url)
            return True
        if said == "other":
            return True
        is_pointed_at = own in {"paper", "address"} and not kind and _says_where(line, atom)
        if is_pointed_at and atom.url.lower().endswith(".pdf"):
            said = "paper"
        if atom.paper is None and not self._may_be_paper(line, atom, said):
            if _HOSTS.get(_host(atom.url)) == "code":
                self.lead.facts.setdefault("code", atom.url)
                return True
            return bool(own or kind) and said != "paper"
        rest = self._rest(line, value)
        is_understood = self._loose(rest)
        few = is_understood or len(rest) <= _FEW
        before = value.partition(_char(line, atom))[0]
        title = "" if own else " ".join(atom.text.split()).strip("\"'“”‘’「」『』《》 ")
        if said == "reference":
            strength = FIRST
        elif (said in {"paper", "address"} and (kind or few)) or (few and own == "paper"):
            strength = LABELLED
        elif is_understood or not re.search(r"\w", line.plain(before)):
            strength = ALONE if few else FIRST
        else:
            strength = PROSE
        identifier = atom.paper or identifiers.url_id(atom.url)
        # "The article [Examples](https://x.example/a), advanced part" may be about any page.
        is_whole = is_understood or atom.url.lower().endswith(".pdf") or not _WORDS.search(rest)
        if atom.paper is None and not (is_pointed_at or (strength == LABELLED and is_whole)):
            return False
        self.lead.papers.append(
            Named(
                identifier, atom.url, strength, title, block, said == "paper",
                line.plain(line.text), atom.node is None and not is_web(atom.text),
                "" if kind else rest, is_pointed_at and strength < ALONE,
            )
        )  # fmt: skip
        return strength >= ALONE

    def _may_be_paper(self, line: Line, atom: Atom, said: str) -> bool:
        """Return whether an address that no scheme knows may be a paper's, as *said* by a label.

        "原文：…" and "Title: …" are labels of any page, unless something else says that it is one.
        """
        if said != "paper" or _host(atom.url) in _NOT_PAPERS or not is_web(atom.url):
            return False
        if self.says_paper or atom.url.lower().split("?")[0].endswith(".pdf"):
            return True
        if identifiers.is_site_of_scheme(atom.url):
            return False  # https://arxiv.org/abs/xxxx.xxxxx, in a template
        label = atom.text if atom.label not in {"", "address"} else ""
        return is_of_paper(f"{self.above_words} {re.sub(ATOM, ' ', line.text)} {label}")

    def _rest(self, line: Line, value: str) -> str:
        """Return the words of *value* without its links, identifiers and labels."""
        words = re.sub(
            ATOM, lambda match: " " if line.at(match[0]).kind == "link" else match[0], value
        )
        words = line.plain(words)
        words = re.sub(r"[\[\](){}<>|｜,，、·•\"'“”「」『』《》【】*_]+", " ", words)
        kept = [word for word in words.split() if re.search(r"\w", word)]
        text = " ".join(kept)
        return "" if label_kind(text) else text

    def _words(self, line: Line, value: str, block: Element) -> bool:
        """Read an identifier that is written without a link, or the title, after a label."""
        identifier = identifiers.identify(value.strip("[]() "))
        if identifier is None and (first := _FIRST_WORD.match(value)) is not None:
            # An identifier with a remark in brackets behind it.
            identifier = identifiers.identify(first[0])
        if identifier is not None and identifier.scheme != "url":
            url = identifiers.canonical_url(identifier)
            self.lead.papers.append(Named(identifier, url, LABELLED, "", block, is_said=True))
            return True
        if _is_title(line.plain(line.text), value):
            note_fact(self.lead, "title", value)
            self.lead.says_paper = True
            return True
        return bool(value) and len(value) <= _SHORT_TITLE and not ends_sentence(value)

    def _loose(self, text: str) -> bool:
        """Read venue, year, organisations or a line of all of them in words without a label."""
        if (byline := byline_of(text)) is not None:
            for name, value in byline.items():
                self.lead.facts.setdefault(name, value)
            return True
        if (found := venue_of(text)) is not None:
            if found.venue:
                self.lead.facts.setdefault("venue", found.venue)
            if found.year:
                self.lead.facts.setdefault("year", found.year)
            return True
        return is_date(text) or bool(orgs_of(text))


_SHORT_TITLE = 200
#: Least words of a title that only the label "paper" says to be one.
_WORDS_OF_TITLE = 4


def _is_title(text: str, value: str) -> bool:
    """Return whether *value*, at the end of the line *text*, is the title of the paper before it.

    The label must mean the paper itself, and the words be neither a sentence, names nor a venue:
    "论文：*Alpha: A Study of Beta*", not "PDF: ask me for it" or "Paper: Doe et al., ICML 2020".
    """
    label = fold(text.partition(value)[0])
    return (
        label in words_of("facts", "work")
        and _WORDS_OF_TITLE <= len(value.split()) <= _SHORT_TITLE
        and not value.endswith((".", "。", ":", "："))
        and byline_of(value) is None
        and not (names_group(value) or orgs_of(value))
    )


def _says_where(line: Line, atom: Atom) -> bool:
    """Return whether the words around a link, in its sentence, say that the paper is there."""
    if atom.label == "paper":
        return says_where(atom.text)
    place = line.text.index(_char(line, atom))
    before = _BREAKS.split(line.text[:place])[-1]
    behind = _BREAKS.split(line.text[place + 1 :], maxsplit=1)[0]
    # "You can find the paper [here](…)", "논문은 [이곳](…)에서"; "[Here](…) is the paper".
    return says_where(before) or says_where(behind)


def _label_of(text: str) -> tuple[str, str]:
    """Return the kind of the label before a value in *text*, and the value; else "" and *text*."""
    link = _FIRST_LINK.search(text)
    end = min(_LABEL_END, link.start() if link is not None else len(text))
    colon = _COLON.search(text, 0, end)
    if colon is not None and (kind := label_kind(_AROUND.sub("", text[: colon.start()]))):
        return kind, text[colon.end() :].lstrip()
    dash = _DASH.search(text, 0, end)
    if dash is not None and (kind := label_kind(_AROUND.sub("", text[: dash.start()]))):
        return kind, text[dash.end() :].lstrip()
    if link is None or link.start() > _LABEL_END:
        return "", text
    kind, value = label_kind(_AROUND.sub("", text[: link.start()])), text[link.start() :]
    # "논문 [Alpha](…)에서는 …" is a sentence, and so is "Review of [Alpha](…)".
    is_short = len(re.sub(rf"{ATOM}|\W", "", value)) <= _FEW
    return (
        (kind, value) if kind and is_short and not introduces(text[: link.start()]) else ("", text)
    )


def _char(line: Line, atom: Atom) -> str:
    return chr(0xE000 + next(i for i, each in enumerate(line.atoms) if each is atom))


def _host(url: str) -> str:
    parts = split(url)
    return host_of(parts) if parts else ""

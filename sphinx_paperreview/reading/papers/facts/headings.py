"""Headings that name a paper, and what else they say: number, venue, organisation, links.

Nothing here changes the doctree.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.text import BLANKS
from sphinx_paperreview.core.urls import host_of, is_web, split
from sphinx_paperreview.reading.papers.facts.flat import ATOM, line_of
from sphinx_paperreview.reading.papers.facts.labels import fold, label_kind, words_of
from sphinx_paperreview.reading.papers.facts.names import (
    is_date,
    orgs_of,
    venue_of,
    without_venue,
    year_of,
)
from sphinx_paperreview.reading.papers.facts.occasions import announces_speaker

if TYPE_CHECKING:
    from docutils.nodes import Node

    from sphinx_paperreview.core.model import PaperId
    from sphinx_paperreview.reading.papers.facts.flat import Atom, Line

_OPEN, _CLOSE = "[(（【", "])）】"
#: The sign that closes what another one opens.
_PARTNERS = dict(zip(f"{_OPEN}“‘「『《\"'", f"{_CLOSE}”’」』》\"'", strict=True))
_GROUP = pattern(rf"[{re.escape(_OPEN)}]([^{re.escape(_OPEN + _CLOSE)}]*)[{re.escape(_CLOSE)}]")
_EMPTY = pattern(rf"[{re.escape(_OPEN)}][\s,;|/·\-–—]*[{re.escape(_CLOSE)}]")
#: Signs between the parts of a heading.
_BETWEEN = pattern(rf"{BLANKS}(?:[|｜·•]|\s[-–—/]\s|^\s*[-–—/:：,]\s|[,，;；])\s*")
#: Numbers in a circle or in brackets: "①", "⑴", "❶".
_CIRCLED = "①-⒛❶-➓⓫-⓴㉑-㉟㊱-㊿"
#: Letters that count, directly before a link: "A.", "II.", "Ⅲ.", "一、".
_LETTERS = r"[A-Z]|[IVX]{2,5}|[\u2160-\u216b]|[一二三四五六七八九十]{1,3}"
#: A number before a title. What it may end with differs from form to form.
_NUMBER = pattern(
    r"\s*+(?:"
    rf"(?P<letters>(?-i:{_LETTERS})(?=[.、．)]\s*+[*_\"“]{{0,3}}{ATOM})"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){1,2}(?=[.)]?\s))[.、．)]?"
    r"|(?:(?P<word>paper|no\.?|논문|论文|論文|第|제|#)\s*+)?"
    r"[#№(\[（【<]?\s*+(?P<digits>[0-9]{1,4})\s*(?:[)\]）】>]\s*[.:：\-–—、]?|[.:：、)]|[篇번편]\s*[.:：]?|\s[-–—|]\s|\ufe0f?\u20e3)"
    rf"|(?P<circled>[{_CIRCLED}])[.):]?"
    r"|(?:(?:paper|no\.?|논문|论文|論文|#)\s*+)(?P<after>[0-9]{1,4})(?=\s|$|\uE000)[\s\-–—:.]*"
    r")\s*",
    re.IGNORECASE,
)
#: Digits that are all there is before a link.
_ONLY_DIGITS = pattern(r"\s*[#\[(]?([0-9]{1,4})(?:/[0-9]{1,4})?[\])]?[.:：\-–—)\s|]*")
#: Signs that a list may have before each title; brackets and quotation marks are the title's.
_SIGNS = pattern(r"[^\w\[\](){}（）【】「」『』《》<>\"'“”‘’`#№\uE000-\uF8FF$\\@&*~/+.-]+")
#: What a heading without a link must have to name a paper.
_MAY_NAME = pattern(r"://|arxiv|[\[(（][0-9]{4}\.[0-9]", re.IGNORECASE)
#: Signs that follow a title without a blank.
_NO_BLANK = tuple(":：,，、;；")
_QUOTES = "\"'“”‘’「」『』《》 "
_YEAR = pattern("(?:19|20)[0-9]{2}")
#: What is before a title and a sign: "CVPR 2024 | ", "2024: ".
_BEFORE_SIGN = pattern(r"([^\s\[(][^|:：]{1,40}?)(?<!\s)(?:\s[-–—|/]\s|[|:：]\s)\s*")
#: Words before a link that announce it: "Day 1:", "[Kim+ 2024]".
_ANNOUNCES = pattern(r"[^.!?。]{1,30}[:：|\])】–—-]\s*")
_NOT_TITLES = 2


@dataclass(slots=True)
class Heading:
    """What a heading says of the paper that it names."""

    identifier: PaperId
    url: str
    number: str
    title: str
    #: The nodes of the title to be shown, without the number and without what became a fact.
    content: list[Node]
    facts: dict[str, Any] = field(default_factory=dict)
    #: Whether the title itself is the link.
    is_link: bool = False
    #: Words that nothing here understands.
    rest: str = ""


def read_heading(title: nodes.title) -> Heading | None:
    """Return what *title* says if it names a paper; None for any other heading."""
    has_link = any(True for _link in title.findall(nodes.reference))
    if not has_link and not _MAY_NAME.search(title.astext()):
        return None
    return read_line(line_of(title))


def read_line(line: Line) -> Heading | None:
    """Return what *line*, a heading or what is written like one, says if it names a paper."""
    if not any(atom.paper is not None for atom in line.links):
        return None
    return _Reader(line).read()


def number_of(text: str) -> tuple[str, int]:
    """Return the number before a title, and the length of the text that writes it."""
    match = _NUMBER.match(text)
    if match is None:
        return "", 0
    digits = match["digits"] or match["after"]
    if digits is not None and _YEAR.fullmatch(digits) and not match["word"]:
        return "", 0
    if digits is None:
        digits = match["letters"] or str(int(unicodedata.numeric(match["circled"])))
    return digits.lstrip("0") or "0", match.end()


class _Reader:
    """Reads one heading: its number, the link to the paper, and the parts around the title."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.text = line.text
        self.facts: dict[str, Any] = {}
        #: Text that stays in the heading and is not of the title.
        self.aside: list[str] = []

    def read(self) -> Heading | None:
        signs = _SIGNS.match(self.text)
        start = signs.end() if signs else 0
        number, length = number_of(self.text[start:])
        prefix = self.text[:start].strip()
        body = self.text[start + length :]
        if self._is_label_before(body):
            body = body[re.match(r"[^:：]*[:：]\s*", body).end() :]  # type: ignore[union-attr]  # it has a colon
            if not number:
                number, length = number_of(body)
                body = body[length:]
        leading = _BEFORE_SIGN.match(body)
        if leading is not None and re.search(r"\w", body[leading.end() :]):
            body = body[leading.end() :] if self._note_words(leading[1].strip()) else body
        found = self._link_first(body, number, prefix)
        return found if found is not None else self._link_behind(body, number, prefix)

    @staticmethod
    def _is_label_before(body: str) -> bool:
        """Return whether *body* begins with "Paper:" or "논문리뷰:"."""
        head, colon, _rest = body.replace("：", ":").partition(":")
        return (
            bool(colon)
            and len(head) < 20
            and (
                label_kind(head) in {"paper", "title"}
                or fold(head) in words_of("reviews", "prefixes")
            )
        )

    # -- the title is the link ---------------------------------------------------------------

    def _link_first(self, body: str, number: str, prefix: str) -> Heading | None:
        """Read ``[Title](address) and more``."""
        atoms = re.finditer(ATOM, body)
        match = next((each for each in atoms if self.line.at(each[0]).kind == "link"), None)
        if match is None:
            return None
        atom = self.line.at(match[0])
        if atom.paper is None or atom.label:
            return None
        before, after = body[: match.start()], body[match.end() :]
        opened = before.rstrip(_QUOTES + "*_")[-1:]
        if opened and opened in _OPEN and before.strip(_QUOTES + _OPEN):
            return None  # a link in brackets behind the title
        kept = before.rstrip(_QUOTES + _OPEN)
        for sign in filter(None, map(_PARTNERS.get, before[len(kept) :])):
            after = after.replace(sign, "", 1)
        before = kept
        digits = _ONLY_DIGITS.fullmatch(before) if before.strip() and not number else None
        if digits is not None:
            number, before = digits[1].lstrip("0") or "0", ""
        left = self._strip_groups(before)
        is_understood = not re.search(r"\w", left) or self._is_understood(left)
        if not (is_understood or _ANNOUNCES.fullmatch(left) or announces_speaker(left)):
            return None
        head = left if not self._noted(left) else ""
        rest = self._behind(after)
        title, venue = without_venue(self._clean(" ".join(atom.text.split())))
        if venue is not None:
            self.facts = venue._asdict() | self.facts
        tail = self._nodes(rest)
        signs = [nodes.Text(f"{text} ") for text in (prefix, head.strip()) if text]
        assert atom.node is not None  # noqa: S101  # a bare address has a label
        content: list[Node] = [*signs, atom.node]
        if tail:
            is_close = after[:1] in _NO_BLANK and rest.startswith(after[:1])
            content += tail if is_close else [nodes.Text(" "), *tail]
        words = self._words(rest) if is_understood else self._words(f"{left} {rest}")
        return Heading(
            atom.paper, atom.url, number, title, content, self.facts, is_link=True, rest=words
        )  # fmt: skip

    # -- the address is behind the title -----------------------------------------------------

    def _link_behind(self, body: str, number: str, prefix: str) -> Heading | None:
        """Read ``Title [[paper](address)]``, ``Title (arXiv:2511.10643)`` and the like."""
        chosen = self._chosen(body)
        if chosen is None:
            return None
        place = body.index(chosen[1])
        atom = chosen[0]
        if not re.search(r"\w", self.line.plain(body[:place].replace(chosen[1], ""))):
            # The address alone: "## https://arxiv.org/abs/…" is a heading without a title.
            title_text = self._behind(body[:place] + body[place + 1 :])
            return self._with_title(atom, number, prefix, title_text)
        rest = self._strip_links(body, place)
        return self._with_title(atom, number, prefix, rest)

    def _chosen(self, body: str) -> tuple[Atom, str] | None:
        """Return the link to the paper, and its character."""
        weak: tuple[Atom, str] | None = None
        said: tuple[Atom, str] | None = None
        for match in re.finditer(ATOM, body):
            atom = self.line.at(match[0])
            if atom.kind != "link" or atom.paper is None:
                continue
            if atom.label in {"paper", "address"}:
                if atom.paper.scheme == "arxiv":
                    return atom, match[0]
                said = said or (atom, match[0])
            if (
                re.search(r"[^\W\d]", atom.text)
                and weak is None
                and self._is_in_brackets(body, match.start())
            ):
                weak = atom, match[0]
        return said or weak

    @staticmethod
    def _is_in_brackets(body: str, place: int) -> bool:
        return (
            any(match.start() <= place < match.end() for match in _GROUP.finditer(body))
            and body[place + 1 :].strip(_QUOTES)[:1] in _CLOSE
        )

    def _strip_links(self, body: str, place: int) -> str:
        """Return *body* without the link to the paper and without what became a fact."""
        paper = body[place]
        kept = self._strip_groups(body, paper)
        # What is outside of brackets: from the first link or sign on.
        found = re.search(ATOM, kept)
        first = next(
            (m.start() for m in re.finditer(ATOM, kept) if self.line.at(m[0]).kind == "link"), None
        )
        if found is None or first is None:
            return self._trailing(kept)
        head, tail = kept[:first], kept[first:]
        # A word before the link that is its label: "Title - paper: https://…".
        head = re.sub(
            rf"(?:{BLANKS}[|,·:：\-–—]\s*+|(?<!\s)\s++)([^\s|,·]{{1,20}})\s*+[:：]?\s*+$",
            lambda match: "" if label_kind(match[1]) in {"paper", "address"} else match[0],
            head,
        )
        tail = self._behind(tail.replace(paper, "", 1))
        return self._trailing(head.rstrip(" -–—|:：,·→") + (f" {tail}" if tail.strip() else ""))

    def _trailing(self, text: str) -> str:
        """Note venue, year and organisation after the last dash, comma or bar of *text*."""
        for _ in range(3):
            text = text.rstrip(" -–—|,·;:")
            match = re.search(
                rf"(?:\s[-–—|/]\s|{BLANKS}[|,，·]\s*|(?<!\s)\s+(?=[`@]))"
                r"([^-–—|,，·]{2,60})$",
                text,
            )
            if match is None or match[1].count(")") > match[1].count("("):
                return text  # "(Kim et al., 2024)" is not divided
            if not self._noted(match[1]):
                return text
            text = text[: match.start()]
        return text

    def _with_title(self, atom: Atom, number: str, prefix: str, rest: str) -> Heading | None:
        assert atom.paper is not None  # noqa: S101  # chosen for it
        shown = _EMPTY.sub("", rest).strip()
        # Other links stay links, behind that of the title.
        first = next(
            (
                match.start()
                for match in re.finditer(ATOM, shown)
                if self.line.at(match[0]).kind == "link"
            ),
            len(shown),
        )
        head = shown[:first].rstrip(f"{_OPEN} -–—|,·")
        tail = shown[len(head) :].strip()
        title = self._clean(self.line.plain(head))
        for text in self.aside:
            title = self._clean(title.replace(text, " "))
        if not re.search(r"[^\W\d_]", title):
            return None
        link = nodes.reference("", "", *self._nodes(head), refuri=atom.url)
        before = [nodes.Text(f"{prefix} ")] if prefix else []
        behind = [nodes.Text(" "), *self._nodes(tail)] if tail else []
        content: list[Node] = [*before, link, *behind]
        return Heading(atom.paper, atom.url, number, title, content, self.facts)

    # -- parts ---------------------------------------------------------------------------------

    def _behind(self, text: str) -> str:
        """Return *text*, which follows the title, without what became a fact."""
        text = self._strip_groups(text)
        kept: list[str] = []
        position = 0
        pieces: list[tuple[str, str]] = []
        for match in _BETWEEN.finditer(text):
            pieces.append((text[position : match.start()], match[0]))
            position = match.end()
        pieces.append((text[position:], ""))
        sign = ""
        for piece, following in pieces:
            if piece.strip() and not self._noted(piece):
                kept += [sign if kept or sign.strip() not in {",", "|", "·"} else "", piece]
            sign = following
        return _EMPTY.sub("", "".join(kept)).strip()

    def _strip_groups(self, text: str, paper: str = "") -> str:
        """Return *text* without the brackets whose content became a fact."""
        for _ in range(4):
            changed = _GROUP.sub(lambda match: self._group(match, paper), text)
            changed = _EMPTY.sub("", changed)
            if changed == text:
                break
            text = changed
        return text

    def _group(self, match: re.Match[str], paper: str) -> str:
        inside = match[1]
        kept = inside.replace(paper, "", 1) if paper and paper in inside else inside
        if kept != inside:
            kept = " ".join(
                part for part in re.split(rf"{BLANKS}[,|/·;]\s*", kept)
                if re.search(rf"\w|{ATOM}", part) and not self._is_paper_label(part)
            )  # fmt: skip
            if not kept.strip():
                return ""
        if self._noted(kept):
            return ""
        return match[0] if kept == inside else f"({kept})"

    def _is_paper_label(self, part: str) -> bool:
        return label_kind(part.strip(" :：")) in {"paper", "address"}

    def _noted(self, text: str) -> bool:
        """Note the facts in *text*; return whether it has nothing else."""
        links = [atom for atom in self.line.atoms_in(text) if atom.kind == "link"]
        if links:
            return self._note_links(text, links)
        codes = [atom for atom in self.line.atoms_in(text) if atom.kind == "code"]
        words = self.line.plain(text).strip(" *_")
        if not words:
            return True
        if codes and not re.search(r"\w", re.sub(ATOM, "", text)):
            return min([self._note_code(atom.text) for atom in codes])
        if self._note_words(words):
            return True
        parts = [part.strip() for part in re.split(r"[,，|;]", words) if part.strip()]
        if 1 < len(parts) < 5 and all(
            venue_of(part) is not None or orgs_of(part) for part in parts
        ):
            return min([self._noted(part) for part in parts])
        if is_date(words):
            self.aside.append(words)
            self.facts.setdefault("year", year_of(words))
        return False

    def _note_words(self, words: str) -> bool:
        """Note a venue or organisations; return whether *words* are that."""
        if (found := venue_of(words)) is not None:
            if found.venue:
                self.facts.setdefault("venue", found.venue)
            if found.year:
                self.facts.setdefault("year", found.year)
            return True
        orgs = orgs_of(words)
        if orgs:
            self.facts["orgs"] = tuple(dict.fromkeys((*self.facts.get("orgs", ()), *orgs)))
        return bool(orgs)

    def _is_understood(self, text: str) -> bool:
        words = self.line.plain(text).strip(" :：-–—|")
        return (
            venue_of(words) is not None or bool(orgs_of(words)) or is_date(words)
            or label_kind(words) in {"paper", "title", "address"}
            or fold(words) in words_of("reviews", "prefixes")
        )  # fmt: skip

    def _note_code(self, text: str) -> bool:
        name = " ".join(text.split())
        if venue_of(name) is not None or is_date(name):
            found = venue_of(name)
            if found is not None and found.venue:
                self.facts.setdefault("venue", found.venue)
            if year := (found.year if found is not None else year_of(name)):
                self.facts.setdefault("year", year)
            return found is not None
        self.facts["orgs"] = tuple(dict.fromkeys((*self.facts.get("orgs", ()), name)))
        return True

    def _note_links(self, text: str, links: list[Atom]) -> bool:
        words = re.sub(ATOM, " ", text)
        kinds = [_link_kind(atom) for atom in links]
        known = {"code", "project", "paper"}
        words_known = all(
            label_kind(word) or not re.search(r"\w", word)
            for word in re.split(r"[\s,|/·:]+", words)
        )
        if not words_known or not set(kinds) <= known:
            return False
        for kind, atom in zip(kinds, links, strict=True):
            if kind in {"code", "project"}:
                self.facts.setdefault(kind, atom.url)
        # A second address of the paper is kept: it is a link that readers use.
        return "paper" not in kinds

    def _nodes(self, text: str) -> list[Node]:
        """Return the nodes that *text*, a part of the line, stands for."""
        found: list[Node] = []
        position = 0
        for match in re.finditer(ATOM, text):
            atom = self.line.at(match[0])
            if match.start() > position:
                found.append(nodes.Text(text[position : match.start()]))
            if atom.node is not None:
                found.append(atom.node)
            else:
                found.append(nodes.Text(atom.text))
            position = match.end()
        if text[position:]:
            found.append(nodes.Text(text[position:]))
        return found

    def _words(self, text: str) -> str:
        """Return the words of *text* that are not those of links, dates or signs."""
        words = re.sub(ATOM, " ", text)
        return "" if not re.search(r"\w", words) or is_date(words) else " ".join(words.split())

    @staticmethod
    def _clean(title: str) -> str:
        """Return *title* without signs and quotation marks around it."""
        title = " ".join(title.split()).strip(" -–—|:：,·→")
        while title and unicodedata.category(title[-1]) in {"So", "Sk", "Cf", "Mn"}:
            title = title[:-1].rstrip()
        while title and unicodedata.category(title[0]) in {"So", "Sk", "Cf"}:
            title = title[1:].lstrip("\ufe0f ")
        if len(title) > _NOT_TITLES and title[0] in _QUOTES and title[-1] in _QUOTES:
            title = title.strip(_QUOTES)
        if (whole := _GROUP.fullmatch(title)) is not None:
            title = whole[1].strip()
        return title


def _link_kind(atom: Atom) -> str:
    if atom.label in {"code", "project"}:
        return atom.label
    if atom.paper is not None:
        return "paper"
    parts = split(atom.url)
    host = host_of(parts) if parts else ""
    if host in {"github.com", "gitlab.com"} and atom.label in {"", "address"}:
        return "code"
    return atom.label if is_web(atom.url) else ""

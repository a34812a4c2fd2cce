"""Lines of text with their links, in a form to which regular expressions apply.

In the text of a :class:`Line` each link, formula or picture is one character of a private area; the
nodes are kept beside it. So a pattern can say "a link between brackets".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.papers.arxiv import is_impossible
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.nodes import hard_break
from sphinx_paperreview.reading.links import article_at, named_by
from sphinx_paperreview.reading.papers.facts.labels import fold, label_kind, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Node

    from sphinx_paperreview.core.model import PaperId

_FIRST, _LAST = 0xE000, 0xF8FF
#: A character that stands for a node.
ATOM = f"[{chr(_FIRST)}-{chr(_LAST)}]"
_ATOMS = pattern(ATOM)
#: Most characters of a line that are looked at.
LONGEST = 600
#: An address, or the identifier of an arXiv paper, in text that is no link.
_BARE = pattern(
    r"https?://[^\s<>()\[\]{}\"'`，。、；（）【】]+"
    r"|\barxiv\s*+[:：]?\s*+(?:abs/)?[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?(?![0-9])"
    r"|(?<=[\[(（])[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?(?=[\])）])",
    re.IGNORECASE,
)
_SKIPPED = (nodes.comment, nodes.target, nodes.system_message, nodes.footnote_reference, nodes.raw)


@dataclass(slots=True)
class Atom:
    """A node within a line: a link, or something that is not plain text."""

    node: Node | None
    text: str
    url: str = ""
    paper: PaperId | None = None
    #: ``link``, ``file`` (a link to a file of the project), ``code``, ``strong`` or ``other``.
    kind: str = "other"
    _label: str | None = None

    @property
    def label(self) -> str:
        """The kind of label that the text of a link is; ``address`` for an address or identifier.

        Empty for any other text.
        """
        if self._label is None:
            self._label = _own_label(self)
        return self._label


def _own_label(atom: Atom) -> str:
    if atom.node is None:
        return "address"
    text = " ".join(atom.text.split()).strip("[]()【】<> ")
    if not fold(text):
        return "address" if atom.paper is not None else ""
    if kind := label_kind(text):
        return kind
    is_address = is_web(text) or fold(text) in words_of("reviews", "here")
    return "address" if is_address or identifiers.identify(text) is not None else ""


@dataclass(slots=True)
class Line:
    """One line of text, and its links and other nodes."""

    text: str = ""
    atoms: list[Atom] = field(default_factory=list)

    def add(self, atom: Atom) -> None:
        """Add *atom* at the end."""
        if _FIRST + len(self.atoms) < _LAST:
            self.text += chr(_FIRST + len(self.atoms))
            self.atoms.append(atom)

    def at(self, char: str) -> Atom:
        """Return the node for which *char* stands."""
        return self.atoms[ord(char) - _FIRST]

    def atoms_in(self, text: str) -> Iterator[Atom]:
        """Yield the nodes within *text*, a part of the line."""
        for char in _ATOMS.findall(text):
            yield self.at(char)

    def plain(self, text: str) -> str:
        """Return *text*, a part of the line, with the texts of its nodes, on one line."""
        return " ".join(_ATOMS.sub(lambda match: self.at(match[0]).text, text).split())

    @property
    def links(self) -> list[Atom]:
        """The links of the line."""
        return [atom for atom in self.atoms if atom.kind == "link"]


def line_of(node: Node) -> Line:
    """Return the children of *node*, a title or a paragraph, as one line."""
    lines = lines_of(node)
    first = lines[0]
    for line in lines[1:]:
        first.text += " "
        for char in line.text:
            if _ATOMS.match(char):
                first.add(line.at(char))
            else:
                first.text += char
    return first


def lines_of(node: Node) -> list[Line]:
    """Return the children of *node*, a paragraph say, as lines."""
    lines = [Line()]
    _fill(lines, node)
    for line in lines:
        if len(line.text) > LONGEST:
            line.text = line.text[:LONGEST]
    return lines


def _fill(lines: list[Line], parent: Node) -> None:
    for child in parent.children:
        if isinstance(child, nodes.Text):
            first, *others = child.split("\n")
            _fill_text(lines[-1], first)
            for text in others:
                lines.append(Line())
                _fill_text(lines[-1], text)
        elif isinstance(child, hard_break):
            lines.append(Line())
        elif isinstance(child, nodes.reference) and child.get("refuri"):
            text = child.astext() or next(
                (str(image.get("alt", "")) for image in child.findall(nodes.image)), ""
            )
            paper = named_by(child)
            lines[-1].add(Atom(child, text, child["refuri"], paper, "link"))
        elif (path := _path(child)) is not None:
            lines[-1].add(_file(child, path))
        elif isinstance(child, _SKIPPED):
            continue
        elif isinstance(child, nodes.image):
            lines[-1].add(Atom(child, ""))
        elif isinstance(child, nodes.literal):
            lines[-1].add(Atom(child, child.astext(), kind="code"))
        elif isinstance(child, nodes.strong) and not _has_more(child):
            lines[-1].add(Atom(child, child.astext(), kind="strong"))
        elif isinstance(child, nodes.Inline) and not _has_link(child):
            lines[-1].add(Atom(child, child.astext()))
        else:
            _fill(lines, child)


def _path(node: Node) -> str | None:
    """Return the path to which *node* links, if that is a file, or a PDF that is not there."""
    if isinstance(node, addnodes.download_reference):
        return str(node["reftarget"])
    path = str(node.get("address", "")) if isinstance(node, addnodes.pending_xref) else ""
    return path if path.lower().endswith(".pdf") else None


def _file(node: Node, path: str) -> Atom:
    """Return the link to a file; one like ``2401.00005.pdf`` is the paper with this identifier."""
    stem, _dot, suffix = path.rpartition("/")[2].rpartition(".")
    paper = identifiers.identify(f"arxiv:{stem}") if suffix.lower() == "pdf" else None
    if paper is None or is_impossible(paper):
        return Atom(node, node.astext(), kind="file")
    return Atom(node, node.astext(), identifiers.canonical_url(paper), paper, "link")


def _has_link(node: Node) -> bool:
    return any(
        isinstance(child, nodes.reference)
        or (isinstance(child, nodes.Element) and _has_link(child))
        for child in node.children
    )


def _has_more(node: nodes.Element) -> bool:
    """Return whether *node* has more in it than a line of text."""
    return any(not isinstance(child, nodes.Text) or "\n" in child for child in node.children)


def _fill_text(line: Line, text: str) -> None:
    position = 0
    for match in _BARE.finditer(text):
        found = match[0].rstrip(".,;:!?")
        written = found if is_web(found) else re.sub(r"\s+", "", found)
        if written[:1].isalpha() and not is_web(written):
            written = f"arxiv:{written[5:].lstrip(':：').removeprefix('abs/')}"
        paper = identifiers.identify(written) or article_at(written)
        if paper is None and not is_web(found):
            continue
        if paper is not None and is_impossible(paper) and not is_web(found):
            continue
        line.text += text[position : match.start()]
        url = found if is_web(found) else identifiers.canonical_url(paper)  # type: ignore[arg-type]  # one of the two is there
        line.add(Atom(None, found, url, paper, "link"))
        position = match.start() + len(found)
    line.text += text[position:]


def expanded(line: Line, kinds: Sequence[str] = ("strong", "other")) -> Line:
    """Return *line* with the texts of nodes of these *kinds* in place of the nodes."""
    result = Line()
    for char in line.text:
        atom = line.at(char) if _ATOMS.match(char) else None
        if atom is None:
            result.text += char
        elif atom.kind in kinds:
            result.text += " ".join(atom.text.split()) if atom.text.strip() else ""
        else:
            result.add(atom)
    return result

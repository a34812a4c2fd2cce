"""Lists of notes that name the paper of each note, in the README or index of a folder.

A note often has nothing but the title of its paper; the list that leads to it has the address:
``- [Alpha](notes/alpha.md) [[arXiv](https://arxiv.org/abs/2401.00001)]``, or a row of a table. The
lists are read before any document is, so that a note is read with what they say of it.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.files.store import size_of
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.mdx.elements.attributes import read_attributes
from sphinx_paperreview.mdx.parser import reading_parser
from sphinx_paperreview.reading.papers.facts.labels import label_kind
from sphinx_paperreview.reading.papers.reviews import is_entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.core.model import PaperId

#: Least notes with a paper that make a list of notes.
_LEAST = 3
#: Most paragraphs of an item about one note.
_MOST_TEXTS = 12
#: A longer README is no list that people keep.
_MOST_BYTES = 1_000_000
#: An address of a file on a host of repositories; the path is that in the folder.
_IN_REPOSITORY = re.compile(
    r"https://(?:github|gitlab)\.com/[^/]+/[^/]+/(?:-/)?(?:blob|tree)/[^/]+/(?P<path>[^?#]+)"
)


class Listed(NamedTuple):
    """The paper that a list names beside the link to a note."""

    identifier: PaperId
    url: str
    #: The title of the paper there: the text of the link to the note, or what is before the links.
    title: str


def reread_listed(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Read the lists of notes; return the notes of which they say something else than before.

    The event is ``env-get-outdated``. Lists whose content is as it was are not read again.
    """
    domain: Any = env.domains["paper"]
    before: Mapping[str, tuple[str, Mapping[str, Listed]]] = domain.data["lists"]
    lists: dict[str, tuple[str, Mapping[str, Listed]]] = {}
    names = digest(sorted(env.found_docs))
    parser: MarkdownIt | None = None
    for docname in sorted(env.found_docs):
        path = env.doc2path(docname)
        if not is_entry(docname) or path.suffix != ".md" or not path.is_file():
            continue
        key = digest((domain.known_files.digest(str(path)), names))
        known = before.get(docname)
        if known is not None and known[0] == key:
            lists[docname] = known
        elif size_of(path) <= _MOST_BYTES:
            try:
                text = path.read_text(encoding="utf-8", errors="replace")
            except OSError:  # deleted a moment ago
                continue
            found: dict[str, Listed] = {}
            # Most documents name no files of notes, and need no look at their markup.
            if sum(map(text.count, env.project.source_suffix)) >= _LEAST:
                parser = parser or reading_parser(env)
                found = dict(_listed(env, parser, docname, text))
            lists[docname] = (key, found)
    old, new = _joined(before), _joined(lists)
    domain.data["lists"] = lists
    domain.data["listed"] = new
    return sorted(
        docname
        for docname in (old.keys() | new.keys()) & env.found_docs
        if old.get(docname) != new.get(docname)
    )


def _joined(lists: Mapping[str, tuple[str, Mapping[str, Listed]]]) -> dict[str, Listed]:
    """Return the paper of each note; that of the list that is nearest to the note."""
    found: dict[str, Listed] = {}
    for docname in sorted(lists, key=lambda each: (each.count("/"), each)):
        found |= lists[docname][1]
    return found


def _listed(
    env: BuildEnvironment, parser: MarkdownIt, docname: str, text: str
) -> Iterator[tuple[str, Listed]]:
    """Yield each note to which the list *docname* links, with the only paper beside the link."""
    found: dict[str, set[Listed]] = {}
    for item in _items(parser.parse(text, {})):
        notes = {
            note: words
            for address, words in item.links
            if (note := _note_at(env, docname, address))
        }
        if len(notes) != 1:
            continue  # most paragraphs, of which no address has to be identified
        papers = {
            paper: address
            for address, _words in item.links
            if is_web(address)
            and (paper := identifiers.identify(address)) is not None
            and paper.scheme != "url"
        }
        if len(papers) == 1:
            paper, url = papers.popitem()
            note, words = notes.popitem()
            if item.is_joined and note in found:
                continue  # a line in it has named the paper
            title = item.words if label_kind(words) or " " not in words else words
            found.setdefault(note, set()).add(Listed(paper, url, title))
    if len(found) >= _LEAST:
        for note, named in found.items():
            if len(named) == 1:
                yield note, named.pop()


@dataclass
class _Item:
    """A paragraph, an item of a list with all paragraphs in it, or a row of a table."""

    #: Whether it has several paragraphs.
    is_joined: bool = False
    #: The words before the first link.
    words: str = ""
    #: Address and text of each link.
    links: list[tuple[str, str]] = field(default_factory=list)

    def add(self, token: Token) -> None:
        """Add what *token*, a paragraph or a cell, has."""
        address: str | None = None
        words = ""
        for child in token.children or ():
            is_tag = child.type.startswith("mdx_jsx")
            if (start := _address(child)) is not None:
                address, words = start, ""
            elif child.type == "link_close" or (is_tag and child.meta["name"] == "a"):
                if address is not None:
                    self.links.append((address, " ".join(words.split())))
                address = None
            elif is_tag:
                continue  # its content is its source
            elif address is not None:
                words += child.content
            elif not self.links:
                self.words = " ".join(f"{self.words} {child.content}".split()).strip("[(|:- ")


def _address(token: Token) -> str | None:
    """Return the address of the link that *token* begins, in Markdown or HTML; None: of none."""
    if token.type == "link_open":
        return str(token.attrs.get("href", ""))
    if token.type == "mdx_jsx_open" and token.meta["name"] == "a":
        return read_attributes(token.meta["item"], {}).text("href")
    return None


def _items(tokens: list[Token]) -> Iterator[_Item]:
    """Yield the paragraphs, the items of lists with several, and the rows of tables in *tokens*."""
    row: _Item | None = None
    around: list[list[Token]] = []
    for token in tokens:
        if token.type == "list_item_open":
            around.append([])
        elif token.type == "list_item_close":
            texts = around.pop()
            if 1 < len(texts) <= _MOST_TEXTS:
                joined = _Item(is_joined=True)
                for text in texts:
                    joined.add(text)
                yield joined
            if around:
                around[-1] += texts[:_MOST_TEXTS]
        elif token.type == "tr_open":
            row = _Item()
        elif token.type == "inline":
            item = row if row is not None else _Item()
            item.add(token)
            if around:
                around[-1].append(token)
            if row is None:
                yield item
        elif token.type == "tr_close" and row is not None:
            yield row
            row = None


def _note_at(env: BuildEnvironment, docname: str, link: str) -> str:
    """Return the document to which *link* in *docname* leads, other than an index; else ""."""
    in_repository = _IN_REPOSITORY.match(link)
    if in_repository is not None:
        path = unquote(in_repository["path"])
    elif is_web(link) or not link or link.startswith("#"):
        return ""
    else:
        path = posixpath.join(posixpath.dirname(docname), unquote(link.partition("#")[0]))
    note = env.path2doc(posixpath.normpath(path.lstrip("/"))) or ""
    return note if note in env.found_docs and not is_entry(note) else ""

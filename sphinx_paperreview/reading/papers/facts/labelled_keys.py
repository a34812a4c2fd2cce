"""Facts of a paper under the keys that people give them in a front matter.

``conference: ICLR 2024``, ``affiliation: [KAIST]``, ``코드: https://…``: the words are those that
label facts in the text (``labels.toml``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.metadata.names import read_items, read_names
from sphinx_paperreview.core.metadata.values import Values
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.sentences import without_marks
from sphinx_paperreview.core.urls import clean_address, is_web, split
from sphinx_paperreview.reading.papers.facts.labels import fold, label_kind
from sphinx_paperreview.reading.papers.facts.names import is_date, venue_of, year_of

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

#: Keys whose value is a venue even where its name is not known; ``published`` may be anything.
_VENUES = (
    "venue", "conference", "journal", "booktitle", "학회", "저널", "会议", "会議", "期刊", "学会",
)  # fmt: skip
#: What a key says that means the authors of the paper, not those of the text.
_OF_PAPER = ("paper", "논문", "论文", "論文")
_PROJECTS = ("project", "프로젝트", "项目", "項目", "プロジェクト")
_LONGEST_VENUE = 200
#: Keys that only notes about a paper have, as reference managers write them, in letters alone.
_OF_NOTES = frozenset({
    "citekey", "citationkey", "bibtex", "bibtexkey", "zotero", "zoterokey", "zoterolink",
    "itemtype", "containertitle", "publicationtitle",
})  # fmt: skip
#: Programs whose users write for themselves, and do not sign.
_FOR_ONESELF = frozenset({"Obsidian", "Logseq"})
_LINK_OF_WIKI = pattern(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")


def gives_authors_of_paper(data: Mapping[str, Any], programs: Container[str]) -> bool:
    """Return whether ``authors`` in *data* wrote the paper, not the text about it.

    That is so in notes as reference managers make them, in those of a vault, and where two or more
    are beside a venue. A word alone is no name there, but the key of who wrote the text.

    :param data: a front matter
    :param programs: those for which the site's files are, such as ``Obsidian``
    """
    if not {fold(key) for key in data}.isdisjoint(_OF_NOTES):
        return True
    if any(program in programs for program in _FOR_ONESELF):
        return True
    values = Values(data)
    # An empty venue is that of a form for papers, which is still to be filled in.
    is_published = any(
        label_kind(key) == "venue"
        and (
            any(_venue(values, key).values())
            or (data[key] in (None, "", []) and fold(key).startswith(_VENUES))
        )
        for key in data
    )
    names = _names(values, "authors") if is_published else ()
    return len(names) > 1 and all(" " in name or not name.isascii() for name in names)


def authors_of_paper(values: Values) -> tuple[str, ...]:
    """Return the names under ``authors``, or ``author``, in *values*."""
    return _names(values, "authors") or _names(values, "author")


def title_of_paper_in(data: Mapping[str, Any]) -> str:
    """Return the title of the paper in *data*, a front matter: ``paper_title``, ``논문 제목``."""
    keys = (key for key in data if label_kind(key) == "title" and fold(key).startswith(_OF_PAPER))
    return next(filter(None, (_text(Values(data), key) for key in keys)), "")


def labelled_facts(data: Mapping[str, Any], known: frozenset[str]) -> dict[str, Any]:
    """Return the facts in *data*, a front matter, under keys that are not *known*.

    A value that is no such fact (``published: true``, ``github: ada``) is somebody else's, and
    left out without a word.

    :return: fields of a :class:`~sphinx_paperreview.core.model.Paper`
    """
    values = Values(data)
    found: dict[str, Any] = {}
    for key in data:
        kind = "" if key in known else label_kind(key)
        if kind in _READERS:
            for name, value in _READERS[kind](values, key).items():
                if value:
                    found.setdefault(name, value)
    return found


def is_fact(key: str) -> bool:
    """Return whether a value under *key* may be such a fact."""
    return label_kind(key) in _READERS


def _text(values: Values, key: str) -> str:
    """Return the text under *key*, which may be the only item of a list."""
    if isinstance(value := values.get(key)[1], bool):
        return ""
    texts = values.texts(key) if isinstance(value, list | tuple) else (values.text(key),)
    return _LINK_OF_WIKI.sub(r"\1", texts[0]) if len(texts) == 1 else ""


def _names(values: Values, key: str) -> tuple[str, ...]:
    """Return the names under *key*, a text or a list of texts, which may be links of a wiki."""
    value = values.get(key)[1]
    if isinstance(value, str):
        return read_names(_LINK_OF_WIKI.sub(r"\1", value))
    return read_items(_LINK_OF_WIKI.sub(r"\1", text) for text in values.texts(key))


def _venue(values: Values, key: str) -> dict[str, Any]:
    text = _text(values, key)
    venue = venue_of(text)
    if venue is not None:
        return venue._asdict()
    is_name = fold(key).startswith(_VENUES) and not (is_date(text) or is_web(text))
    return {"venue": text} if is_name and len(text) <= _LONGEST_VENUE else {}


def _orgs(values: Values, key: str) -> dict[str, Any]:
    return {"orgs": _names(values, key)}


def _authors(values: Values, key: str) -> dict[str, Any]:
    return {"authors": _names(values, key)} if fold(key).startswith(_OF_PAPER) else {}


def _year(values: Values, key: str) -> dict[str, Any]:
    return {"year": year_of(_text(values, key))}


def _code(values: Values, key: str) -> dict[str, Any]:
    address = clean_address(_text(values, key)) or ""
    parts = split(address) if is_web(address) else None
    # "https://github.com/ada" is a person, often the one who wrote the text.
    is_repository = parts is not None and "/" in parts.path.strip("/")
    return {"code": address if is_repository else ""}


def _project(values: Values, key: str) -> dict[str, Any]:
    # A homepage is as often that of the one who wrote the text.
    address = clean_address(_text(values, key)) or ""
    is_project = fold(key).startswith(_PROJECTS) and is_web(address)
    return {"project": address if is_project else ""}


def _summary(values: Values, key: str) -> dict[str, Any]:
    text = _text(values, key)
    return {"summary": without_marks(text), "has_tldr": True} if text else {}


_READERS = {
    "venue": _venue, "orgs": _orgs, "authors": _authors, "year": _year, "code": _code,
    "project": _project, "tldr": _summary,
}  # fmt: skip

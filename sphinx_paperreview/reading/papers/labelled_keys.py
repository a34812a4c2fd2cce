"""Facts of a paper under the keys that people give them in a front matter.

``conference: ICLR 2024``, ``affiliation: [KAIST]``, ``코드: https://…``: the words are those that
label facts in the text (``labels.toml``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.metadata.names import read_items, read_names
from sphinx_paperreview.core.metadata.values import Values
from sphinx_paperreview.core.sentences import without_marks
from sphinx_paperreview.core.urls import clean_address, is_web, split
from sphinx_paperreview.reading.papers.labels import fold, label_kind
from sphinx_paperreview.reading.papers.paper_names import is_date, venue_of, year_of

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Keys whose value is a venue even where its name is not known; ``published`` may be anything.
_VENUES = (
    "venue", "conference", "journal", "booktitle", "학회", "저널", "会议", "会議", "期刊", "学会",
)  # fmt: skip
#: What a key says that means the authors of the paper, not those of the text.
_OF_PAPER = ("paper", "논문", "论文", "論文")
_PROJECTS = ("project", "프로젝트", "项目", "項目", "プロジェクト")
_LONGEST_VENUE = 200


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
    return texts[0] if len(texts) == 1 else ""


def _venue(values: Values, key: str) -> dict[str, Any]:
    text = _text(values, key)
    venue = venue_of(text)
    if venue is not None:
        return venue._asdict()
    is_name = fold(key).startswith(_VENUES) and not (is_date(text) or is_web(text))
    return {"venue": text} if is_name and len(text) <= _LONGEST_VENUE else {}


def _orgs(values: Values, key: str) -> dict[str, Any]:
    value = values.get(key)[1]
    return {"orgs": read_names(value) if isinstance(value, str) else values.texts(key)}


def _authors(values: Values, key: str) -> dict[str, Any]:
    if not fold(key).startswith(_OF_PAPER):
        return {}
    value = values.get(key)[1]
    names = read_names(value) if isinstance(value, str) else read_items(values.texts(key))
    return {"authors": names}


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

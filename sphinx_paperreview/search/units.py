"""The texts of each document and their terms, kept beside the doctrees until the index is made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.files.store import FileStore
from sphinx_paperreview.search.words import RULES, terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: The files with the units of a document: its text outside of papers, and each paper. The
#: number is raised when their form changes.
UNITS, FORM = FileStore("paperreview-search", "replace"), 1


def keep(doctreedir: Path, units: Sequence[dict[str, Any]]) -> str:
    """Keep the *units* of a document with their terms.

    :param units: each with ``title``, ``heads`` and ``text``
    :return: the name of the file in :data:`UNITS`; an existing one is not made again
    """

    def make() -> str:
        return json.dumps([unit | {"words": _words(unit)} for unit in units], ensure_ascii=False)

    return UNITS.keep(doctreedir, _source(units), make)


def _source(units: Sequence[dict[str, Any]]) -> str:
    return json.dumps([FORM, RULES, units], ensure_ascii=False)


def _words(unit: dict[str, Any]) -> list[str]:
    heads = "\n".join(title for _place, _anchor, title in unit["heads"])
    return [" ".join(terms(text)) for text in (unit["title"], heads, unit["text"])]

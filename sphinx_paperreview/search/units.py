"""The words and texts of each document, kept beside the doctrees until they are gathered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.store import FileStore
from sphinx_paperreview.search.words import RULES, terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: The units of each document, and the form of their files.
UNITS, FORM = FileStore("paperreview-search", "replace"), 1


def keep(doctreedir: Path, units: Sequence[dict[str, Any]]) -> str:
    """Keep *units* (of a document: ``title``, ``heads``, ``text``) with their terms.

    :return: the name to ask for them by; what is there already is not made again
    """

    def make() -> str:
        return json.dumps([unit | {"words": _words(unit)} for unit in units], ensure_ascii=False)

    return UNITS.keep(doctreedir, json.dumps([FORM, RULES, units], ensure_ascii=False), make)


def _words(unit: dict[str, Any]) -> list[str]:
    heads = "\n".join(title for _place, _anchor, title in unit["heads"])
    return [" ".join(terms(text)) for text in (unit["title"], heads, unit["text"])]

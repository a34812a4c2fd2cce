"""CSL-JSON, and references formatted by a CSL style if citeproc-py is installed."""

from __future__ import annotations

import importlib.util
import json
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_paperreview.citations.items import CslItem


def entry(item: CslItem) -> str:
    """Return *item* as JSON in one line."""
    return json.dumps(item, ensure_ascii=False, separators=(",", ":"))


def joined(entries: list[str]) -> bytes:
    """Return the bytes of a CSL-JSON file of *entries*: one array."""
    return ("[\n" + ",\n".join(entries) + "\n]\n").encode() if entries else b"[]\n"


class StyleError(ValueError):
    """A style cannot be used; the text says why, and what to do if that is known."""


class ReferenceFormatter:
    """Formats references in one style; raises :exc:`StyleError` if it cannot be used.

    :param style: the name of a style that citeproc-py includes, or the path of a ``.csl`` file
    """

    def __init__(self, style: str | Path, language: str) -> None:
        if importlib.util.find_spec("citeproc") is None:
            raise StyleError("citeproc-py is not installed; `pip install sphinx-paperreview[csl]`")
        from citeproc import CitationStylesStyle  # noqa: PLC0415  # optional, and slow to load

        language = {"ko": "ko-KR", "ja": "ja-JP", "de": "de-DE", "fr": "fr-FR"}.get(language, "")
        try:
            self._style = CitationStylesStyle(str(style), locale=language or None, validate=False)
        except Exception as error:  # of lxml, of the schema, or of its own code
            raise StyleError(f"it cannot be read ({type(error).__name__}: {error})") from error

    def reference(self, item: CslItem) -> str:
        """Return the reference of *item* as text; raise :exc:`StyleError` if the style fails."""
        from citeproc import (  # noqa: PLC0415  # as above
            Citation,
            CitationItem,
            CitationStylesBibliography,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON  # noqa: PLC0415  # as above

        known: dict[str, Any] = {
            name: value for name, value in item.items() if name not in {"abstract", "keyword"}
        }
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about variables that the style does not use
                bibliography = CitationStylesBibliography(
                    self._style, CiteProcJSON([known]), formatter.plain
                )
                bibliography.register(Citation([CitationItem(item["id"])]))
                return " ".join(str(bibliography.bibliography()[0]).split())
        except Exception as error:  # it does not document what a style may raise
            raise StyleError(
                f"it fails at {item['id']} ({type(error).__name__}: {error})"
            ) from error

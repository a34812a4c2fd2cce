"""Korean for Sphinx's own search, which has no rules for it: index and queries use our terms.

Sphinx finds whole words only, so the halves of compounds are indexed as well, and a query of four
syllables is split into halves: 강화학습 and 강화 학습 find each other.
"""

from __future__ import annotations

import json
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING

from sphinx.search import SearchLanguage, languages

from sphinx_paperreview.search.words import RULES, terms

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Comments around the part of our script that makes terms.
_BEGIN, _END = "// -- words:", "// -- end of words"
# With var, as const or class would clash with declarations of searchtools.js.
_SPLITTER = """
var paperreviewTerms = (function () {
  %s
  return paperreviewWords(%s).terms;
})();
function splitQuery(query) {
  return paperreviewTerms(query).flatMap((term) =>
    /^[\\uac00-\\ud7a3]{4}$/.test(term) ? [term.slice(0, 2), term.slice(2)] : [term]);
}
"""


def is_missing() -> bool:
    """Return whether no search language is registered for Korean."""
    return "ko" not in languages


class SearchKorean(SearchLanguage):
    """Korean for Sphinx's search: terms without particles and endings (:mod:`.words`)."""

    lang = "ko"
    language_name = "Korean"
    js_stemmer_code = "var Stemmer = function () { this.stemWord = function (w) { return w; }; };\n"

    @cached_property
    def js_splitter_code(self) -> str:  # type: ignore[override]  # made on first use
        """JavaScript that splits a query, made of the script and the rules of our own search."""
        script = resources.files("sphinx_paperreview").joinpath(
            "search", "scripts", "paperreview-search.js"
        )
        text = script.read_text(encoding="utf-8")
        text = text[text.index(_BEGIN) : text.index(_END)]
        return _SPLITTER % (text, json.dumps(RULES, ensure_ascii=False))

    def split(self, input: str) -> list[str]:  # noqa: A002  # Sphinx's name
        """Return the terms of *input*, with the halves of compounds."""
        return [part for term in terms(input) for part in _parts(term)]

    def word_filter(self, word: str) -> bool:
        """Accept every term but a number, which Sphinx's script drops from queries."""
        return not word.isdecimal()


def _parts(term: str) -> Iterator[str]:
    length = len(term)
    if length != 4 or not _is_korean(term):
        yield term
    if length > 3 and _is_korean(term):
        for cut in {2, length - 2}:
            yield term[:cut]
            yield term[cut:]


def _is_korean(term: str) -> bool:
    return "\uac00" <= term[0] <= "힣"

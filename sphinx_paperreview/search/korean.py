"""Korean for Sphinx's own search, which has no rules for it: our terms on both sides.

Sphinx looks up words as they are, so halves of compounds are indexed, and a query of four syllables
is asked for by its halves: 강화학습 and 강화 학습 find each other.
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

#: What stands around the part of our script that makes terms.
_BEGIN, _END = "// -- words:", "// -- end of words"
# A const or class would clash with what searchtools.js declared before.
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
    """Tell whether this Sphinx has no Korean of its own."""
    return "ko" not in languages


class SearchKorean(SearchLanguage):
    """Terms of Korean texts: particles and endings taken off, Latin words and numbers apart."""

    lang = "ko"
    language_name = "Korean"
    js_stemmer_code = "var Stemmer = function () { this.stemWord = function (w) { return w; }; };\n"

    @cached_property
    def js_splitter_code(self) -> str:  # type: ignore[override]  # made when it is asked for
        """The same for the browser, from the script and the table of our own search."""
        script = resources.files("sphinx_paperreview").joinpath(
            "search", "scripts", "paperreview-search.js"
        )
        text = script.read_text(encoding="utf-8")
        text = text[text.index(_BEGIN) : text.index(_END)]
        return _SPLITTER % (text, json.dumps(RULES, ensure_ascii=False))

    def split(self, input: str) -> list[str]:  # noqa: A002  # Sphinx's name
        """Return the terms of a text, with the halves of compounds."""
        return [part for term in terms(input) for part in _parts(term)]

    def word_filter(self, word: str) -> bool:
        """Take every term but a bare number: the browser drops these."""
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

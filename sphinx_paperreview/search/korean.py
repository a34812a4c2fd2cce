"""Korean for Sphinx's own search, which has no rules for it: index and queries use our terms.

In a project of another language, Korean words alone are split by our rules, and all others by those
of the language (:class:`KoreanBeside`).

Sphinx finds whole words only, so the halves of compounds are indexed as well, and a query of four
syllables is split into halves: 강화학습 and 강화 학습 find each other.
"""

from __future__ import annotations

import json
import re
from functools import cached_property
from importlib import import_module, resources
from typing import TYPE_CHECKING, cast

from sphinx.search import SearchLanguage, languages
from sphinx.search.en import SearchEnglish

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
function %s(query) {
  return paperreviewTerms(query).flatMap((term) =>
    /^[\\uac00-\\ud7a3]{4}$/.test(term) ? [term.slice(0, 2), term.slice(2)] : [term]);
}
"""
#: JavaScript that splits a query by the rules of another language, and its Korean words by ours.
_BESIDE = """
var splitQuery = (function () {
  %s
  if (typeof splitQuery === "undefined") {
    var splitQuery = (query) =>
      query.split(/[^\\p{Letter}\\p{Number}_\\p{Emoji_Presentation}]+/gu).filter((term) => term);
  }
  const others = splitQuery;
  %s
  return (query) => {
    const korean = [];
    const rest = query.replace(/[\\p{Letter}\\p{Number}_]+/gu, (word) => {
      if (!/[\\u3131-\\u318e\\uac00-\\ud7a3]/.test(word)) return word;
      korean.push(...paperreviewSplit(word));
      return " ";
    });
    return [...others(rest), ...korean];
  };
})();
"""
_HANGUL = re.compile("[\u3131-\u318e\uac00-\ud7a3]")


class SearchKorean(SearchLanguage):
    """Korean for Sphinx's search: terms without particles and endings (:mod:`.words`)."""

    lang = "ko"
    language_name = "Korean"
    js_stemmer_code = "var Stemmer = function () { this.stemWord = function (w) { return w; }; };\n"

    @cached_property
    def js_splitter_code(self) -> str:  # type: ignore[override]  # made on first use
        """JavaScript that splits a query, made of the script and the rules of our own search."""
        return splitter("splitQuery")

    def split(self, input: str) -> list[str]:  # noqa: A002  # Sphinx's name
        """Return the terms of *input*, with the halves of compounds."""
        return [part for term in terms(input) for part in _parts(term)]

    def word_filter(self, word: str) -> bool:
        """Accept every term but a number, which Sphinx's script drops from queries."""
        return not word.isdecimal()


class KoreanBeside(SearchLanguage):
    """Another language for Sphinx's search, with our rules for the Korean words in its texts.

    :param kind: the language that the project has chosen; all other words are left to it
    """

    def __init__(self, options: dict[str, str], *, kind: type[SearchLanguage]) -> None:
        super().__init__(options)
        self._inner = inner = kind(options)
        self._korean = SearchKorean(options)
        for name in ("lang", "language_name", "stopwords", "js_stemmer_rawcode", "js_stemmer_code"):
            setattr(self, name, getattr(inner, name))

    @cached_property
    def js_splitter_code(self) -> str:  # type: ignore[override]  # as above
        """JavaScript that splits a query as :meth:`split` does a text."""
        return _BESIDE % (self._inner.js_splitter_code, splitter("paperreviewSplit"))

    def split(self, input: str) -> list[str]:  # noqa: A002  # Sphinx's name
        """Return the words of *input*, and of its Korean words the terms."""
        korean: list[str] = []

        def take(word: re.Match[str]) -> str:
            if not _HANGUL.search(word[0]):
                return word[0]
            korean.extend(self._korean.split(word[0]))
            return " "

        rest = self._word_re.sub(take, input)
        return [*self._inner.split(rest), *korean]

    def stem(self, word: str) -> str:
        """Return the stem of *word*; a Korean term is one."""
        return word if _HANGUL.search(word) else self._inner.stem(word)

    def word_filter(self, word: str) -> bool:
        """Accept every Korean term, and what the language accepts."""
        return bool(_HANGUL.search(word)) or self._inner.word_filter(word)


def language_of(code: str) -> type[SearchLanguage]:
    """Return the language that Sphinx's search takes for *code* (``zh_CN``), as it does."""
    found = languages.get(code) or languages.get(code.partition("_")[0]) or SearchEnglish
    if isinstance(found, str):
        module, _dot, name = found.rpartition(".")
        found = getattr(import_module(module), name)
    return cast("type[SearchLanguage]", found)


def splitter(name: str) -> str:
    """Return a JavaScript function called *name* that returns the terms of a text."""
    script = resources.files("sphinx_paperreview").joinpath(
        "search", "scripts", "paperreview-search.js"
    )
    text = script.read_text(encoding="utf-8")
    text = text[text.index(_BEGIN) : text.index(_END)]
    return _SPLITTER % (text, json.dumps(RULES, ensure_ascii=False), name)


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

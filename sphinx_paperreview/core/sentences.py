"""The first sentence of a text, in Korean, English, Chinese and Japanese."""

from __future__ import annotations

import re

from sphinx_paperreview.core.patterns import pattern

#: Most characters of an excerpt.
LONGEST = 160
#: To a shorter first sentence ("CLIP.") the next one is added.
SHORTEST = 12
#: Most characters that are looked at, and most of one pair of brackets.
_READ, _PAIR = 2000, 300
#: Most brackets that are closed where a sentence is cut.
_FEW = 3

#: Noncharacters around a part that is not divided, such as a formula, and in place of the
#: characters in it at which a text is divided.
_BEGIN, _STOP = "\U0001fffe", "\U0001ffff"
_DIVIDING = " .!?。！？．()[]{}（）［］「」『』【】《》“”‘’"
_SHIELD = {ord(mark): 0xFDD0 + index for index, mark in enumerate(_DIVIDING)}
#: Turns the noncharacters of :func:`atom` back.
UNSHIELD = {code: mark for mark, code in _SHIELD.items()} | {
    ord(mark): None for mark in (_BEGIN, _STOP)
}
#: What was left out of a text, as a footnote's number; see :func:`tidy`.
GAP = "\U0002fffe"

_MARK = pattern(r"([.!?。！？．]+)[\"'”’»)\])}」』）］】》]*")
_CLOSING = r"[\"'”’»)\])}」』）］】》 ]*"
_ENDING = pattern(rf"[.!?。！？．]{_CLOSING}$")
_WIDE = frozenset("。！？．")
_PAIRS = dict(zip("([{（［「『【《“‘", ")]}）］」』】》”’", strict=True))
_WORD = pattern(r"[^\s(\[{（「『“‘\"']+$")
_INITIALS = pattern(r"(?:[A-Za-z]\.)*[A-Za-z]", re.ASCII)
#: Words before a full stop that does not end a sentence.
_ABBREVIATIONS = """
al alg app approx apr arxiv aug ca cf ch chap co corp dec def dept dr ed eds eq eqs esp est
feb fig figs inc incl jan jr jul jun lem lett ltd mar max min mr mrs ms no nos nov oct op p ph
pp prof prop ref refs resp sec secs sep sept sr st tab tabs thm trans univ viz vol vs ph.d
"""
_ABBREVIATED = frozenset(_ABBREVIATIONS.split())
#: What goes on after a quotation, in Korean.
_QUOTING = pattern(r"(?:이?라[고는며면]|하[고며는]|하였|했)")
_FORGOTTEN = pattern(r"[가-힣]\.(?=[가-힣])")


def atom(text: str) -> str:
    """Return *text* as a part that :func:`first_sentence` does not divide, as a formula."""
    return f"{_BEGIN}{text.translate(_SHIELD)}{_STOP}"


def tidy(text: str) -> str:
    """Return *text* on one line, without its :data:`GAP`, and without brackets around nothing."""
    if GAP in text:
        text = re.sub(rf"[(\[（［][\s,;·]*{GAP}[\s,;·{GAP}]*[)\]）］]", GAP, text)
        text = re.sub(
            rf"(?<![\s{GAP}])[\s{GAP}]*{GAP}(?=\s*(?:[.,;:!?)\]。、，！？）]|$))", "", text
        )
        text = text.replace(GAP, "")
    return " ".join(text.split())


#: What Markdown writes around words in a text of the front matter: strong, code and links.
_MARKS = pattern(
    r"\*\*(?=\S)([^*\n]{1,300}?)(?<=\S)\*\*|(?<!\w)__(?=\S)([^_\n]{1,300}?)(?<=\S)__(?!\w)"
    r"|`([^`\n]{1,300})`|\[([^\[\]\n]{1,300})\]\([^()\s]{1,500}\)"
)


def without_marks(text: str) -> str:
    """Return *text*, a line of Markdown, as the words that a reader sees.

    >>> without_marks("Compare **steps**, not [scores](https://x.example)")
    'Compare steps, not scores'
    """
    return _MARKS.sub(lambda match: next(filter(None, match.groups())), text)


def first_sentence(text: str) -> str:
    """Return the first sentence of *text*, cut at a word after :data:`LONGEST` characters.

    A sentence does not end within brackets or a part made by :func:`atom`, and none of them is
    cut: a bracket that would stay open is left out, or closed.
    """
    text = text[:_READ]
    inside = _inside(text)
    start, sentence = 0, ""
    for found in _MARK.finditer(text):
        if _ends(text, found, start, inside):
            sentence = text[: found.end()].strip()
            start = found.end()
            if len(sentence) >= SHORTEST:
                break
    else:
        sentence = text.strip()
    return _fit(sentence).translate(UNSHIELD)


def ends_sentence(text: str) -> bool:
    """Return whether *text* ends as a sentence does."""
    return _ENDING.search(text[-30:]) is not None


def _inside(text: str) -> bytearray:
    """Return for each character of *text* whether it is within a pair of brackets or quotes."""
    inside = bytearray(len(text))
    stack: list[tuple[str, int]] = []
    for index, character in enumerate(text):
        if character in _PAIRS:
            stack.append((_PAIRS[character], index))
        elif stack and any(character == closing for closing, _ in stack[-8:]):
            while stack[-1][0] != character:
                stack.pop()
            start = stack.pop()[1]
            if not stack and index - start <= _PAIR:
                inside[start + 1 : index] = b"\1" * (index - start - 1)
    return inside


def _ends(text: str, found: re.Match[str], start: int, inside: bytearray) -> bool:
    """Return whether the sentence that begins at *start* ends with the marks *found*."""
    marks = found[1]
    closed = len(marks) < len(found[0])
    if inside[found.start()] and not (closed and not inside[found.end() - 1]):
        return False
    after = text[found.end() : found.end() + 12]
    rest = after.lstrip()
    if not rest:
        return True
    if closed and _QUOTING.match(rest):
        return False
    if marks[-1] in _WIDE:
        return not closed or after[0].isspace() or after[0] in _PAIRS
    if not after[0].isspace():
        # In Korean the blank is often forgotten.
        return not closed and _FORGOTTEN.match(text, found.start() - 1) is not None
    return not "a" <= rest[0] <= "z" and not (marks == "." and _abbreviates(text, start, found))


def _abbreviates(text: str, start: int, found: re.Match[str]) -> bool:
    """Return whether the full stop *found* belongs to the word or number before it."""
    word = _WORD.search(text, max(start, found.start() - 30), found.start())
    if word is None:
        return False
    if word[0].isdigit():
        # A number ends a sentence ("in 20. Then"), but for the number of an item.
        return len(word[0]) < 3 and not text[start : word.start()].strip()
    return _INITIALS.fullmatch(word[0]) is not None or word[0].lower() in _ABBREVIATED


def _fit(sentence: str) -> str:
    """Return *sentence*, cut if it is too long, without an open bracket or half a formula."""
    if len(sentence) <= LONGEST:
        return sentence
    cut = sentence[: LONGEST - 1]
    if " " in cut[LONGEST // 2 :]:
        cut = cut[: cut.rfind(" ")]
    if cut.rfind(_BEGIN) > cut.rfind(_STOP):
        cut = cut[: cut.rfind(_BEGIN)]
    opened: list[int] = []
    for index, character in enumerate(cut):
        if character in _PAIRS:
            opened.append(index)
        elif opened and character == _PAIRS[cut[opened[-1]]]:
            opened.pop()
    closing = ""
    if opened:
        if opened[0] >= LONGEST // 4 or len(opened) > _FEW:
            cut = cut[: opened[0]]
        else:
            closing = "".join(_PAIRS[cut[index]] for index in reversed(opened))
    return cut.rstrip() + "…" + closing

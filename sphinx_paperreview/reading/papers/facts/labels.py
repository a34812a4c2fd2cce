"""What the words beside an address or a heading say: its label, in four languages.

The words are data, in ``labels.toml``. Each function looks at one short text.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_left
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: A longer text is no label.
LONGEST = 60
#: Kinds of labels; of two in one label ("paper title", "논문 코드") the first here counts.
_ORDER = (
    "other", "reference", "code", "project", "title", "authors", "orgs", "venue", "year", "date",
    "tags",
    "tldr", "remark", "summary", "paper", "page", "address",
    "filler",
)  # fmt: skip
#: Runs of one script; digits are no part of a label.
_RUN = re.compile(r"[a-z]+(?:[-'’][a-z]+)*|[^\W\d_a-z]+")
_NOT_WORD = re.compile(r"[\W_]+")


@cache
def _lists() -> Mapping[str, Mapping[str, Sequence[str]]]:
    text = resources.files(__package__).joinpath("labels.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _words() -> Mapping[str, Mapping[str, frozenset[str]]]:
    return {
        group: {kind: frozenset(map(fold, words)) for kind, words in kinds.items()}
        for group, kinds in _lists().items()
    }


@cache
def _kinds() -> Mapping[str, frozenset[str]]:
    """Return the kinds of labels by their words."""
    found: dict[str, set[str]] = {}
    for kind, words in _words()["facts"].items():
        for word in words if kind != "work" else ():
            found.setdefault(word, set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


@cache
def _longest() -> int:
    return max(map(len, _kinds()))


def fold(text: str) -> str:
    """Return the letters and digits of *text* in a form in which spellings do not differ."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


def words_of(group: str, kind: str) -> frozenset[str]:
    """Return the folded words of one table of ``labels.toml``."""
    return _words()[group][kind]


def label_kind(text: str) -> str:
    """Return what *text* says when it stands before a value or is the text of a link.

    The kinds are those of ``[facts]`` in ``labels.toml``; ``address`` is a label that does not say
    what is there ("link", "URL"). Empty: *text* is no label.
    """
    if not text or len(text) > LONGEST:
        return ""
    plain = unicodedata.normalize("NFKC", text).casefold()
    whole = _kinds().get(_NOT_WORD.sub("", plain))
    if whole is not None:
        return _first(whole)
    found: set[str] = set()
    if any(char.isdigit() for char in plain):
        return ""
    for run in _RUN.findall(plain):
        kinds = _kinds().get(_NOT_WORD.sub("", run))
        parts = [kinds] if kinds is not None else _parts(run)
        if not parts:
            return ""
        for each in parts:
            found |= each
    return _first(frozenset(found))


def _first(kinds: frozenset[str]) -> str:
    first = next((kind for kind in _ORDER if kind in kinds), "")
    return "" if first == "filler" else first


def _parts(run: str) -> list[frozenset[str]]:
    """Return the kinds of the words that *run*, written without blanks, consists of."""
    if run.isascii():
        return []
    best: list[list[frozenset[str]] | None] = [[]]
    for end in range(1, len(run) + 1):
        best.append(None)
        for start in range(max(0, end - _longest()), end):
            before, kinds = best[start], _kinds().get(run[start:end])
            if before is not None and kinds is not None:
                best[end] = [*before, kinds]
                break
    return best[-1] or []


#: Numbers and signs before the words of a heading ("2.1", "Part 3.", "🔗", "①", "一、").
_BEFORE = re.compile(
    r"^(?:part|step|chapter|section|제)?[\W\d_]*[장부]?[\W_]*(?:第?[一二三四五六七八九十]{1,3}[章节節、.．:：]\s*)?",
    re.IGNORECASE,
)
#: Words before those of a heading that change nothing.
_OTHER = re.compile(
    r"(?:other|more|further|additional)\s|(?:その)?他の|기타\s?|그\s외\s|다른\s|추가\s?|其[他它]的?",
    re.IGNORECASE,
)

#: Ends of headings such as "报告信息" and "논문 기본 정보".
_INFORMATION = ("信息", "資訊", "情報", "정보")


@lru_cache(maxsize=1 << 12)  # a heading is looked at for each link and section below it
def heading_is(text: str, *kinds: str) -> bool:
    """Return whether the heading *text* is that of a part of every document, of one of *kinds*.

    The kinds are those of ``[parts]``.
    """
    if len(text) > LONGEST:
        return False
    every = _parts_of(kinds)
    plain = _BEFORE.sub("", text) or text
    name = fold(plain)
    other = _OTHER.match(plain)
    if other is not None and fold(plain[other.end() :]) in every:
        return True
    if name in every or any(name[:length] in every for length in _stems(name, every)):
        return True
    if "information" in kinds and name.endswith(_INFORMATION) and len(name) <= 10:
        return True
    # "Reference & Further reading", "参考文献（一部）", "1. どんなもの？".
    parts = re.split(r"[&/,·・|+:：()（）\[\]]|\band\b|\s및\s|와\s|과\s", plain)
    folded = [name for name in map(fold, parts) if name]
    return bool(folded) and all(part in every for part in folded)


@cache
def _parts_of(kinds: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(words_of("parts", kind) for kind in kinds))


def _stems(name: str, every: frozenset[str]) -> Sequence[int]:
    """Return the lengths of the beginnings of *name* that may be all that counts of it.

    So it is for "関連研究と課題" and "Related work and background", but not for a short word.

    :param every: the words that a beginning is compared with
    """
    least = max(11 if name.isascii() else 4, len(name) - 14)
    lengths = _lengths(every)
    return lengths[bisect_left(lengths, least) : bisect_left(lengths, len(name))]


@cache
def _lengths(words: frozenset[str]) -> Sequence[int]:
    """Return the lengths of *words*, sorted."""
    return sorted(set(map(len, words)))


def says_review(text: str) -> bool:
    """Return whether *text*, a tag or a folder or a prefix, says that a document is a review."""
    folded = fold(text)
    if folded in words_of("reviews", "words"):
        return True
    return _review_phrases().search(folded) is not None


def is_of_paper(text: str) -> bool:
    """Return whether *text*, which says that a document is a review, says that it is of a paper."""
    return _OF_PAPER.search(text) is not None


_OF_PAPER = re.compile(
    "paper|arxiv|literature|journal.?club|논문|페이퍼|论文|論文|文献", re.IGNORECASE
)


@cache
def _review_phrases() -> re.Pattern[str]:
    """Return an expression for the words that say it within a longer text as well."""
    weak = {"paper", "papers", "review", "reviews", "논문", "리뷰", "论文", "論文"}
    words = sorted(word for word in words_of("reviews", "words") - weak if len(word) >= 4)
    return re.compile("|".join(map(re.escape, words)))


def introduces(text: str) -> bool:
    """Return whether *text*, a sentence, says that what follows is about the paper in it.

    That is "this is a summary of …", "오늘 리뷰할 논문은 …", "本文是对…的解读" and the like.
    """
    return all(_phrases(name).search(text) is not None for name in ("this", "acts"))


def says_where(text: str) -> bool:
    """Return whether *text*, the words around a link, says that the paper is there.

    That is "the paper is available …", "원 논문은 …에서 볼 수 있다", not "related papers are …".
    """
    return _phrases("whereabouts").search(text) is not None and not _phrases("others").search(text)


def begins_with_paper(text: str) -> bool:
    """Return whether *text* begins with "this paper", "본 논문", "本論文" and the like."""
    return text[:LONGEST].lstrip("\"'“‘「『 ").lower().startswith(_beginnings())


def speaks_of_paper(text: str) -> bool:
    """Return whether *text* speaks of "this paper", "본 논문", "the authors" and the like."""
    return _SPEAKS.search(text) is not None


_SPEAKS = re.compile(
    r"\b(?:this|our|the present)\s(?:paper|article|work)\b|\bthe\sauthors\s\w+\b"
    r"|\b(?:in\sthe|the)\spaper\s(?:\w+ly\s)?(?:\w+s|is|has|we|they)\b"
    r"|(?:이|본|해당|이번)\s?(?:논문|연구)|논문(?:은|에서|의 저자)|저자[는들가의]"
    r"|本文|(?:这篇|本|该|此)(?:论文|文章)|论文(?:提出|中|的|主要)|作者(?:们|認為|认为|提出|做|的|首先|在)"
    r"|(?:この|本|当該)論文|本研究|著者[はらが]",
    re.IGNORECASE,
)


def is_about_writing(title: str) -> bool:
    """Return whether *title* is about papers as such: how they are written, read or reviewed."""
    return _WRITING.search(title) is not None


_WRITING = re.compile(
    r"\b(?:how to|tips (?:for|on)|guide (?:to|for)|advice (?:for|on)|templates?)\b"
    r"|\bwrit(?:e|ing)\b.{0,200}\b(?:papers?|abstract|introduction|review|thesis|section|conclusion)"
    r"|\breading (?:a |the )?(?:papers?|list)\b|\bpapers? (?:to read|list|reading|template)\b"
    r"|\b(?:list|collection) of\b|^(?:awesome|welcome)\b|欢迎|환영|ようこそ"
    r"|(?:에 대한|에 관한)$|논문\s?(?:작성|쓰[기는]|읽는|목록|리스트)|템플릿"
    r"|论文(?:写作|列表|模板|清单|梳理|汇总|合集)|写作|模板|論文の(?:書|読み)|テンプレート",
    re.IGNORECASE,
)


def asks_about_paper(text: str) -> bool:
    """Return whether the heading *text* is about "the paper": "What does the paper do?"."""
    return len(text) <= _LONGEST_QUESTION and _ABOUT_PAPER.search(text) is not None


_LONGEST_QUESTION = 120
#: "How to write the paper" is no question about one.
_ABOUT_PAPER = re.compile(
    r"\bthis\s(?:paper|article)\b"
    r"|\b(?:what|how|why|which|where|does|do|did|is|are)\b.{0,120}\bthe\s(?:paper|authors?)\b(?!.{0,120}\bwrit)"
    r"|(?:이|본|해당)\s?논문|저자[는들가]|(?:这篇|本|该|此)(?:论文|文)|作者(?:提出|做|的)"
    r"|(?:この|本|当該)論文|読むべき論文|著者[はらが]",
    re.IGNORECASE,
)


@cache
def _beginnings() -> tuple[str, ...]:
    return tuple(_lists()["reviews"]["beginnings"])


@cache
def _phrases(name: str) -> re.Pattern[str]:
    """Return an expression for the phrases of one table of ``[reviews]``."""
    words = sorted(_lists()["reviews"][name])
    found = (rf"\b{re.escape(word)}" if word.isascii() else re.escape(word) for word in words)
    return re.compile("|".join(found), re.IGNORECASE)


_BRACKETED = re.compile(r"^\s*(?:\[([^\[\]]{1,60})\]|【([^【】]{1,60})】|\(([^()]{1,60})\))\s*")
#: What follows the title of a paper without a blank.
_GLUED = re.compile(
    r"(?<=[A-Za-z0-9)）])\s*(?:(?:论文|論文)?(?:解读|解讀|精读|精讀)|(?:论文|論文)[^\W\da-z]{0,6}|논문\s?[가-힣]{0,4})$"
)
_LEADING = re.compile(r"^\s*+([^:：|\-–—\[\]]{1,30}?)(?<!\s)\s*(?:[:：|]|\s[-–—]\s)\s*")


def title_of_paper(text: str) -> str:
    """Return the title of the paper in the title of a document: without "[논문리뷰]" and the like.

    >>> title_of_paper("[Paper Review] Alpha: A Study")
    'Alpha: A Study'
    """
    title = " ".join(text.split())
    prefixes = words_of("reviews", "prefixes")
    for _ in range(6):
        match = _BRACKETED.match(title)
        if match is not None and _is_prefix(next(filter(None, match.groups())), prefixes):
            title = title[match.end() :]
            continue
        match = _LEADING.match(title)
        if match is None or fold(match[1]).rstrip("0123456789") not in prefixes:
            break
        title = title[match.end() :]
    # "논문리뷰 Alpha", "Alpha 논문 리뷰" without a sign between; "A Review" is a title.
    head, _blank, rest = title.partition(" ")
    if rest and len(head) > 3 and not head.isascii() and fold(head) in prefixes:
        title = rest
    title = _GLUED.sub("", title) or title  # "Alpha解读"
    words = title.split()
    while words and not fold(words[-1]):
        words.pop()  # a sign at the end: "Notes 🚧"
    for count in (3, 2, 1):
        tail = fold("".join(words[-count:]))
        if len(words) > count and tail in prefixes and (count > 1 or not tail.isascii()):
            title = " ".join(words[:-count]).rstrip(" -–—|:：,")
            break
    return title.strip() or text.strip()


_TOPIC = re.compile(r"^\s*(?:\[[^\[\]]{3,60}\]|【[^【】]{2,60}】)\s*(?=[^\sa-z])")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
#: Least words of a title that has a topic in brackets before it.
_LEAST_TITLE = 3


def without_topic(title: str) -> str:
    """Return *title* without words in square brackets before it, which are a topic or a name.

    >>> without_topic("[3D / Vision] Alpha Nets for Beta"), without_topic("[MASK] is All You Need")
    ('Alpha Nets for Beta', '[MASK] is All You Need')
    """
    topic = _TOPIC.match(title)
    rest = title[topic.end() :] if topic is not None else ""
    return rest if len(_LATIN_WORD.findall(rest)) >= _LEAST_TITLE else title


def _is_prefix(text: str, prefixes: frozenset[str]) -> bool:
    """Return whether the bracketed *text* belongs to the post: "논문리뷰", "2025", "CVPR 2023"."""
    folded = fold(text)
    return (
        folded in prefixes
        or folded.rstrip("0123456789") in prefixes
        or folded in {"wip", "summary", "요약", "완료"}
        or bool(re.fullmatch(r"(?:19|20)\d\d", folded))
        or any(folded.rstrip("0123456789") == venue for venue in words_of("names", "venues"))
    )

"""Markdown that is written: texts that stay plain text, and the marks around and before them."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, urljoin

#: Characters that can be markup anywhere; an underscore within a word is not.
_MARKUP = re.compile(
    r"[\\`*\[\]]|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]+;)|(?<![^\W_])_|_(?![^\W_])|~(?=~)"
)
#: Characters that are not escaped in an address.
_SAFE = "%/?:@!$&'*+,;=-._~#[]"
#: An address on the same page; a path or an address that means the same in all pages of a folder.
_FRAGMENT = re.compile(r"#[\w.:%-]+")
_PATH = re.compile(r"(?:https?://\w.*|(?!//)[\w.%~/-]+(?:#.*)?)\Z")
#: An address that is absolute, and has no character to escape.
_ABSOLUTE = re.compile(r"https?://[A-Za-z0-9.-]+/[A-Za-z0-9._~/-]*")
#: What any markup begins with; most texts have none of it.
_FIRST = re.compile(r"[\\`*\[\]<&_~]")
#: Text at the start of a line that would begin another block.
_BLOCK = re.compile(
    r"^(?:#{1,6}(?=\s|$)|[-+](?=\s|$)|>|={1,}$|-{2,}$|:::|\||([0-9]{1,9})(?=[.)](?:\s|$)))",
    re.MULTILINE,
)
_BLANKS = re.compile(r"[ \t]{2,}")
_LINE_END = re.compile(r"(?:(?<![ \t])[ \t]+)?[\r\n]+[ \t]*")
_TICKS = re.compile(r"`+")
_DOLLAR = re.compile(r"\$(?=\S)")
#: Languages of code that are none.
_PLAIN = frozenset({"default", "none", "text", ""})
_LANGUAGE = re.compile(r"[\w+#.-]+")


def escape(text: str) -> str:
    """Return *text* with a backslash before each character that could be inline markup."""
    return _MARKUP.sub(r"\\\g<0>", text) if _FIRST.search(text) else text


def escape_line(text: str) -> str:
    """Return *text* on one line, escaped."""
    return escape(" ".join(text.split()))


def link(text: str, url: str) -> str:
    """Return a link with *text*, which is escaped; parentheses in *url* do not end it."""
    target = f"<{url}>" if "(" in url or ")" in url else url
    return f"[{escape_line(text)}]({target})"


def absolute(page: str, address: str) -> str:
    """Return the absolute form of *address*, as it stands on *page*, escaped.

    A malformed one (``http://[``) is only escaped.
    """
    if _ABSOLUTE.fullmatch(address):
        return address
    if _FRAGMENT.fullmatch(address):
        return quote(page + address, safe=_SAFE)
    # Of a path, posts of one folder have many in common.
    return _joined(page[: page.rfind("/") + 1] if _PATH.match(address) else page, address)


@lru_cache(maxsize=4096)
def _joined(base: str, address: str) -> str:
    with contextlib.suppress(ValueError):
        address = urljoin(base, address)
    return quote(address, safe=_SAFE)


def plain_text(text: str) -> str:
    """Return *text* escaped, with single blanks and line ends."""
    if "\n" in text or "\r" in text:
        text = _LINE_END.sub("\n", text)
    text = escape(_BLANKS.sub(" ", text))
    return _DOLLAR.sub(r"\\$", text) if text.count("$") > 1 else text


def marked(text: str, mark: str, tag: str, *, before: str, after: str) -> str:
    """Return *text* within marks, or within HTML where CommonMark would not recognise the marks.

    That is so where punctuation is inside of a mark and a letter outside (CommonMark 0.31,
    "delimiter runs"), as in Korean, whose particles follow without a blank.
    """
    inner = text.strip()
    start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    before, after = start[-1:] or before, end[:1] or after
    touches = mark[0] in {before, after, inner[0], inner[-1]}
    if _can_part(inner[0], before) and _can_part(inner[-1], after) and not touches:
        return f"{start}{mark}{inner}{mark}{end}"
    return f"{start}<{tag}>{inner}</{tag}>{end}"


def _can_part(inside: str, outside: str) -> bool:
    """Return whether a mark is one between the character *inside* of it and that *outside*."""
    if not outside or outside.isspace() or _is_punctuation(outside):
        return True
    return not _is_punctuation(inside)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def paragraph(text: str) -> str:
    """Return *text*, which is inline Markdown, so that none of its lines begins another block."""
    return _BLOCK.sub(lambda found: f"{found[1]}\\" if found[1] else f"\\{found[0]}", text)


def code_span(text: str) -> str:
    """Return *text* as code within a paragraph."""
    ticks = "`" * (max((len(run) for run in _TICKS.findall(text)), default=0) + 1)
    space = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def code_block(text: str, language: str) -> str:
    """Return *text* as a fenced block of code, with the name of its *language* if that is one."""
    fence = "`" * max(3, *(len(run) + 1 for run in _TICKS.findall(text)), 3)
    is_named = language not in _PLAIN and _LANGUAGE.fullmatch(language)
    return f"{fence}{language if is_named else ''}\n{text}\n{fence}"


def bold(text: str) -> str:
    """Return *text* in bold type, as a line by itself; empty if it is."""
    return f"**{text}**" if text else ""


def footnote_label(text: str) -> str:
    """Return the label of a footnote without characters that would end it."""
    return re.sub(r"[\s\[\]^]+", "-", text).strip("-") or "note"


def quotation(text: str) -> str:
    """Return *text* as a block quote."""
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n")) if text else ""


def indented(bullet: str, text: str, space: str = "") -> str:
    """Return *text* after *bullet*, its other lines below the first one.

    :param space: what the other lines begin with; by default as many blanks as *bullet* is long
    """
    space = space or " " * len(bullet)
    first, *rest = text.split("\n")
    lines = [f"{space}{line}" if line else "" for line in rest]
    return "\n".join([f"{bullet}{first}".rstrip(" ") if not first else bullet + first, *lines])

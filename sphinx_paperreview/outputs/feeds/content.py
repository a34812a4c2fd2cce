"""The HTML of a page made fit for feeds: addresses absolute, formulas as MathML, no furniture.

A feed reader shows the text far from the site: without its style sheets, scripts and navigation,
and often with less than HTML. The work is linear in the length of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*+)((?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+)>")
_ATTRIBUTE = re.compile(
    r"(?<!\s)(\s++)([^\s\"'>/=]++)(?:(\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?"
)
_SRCSET = re.compile(r"[\s,]*+(\S*[^\s,])(\s+[^\s,][^,]*)?")
_CLASS = re.compile(r"\sclass\s*=\s*(?:\"([^\"]*)|'([^']*)|([^\s\"'>]+))")
_ID = re.compile(r"\sid=\"([^\"]*)\"")
_BEGINNING = re.compile(r"</?[A-Za-z]")
_HEADING = re.compile(r"h[1-6]")
_URLS = frozenset({"href", "src", "poster", "cite", "data", "xlink:href"})
_SRCSETS = frozenset({"srcset", "imagesrcset"})
#: Attributes that only the page needs.
_DROPPED = re.compile(r"loading|decoding|fetchpriority|on[a-z]+|data-.*", re.IGNORECASE)
#: What the archive adds to a post's page and a reader of a feed has no use for, by element.
_FURNITURE = {
    "a": frozenset({"headerlink"}),
    "nav": frozenset({"pr-digest", "pr-neighbours", "pr-calendar", "pr-pagination", "pr-years"}),
    "p": frozenset({"pr-meta", "pr-tags", "pr-series-line", "pr-exports"}),
    "span": frozenset({"Z3988"}),
}
_RAW_TEXT = frozenset({"script", "style"})
#: How scripts that show formulas find them in the elements of the class ``math``.
_DELIMITERS = (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$"))


@dataclass(frozen=True, slots=True)
class Content:
    """A page as feeds show it."""

    html: str = ""
    #: Where in :attr:`html` the text of each section lies, by its id; the heading is left out.
    sections: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def section(self, anchor: str) -> str:
        """Return the HTML of the section with the id *anchor*, empty if there is none."""
        start, end = self.sections.get(anchor, (0, 0))
        return self.html[start:end].strip()


@dataclass(slots=True)
class _Section:
    """A section that is open."""

    id: str
    #: Where its text begins in the output: behind its heading, if it has one.
    start: int
    has_heading: bool = False


def prepare(html: str, base: str, to_mathml: Callable[..., str]) -> Content:
    """Return the page *html*, which lies at *base*, as feeds show it.

    Left out are the title, permalinks, what leads to other pages of the site, scripts, styles,
    event handlers and hints for browsers. Every address becomes absolute. A formula that waits
    for a script is made MathML by *to_mathml* (called with the TeX and ``block=``), and stays
    TeX where that raises ``ValueError``; MathML has its TeX in ``alttext`` rather than as an
    annotation, which readers without MathML would print a second time.
    """
    page = _Page(base, to_mathml)
    page.read(html)
    return Content("".join(page.out), page.spans)


class _Page:
    """A page that is being read from its start to its end."""

    def __init__(self, base: str, to_mathml: Callable[..., str]) -> None:
        self.base = base
        self.to_mathml = to_mathml
        self.out: list[str] = []
        self.length = 0
        self.spans: dict[str, tuple[int, int]] = {}
        self._open: list[_Section] = []
        #: Name of the element that is left out at present, and how many of that name are open.
        self._skipped = ""
        self._depth = 0
        self._has_title = False
        self._in_subtitle = False
        #: Name of the element whose text is a formula in TeX.
        self._formula = ""
        #: Where in :attr:`out` the last ``<math>`` stands; below 0 outside of formulas.
        self._math = -1

    def read(self, html: str) -> None:
        """Take in *html*."""
        position = 0
        while (start := html.find("<", position)) >= 0:
            self._text(html[position:start])
            position = self._markup(html, start)
        self._text(html[position:])

    def _write(self, text: str) -> None:
        self.out.append(text)
        self.length += len(text)

    def _text(self, text: str) -> None:
        """Write *text* as it stands, but a formula as MathML."""
        if self._skipped or not text:
            return
        if self._formula and (tex := _tex(text)):
            block, self._formula = self._formula == "div", ""
            try:
                self.read(self.to_mathml(tex, block=block))
            except ValueError:
                self._write(f"<code>{escape(tex, quote=False)}</code>")
        elif self._math < 0 or "\n" not in text or not text.isspace():
            self._write(text)

    def _markup(self, html: str, start: int) -> int:
        """Write the markup at *start*; return where it ends."""
        if html.startswith("<!--", start):
            end = html.find("-->", start + 4)
            end = len(html) if end < 0 else end + 3
            if not self._skipped:
                self._write(html[start:end])
            return end
        match = _TAG.match(html, start)
        if match is None:
            is_tag = _BEGINNING.match(html, start)
            # Cut off in the middle of a tag: nothing behind it can be read.
            end = len(html) if is_tag else start + 1
            if not self._skipped:
                self._write(escape(html[start:end], quote=False) if is_tag else "<")
            return end
        name = match[2].lower()
        if self._skipped:
            if name == self._skipped:
                self._count(closing=bool(match[1]))
            return match.end()
        if match[1]:
            self._end(name, match[0])
            return match.end()
        return self._start(html, match, name)

    def _count(self, *, closing: bool) -> None:
        """Note another tag of the element that is left out."""
        self._depth += -1 if closing else 1
        if not self._depth:
            if _HEADING.fullmatch(self._skipped):
                self._headed()
            self._skipped = ""

    def _start(self, html: str, match: re.Match[str], name: str) -> int:
        """Write the start tag *match*; return where reading goes on."""
        attributes = match[3]
        if name in _RAW_TEXT:
            return _closed(html, match.end(), name)
        if name == "input" and 'type="radio"' in attributes:  # of tabs, which a script switches
            return match.end()
        classes = _classes(attributes) if name in {"a", "nav", "p", "span", "div"} else frozenset()
        is_title = name == "h1" and not self._has_title
        if is_title or classes & _FURNITURE.get(name, frozenset()):
            self._skipped, self._depth = name, 1
            self._has_title = self._has_title or is_title
            return match.end()
        if name == "annotation" and self._math >= 0:
            return self._annotation(html, match)
        self._note(name, attributes, classes)
        changed = _ATTRIBUTE.sub(lambda found: _attribute(found, self.base), attributes)
        self._write(f"<{match[2]}{changed}>")
        if name == "section":
            found = _ID.search(attributes)
            self._open.append(_Section(found[1] if found else "", self.length))
        return match.end()

    def _note(self, name: str, attributes: str, classes: frozenset[str]) -> None:
        """Remember what the element that begins means for what follows."""
        if name in {"span", "div"} and "math" in classes:
            self._formula = name
        elif name in {"math", "code"}:
            self._formula = ""
            self._math = len(self.out) if name == "math" else self._math
        elif name == "p" and "pr-subtitle" in classes:
            self._in_subtitle = True

    def _annotation(self, html: str, match: re.Match[str]) -> int:
        """Move the TeX of a formula into an attribute; return where reading goes on."""
        end = html.find("<", match.end())
        end = len(html) if end < 0 else end
        if 'alttext="' not in (tag := self.out[self._math]):
            words = f' alttext="{escape(unescape(html[match.end() : end]))}"'
            self.out[self._math] = f"{tag[:-1]}{words}>"
            self.length += len(words)
        self._skipped, self._depth = "annotation", 1
        return end

    def _end(self, name: str, tag: str) -> None:
        """Write the end tag of *name*."""
        if name == "section" and self._open:
            section = self._open.pop()
            if section.id:
                self.spans.setdefault(section.id, (section.start, self.length))
        self._write(tag)
        if _HEADING.fullmatch(name):
            self._headed()
        elif name == "p" and self._in_subtitle:
            self._in_subtitle = False
            if self._open:
                self._open[-1].start = self.length
        elif name == "math":
            self._math = -1
        elif name == self._formula:
            self._formula = ""

    def _headed(self) -> None:
        """Note that the innermost section has its heading behind it."""
        if self._open and not self._open[-1].has_heading:
            self._open[-1].has_heading = True
            self._open[-1].start = self.length


def _classes(attributes: str) -> frozenset[str]:
    """Return the classes that *attributes* name."""
    match = _CLASS.search(attributes)
    return frozenset((match[match.lastindex or 0]).split()) if match else frozenset()


def _tex(text: str) -> str:
    """Return the TeX that *text*, of an element of formulas, holds between its delimiters."""
    stripped = unescape(text).strip()
    for start, end in _DELIMITERS:
        if stripped.startswith(start) and stripped.endswith(end):
            return stripped[len(start) : -len(end)].strip()
    return ""


def _closed(html: str, start: int, name: str) -> int:
    """Return the end of the element *name* that was opened before *start*."""
    match = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(html, start)
    return match.end() if match else len(html)


def _attribute(match: re.Match[str], base: str) -> str:
    """Return an attribute with its URLs made absolute, or nothing for one that is dropped."""
    space, name, equals, written = match.groups()
    if _DROPPED.fullmatch(name):
        return ""
    kind = name.lower()
    if written is None or kind not in _URLS | _SRCSETS:
        return match[0]
    value = unescape(written[1:-1] if written[0] in "\"'" else written)
    if kind in _SRCSETS:
        made = ", ".join(
            _join(base, candidate[1]) + (candidate[2] or "").rstrip()
            for candidate in _SRCSET.finditer(value.strip(" \t\n\r\f,"))
        )
    else:
        made = _join(base, value)
    return match[0] if made == value else f'{space}{name}{equals}"{escape(made)}"'


def _join(base: str, url: str) -> str:
    """Return *url* as seen from *base*; one that is empty, absolute or malformed stays."""
    url = url.strip()
    try:
        return urljoin(base, url) if url and not _ABSOLUTE.match(url) else url
    except ValueError:
        return url

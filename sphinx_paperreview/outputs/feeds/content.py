"""Prepare the HTML of a page for feeds: absolute URLs, formulas as MathML, no navigation.

A feed reader shows the text without the site's style sheets and scripts, and often supports only
some of HTML. The work is linear in the length of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.urls import join

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_ABSOLUTE = pattern(r"[A-Za-z][A-Za-z0-9+.-]*:")
_TAG = pattern(r"<(/?)([A-Za-z][^\s/>]*+)((?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+)>")
_ATTRIBUTE = pattern(r"(?<!\s)(\s++)([^\s\"'>/=]++)(?:(\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_SRCSET = pattern(r"[\s,]*+(?:(\S*[^\s,])(\s+[^\s,][^,]*)?|\Z)")
_CLASS = pattern(r"\sclass\s*=\s*(?:\"([^\"]*)|'([^']*)|([^\s\"'>]+))")
_ID = pattern(r"\sid=\"([^\"]*)\"")
_BEGINNING = pattern(r"</?[A-Za-z]")
_HEADING = pattern(r"h[1-6]")
_URLS = frozenset({"href", "src", "poster", "cite", "data", "xlink:href"})
_SRCSETS = frozenset({"srcset", "imagesrcset"})
#: Attributes that are of no use outside the page: hints for loading, event handlers, data, classes
#: of its style sheets.
_DROPPED = pattern(r"loading|decoding|fetchpriority|class|on[a-z]+|data-.*", re.IGNORECASE)
#: Classes of elements that the archive adds to a post, by tag: permalinks, navigation, facts.
_LEFT_OUT = {
    "a": frozenset({"headerlink"}),
    "nav": frozenset({"pr-digest", "pr-neighbours", "pr-calendar", "pr-pagination", "pr-years"}),
    "p": frozenset({"pr-meta", "pr-tags", "pr-series-line", "pr-exports"}),
    "span": frozenset({"Z3988"}),
}
_RAW_TEXT = frozenset({"script", "style"})
#: Delimiters of TeX in elements of the class ``math``, by which scripts such as MathJax find it.
_DELIMITERS = (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$"))


@dataclass(frozen=True, slots=True)
class FeedContent:
    """The prepared HTML of a page."""

    html: str = ""
    #: Start and end in :attr:`html` of each section's content below its heading, by its id.
    sections: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def section(self, anchor: str) -> str:
        """Return the content of the section with the id *anchor*; empty if there is none."""
        start, end = self.sections.get(anchor, (0, 0))
        return self.html[start:end].strip()


@dataclass(slots=True)
class _Section:
    """A section whose end tag has not been read."""

    id: str
    #: Where its content begins in the output: behind its heading, if it has one.
    start: int
    has_heading: bool = False


def prepare(html: str, base: str, to_mathml: Callable[..., str]) -> FeedContent:
    """Return the content of a page for feeds.

    The title, permalinks, navigation, scripts, styles, event handlers and loading hints are left
    out, and URLs become absolute. In MathML, the TeX moves from an annotation to ``alttext``:
    readers without MathML would show an annotation as text.

    :param html: body of the page
    :param base: URL of the page
    :param to_mathml: converts TeX (called with the TeX and ``block=``) where the page leaves that
        to a script; if it raises ``ValueError``, the TeX is shown as code
    """
    page = _Page(base, to_mathml)
    page.read(html)
    return FeedContent("".join(page.out), page.spans)


class _Page:
    """Reads a page from start to end, and collects its prepared HTML in :attr:`out`."""

    def __init__(self, base: str, to_mathml: Callable[..., str]) -> None:
        self.base = base
        self.to_mathml = to_mathml
        self.out: list[str] = []
        self.length = 0
        self.spans: dict[str, tuple[int, int]] = {}
        self._open: list[_Section] = []
        #: Name of the element that is being left out, and how many of that name are open.
        self._skipped = ""
        self._depth = 0
        self._has_title = False
        self._in_subtitle = False
        #: Name of the element whose text is a formula in TeX.
        self._formula = ""
        #: Position of the open ``<math>`` in :attr:`out`; below 0 outside of MathML.
        self._math = -1

    def read(self, html: str) -> None:
        """Read *html*."""
        position = 0
        while (start := html.find("<", position)) >= 0:
            self._text(html[position:start])
            position = self._markup(html, start)
        self._text(html[position:])

    def _write(self, text: str) -> None:
        self.out.append(text)
        self.length += len(text)

    def _text(self, text: str) -> None:
        """Write *text*; as MathML if it is a formula in TeX."""
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
            # The tag is cut off, or its quotes are not closed: the rest cannot be parsed.
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
        """Count a nested tag of the element that is left out; note its end."""
        self._depth += -1 if closing else 1
        if not self._depth:
            if _HEADING.fullmatch(self._skipped):
                self._end_heading()
            self._skipped = ""

    def _start(self, html: str, match: re.Match[str], name: str) -> int:
        """Write the start tag *match*; return the position to read on from."""
        attributes = match[3]
        if name in _RAW_TEXT:
            return _closed(html, match.end(), name)
        if name == "input" and 'type="radio"' in attributes:  # of a set of tabs
            return match.end()
        if name == "img" and 'class="pr-picture"' in attributes:  # an ornament of a list
            return match.end()
        classes = _classes(attributes) if name in {"a", "nav", "p", "span", "div"} else frozenset()
        is_title = name == "h1" and not self._has_title
        if is_title or classes & _LEFT_OUT.get(name, frozenset()):
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
        """Note the start of a formula, of code and of a subtitle."""
        if name in {"span", "div"} and "math" in classes:
            self._formula = name
        elif name in {"math", "code"}:
            self._formula = ""
            self._math = len(self.out) if name == "math" else self._math
        elif name == "p" and "pr-subtitle" in classes:
            self._in_subtitle = True

    def _annotation(self, html: str, match: re.Match[str]) -> int:
        """Move the TeX of a formula into ``alttext``; return the position to read on from."""
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
            self._end_heading()
        elif name == "p" and self._in_subtitle:
            self._in_subtitle = False
            if self._open:
                self._open[-1].start = self.length
        elif name == "math":
            self._math = -1
        elif name == self._formula:
            self._formula = ""

    def _end_heading(self) -> None:
        """Let the content of the innermost section begin here, behind its first heading."""
        if self._open and not self._open[-1].has_heading:
            self._open[-1].has_heading = True
            self._open[-1].start = self.length


def _classes(attributes: str) -> frozenset[str]:
    match = _CLASS.search(attributes)
    return frozenset((match[match.lastindex or 0]).split()) if match else frozenset()


def _tex(text: str) -> str:
    """Return the TeX between the delimiters of *text*; empty if there are none."""
    stripped = unescape(text).strip()
    for start, end in _DELIMITERS:
        if stripped.startswith(start) and stripped.endswith(end):
            return stripped[len(start) : -len(end)].strip()
    return ""


def _closed(html: str, start: int, name: str) -> int:
    """Return the position behind the end tag of *name* that follows *start*."""
    match = pattern(rf"</{name}\s*>", re.IGNORECASE).search(html, start)
    return match.end() if match else len(html)


def _attribute(match: re.Match[str], base: str) -> str:
    """Return an attribute with absolute URLs; empty if it is left out."""
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
            if candidate[1]
        )
    else:
        made = _join(base, value)
    return match[0] if made == value else f'{space}{name}{equals}"{escape(made)}"'


def _join(base: str, url: str) -> str:
    """Return *url* joined with *base*; an empty, absolute or malformed one is unchanged."""
    url = url.strip()
    return join(base, url) if url and not _ABSOLUTE.match(url) else url

"""Allowlists of HTML attributes, CSS properties and addresses; all else is refused."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.urls import clean_address

if TYPE_CHECKING:
    from collections.abc import Iterable

ATTRIBUTES = frozenset(
    {
        "alt", "align", "title", "lang", "dir", "width", "height", "id", "class", "style", "href",
        "src", "start", "reversed", "type", "value", "colspan", "rowspan", "scope", "open",
        "controls", "loop", "muted", "autoplay", "poster", "preload", "playsinline",
        "allowfullscreen", "loading", "datetime", "cite", "role", "srclang", "kind", "label",
        "target", "rel", "download", "sizes", "media", "decoding", "border", "valign",
        "cellpadding", "cellspacing", "frameborder", "allow", "referrerpolicy", "abbr", "headers",
    }
)  # fmt: skip

#: A length of docutils.
_LENGTH = pattern(r"\d{1,5}(?:\.\d{1,4})?\s*(?:px|%|em|rem|vw|vh|pt|cm|mm|in|ex|pc)?", re.ASCII)
STYLES = pattern(
    r"(?:text-(?:align|decoration|indent|transform|shadow|wrap)"
    r"|(?:max-|min-)?(?:width|height)|(?:margin|padding)(?:-(?:top|right|bottom|left|block|inline))?"
    r"|color|background|background-color|border(?:-(?:top|right|bottom|left|radius|color|width|style"
    r"|collapse|spacing))?|box-shadow|display|flex(?:-\w+)*|align-(?:items|content|self)"
    r"|justify-(?:content|items|self)|gap|row-gap|column-gap|grid-template-columns|order"
    r"|font(?:-(?:size|weight|style|family|variant))?|line-height|letter-spacing|word-break"
    r"|overflow-wrap|white-space|overflow(?:-[xy])?|vertical-align|float|clear|opacity"
    r"|object-fit|aspect-ratio|list-style(?:-type)?|column-count|box-sizing|table-layout|cursor)"
)
#: The parts of a value: blanks, commas and slashes; colours; numbers; words, or functions with
#: their opening bracket; closing brackets; signs; strings without escapes. All else is refused, so
#: there are no escapes, comments, ``!``, ``;`` or ``{``.
_VALUE_PART = pattern(
    r"(?:[ \t\n\r,]|/(?!\*))+|#[0-9A-Fa-f]{3,8}\b"
    r"|[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?(?:%|[A-Za-z]+\b)?"
    r"|(?P<word>-{0,2}[^\W\d][\w-]*)(?P<call>\(?)|(?P<close>\))|(?P<open>\()|[+*-]|'[\w ,.-]*'"
)
#: The functions of CSS that name no file.
_FUNCTIONS = frozenset(
    {
        "rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix",
        "light-dark", "calc", "min", "max", "clamp", "minmax", "repeat", "fit-content", "var",
        "linear-gradient", "radial-gradient", "conic-gradient", "repeating-linear-gradient",
        "repeating-radial-gradient", "repeating-conic-gradient",
    }
)  # fmt: skip

#: Attributes of HTML, SVG and MathML that hold an address.
ADDRESSES = frozenset(
    {
        "href", "src", "poster", "cite", "action", "formaction", "data", "background", "longdesc",
        "manifest", "xlink:href", "icon", "usemap", "classid", "codebase", "archive", "profile",
        "dynsrc", "lowsrc",
    }
)  # fmt: skip
#: Classes of elements in which MathJax looks for formulas, even in code.
FORMULA_CLASSES = frozenset({"math", "mathjax_process", "tex2jax_process", "output_area"})
#: Elements that Markdown may hold as HTML, and further attributes that these may have.
_HTML = frozenset(
    {
        "a", "abbr", "article", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption", "center",
        "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em",
        "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "ol", "p", "picture", "pre", "q",
        "s", "samp", "section", "small", "span", "strike", "strong", "sub", "summary", "sup",
        "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var",
        "wbr", "svg", "path", "g", "circle", "ellipse", "line", "polygon", "polyline", "rect",
    }
)  # fmt: skip
_DRAWING = frozenset(
    {
        "viewbox", "xmlns", "version", "fill", "fill-rule", "clip-rule", "stroke", "stroke-width",
        "stroke-linecap", "stroke-linejoin", "d", "cx", "cy", "r", "rx", "ry", "x", "y", "x1",
        "x2", "y1", "y2", "points", "transform", "opacity", "color", "size", "face", "bgcolor",
        "nowrap",
    }
)  # fmt: skip
_TAG = pattern(
    r"<(/?)([A-Za-z][A-Za-z0-9]*)"
    r"((?:\s+[A-Za-z][\w:.-]*(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'=<>`]+))?)*+)\s*/?>"
)
_ATTRIBUTE = pattern(r"([A-Za-z][\w:.-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_HTML_COMMENT = pattern(r"<!--(?!-?>)(?:(?!--).)*+-->", re.DOTALL)

#: CSS properties whose bare numbers are not pixels.
_UNITLESS = frozenset(
    {
        "line-height", "opacity", "font-weight", "flex", "flex-grow", "flex-shrink", "order",
        "column-count", "aspect-ratio", "zoom", "z-index",
    }
)  # fmt: skip

_YOUTUBE = pattern(
    r"(?:https?:)?//(?:(?:www\.|m\.)?youtube\.com/watch\?v=|youtu\.be/)([\w-]{6,20})(?=[?&#]|\Z)"
)
EMBEDS = pattern(
    r"(?:www\.)?(?:youtube\.com|youtube-nocookie\.com)|player\.vimeo\.com|vimeo\.com"
    r"|[a-z0-9-]+\.hf\.space|huggingface\.co"
    r"|codepen\.io|codesandbox\.io|stackblitz\.com|replit\.com|repl\.it"
    r"|player\.bilibili\.com|(?:app\.)?egghead\.io|speakerdeck\.com|www\.slideshare\.net"
)


def url(text: str, *, image: bool = False) -> str | None:
    """Return *text* as an address that a page may have, or None; see :func:`.clean_address`."""
    return clean_address(text, image=image)


def source(text: str, *, image: bool = False) -> str | None:
    """Return *text* as the address of what a page shows, or None: mail and calls are none."""
    address = url(text, image=image)
    is_shown = address is not None and not address.lower().startswith(("mailto:", "tel:"))
    return address if is_shown else None


def embed(text: str, hosts: Iterable[str] = ()) -> str | None:
    """Return the address of a frame for *text*, or None if no frame may show it.

    It must be ``https://host/…`` or ``//host/…``, with a host of :data:`EMBEDS` or *hosts*; old
    posts have ``http://``. A page of YouTube, which it shows in no frame, becomes its player.
    """
    text = clean_address(text) or ""
    if found := _YOUTUBE.match(text):
        text = f"https://www.youtube.com/embed/{found[1]}"
    elif text.startswith("http://"):
        text = f"https://{text.removeprefix('http://')}"
    try:
        parts = urlsplit("https:" + text if text.startswith("//") else text)
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    allowed = EMBEDS.fullmatch(host) or host in hosts
    if parts.scheme != "https" or parts.username or not allowed or re.search(r"[\s\\]", text):
        return None
    return text


def property_name(name: str) -> str:
    """Return the CSS name of React's *name* (``textAlign`` → ``text-align``)."""
    if "-" in name:
        return name.strip().lower()
    return re.sub(r"[A-Z]", lambda found: "-" + found[0].lower(), name.strip())


def style_value(name: str, value: object) -> str | None:
    """Return *value* as CSS for the property *name*, or None if it is not allowed."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        text = f"{value:g}" if abs(value) < 1e6 else str(value)
        text += "" if name in _UNITLESS or value == 0 else "px"
    else:
        text = str(value).strip()
    text = re.sub(r"(?<!\s)\s*!important\s*$", "", text)
    if not text or len(text) > 200 or not STYLES.fullmatch(name) or not _is_plain_value(text):
        return None
    if name == "display" and text == "none":
        return None
    return text


def _is_plain_value(text: str) -> bool:
    """Return whether *text* is made of numbers, words and functions that name no file."""
    position = depth = 0
    while position < len(text):
        part = _VALUE_PART.match(text, position)
        if part is None or (part["call"] and part["word"].lower() not in _FUNCTIONS):
            return False
        depth += bool(part["call"] or part["open"]) - bool(part["close"])
        if depth < 0 or (part["open"] and not depth - 1):
            return False
        position = part.end()
    return bool(text) and not depth


def length(text: str) -> str:
    """Return *text* as a length of docutils, empty if it is not one."""
    text = text.strip()
    if not _LENGTH.fullmatch(text):
        return ""
    return text.replace(" ", "") + ("px" if text[-1].isdigit() else "")


def split_style(text: str) -> list[tuple[str, str]]:
    """Split the text of a ``style="…"`` attribute into pairs of property and value."""
    pairs = (part.partition(":") for part in text.split(";") if part.strip())
    return [(name.strip().lower(), value.strip()) for name, _, value in pairs]


def is_plain_html(text: str) -> bool:
    """Return whether *text* is HTML without anything that runs, loads, sends or covers the page.

    It may be a single tag. Only tags in a strict form, elements and attributes of a short list,
    addresses that :func:`url` allows and styles that :func:`style_value` allows are plain. A
    browser reads nothing else in such a text.
    """
    position = 0
    while (start := text.find("<", position)) >= 0:
        comment = _HTML_COMMENT.match(text, start)
        if comment is not None:
            position = comment.end()
            continue
        if text[start + 1 : start + 2].isspace():
            position = start + 1
            continue
        tag = _TAG.match(text, start)
        if tag is None or tag[2].lower() not in _HTML or (tag[1] and tag[3].strip()):
            return False
        if not all(_is_plain_attribute(*found.groups()) for found in _ATTRIBUTE.finditer(tag[3])):
            return False
        position = tag.end()
    return True


def _is_plain_attribute(name: str, *values: str | None) -> bool:
    name = name.lower()
    value = unescape(next((value for value in values if value is not None), ""))
    if name == "class":
        return FORMULA_CLASSES.isdisjoint(value.lower().split())
    if name == "style":
        return all(style_value(*pair) is not None for pair in split_style(value))
    if name in ADDRESSES:
        if name == "src":
            return source(value, image=True) is not None
        return name in {"href", "cite"} and url(value) is not None
    return name in ATTRIBUTES or name in _DRAWING or name.startswith("aria-")


def valid_id(text: str) -> bool:
    """Return whether *text* is allowed as an id in HTML."""
    return bool(text) and not re.search(r"[\s<>\"'&]", text) and len(text) < 200

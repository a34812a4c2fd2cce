"""Convert the HTML of a review to Markdown: CommonMark with GitHub's tables and formulas."""

from __future__ import annotations

import re
from textwrap import indent
from typing import Any
from urllib.parse import quote, urljoin

from bs4 import BeautifulSoup
from bs4.element import NavigableString
from markdownify import ATX, MarkdownConverter

from sphinx_paperreview.outputs.markdown_syntax import escape

#: Classes of elements that the archive adds to a review, such as its permalink and its facts.
_LEFT_OUT = frozenset({"headerlink", "pr-facts", "pr-cite", "pr-also", "pr-mentioned", "Z3988"})
#: Text at the start of a paragraph that would begin another block.
_BLOCK = re.compile(r"#{1,6}(?:\s|$)|[-+](?:\s|$)|>|={1,}$|-{2,}$|:::|([0-9]{1,9})(?=[.)]\s)")
_FENCE = re.compile(r"`{3,}")
_LANGUAGE = re.compile(r"highlight-([\w+#.-]+)")
_PLAIN = frozenset({"default", "none", "text"})
_BLANKS = re.compile(r"\n{3,}")
_RUN = re.compile(r"[\t \r\n]{2,}")
_LINE_END = re.compile(r"[\r\n]")


def _without_mathml(html: str) -> str:
    """Return *html* with the TeX of each formula instead of its MathML, which is long.

    MathML without the TeX source, written by another renderer, is kept.
    """
    out: list[str] = []
    position = 0
    while (start := html.find("<math", position)) >= 0:
        end = html.find("</math>", start)
        if end < 0:
            break
        out.append(html[position:start])
        source, stop = (
            html.rfind("<annotation", start, end),
            html.rfind("</annotation>", start, end),
        )
        position = end + len("</math>")
        out.append(html[html.find(">", source) + 1 : stop] if source >= 0 else html[start:position])
    out.append(html[position:])
    return "".join(out)


def to_markdown(html: str, base: str) -> str:
    """Return *html* as Markdown.

    HTML that is nested deeper than Python's stack allows becomes plain text.

    :param base: URL of the page, with which relative URLs are joined
    """
    soup = BeautifulSoup(_without_mathml(html), "html.parser")
    try:
        text = str(_Converter(base).convert_soup(soup))
    except RecursionError:
        return escape(soup.get_text().strip())
    lines = (line.rstrip() if not line.endswith("  ") else line for line in text.split("\n"))
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip()


#: Typed as Any, because markdownify's stubs do not declare the methods that are overridden.
_Base: Any = MarkdownConverter


class _Converter(_Base):  # type: ignore[misc]  # as above
    """A converter that knows Sphinx's HTML of admonitions, formulas and code."""

    def __init__(self, base: str) -> None:
        super().__init__(
            heading_style=ATX,
            sub_symbol="<sub>",
            sup_symbol="<sup>",
            table_infer_header=True,
            keep_inline_images_in=["a", "td", "th", "p", "figure"],
        )
        self._base = base
        #: Number of the last item of each ordered list, by ``id`` of the element.
        self._numbers: dict[int, int] = {}

    def process_tag(self, node: Any, parent_tags: set[str] | None = None) -> str:
        """Leave out what the archive adds; write formulas as TeX."""
        classes = set(node.get("class") or ())
        if classes & _LEFT_OUT:
            return ""
        if "math" in classes and node.name in {"span", "div", "img"}:
            return _formula(node)
        return str(super().process_tag(node, parent_tags=parent_tags))

    def process_text(self, el: Any, parent_tags: set[str] | None = None) -> str:
        """Shorten runs of blanks, for which markdownify takes quadratic time."""
        if not parent_tags or "pre" not in parent_tags:
            shorter = _RUN.sub(lambda run: "\n" if _LINE_END.search(run[0]) else " ", str(el))
            if shorter != el:
                changed = NavigableString(shorter)
                el.replace_with(changed)
                el = changed
        return str(super().process_text(el, parent_tags=parent_tags))

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape only what could be markup, so that the text stays readable."""
        return escape(text) if text else ""

    def convert_p(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Escape the start of a paragraph; make the title of an admonition bold."""
        text = text.strip()
        if "admonition-title" in (el.get("class") or ()):
            text = f"**{text}**" if text else ""
        elif text:
            text = _escape_start(text)
        return str(super().convert_p(el, text, parent_tags))

    def convert_div(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Write an admonition as a block quote."""
        if "admonition" in (el.get("class") or ()) and "_inline" not in parent_tags:
            return "\n" + str(self.convert_blockquote(el, text, parent_tags))
        return str(super().convert_div(el, text, parent_tags))

    convert_aside = convert_div

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Make the address absolute."""
        self._complete(el, "href")
        el.attrs.pop("title", None)
        return str(super().convert_a(el, text, parent_tags))

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Make the address absolute, and escape the alternative text."""
        self._complete(el, "src")
        el["alt"] = self.escape(str(el.get("alt") or ""), set())
        return str(super().convert_img(el, text, parent_tags))

    def convert_video(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Write a link to the video."""
        for part in (el, *el.find_all("source")):
            self._complete(part, "src")
        self._complete(el, "poster")
        source = str(el.get("src") or "")
        return str(super().convert_video(el, text.strip() or source, parent_tags))

    def convert_iframe(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Write a link to the page in the frame."""
        self._complete(el, "src")
        source = str(el.get("src") or "")
        words = self.escape(str(el.get("title") or source), set())
        return f"\n\n[{words}]({source})\n\n" if source else ""

    def convert_pre(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Write code in a fence that is longer than any in it."""
        code = el.get_text().strip("\n")
        fence = "`" * max(3, *(len(run) + 1 for run in _FENCE.findall(code)), 3)
        return f"\n\n{fence}{_language(el)}\n{code}\n{fence}\n\n"

    def convert_li(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Write an item; count its number on, where markdownify counts back in quadratic time."""
        bullet = "- "
        if el.parent is not None and el.parent.name == "ol":
            start = str(el.parent.get("start") or "")
            before = int(start) - 1 if start.isdecimal() else 0
            number = self._numbers.get(id(el.parent), before) + 1
            self._numbers[id(el.parent)] = number
            bullet = f"{number}. "
        return bullet + indent(text.strip(), " " * len(bullet))[len(bullet) :] + "\n"

    def convert_input(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Write the check box of a task."""
        if el.get("type") != "checkbox":
            return ""
        return "[x] " if el.has_attr("checked") else "[ ] "

    def convert_td(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Escape ``|``, which would begin another cell."""
        return str(super().convert_td(el, text.replace("|", "\\|"), parent_tags))

    convert_th = convert_td

    def _complete(self, el: Any, name: str) -> None:
        address = str(el.get(name) or "")
        if address:
            el[name] = quote(urljoin(self._base, address), safe="%/?:@!$&'*+,;=-._~#[]")


def _escape_start(text: str) -> str:
    match = _BLOCK.match(text)
    if match is None:
        return text
    return f"{match[1]}\\{text[match.end() :]}" if match[1] else f"\\{text}"


def _formula(node: Any) -> str:
    """Return the TeX of a formula as any of Sphinx's renderers wrote it."""
    for number in node.find_all(class_="eqno"):
        number.extract()
    tex = str(node.get("alt") or "") if node.name == "img" else ""
    tex = (tex or node.get_text()).strip()
    for opening, closing in (("\\(", "\\)"), ("\\[", "\\]")):
        if tex.startswith(opening) and tex.endswith(closing):
            tex = tex[2:-2].strip()
    return f"\n\n$$\n{tex}\n$$\n\n" if node.name == "div" else f"${tex}$"


def _language(el: Any) -> str:
    for parent in el.parents:
        for name in parent.get("class") or ():
            match = _LANGUAGE.fullmatch(name)
            if match:
                return "" if match[1] in _PLAIN else match[1]
    return ""

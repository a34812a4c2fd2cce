"""The HTML of a review as Markdown (CommonMark, with tables and formulas as GitHub has them)."""

from __future__ import annotations

import re
from textwrap import indent
from typing import Any
from urllib.parse import quote, urljoin

from bs4 import BeautifulSoup
from markdownify import ATX, MarkdownConverter

from sphinx_paperreview.outputs.markup import marked

#: What the archive adds to a review and a reader of its text has no use for.
_FURNITURE = frozenset({"headerlink", "pr-facts", "pr-cite", "pr-also", "pr-mentioned", "Z3988"})
#: What could begin a block, at the start of a paragraph.
_BLOCK = re.compile(r"#{1,6}(?:\s|$)|[-+](?:\s|$)|>|={1,}$|-{2,}$|:::|([0-9]{1,9})(?=[.)]\s)")
_FENCE = re.compile(r"`{3,}")
_LANGUAGE = re.compile(r"highlight-([\w+#.-]+)")
_PLAIN = frozenset({"default", "none", "text"})
_BLANKS = re.compile(r"\n{3,}")


def _without_mathml(html: str) -> str:
    """Return *html* with the TeX of each formula alone: its MathML is long, and never read.

    A formula that some other renderer wrote without its source stays.
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
    """Return *html*, of a page at *base*, as Markdown whose addresses are those of the page.

    What is nested deeper than Python's stack allows comes out as its words alone.
    """
    soup = BeautifulSoup(_without_mathml(html), "html.parser")
    try:
        text = str(_Converter(base).convert_soup(soup))
    except RecursionError:
        return marked(soup.get_text().strip())
    lines = (line.rstrip() if not line.endswith("  ") else line for line in text.split("\n"))
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip()


#: Its stub names no method that can be replaced.
_Base: Any = MarkdownConverter


class _Converter(_Base):  # type: ignore[misc]  # as said above
    """Knows what Sphinx makes of notes, formulas and code."""

    def __init__(self, base: str) -> None:
        super().__init__(
            heading_style=ATX,
            sub_symbol="<sub>",
            sup_symbol="<sup>",
            table_infer_header=True,
            keep_inline_images_in=["a", "td", "th", "p", "figure"],
        )
        self._base = base
        #: The number of the last item of each ordered list.
        self._numbers: dict[int, int] = {}

    def process_tag(self, node: Any, parent_tags: set[str] | None = None) -> str:
        """Leave out furniture; take formulas as they were written."""
        classes = set(node.get("class") or ())
        if classes & _FURNITURE:
            return ""
        if "math" in classes and node.name in {"span", "div", "img"}:
            return _formula(node)
        return str(super().process_tag(node, parent_tags=parent_tags))

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape what could be markup, and no more: the text is to be read as it is, too."""
        return marked(text) if text else ""

    def convert_p(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Keep a paragraph from being taken for another block; a note's first one is its name."""
        text = text.strip()
        if "admonition-title" in (el.get("class") or ()):
            text = f"**{text}**" if text else ""
        elif text:
            text = _escape_start(text)
        return str(super().convert_p(el, text, parent_tags))

    def convert_div(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Quote a note."""
        if "admonition" in (el.get("class") or ()) and "_inline" not in parent_tags:
            return "\n" + str(self.convert_blockquote(el, text, parent_tags))
        return str(super().convert_div(el, text, parent_tags))

    convert_aside = convert_div

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Make the address whole."""
        self._complete(el, "href")
        el.attrs.pop("title", None)
        return str(super().convert_a(el, text, parent_tags))

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Make the address whole, and let the text in its place be text."""
        self._complete(el, "src")
        el["alt"] = self.escape(str(el.get("alt") or ""), set())
        return str(super().convert_img(el, text, parent_tags))

    def convert_video(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Link to what is played."""
        for part in (el, *el.find_all("source")):
            self._complete(part, "src")
        self._complete(el, "poster")
        source = str(el.get("src") or "")
        return str(super().convert_video(el, text.strip() or source, parent_tags))

    def convert_iframe(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Link to what is framed."""
        self._complete(el, "src")
        source = str(el.get("src") or "")
        words = self.escape(str(el.get("title") or source), set())
        return f"\n\n[{words}]({source})\n\n" if source else ""

    def convert_pre(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Fence code so that nothing in it can end the fence."""
        code = el.get_text().strip("\n")
        fence = "`" * max(3, *(len(run) + 1 for run in _FENCE.findall(code)), 3)
        return f"\n\n{fence}{_language(el)}\n{code}\n{fence}\n\n"

    def convert_li(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Give an item its number by counting on: to count back from each is quadratic."""
        bullet = "- "
        if el.parent is not None and el.parent.name == "ol":
            start = str(el.parent.get("start") or "")
            before = int(start) - 1 if start.isdecimal() else 0
            number = self._numbers.get(id(el.parent), before) + 1
            self._numbers[id(el.parent)] = number
            bullet = f"{number}. "
        return bullet + indent(text.strip(), " " * len(bullet))[len(bullet) :] + "\n"

    def convert_input(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Keep the box of a task."""
        if el.get("type") != "checkbox":
            return ""
        return "[x] " if el.has_attr("checked") else "[ ] "

    def convert_td(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Keep a cell from being taken for two."""
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
    """Return the TeX of a formula, wherever the renderer of the site keeps it."""
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

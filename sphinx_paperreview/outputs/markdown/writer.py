"""Write parts of a resolved doctree as Markdown: CommonMark with GitHub's extensions and formulas.

Markdown is for programs: text, code, formulas and tables are whole, while sizes, colours and
positions are left out. What Markdown has no syntax for is written as HTML (tables with joined
cells, subscripts) or as its content alone.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels

from sphinx_paperreview.nodes import (
    block_element,
    hard_break,
    inline_element,
    is_part_of_text,
    svg_element,
)
from sphinx_paperreview.outputs.markdown.syntax import (
    absolute,
    bold,
    code_block,
    code_span,
    escape,
    footnote_label,
    indented,
    marked,
    paragraph,
    plain_text,
    quotation,
)
from sphinx_paperreview.outputs.markdown.tables import write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from docutils.nodes import Element, Node

    #: The text of blocks, by the id of the node and the level of the heading above.
    Blocks = dict[tuple[int, int], str]

#: Classes of lines under titles: facts of papers, and date, tags and series of posts.
_UNDER_TITLES = frozenset({"pr-facts", "pr-meta", "pr-tags", "pr-series-line"})
#: Classes of elements that the archive adds to a document, such as the facts of a review.
_LEFT_OUT = _UNDER_TITLES | frozenset({
    "pr-cite", "pr-also", "pr-mentioned", "pr-digest", "pr-neighbours", "Z3988", "contents",
})  # fmt: skip
#: Marks around text, and the element of HTML where the marks would not be recognised.
_MARKS: tuple[tuple[type[nodes.Node], str, str], ...] = (
    (nodes.strong, "**", "strong"),
    (nodes.emphasis, "*", "em"),
    (nodes.title_reference, "*", "em"),
)
_TAG_MARKS = {
    "b": ("**", "strong"), "strong": ("**", "strong"), "i": ("*", "em"), "em": ("*", "em"),
    "cite": ("*", "em"), "del": ("~~", "del"), "s": ("~~", "del"),
}  # fmt: skip
#: Elements of HTML that Markdown has no syntax for, and that change what the text says.
_KEPT_TAGS = frozenset({"sub", "sup", "ins", "kbd", "mark"})
_PLAYERS = frozenset({"video", "audio", "iframe"})
#: Nodes without content for readers.
_SILENT = (
    nodes.comment, nodes.substitution_definition, nodes.system_message, nodes.pending, nodes.meta,
    nodes.label, svg_element, addnodes.index, addnodes.toctree, addnodes.tabular_col_spec,
)  # fmt: skip


def write_sections(
    document: nodes.document, anchors: Iterable[str], page: str, locate: Callable[[Element], str],
    blocks: Blocks | None = None,
) -> dict[str, str]:  # fmt: skip
    """Return the content of sections, without their own headings, as Markdown by their ids.

    A section that is nested deeper than Python's stack allows becomes plain text.

    :param document: a doctree as it was written to a page, with its references resolved
    :param anchors: ids of the sections
    :param page: URL of the page, with which relative URLs are joined
    :param locate: returns the URL of an image or a download; empty to take what the node says
    :param blocks: is given the text of blocks, and takes them to be the same where it has any; for
        calls with the same document
    """
    wanted = set(anchors)
    found: dict[str, str] = {}
    for section in _sections(document):
        for anchor in wanted.intersection(section["ids"]):
            try:
                found[anchor] = _Writer(document, page, locate, blocks).content(section)
            except RecursionError:
                found[anchor] = escape(_all_text(section))
    return found


def write_document(
    document: nodes.document, page: str, locate: Callable[[Element], str],
    blocks: Blocks | None = None,
) -> str:  # fmt: skip
    """Return all that *document* shows as Markdown, with its headings and the facts of papers.

    The parameters are those of :func:`write_sections`.
    """
    try:
        return _Writer(document, page, locate, blocks, _LEFT_OUT - _UNDER_TITLES).whole()
    except RecursionError:
        return escape(_all_text(document))


def _sections(node: Element) -> Iterator[Element]:
    """Yield the sections in *node*, and the containers, which may be reviews."""
    rest = [node]
    while rest:
        node = rest.pop()
        if isinstance(node, (nodes.section, nodes.container)):
            yield node
        if not isinstance(node, nodes.TextElement) or isinstance(node, block_element):
            rest += [child for child in node.children if isinstance(child, nodes.Element)]


class _Writer:
    """Writes one part of *document*; footnotes that it refers to come at its end."""

    def __init__(
        self,
        document: nodes.document,
        page: str,
        locate: Callable[[Element], str],
        blocks: Blocks | None = None,
        left_out: frozenset[str] = _LEFT_OUT,
    ) -> None:
        self._document = document
        self._page = page
        self._locate = locate
        self._left_out = left_out
        self._known = {} if blocks is None else blocks
        #: How often something was met that another part of the document may need written anew.
        self._own = 0
        #: Footnotes by their labels, and the labels of those that are written.
        self._notes: dict[str, str] = {}
        self._written: set[str] = set()

    def content(self, section: Element) -> str:
        """Return the content of *section*; the headings in it begin at the third level."""
        children = section.children
        if children and isinstance(children[0], nodes.title):
            children = children[1:]
        return self._with_notes(self.blocks(children, 2))

    def whole(self) -> str:
        """Return the content of the document; its headings begin at the first level."""
        return self._with_notes(self.blocks(self._document.children, 0))

    def _with_notes(self, parts: list[str]) -> str:
        """Return *parts* and the footnotes that they refer to."""
        while missing := [label for label in self._notes if label not in self._written]:
            for label in missing:
                note = self._document.ids.get(self._notes[label])
                self._written.add(label)
                if note is not None:
                    parts.append(self._note(note, label))
        return "\n\n".join(parts)

    # -- blocks ----------------------------------------------------------------------------------

    def blocks(self, children: Sequence[Node], level: int) -> list[str]:
        """Return each block of *children*; text between blocks is a paragraph.

        :param level: that of the heading above
        """
        parts: list[str] = []
        before: type[Node] | None = None
        for is_text, run in groupby(children, key=is_part_of_text):
            if is_text:
                parts += filter(None, [self._paragraph(list(run))])
                before = None
                continue
            for child in run:
                text = self._block(child, level)
                if not text:
                    continue
                if before is type(child) and isinstance(child, nodes.Sequential):
                    parts.append("<!-- -->")  # else two lists would become one
                parts.append(text)
                before = type(child)
        return parts

    def _block(self, node: Any, level: int) -> str:
        text = self._known.get((id(node), level))
        if text is None:
            before = self._own
            text = self._new_block(node, level)
            if self._own == before:
                self._known[id(node), level] = text
        return text

    def _new_block(self, node: Any, level: int) -> str:
        if self._is_left_out(node):
            return ""
        method: Callable[[_Writer, Any, int], str] | None = _method(node, self._BLOCK_METHODS)
        if method is not None:
            return method(self, node, level)
        if isinstance(node, nodes.Admonition) and not isinstance(node, addnodes.desc):
            return self._admonition(node, level)
        if isinstance(node, nodes.TextElement) and not isinstance(node, block_element):
            return self._paragraph(node.children)
        return "\n\n".join(self.blocks(node.children, level))

    def _is_left_out(self, node: Any) -> bool:
        if isinstance(node, _SILENT):
            return True
        if isinstance(node, nodes.target) and not node.children:
            return True
        classes = node.attributes.get("classes")
        if not classes:
            return False
        self._own += not _UNDER_TITLES.isdisjoint(classes)
        return not self._left_out.isdisjoint(classes)

    def _paragraph(self, children: Sequence[Node]) -> str:
        return paragraph(self.inline(children).strip())

    def _text_block(self, node: Element, _level: int) -> str:
        return self._paragraph(node.children)

    def _section(self, node: Element, level: int) -> str:
        level += 1 + max(0, node.get("skipped", 0))
        return "\n\n".join(self.blocks(node.children, level))

    def _title(self, node: Element, level: int) -> str:
        text = " ".join(self.inline(node.children).split())
        if isinstance(node.parent, nodes.section):
            return f"{'#' * min(6, level)} {text}" if text else ""
        return bold(text)

    def _rubric(self, node: Element, level: int) -> str:
        text = " ".join(self.inline(node.children).split())
        heading = node.get("heading-level")
        if not text or not heading:
            return bold(text)
        return f"{'#' * min(6, max(level + 1, int(heading)))} {text}"

    def _admonition(self, node: Any, level: int) -> str:
        title = str(admonitionlabels.get(node.tagname, ""))
        children = list(node.children)
        # Sphinx's writer has added a title to those that have a name.
        if children and isinstance(children[0], nodes.title):
            title = " ".join(self.inline(children.pop(0).children).split())
        return quotation("\n\n".join(filter(None, [bold(title), *self.blocks(children, level)])))

    def _quote(self, node: Element, level: int) -> str:
        return quotation("\n\n".join(self.blocks(node.children, level)))

    def _attribution(self, node: Element, _level: int) -> str:
        return f"— {self.inline(node.children).strip()}"

    def _code(self, node: Element, _level: int) -> str:
        return code_block(node.astext().strip("\n"), str(node.get("language", "")))

    def _formula(self, node: Element, _level: int) -> str:
        return f"$$\n{node.astext().strip()}\n$$"

    def _rule(self, _node: Element, _level: int) -> str:
        return "---"

    def _list(self, node: Element, level: int) -> str:
        items = [child for child in node.children if isinstance(child, nodes.Element)]
        number = int(node.get("start", 1)) if isinstance(node, nodes.enumerated_list) else None
        return self._items(items, number, level)

    def _items(self, items: Sequence[Element], number: int | None, level: int) -> str:
        """Return *items* as a list, numbered from *number* if there is one."""
        contents = [self.blocks(item.children, level) for item in items]
        tight = all(_is_tight(item) for item in items)
        gap = "\n" if tight else "\n\n"
        lines = []
        for place, parts in enumerate(contents):
            bullet = "- " if number is None else f"{number + place}. "
            lines.append(indented(bullet, gap.join(parts)))
        return gap.join(lines)

    def _definitions(self, node: Element, level: int) -> str:
        parts = []
        for item in node.children:
            terms = [part for part in item.children if isinstance(part, nodes.term)]
            rest = [part for part in item.children if isinstance(part, nodes.definition)]
            head = "\n".join(self._paragraph(term.children) for term in terms)
            bodies = ("\n\n".join(self.blocks(part.children, level)) for part in rest)
            parts.append("\n".join([head, *(indented(":   ", body) for body in bodies)]))
        return "\n\n".join(parts)

    def _fields(self, node: Element, level: int) -> str:
        lines = []
        for field in node.children:
            name, body = field.children[0], field.children[-1]
            text = "\n\n".join(self.blocks(body.children, level))
            lines.append(indented("- ", f"{bold(self.inline(name.children).strip())} {text}"))
        return "\n".join(lines)

    def _lines(self, node: Element, _level: int) -> str:
        return "  \n".join(self._all_lines(node))

    def _all_lines(self, node: Element, depth: int = 0) -> Iterator[str]:
        """Yield the lines of a line block; blanks before those of an inner one."""
        for child in node.children:
            if isinstance(child, nodes.line_block):
                yield from self._all_lines(child, depth + 1)
            else:
                text = self._paragraph(child.children)
                yield "\N{NO-BREAK SPACE}" * (4 * depth) + text

    def _image(self, node: Element, _level: int) -> str:
        return self._span(node)

    def _raw(self, node: Element, _level: int) -> str:
        return _raw_html(node).strip("\n")

    def _signature(self, node: Element, _level: int) -> str:
        return f"`{' '.join(node.astext().split())}`"

    def _note_here(self, node: Element, _level: int) -> str:
        label = node.children[0].astext() if node.children else ""
        self._own += 1
        self._written.add(label)
        return self._note(node, label)

    def _citation(self, node: Element, level: int) -> str:
        label = node.children[0].astext() if node.children else ""
        return "\n\n".join([f"\\[{escape(label)}\\]", *self.blocks(node.children, level)])

    def _note(self, node: Element, label: str) -> str:
        text = "\n\n".join(self.blocks(node.children, 2))
        return indented(f"[^{footnote_label(label)}]: ", text, "    ")

    def _element(self, node: Element, level: int) -> str:
        """Return a block that HTML knows by the name of its element."""
        tag = node["tag"]
        children = [child for child in node.children if isinstance(child, nodes.Element)]
        if tag in _PLAYERS:
            return self._player(node)
        if tag in {"ul", "ol"}:
            return self._items(children, 1 if tag == "ol" else None, level)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal():
            return f"{'#' * int(tag[1])} {' '.join(self.inline(node.children).split())}"
        text = "\n\n".join(self.blocks(node.children, level))
        if tag == "hr":
            return "---"
        return indented(":   ", text) if tag == "dd" and text else text

    def _player(self, node: Element) -> str:
        """Return a link to what a frame or a player shows."""
        attributes = node["attributes"]
        url = attributes.get("src", "")
        for link in node.findall(addnodes.download_reference):
            url = url or self._locate(link)
        url = self._url(url)
        title = attributes.get("title", "")
        return f"[{escape(title or url)}]({url})" if url else ""

    def _table(self, node: Element, level: int) -> str:
        return write_table(node, level, self)

    # -- text ------------------------------------------------------------------------------------

    def inline(self, children: Sequence[Node]) -> str:
        """Return *children* as text with marks."""
        if len(children) == 1 and isinstance(children[0], nodes.Text):  # as most
            return plain_text(children[0].astext())
        texts = [self._span(child) for child in children]
        out = ""
        parts: list[str] = []
        for place, (child, text) in enumerate(zip(children, texts, strict=True)):
            mark = None if isinstance(child, nodes.Text) else _mark_of(child)
            if mark is not None and text.strip():
                after = next((other for other in texts[place + 1 :] if other), "")
                text = marked(text, *mark, before=out[-1:], after=after[:1])  # noqa: PLW2901
            if text:
                parts.append(text)
                out = text
        return "".join(parts)

    def _span(self, node: Any) -> str:
        """Return *node* as text, without the marks around it (:func:`_mark_of`)."""
        if isinstance(node, nodes.Text):
            return plain_text(node.astext())
        if self._is_left_out(node):
            return ""
        method: Callable[[_Writer, Any], str] | None = _method(node, self._SPAN_METHODS)
        return method(self, node) if method is not None else self.inline(node.children)

    def _math(self, node: Element) -> str:
        tex = " ".join(node.astext().split())
        return f"${tex}$" if tex else ""

    def _literal(self, node: Element) -> str:
        text = " ".join(node.astext().split("\n"))
        return code_span(text) if text else ""

    def _reference(self, node: Element) -> str:
        text = self.inline(node.children)
        url = self._url(f"#{node['refid']}" if "refid" in node else node.get("refuri", ""))
        if not url:
            return text
        if node.astext() == url and ":" in url and len(node.children) == 1:
            return f"<{url}>"
        return f"[{text.strip() or escape(url)}]({url})"

    def _download(self, node: Element) -> str:
        text, url = self.inline(node.children), self._url(self._locate(node))
        return f"[{text}]({url})" if url else text

    def _picture(self, node: Element) -> str:
        url = self._url(self._locate(node) or node.get("uri", ""))
        return f"![{escape(' '.join(str(node.get('alt', '')).split()))}]({url})"

    def _footnote(self, node: Element) -> str:
        label = node.astext()
        if not node.get("refid"):
            return escape(label)
        self._own += 1
        self._notes.setdefault(label, node["refid"])
        return f"[^{footnote_label(label)}]"

    def _break(self, _node: Element) -> str:
        return "  \n"

    def _raw_span(self, node: Element) -> str:
        return _raw_html(node)

    def _kept(self, node: Element) -> str:
        tag = {"subscript": "sub", "superscript": "sup"}[node.tagname]
        return f"<{tag}>{self.inline(node.children)}</{tag}>"

    def _inline_element(self, node: Element) -> str:
        tag = node["tag"]
        if tag == "input":
            done = "checked" in node["attributes"]
            return ("[x] " if done else "[ ] ") if self._is_box(node) else ""
        if tag in _PLAYERS:
            return self._player(node)
        if tag == "br":
            return "  \n"
        if tag == "img":
            attributes = node["attributes"]
            alt, url = attributes.get("alt", ""), self._url(attributes.get("src", ""))
            return f"![{escape(alt)}]({url})"
        text = self.inline(node.children)
        return f"<{tag}>{text}</{tag}>" if tag in _KEPT_TAGS and text else text

    def _is_box(self, node: Element) -> bool:
        return bool(node["attributes"].get("type") == "checkbox")

    def _url(self, address: str) -> str:
        return absolute(self._page, address) if address else ""

    #: The methods for blocks and for text, by the class of the node.
    _BLOCK_METHODS: ClassVar[Mapping[type, Callable[[_Writer, Any, int], str]]] = {
        nodes.section: _section,
        nodes.title: _title,
        nodes.subtitle: _text_block,
        nodes.rubric: _rubric,
        nodes.paragraph: _text_block,
        nodes.admonition: _admonition,
        nodes.sidebar: _admonition,
        nodes.topic: _admonition,
        nodes.block_quote: _quote,
        nodes.attribution: _attribution,
        nodes.literal_block: _code,
        nodes.doctest_block: _code,
        nodes.math_block: _formula,
        nodes.transition: _rule,
        nodes.bullet_list: _list,
        nodes.enumerated_list: _list,
        nodes.definition_list: _definitions,
        nodes.field_list: _fields,
        nodes.line_block: _lines,
        nodes.image: _image,
        nodes.raw: _raw,
        nodes.table: _table,
        nodes.footnote: _note_here,
        nodes.citation: _citation,
        addnodes.desc_signature: _signature,
        block_element: _element,
    }
    _SPAN_METHODS: ClassVar[Mapping[type, Callable[[_Writer, Any], str]]] = {
        nodes.math: _math,
        nodes.literal: _literal,
        nodes.reference: _reference,
        nodes.image: _picture,
        nodes.footnote_reference: _footnote,
        nodes.subscript: _kept,
        nodes.superscript: _kept,
        nodes.raw: _raw_span,
        hard_break: _break,
        addnodes.download_reference: _download,
        inline_element: _inline_element,
    }


def _method(node: Node, methods: Mapping[type, Any]) -> Any:
    """Return the one of *methods* for the class of *node*, or None."""
    kind = type(node)
    if kind in methods:
        return methods[kind]
    return next((methods[cls] for cls in kind.__mro__ if cls in methods), None)


def _is_tight(item: Element) -> bool:
    """Return whether *item* has one paragraph at most, and but lists below it."""
    blocks = [child for child in item.children if not is_part_of_text(child)]
    others = [child for child in blocks if not isinstance(child, nodes.Sequential)]
    return len(others) <= 1 and all(isinstance(child, nodes.paragraph) for child in others)


def _mark_of(node: Node) -> tuple[str, str] | None:
    """Return the mark around the text of *node*, and the element of HTML that means the same."""
    if isinstance(node, inline_element):
        return _TAG_MARKS.get(node["tag"])
    for cls, mark, tag in _MARKS:
        if isinstance(node, cls):
            return mark, tag
    return None


def _all_text(node: Element) -> str:
    """Return the text in *node*, which may be nested deeper than ``astext`` allows."""
    words: list[str] = []
    rest: list[Node] = [node]
    while rest:
        part = rest.pop()
        if isinstance(part, nodes.Text):
            words.append(part.astext())
        rest += reversed(part.children)
    return " ".join(" ".join(words).split())


def _raw_html(node: Element) -> str:
    """Return the HTML of *node*; icons, which have no text, are left out."""
    formats = str(node.get("format", "")).split()
    text = node.astext()
    if text.strip() == "<br />":  # as MyST writes a line break
        return "  \n"
    return text if "html" in formats and not text.lstrip().startswith("<svg") else ""

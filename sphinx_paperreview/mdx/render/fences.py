"""Code fences with Docusaurus's meta string: title, emphasised lines, line numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils.code_analyzer import Lexer, LexerError
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from sphinx.highlighting import lexer_classes, lexers

from sphinx_paperreview.mdx.render.directives import has_directive
from sphinx_paperreview.mdx.rules.math import strip_blank_lines
from sphinx_paperreview.nodes import fenced_code

if TYPE_CHECKING:
    from docutils.nodes import Element
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.render.base import BaseRenderer

_TITLE = re.compile(r"""\btitle=(?:"([^"]*)"|'([^']*)')""")
_LINES = re.compile(r"\{([\d,\s-]+)\}")
_NUMBERS = re.compile(r"\bshowLineNumbers(?:=\{?(\d{1,6})\}?)?")
_MARK = r"\s*highlight-(next-line|start|end)\s*"
#: The syntax of a magic comment (``highlight-next-line``) in each kind of comment.
_COMMENTS = {
    "js": f"//{_MARK}",
    "block": rf"/\*{_MARK}\*/",
    "jsx": rf"\{{\s*/\*{_MARK}\*/\s*\}}",
    "hash": f"#{_MARK}",
    "html": f"<!--{_MARK}-->",
    "dash": f"--{_MARK}",
    "percent": f"%{_MARK}",
    "ml": rf"\(\*{_MARK}\*\)",
}
#: The kinds of comments that Docusaurus reads in each language; in others, the common ones.
_LANGUAGE_COMMENTS = {
    **dict.fromkeys(("js", "javascript", "ts", "typescript"), ("js", "block")),
    **dict.fromkeys(("jsx", "tsx"), ("js", "block", "jsx")),
    "html": ("js", "block", "html"),
    **dict.fromkeys(("python", "py", "bash"), ("hash",)),
    **dict.fromkeys(("markdown", "md"), ("html", "jsx", "hash")),
    **dict.fromkeys(("tex", "latex", "matlab"), ("percent",)),
    **dict.fromkeys(("lua", "haskell"), ("dash",)),
    "sql": ("dash", "block"),
    **dict.fromkeys(("ocaml", "sml"), ("ml",)),
    "fsharp": ("js", "ml"),
}
_COMMON_COMMENTS = ("js", "block", "jsx", "hash", "html")
_NO_LANGUAGE = frozenset({"", "text", "plain", "plaintext", "none", "default"})
#: A valid name of a language; it becomes a class.
_LANGUAGE = re.compile(r"[\w+#./-]{1,40}")
_ALIASES = {"jsonc": "json", "mdx": "markdown", "shellscript": "bash", "cjs": "js", "mjs": "js"}
#: Digits of a number of a line that are read.
_DIGITS = 9


@dataclass(slots=True)
class Meta:
    """The meta string of a fence: what follows the language."""

    title: str = ""
    emphasised: list[range] = field(default_factory=list)
    #: The number of the first line, from 1; None without line numbers.
    start: int | None = None


def read_meta(text: str) -> Meta:
    """Parse the meta string of a fence; unknown words are ignored."""
    meta = Meta()
    if found := _TITLE.search(text):
        meta.title = next((group for group in found.groups() if group), "")
        text = text[: found.start()] + text[found.end() :]
    if found := _NUMBERS.search(text):
        meta.start = int(found[1] or 1)
        text = text[: found.start()] + text[found.end() :]
    if found := _LINES.search(text):
        meta.emphasised = _ranges(found[1])
    return meta


def _ranges(text: str) -> list[range]:
    """Return the lines that *text* names, such as ``1,3-5``."""
    result = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if first.strip().isdecimal():
            # No code has more lines, and Python reads no number of any length.
            low = int(first.strip()[:_DIGITS])
            high = int(last.strip()[:_DIGITS]) if last.strip().isdecimal() else low
            if low <= high:
                result.append(range(low, high + 1))
    return result


def _lines_in(ranges: list[range], count: int) -> list[int]:
    """Return the numbers of *ranges* from 1 to *count*, each once, in order."""
    lines: list[int] = []
    following = 1
    for each in sorted(ranges, key=lambda each: each.start):
        end = min(each.stop, count + 1)
        lines += range(max(each.start, following), end)
        following = max(following, end)
    return lines


def _take_marks(content: str, language: str) -> tuple[str, list[range]]:
    """Return *content* without magic comments, and the numbers of the lines they emphasise."""
    if "highlight-" not in content:
        return content, []
    kinds = _LANGUAGE_COMMENTS.get(language.lower(), _COMMON_COMMENTS)
    marks = [re.compile(_COMMENTS[kind]) for kind in kinds]
    lines: list[str] = []
    emphasised: list[range] = []
    start = 1
    for line in content.split("\n"):
        bare = line.strip()
        found = next(filter(None, (mark.fullmatch(bare) for mark in marks)), None)
        if found:
            following = len(lines) + 1
            if found[1] == "next-line":
                emphasised.append(range(following, following + 1))
            elif found[1] == "start":
                start = following
            else:
                emphasised.append(range(start, following))
            continue
        lines.append(line)
    return "\n".join(lines), emphasised


def _language_name(name: str) -> str:
    """Return the language of a fence in lower case, ``none`` if it names none."""
    lower = name.lower()
    return "none" if lower in _NO_LANGUAGE or not _LANGUAGE.fullmatch(lower) else lower


def _lexer_name(language: str) -> str:
    """Return the name of the lexer for *language*, ``none`` if there is none.

    It is one of the project (``app.add_lexer``) or of Pygments.
    """
    is_added = language in lexer_classes or language in lexers
    return language if is_added else _pygments_name(language)


@lru_cache(maxsize=256)
def _pygments_name(language: str) -> str:
    name = _ALIASES.get(language, language)
    try:
        Lexer("", name, "short")
    except LexerError:
        return "none"
    return name


def code_block(content: str, language: str, meta: Meta) -> Element:
    """Return a literal block, in a container with a caption if *meta* has a title.

    Magic comments are removed unless *meta* already emphasises lines.
    """
    emphasised = meta.emphasised
    if not emphasised:
        content, emphasised = _take_marks(content, language)
    content = content.removesuffix("\n")
    count = content.count("\n") + 1
    name = _language_name(language)
    block = fenced_code(content, content, language=name, lexer=_lexer_name(name), force=True)
    arguments: dict[str, object] = {}
    if lines := _lines_in(emphasised, count):
        arguments["hl_lines"] = lines
    if meta.start is not None:
        block["linenos"] = True
        if meta.start != 1:
            arguments["linenostart"] = meta.start
    if arguments:
        block["highlight_args"] = arguments
    if not meta.title:
        return block
    caption = nodes.caption(meta.title, meta.title)
    return nodes.container(
        "", caption, block, literal_block=True, classes=["literal-block-wrapper"]
    )


def render_fence(renderer: BaseRenderer, token: SyntaxTreeNode) -> None:
    """Render a fence: a directive, a formula, or code.

    ``{name}`` is a directive of MyST; ``mermaid`` is one where its extension is there. In Markdown,
    the name of no directive is that of a language.
    """
    info = (token.info or "").strip()
    name, _, rest = info.partition(" ")
    if name.startswith("{") and name.endswith("}") and not _LINES.fullmatch(name):
        is_known = name == "{eval-rst}" or has_directive(renderer, name[1:-1])
        if is_known or not renderer.is_markdown:
            SphinxRenderer.render_fence(renderer, token)
            return
        name = name[1:-1]
    if name == "mermaid" and has_directive(renderer, name):
        renderer.render_directive(token, name, "")
        return
    if name == "math":
        # As on GitHub, and as KaTeX does in Docusaurus.
        formula = strip_blank_lines(token.content)
        node: Element = nodes.math_block(formula, formula, nowrap=False, number=None)
        renderer.place(node, token)
        renderer.current_node.append(node)
        return
    if name.startswith("{") or "=" in name.partition("{")[0] or name == "showLineNumbers":
        name, rest = "", info
    name, brace, lines = name.partition("{")
    node = code_block(token.content, name, read_meta(f"{brace}{lines} {rest}"))
    for child in node.findall(nodes.Element):
        renderer.place(child, token)
    renderer.current_node.append(node)

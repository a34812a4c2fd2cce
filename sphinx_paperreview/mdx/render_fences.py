"""Code fences with Docusaurus's meta string: title, emphasised lines, line numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils.code_analyzer import Lexer, LexerError

if TYPE_CHECKING:
    from docutils.nodes import Element
    from markdown_it.tree import SyntaxTreeNode

    from sphinx_paperreview.mdx.renderer import MdxRenderer

_TITLE = re.compile(r"""\btitle=(?:"([^"]*)"|'([^']*)'|([^\s{]+))""")
_LINES = re.compile(r"\{([\d,\s-]+)\}")
_NUMBERS = re.compile(r"\bshowLineNumbers(?:=\{?(\d{1,6})\}?)?")
_MARK = re.compile(
    r"^\s*(?://|/\*|\{/\*|<!--|#|--|%|;)\s*highlight-(next-line|start|end)\s*(?:\*/\}|\*/|-->)?\s*$"
)
_NO_LANGUAGE = frozenset({"", "text", "txt", "plain", "plaintext", "none", "default", "output"})
_ALIASES = {"jsonc": "json", "mdx": "markdown", "shellscript": "bash", "cjs": "js", "mjs": "js"}
MAX_LINES = 10_000


@dataclass(slots=True)
class Meta:
    """What the line that opens a fence says after the language."""

    title: str = ""
    emphasised: set[int] = field(default_factory=set)
    #: Number of the first line, or None without line numbers.
    start: int | None = None


def read_meta(text: str) -> Meta:
    """Read the meta string of a fence; unknown words are ignored."""
    meta = Meta()
    if found := _TITLE.search(text):
        meta.title = next((group for group in found.groups() if group), "")
        text = text[: found.start()] + text[found.end() :]
    if found := _NUMBERS.search(text):
        meta.start = int(found[1] or 1)
        text = text[: found.start()] + text[found.end() :]
    if found := _LINES.search(text):
        meta.emphasised = _numbers(found[1])
    return meta


def _numbers(text: str) -> set[int]:
    result: set[int] = set()
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if first.strip().isdecimal():
            low = int(first)
            high = int(last) if last.strip().isdecimal() else low
            result.update(range(low, min(high, low + MAX_LINES) + 1))
    return result


def take_marks(content: str, emphasised: set[int]) -> tuple[str, set[int]]:
    """Remove the comment lines that mark lines to emphasise, and return their numbers too."""
    lines: list[str] = []
    chosen = set(emphasised)
    within = following = False
    for line in content.split("\n"):
        found = _MARK.match(line) if "highlight-" in line else None
        if found:
            following = found[1] == "next-line"
            within = found[1] == "start" or (within and found[1] == "next-line")
            continue
        lines.append(line)
        if within or following:
            chosen.add(len(lines))
        following = False
    return "\n".join(lines), chosen


def lexer_name(name: str) -> str:
    """Return a name that Pygments knows, ``none`` for any other."""
    lower = name.lower()
    lower = _ALIASES.get(lower, lower)
    if lower in _NO_LANGUAGE:
        return "none"
    try:
        Lexer("", lower, "short")
    except LexerError:
        return "none"
    return lower


def code_block(content: str, language: str, meta: Meta) -> Element:
    """Return the literal block, within a captioned container if it has a title."""
    content, chosen = take_marks(content, meta.emphasised)
    content = content.removesuffix("\n")
    count = content.count("\n") + 1
    block = nodes.literal_block(content, content, language=lexer_name(language))
    block["force"] = True
    if block["language"] == "none" and language.lower() not in _NO_LANGUAGE:
        block["classes"].append(nodes.make_id(f"language-{language}"))
    arguments: dict[str, object] = {}
    if lines := sorted(number for number in chosen if 1 <= number <= count):
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


def render_fence(renderer: MdxRenderer, token: SyntaxTreeNode) -> None:
    """Render the fence *token*."""
    info = (token.info or "").strip()
    name, _, rest = info.partition(" ")
    if name.startswith("{") and name.endswith("}") and not _LINES.fullmatch(name):
        renderer.render_plain_fence(token)
        return
    if name == "mermaid" and renderer.has_directive(name):
        renderer.render_directive(token, name, "")
        return
    if name.startswith("{") or "=" in name or name == "showLineNumbers":
        name, rest = "", info
    name, brace, lines = name.partition("{")
    node = code_block(token.content, name, read_meta(f"{brace}{lines} {rest}"))
    for child in node.findall(nodes.Element):
        renderer.place(child, token)
    renderer.current_node.append(node)

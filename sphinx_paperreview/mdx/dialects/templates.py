"""Templates in posts: tags of Liquid (Jekyll) and Markdoc, shortcodes of Hugo, commands of mdBook.

A tag becomes a token like that of an element, whose name is in braces, so that it pairs with its
end. What it shows is in :mod:`sphinx_paperreview.mdx.elements.templates`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Literal

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.mdx.dialects.template_tags import (
    CODE,
    FORMULA,
    HIDDEN,
    Template,
    scan_template,
)
from sphinx_paperreview.mdx.rules.blocks import begin_after, paragraph_rule
from sphinx_paperreview.mdx.rules.language import is_markdown
from sphinx_paperreview.mdx.rules.scanner import Tag

if TYPE_CHECKING:
    from collections.abc import Collection

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

#: Most lines of a tag.
MAX_LINES = 30
_OUTPUT = pattern(r"""\{\{-?(?P<text>(?:"[^"\n]*"|'[^'\n]*'|[^"'{}\n]){1,300}+)\}\}""")
_TAB_COMMENT = pattern(r"<!--\s*(?P<end>end)?tab\b(?P<title>[^\n]{0,200}?)-->\s*")
_COMMENT = pattern(r"\{#[^{}\n]{0,400}#\}")
#: What an output names that is a template's, and no text of the author.
_NAMES = pattern(
    r"(?:site|page|layout|content|post|include|paginator|forloop|theme|jekyll|config)\b|[\"'.$]|"
    r"(?:partial|printf|i18n|T|with|range|if|end|else|define|block|template|return)\b|.*[^|]\|[^|]"
)
#: Tags of Liquid end with ``end`` and their name, those of Markdoc with ``/`` and their name.
_ENDS = pattern(
    r"(?:\{%-?\s*end([\w-]*)\s*-?%\}|\{\{[<%]-?\s*/\s*([\w./-]+)|\{%\s*/\s*([\w-]+)\s*%\})"
)
#: A fence that is all of the content of a tag of code or of a formula.
_FENCED = pattern(
    r"\s*(?P<mark>`{3,}+|~{3,}+)[ \t]*+(?P<language>[\w+#.-]*+)[^\n]*+\n"
    r"(?P<content>(?:(?!`{3}|~{3})[^\n]*\n)*)(?P=mark)\s*"
)
_LITERAL = frozenset({"raw", "verbatim"})
#: Tags of Liquid whose content is a pattern, which only a run fills in.
LOOPS = frozenset({"for", "tablerow", "capture"})
_LOOP = pattern(r"\{%-?\s*(end)?(for|tablerow|capture|raw|verbatim)\b", re.IGNORECASE)
#: Key of the environment of markdown-it: the names that tags of the document give values to.
_BOUND = "dialect_bound"
#: The same: the tags of Zola without an end so far.
_OPENED = "dialect_zola"
_NAME = pattern(r"[A-Za-z_]\w*")


def _closed_names(state: StateBlock | StateInline) -> frozenset[str]:
    """Return the names of the tags that have an end in the document."""
    known = getattr(state, "dialect_closed", None)
    if known is None:
        known = frozenset("".join(names).lower() for names in _ENDS.findall(state.src))
        setattr(state, "dialect_closed", known)  # noqa: B010  # a plain class
    assert isinstance(known, frozenset)  # noqa: S101  # as it was set
    return known


def _loop_ends(state: StateBlock | StateInline) -> dict[int, int]:
    """Return where each loop ends, by where it begins; all are found once for each text."""
    known: dict[int, int] | None = getattr(state, "dialect_loops", None)
    if known is None:
        known = {}
        opened: dict[str, list[int]] = {name: [] for name in LOOPS}
        literal = ""
        for found in _LOOP.finditer(state.src):
            name = found[2].lower()
            if literal or name in _LITERAL:
                literal = "" if found[1] and name == literal else literal or name
                continue
            starts = opened[name]
            if not found[1]:
                starts.append(found.start())
            elif starts:
                end = state.src.find("%}", found.end()) + 2
                known[starts.pop()] = end if end > 1 else len(state.src)
        setattr(state, "dialect_loops", known)  # noqa: B010  # a plain class
    return known


def push_template(state: StateBlock | StateInline, made: Template, *, alone: bool = False) -> None:
    """Add the token of a tag; that of one without an end stands *alone*."""
    if made.zola:
        _name_end(state, made)
    closed = made.name in _closed_names(state) or (made.zola and "" in _closed_names(state))
    kind: Literal["open", "close", "self"]
    alone = alone or made.alone
    kind = "close" if made.closes else "open" if closed and not alone else "self"
    if made.liquid and not made.closes and made.name in {*LOOPS, "assign"}:
        names = made.values if made.name == "assign" else made.arguments[:1]
        state.env.setdefault(_BOUND, set()).update(name.lower() for name in names)
    token = state.push("mdx_tag", "", 0)
    token.content = made.source
    token.meta = {
        "item": Tag(kind, f"{{{made.name}}}", made.end, [], made.source),
        "template": made,
        "source": made.source,
    }


def _name_end(state: StateBlock | StateInline, made: Template) -> None:
    """Give an end of Zola the name of the last tag that is still open."""
    opened: list[str] = state.env.setdefault(_OPENED, [])
    if not made.closes:
        opened.append(made.name)
    elif opened:
        made.name = opened.pop()


# -- in text ---------------------------------------------------------------------------------------


def template_rule(state: StateInline, silent: bool, dialects: Collection[str]) -> bool:
    """Make a token of a tag in text; leave out an output that is a template's."""
    if not state.src.startswith(("{%", "{{", "{#"), state.pos):
        return False
    start, stop = getattr(state, "dialect_literal", (0, 0))
    if state.pos < start:
        return False
    if state.pos == start < stop:
        state.pos = stop
        return True
    made = scan_template(state.src, state.pos, dialects)
    if made is None:
        return _output(state, silent, dialects)
    if not silent:
        state.pos = _push_text(state, made)
    else:
        state.pos = made.end
    return True


def _push_text(state: StateInline, made: Template) -> int:
    """Add the tokens of a tag, and of its content where that is no Markdown."""
    if not made.name:
        state.pending += made.source
        return made.end
    stop = _loop_ends(state).get(state.pos, 0) if made.liquid and made.name in LOOPS else 0
    if 0 < stop <= state.posMax:
        pos = state.pos
        push_template(state, made, alone=True)
        state.tokens[-1].meta["pos"] = pos
        return stop
    special = made.name in (CODE | HIDDEN | FORMULA | _LITERAL)
    ending = _end_of(state.src, made, state.posMax) if special and not made.closes else None
    if ending is None or (made.name in FORMULA and "$" in state.src[made.end : ending[0]]):
        pos = state.pos
        push_template(state, made)
        state.tokens[-1].meta["pos"] = pos
        return made.end
    content = state.src[made.end : ending[0]]
    if made.name in FORMULA:
        token = state.push("math_inline", "math", 0)
        token.content, token.markup = " ".join(content.split()), "$"
    elif made.name in CODE:
        token = state.push("code_inline", "code", 0)
        token.content = " ".join(content.split())
    elif made.name in _LITERAL and is_markdown(state.md):
        # Its content is Markdown, in which the tags and outputs are text.
        state.dialect_literal = ending  # type: ignore[attr-defined]  # a plain class
        return made.end
    elif made.name in _LITERAL:
        state.pending += content
    return ending[1]


def _end_of(text: str, made: Template, limit: int) -> tuple[int, int] | None:
    """Return the range of the tag that closes *made*."""
    close = rf"\{{%-?\s*(?:end|/\s*){re.escape(made.name)}\s*-?%\}}" if made.liquid else (
        rf"\{{\{{[<%]-?\s*/\s*{re.escape(made.name)}\s*-?[%>]\}}\}}"
    )  # fmt: skip
    found = pattern(close, re.IGNORECASE).search(text, made.end, limit)
    return found.span() if found is not None else None


def _output(state: StateInline, silent: bool, dialects: Collection[str]) -> bool:
    """Make a token of ``{{ page.title }}`` and the like."""
    comment = _COMMENT.match(state.src, state.pos, state.posMax) if "liquid" in dialects else None
    found = comment or _OUTPUT.match(state.src, state.pos, state.posMax)
    if found is None or (comment is None and not _is_output(state, found["text"])):
        return False
    if not silent and comment is None:
        token = state.push("dialect_output", "", 0)
        token.content = found["text"].strip(" -")
        token.meta = {"pos": state.pos, "source": found[0]}
    state.pos = found.end()
    return True


def _is_output(state: StateBlock | StateInline, text: str) -> bool:
    """Return whether ``{{ text }}`` is a template's, and no text of the author."""
    text = text.strip(" -")
    name = _NAME.match(text)
    return bool(_NAMES.match(text)) or (
        name is not None and name[0].lower() in state.env.get(_BOUND, ())
    )


# -- on lines of their own -------------------------------------------------------------------------


def template_block_rule(
    state: StateBlock, start: int, end: int, silent: bool, *, dialects: Collection[str]
) -> bool:
    """Make tokens of the tags on a line that holds nothing else; a tag may run over lines."""
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(("{%", "{{"), pos) or state.is_code_block(start):
        return False
    found = _scan_lines(state, start, end, dialects)
    if found is None:
        return False
    made, stop = found
    if silent:
        return True
    last = made[-1][1]
    if len(made) == 1 and last.liquid and last.name in LOOPS and _skip_loop(state, start, end):
        push_template(state, last, alone=True)
        state.tokens[-1].map = [start, state.line]
        state.tokens[-1].meta["column"] = 1
        return True
    if last.name in HIDDEN | CODE | FORMULA and not last.closes and not last.alone:
        ending = _closing_line(state, last, stop, end)
        if ending is not None and (len(made) == 1):
            _push_content(state, start, last, stop, ending)
            return True
    state.line = stop
    for line, each in made:
        push_template(state, each)
        state.tokens[-1].map = [line, stop]
        state.tokens[-1].meta["column"] = 1
    return True


def tab_comment_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make tokens of ``<!-- tab Title -->`` and ``<!-- endtab -->`` within tabs of Hexo."""
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<!--", pos) or "{% tabs" not in state.src:
        return False
    found = _TAB_COMMENT.fullmatch(state.src, pos, state.eMarks[start])
    if found is None:
        return False
    if not silent:
        made = Template("tab", found[0], len(found[0]), closes=bool(found["end"]))
        made.values["title"] = found["title"].partition("@")[0].strip()
        token = state.push("mdx_tag", "", 0)
        kind: Literal["open", "close"] = "close" if made.closes else "open"
        token.meta = {"item": Tag(kind, "{tab}", made.end, [], found[0]), "template": made,
                      "source": found[0], "column": 1}  # fmt: skip
        token.map = [start, start + 1]
        state.line = start + 1
    return True


def _skip_loop(state: StateBlock, start: int, end: int) -> bool:
    """Go to the line after the loop that begins on *start*, or to what follows it on its last."""
    stop = _loop_ends(state).get(state.bMarks[start] + state.tShift[start], 0)
    line = bisect_right(state.bMarks, stop - 1, start, end) - 1
    if line <= start or stop > state.eMarks[line]:
        return False
    if state.src[stop : state.eMarks[line]].strip():
        state.line = line
        begin_after(state, line, stop)
    else:
        state.line = line + 1
    return True


def output_block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make a paragraph of a line that begins with an output, which is no expression of MDX."""
    pos = state.bMarks[start] + state.tShift[start]
    if silent or not state.src.startswith("{{", pos) or state.is_code_block(start):
        return False
    found = _OUTPUT.match(state.src, pos, state.eMarks[start])
    if found is None or not _is_output(state, found["text"]):
        return False
    return paragraph_rule(state, start, end, silent)


def _scan_lines(
    state: StateBlock, start: int, end: int, dialects: Collection[str]
) -> tuple[list[tuple[int, Template]], int] | None:
    """Return the tags on the lines from *start*, each with its line, and the line after them."""
    text = state.getLines(start, start + 1, state.blkIndent, False)
    line, index = start + 1, 0
    made: list[tuple[int, Template]] = []
    while True:
        while index < len(text) and text[index] in " \t":
            index += 1
        if index >= len(text):
            return made, line
        found = scan_template(text, index, dialects)
        if found is None and not made and line == start + 1 and "}" not in text[index + 2 :]:
            stop = line
            while (
                stop < min(end, start + MAX_LINES) and not state.isEmpty(stop) and "}" not in text
            ):
                text += "\n" + state.getLines(stop, stop + 1, state.blkIndent, False)
                stop += 1
                if "}" in text[index + 2 :]:
                    break
            found, line = scan_template(text, index, dialects), stop
        if found is None or not found.name:
            return None
        made.append((start, found))
        index = found.end


def _closing_line(state: StateBlock, made: Template, start: int, end: int) -> int | None:
    """Return the line on which the tag that closes *made* stands."""
    if made.name not in _closed_names(state):
        return None
    for line in range(start, end):
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
        if text.startswith("{") and _end_of(
            text, Template(made.name, "", 0, liquid=made.liquid), len(text)
        ):
            return line
    return None


def _push_content(state: StateBlock, start: int, made: Template, first: int, stop: int) -> None:
    """Add a token of the lines between a tag and its end, which are no Markdown."""
    state.line = stop + 1
    if made.name in HIDDEN:
        return
    content = state.getLines(first, stop, state.blkIndent, True)
    if made.name in FORMULA:
        bare = content.strip().removeprefix("$$").removesuffix("$$").strip("\n")
        token = state.push("math_block", "math", 0)
        token.content, token.markup, token.map = bare, "$$", [start, state.line]
        return
    language = "mermaid" if made.name == "mermaid" else (made.arguments or [made.get("lang")])[0]
    if inner := _FENCED.fullmatch(content):
        language, content = inner["language"], inner["content"]
    token = state.push("fence", "code", 0)
    token.info = language
    if title := made.get("title", "caption", "file", "filename"):
        token.info += ' title="' + title.replace('"', "'") + '"'
    token.content, token.markup, token.map = content, "```", [start, state.line]

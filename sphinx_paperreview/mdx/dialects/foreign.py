"""What is left of texts that were no Markdown: Org, AsciiDoc, LaTeX, Typst, Confluence.

Code in them stays code, boxes are boxes, and what only says something to the other program is left
out. Such a text is reported once, with the command that converts it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.mdx.dialects.notes import push_note
from sphinx_paperreview.mdx.rules.admonition import Opening, push_admonition
from sphinx_paperreview.mdx.rules.blocks import push_paragraph, tokenize_content
from sphinx_paperreview.mdx.rules.problems import SyntaxProblem, note

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

# -- lines -----------------------------------------------------------------------------------------

#: The first line of code and the last one, in which ``\1`` is the mark of the first.
_CODE = {
    "#": (
        pattern(r"#\+begin_(?P<mark>src|example)\b[ \t]*(?P<name>[\w+#-]*).*", re.IGNORECASE),
        r"#\+end_{mark}\b.*",
    ),
    "[": (
        pattern(r"\[(?:source|listing)?%?\w*(?:,\s*(?P<name>[\w+#-]*))?[^\[\]\n]{0,200}\]\s*\n"
                   r"[ \t]*(?P<mark>-{4,})\s*"),
        r"{mark}\s*",
    ),
    "{": (
        pattern(r"\{(?P<mark>code|noformat)(?::(?:title=[^|{}\n]{0,200}\|)?"
                   r"(?:language=)?(?P<name>[\w+#-]*)[^{}\n]{0,200})?\}\s*"),
        r"\{{{mark}\}}\s*",
    ),
    "\\": (
        pattern(r"\\begin\{(?P<mark>verbatim|lstlisting|minted)\*?\}(?:\[[^\]\n]{0,200}\])?"
                   r"(?:\{(?P<name>[\w+#-]*)\})?\s*"),
        r"\\end\{{{mark}\*?\}}\s*",
    ),
}  # fmt: skip
#: The same for boxes and quotes.
_BOXES = {
    "#": (
        pattern(r"#\+begin_(?P<mark>quote|center|verse|abstract|note|tip|warning)\b.*",
                   re.IGNORECASE),
        r"#\+end_{mark}\b.*",
    ),
    "[": (
        pattern(r"\[(?P<kind>NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*\n[ \t]*(?P<mark>={4,})\s*"),
        r"{mark}\s*",
    ),
    "{": (
        pattern(r"\{(?P<mark>info|note|tip|warning|panel|quote|expand)"
                   r"(?::(?:title=)?(?P<title>[^|{}\n]{0,200})[^{}\n]{0,200})?\}\s*"),
        r"\{{{mark}\}}\s*",
    ),
    ">": (pattern(r"(?P<mark>>>>)\s*"), r">>>\s*"),
}  # fmt: skip
_KINDS = {"quote": "", "center": "", "verse": "", ">>>": "", "abstract": "note", "panel": "note",
          "expand": "note"}  # fmt: skip
#: Lines that only another program reads, by what is told of them.
_LINES = {
    "#": pattern(
        r"#\+(?!caption|begin_|end_)[a-z_]{2,20}(?:\[[^\]\n]{0,200}\])?:.*", re.IGNORECASE
    ),
    ":": pattern(r"::include\{[^{}\n]{1,300}\}\s*"),
    "-": pattern(r"-{1,2}8<-{1,2}(?:[ \t]+(?P<file>[\"'][^\"'\n]{1,300}[\"']))?\s*"),
    "+": pattern(r"\+\+\+\s*"),
}
_CAPTION = pattern(r"#\+caption(?:\[[^\]\n]*\])?:[ \t]*+(?P<text>.*)", re.IGNORECASE)
_DRAWER = pattern(r":(?:PROPERTIES|LOGBOOK):\s*", re.IGNORECASE)
_DRAWER_END = pattern(r":END:\s*", re.IGNORECASE)
_SECTION = pattern(r"\\(?P<sub>(?:sub){0,2})(?P<name>section|paragraph|chapter)\*?"
                      r"\{(?P<title>[^{}\n]{1,300}(?:\{[^{}\n]*\}[^{}\n]*)*)\}\s*")  # fmt: skip
_LIST = pattern(r"\\begin\{(?P<mark>itemize|enumerate)\}(?:\[[^\]\n]*\])?\s*")
#: Lines around a figure of LaTeX.
_FIGURE = pattern(r"\\(?:(?:begin|end)\{(?:figure|center|abstract|document)\*?\}(?:\[[^\]\n]*\])?"
                     r"|centering|maketitle|label\{[^{}\n]*\})\s*")  # fmt: skip


def foreign_block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Make code, a box, a heading or a list of the lines of another language, or leave them out."""
    if state.is_code_block(start):
        return False
    pos = state.bMarks[start] + state.tShift[start]
    first = state.src[pos : pos + 1]
    for table, push in ((_CODE, _push_code), (_BOXES, _push_box)):
        if first in table and _enclosed(state, start, end, table[first], push, silent=silent):
            return True
    line = state.src[pos : state.eMarks[start]]
    return _single(state, start, end, line, silent=silent)


def _enclosed(
    state: StateBlock,
    start: int,
    end: int,
    forms: tuple[re.Pattern[str], str],
    push: Callable[[StateBlock, re.Match[str], int, int], None],
    *,
    silent: bool,
) -> bool:
    opening, closing = forms
    pos = state.bMarks[start] + state.tShift[start]
    # The mark of AsciiDoc is on the second line.
    second = state.src[pos] == "[" and start + 1 < end
    found = opening.fullmatch(state.src, pos, state.eMarks[start + 1 if second else start])
    if found is None:
        return False
    begin = start + 2 if second else start + 1
    pattern_ = re.compile(closing.format(mark=re.escape(found["mark"])), re.IGNORECASE)
    stop = _line_of(state, begin, end, pattern_)
    if stop is None:
        return False
    if not silent:
        push(state, found, begin, stop)
        state.line = stop + 1
    return True


def _line_of(state: StateBlock, start: int, end: int, wanted: re.Pattern[str]) -> int | None:
    """Return the line from *start* that *wanted* matches; a search without a result is the last."""
    missing: set[str] = getattr(state, "dialect_foreign", set())
    if wanted.pattern in missing:
        return None
    for line in range(start, end):
        pos = state.bMarks[line] + state.tShift[line]
        if wanted.fullmatch(state.src, pos, state.eMarks[line]):
            return line
    state.dialect_foreign = missing | {wanted.pattern}  # type: ignore[attr-defined]  # a plain class
    return None


def _push_code(state: StateBlock, found: re.Match[str], start: int, stop: int) -> None:
    token = state.push("fence", "code", 0)
    token.info, token.markup, token.map = found["name"] or "", "```", [start - 1, stop + 1]
    token.content = state.getLines(start, stop, state.blkIndent, True)


def _push_box(state: StateBlock, found: re.Match[str], start: int, stop: int) -> None:
    groups = found.groupdict()
    mark = (groups.get("kind") or found["mark"]).lower()
    kind = _KINDS.get(mark, mark)
    if kind:
        opening = Opening(0, kind, title=groups.get("title") or "")
        opening.fold = "-" if mark == "expand" else ""
        push_admonition(state, opening, start - 1, stop)
        return
    is_quote = mark != "center"
    if is_quote:
        state.push("blockquote_open", "blockquote", 1).map = [start, stop]
    tokenize_content(state, "dialect_foreign", start, stop)
    if is_quote:
        state.push("blockquote_close", "blockquote", -1)


def _single(state: StateBlock, start: int, end: int, line: str, *, silent: bool) -> bool:
    """Read a line that is a heading, a list or nothing here."""
    stop = start + 1
    if line[0] == "\\":
        return _latex(state, start, end, line, silent=silent)
    if line[0] == ":" and _DRAWER.fullmatch(line):
        last = _line_of(state, stop, end, _DRAWER_END)
        if last is None:
            return False
        stop = last + 1
    elif line[0] == "#" and (caption := _CAPTION.fullmatch(line)):
        if not silent:
            push_paragraph(state, start, stop)
            state.tokens[-2].content = caption["text"]
        return True
    elif line[0] not in _LINES or (found := _LINES[line[0]].fullmatch(line)) is None:
        return False
    elif line[0] == "-" and not found["file"]:
        last = _line_of(state, stop, end, _LINES["-"])
        stop = stop if last is None else last + 1
    if not silent:
        state.line = stop
        if line[0] != "+":
            _tell(state, start, line)
    return True


def _latex(state: StateBlock, start: int, end: int, line: str, *, silent: bool) -> bool:
    if _FIGURE.fullmatch(line):
        if not silent:
            state.line = start + 1
            _tell(state, start, line)
        return True
    if section := _SECTION.fullmatch(line):
        if not silent:
            level = {"chapter": 1, "section": 2, "paragraph": 5}[section["name"]]
            tag = f"h{level + section['sub'].count('sub')}"
            push_paragraph(state, start, start + 1)
            state.tokens[-2].content = section["title"]
            for token in (state.tokens[-3], state.tokens[-1]):
                token.type, token.tag = token.type.replace("paragraph", "heading"), tag
                token.markup = "#"
            _tell(state, start, line)
        return True
    found = _LIST.fullmatch(line)
    wanted = re.compile(rf"\\end\{{{found['mark']}\}}\s*") if found is not None else None
    stop = _line_of(state, start + 1, end, wanted) if wanted is not None else None
    if found is None or stop is None:
        return False
    if not silent:
        _push_items(state, found["mark"] == "enumerate", start, stop)
        _tell(state, start, line)
    return True


def _push_items(state: StateBlock, ordered: bool, start: int, stop: int) -> None:
    name, tag = ("ordered_list", "ol") if ordered else ("bullet_list", "ul")
    state.push(f"{name}_open", tag, 1).map = [start, stop]
    text = state.getLines(start + 1, stop, state.blkIndent, False)
    before, *items = re.split(r"\\item\b[ \t]*", text)
    for item in [*filter(str.strip, [before]), *items]:
        state.push("list_item_open", "li", 1).map = [start, stop]
        push_paragraph(state, start, start)
        state.tokens[-2].content = " ".join(item.split())
        state.tokens[-3].map, state.tokens[-2].map = [start, stop], [start, stop]
        state.push("list_item_close", "li", -1)
    state.push(f"{name}_close", tag, -1)
    state.line = stop + 1


# -- text ------------------------------------------------------------------------------------------

_ORG_LINK = pattern(
    r"\[\[(?:file:)?(?P<address>[^\[\]\n|]{1,400})\]\[(?P<text>[^\[\]\n]{1,300})\]\]"
)
_COMMAND = pattern(
    r"\\(?P<name>textbf|textit|emph|texttt|textsc|textrm|underline|url|href|cite[a-z]{0,8}\*?"
    r"|footnote|caption|includegraphics)(?P<option>(?:\[[^\[\]\n]{0,200}\]){0,2})"
    r"\{(?P<text>(?:[^{}\n]|\{[^{}\n]{0,200}\}){1,600}+)\}(?:\{(?P<more>[^{}\n]{1,300})\})?"
)
_MARKS = {"textbf": "strong", "textit": "em", "emph": "em", "underline": "em"}


def org_link_rule(state: StateInline, silent: bool) -> bool:
    """Make a link of ``[[address][text]]``."""
    found = _ORG_LINK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        _push_link(state, found["address"], found.span("text"))
    state.pos = found.end()
    return True


def command_rule(state: StateInline, silent: bool) -> bool:
    r"""Read ``\textbf{…}``, ``\cite{…}`` and other commands of running text of LaTeX."""
    found = _COMMAND.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    name, text = found["name"], found["text"]
    stop = found.end() if name == "href" or not found["more"] else found.start("more") - 1
    if not silent:
        if name in _MARKS:
            _push_around(state, _MARKS[name], found.span("text"))
        elif name == "texttt":
            state.push("code_inline", "code", 0).content = text
        elif name == "href" and found["more"]:
            _push_link(state, text, found.span("more"))
        elif name == "url":
            _push_link(state, text, found.span("text"))
        elif name.startswith("cite"):
            state.push("text", "", 0).content = f"[{text}]"
        elif name == "footnote":
            push_note(state, text)
        elif name == "includegraphics":
            token = state.push("image", "img", 0)
            token.attrs, token.children, token.content = {"src": text, "alt": ""}, [], ""
        else:
            _push_around(state, "", found.span("text"))
    state.pos = stop
    return True


def _push_around(state: StateInline, tag: str, span: tuple[int, int]) -> None:
    limit = state.posMax
    if tag:
        state.push(f"{tag}_open", tag, 1).markup = "*"
    state.pos, state.posMax = span
    state.md.inline.tokenize(state)
    if tag:
        state.push(f"{tag}_close", tag, -1).markup = "*"
    state.posMax = limit


def _push_link(state: StateInline, address: str, span: tuple[int, int]) -> None:
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": address}
    state.push("text", "", 0).content = state.src[slice(*span)]
    state.push("link_close", "a", -1)


# -- what is told ----------------------------------------------------------------------------------

_TOLD = "dialect_foreign_told"
_PANDOC = "convert it (pandoc -f {} -t gfm FILE)"
_ASCIIDOC = "convert it (asciidoctor -b docbook FILE, then pandoc -f docbook -t gfm)"
_LANGUAGES = {
    "#": ("Org", _PANDOC.format("org")), ":": ("Org", _PANDOC.format("org")),
    "\\": ("LaTeX", _PANDOC.format("latex")),
}  # fmt: skip
#: What is in the text of documents in other languages: a string to look for, its form, the
#: language, and what to do.
_SIGNS = (
    ("image::", pattern(r"^image::\S{1,300}\[", re.MULTILINE), "AsciiDoc", _ASCIIDOC),
    ("include::", pattern(r"^include::\S{1,300}\[", re.MULTILINE), "AsciiDoc", _ASCIIDOC),
    ("link:", pattern(r"\blink:(?:https?:|\.?/)\S{1,300}\["), "AsciiDoc", _ASCIIDOC),
    ("\n:toc:", pattern(r"^:toc:", re.MULTILINE), "AsciiDoc", _ASCIIDOC),
    ("\\begin{", pattern(r"\\begin\{[A-Za-z*]{3,20}\}"), "LaTeX", _PANDOC.format("latex")),
    ("\n#set ", pattern(r"^#set [a-z]+\(", re.MULTILINE), "Typst", _PANDOC.format("typst")),
    ("#show", pattern(r"^#show[: ]", re.MULTILINE), "Typst", _PANDOC.format("typst")),
    ("#import ", pattern(r'^#import "', re.MULTILINE), "Typst", _PANDOC.format("typst")),
    ("#figure(", pattern(r"#figure\("), "Typst", _PANDOC.format("typst")),
    ("#link(", pattern(r'#link\("'), "Typst", _PANDOC.format("typst")),
    ("\nh", pattern(r"^h[1-6]\. \S", re.MULTILINE), "Confluence or Jira", _PANDOC.format("jira")),
    ("{", pattern(r"\{(?:color:[\w#]+|noformat|panel|toc|anchor:[^{}\n]{1,60})\}"),
     "Confluence or Jira", _PANDOC.format("jira")),
    ("|width", pattern(r"![^\s!|]{1,200}\|width=\d"), "Confluence or Jira", _PANDOC.format("jira")),
    ("'''", pattern(r"'''[^'\n]{1,200}'''"), "MediaWiki", _PANDOC.format("mediawiki")),
    ("\n==", pattern(r"^={2,5} [^=\n]{1,200} ={2,5}$", re.MULTILINE), "MediaWiki",
     _PANDOC.format("mediawiki")),
    ("type: text/vnd.tiddlywiki", pattern(r"^type: text/vnd\.tiddlywiki", re.MULTILINE),
     "TiddlyWiki", "export it as Markdown"),
    ("[@", pattern(r"\[-?@[A-Za-z][\w:.-]{1,80}[;,\]]"), "Pandoc's citations",
     "write (@key) and load sphinxcontrib.bibtex, or write a link"),
    ("@", pattern(r"(?<![\w/@.])@(?:fig|tbl|eq|sec|lst)-[\w-]{1,60}"), "Quarto's references",
     "write a link to the heading or the picture, as [Figure 1](#id)"),
)  # fmt: skip


def _tell(state: StateBlock, line: int, text: str) -> None:
    name = text.strip()[:60]
    if text[0] == "-" or text.startswith("::"):
        message = f"{name} puts in another file, which is not done here; write its text"
    else:
        language, advice = _LANGUAGES[text[0]]
        message = (
            f"this text has lines of {language} ({text.strip()[:40]}), which have no meaning in "
            f"Markdown; {advice}"
        )
    _note_once(state.env, message, line)


def _note_once(env: MutableMapping[str, Any], message: str, line: int) -> None:
    told: set[str] = env.setdefault(_TOLD, set())
    key = message.partition("(")[0]
    if key not in told:
        told.add(key)
        note(env, SyntaxProblem("mdx.dialect", message, line))


def signs_rule(state: StateCore) -> None:
    """Report what is left in texts of another language, once for each (core rule)."""
    signs = [sign for sign in _SIGNS if sign[0] in state.src]
    if not signs:
        return
    for token in state.tokens:
        texts = [child.content for child in token.children or () if child.type == "text"]
        if not texts or token.type != "inline":
            continue
        text = "\n".join(texts)
        for _needle, form, language, advice in signs:
            if found := form.search(text):
                message = (
                    f"this text has marks of {language} ({found[0].strip()[:40]}), which are shown "
                    f"as they stand; {advice}"
                )
                _note_once(state.env, message, (token.map or [0])[0])

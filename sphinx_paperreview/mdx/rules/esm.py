"""``import`` and ``export`` statements (*ESM* in MDX), which bind names and show nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.javascript.module import read_module
from sphinx_paperreview.mdx.javascript.scope import OPAQUE, scope_of
from sphinx_paperreview.mdx.rules.problems import SyntaxProblem, note
from sphinx_paperreview.mdx.rules.scanner import spend

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

    from sphinx_paperreview.mdx.javascript.module import Module

#: Key of the environment of markdown-it: the set of names bound so far.
_BOUND = "mdx_bound"
#: Attribute of the state: the number of open ``mdx-code-block`` fences, which are not containers.
UNWRAPPED = "mdx_unwrapped"
#: Most lines of one block of statements.
MAX_LINES = 400

_START = re.compile(r"(?:import|export)(?=[\s{*'\"])")


def esm_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read import and export statements at the start of a line outside of all containers.

    Text may follow without a blank line. English prose that begins with “import” is a paragraph,
    and a problem is kept.
    """
    pos = state.bMarks[start]
    nested = state.level - getattr(state, UNWRAPPED, 0)
    if silent or nested or state.tShift[start] or not _START.match(state.src, pos):
        return False
    found = _read(state, start, end)
    if found is None:
        word = state.src[pos : pos + 6]
        message = f"a line that begins with “{word}” is not JavaScript; begin it otherwise"
        note(state.env, SyntaxProblem("mdx.refused", message, start))
        return False
    line, module = found
    _note_refusals(state, module, start, line, end)
    scope_of(state.env).update(module.bindings)
    state.env.setdefault(OPAQUE, set()).update(module.opaque)
    token = state.push("mdx_esm", "", 0)
    token.content = state.getLines(start, line, 0, False)
    token.map = [start, line]
    token.hidden = True
    state.line = line
    return True


def _note_refusals(state: StateBlock, module: Module, start: int, line: int, end: int) -> None:
    """Keep the problems of statements that Docusaurus refuses and that are read here."""
    bound: set[str] = state.env.setdefault(_BOUND, set())
    names = {*module.bindings, *module.opaque}
    for name in sorted(names & bound):
        note(state.env, SyntaxProblem("mdx.refused", f"“{name}” is bound twice; rename one", start))
    bound |= names
    if module.undefined and module.undefined not in bound:
        message = f"“{module.undefined}” is not defined in this file; import or export it above"
        note(state.env, SyntaxProblem("mdx.refused", message, start))
    if line < end and not state.isEmpty(line) and not _START.match(state.src, state.bMarks[line]):
        message = "MDX refuses text right after an import or export; put a blank line between"
        note(state.env, SyntaxProblem("mdx.refused", message, line))


def _read(state: StateBlock, start: int, end: int) -> tuple[int, Module] | None:
    """Return the shortest valid module of lines from *start*, after the line that follows it."""
    lines: list[str] = []
    depth = length = 0
    for line in range(start, min(end, start + MAX_LINES)):
        text = state.src[state.bMarks[line] : state.eMarks[line]]
        blank = not text.strip()
        if blank and depth <= 0:
            break
        lines.append(text)
        length += len(text) + 1
        depth += sum(map(text.count, "({[")) - sum(map(text.count, ")}]"))
        if depth > 0 and not blank:
            continue
        if not spend(state.env, length, len(state.src)):
            return None
        module = read_module("\n".join(lines), scope_of(state.env))
        if module.valid:
            return line + 1, module
    return None

"""``import`` and ``export`` lines: a block rule that reads them and shows nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.javascript.module import read_module
from sphinx_paperreview.mdx.javascript.scope import OPAQUE, scope_of
from sphinx_paperreview.mdx.rules.problems import Problem, note, spend

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

    from sphinx_paperreview.mdx.javascript.module import Module
BOUND = "mdx_bound"
#: Attribute of the state: how many ``mdx-code-block`` fences, which do not count, are around.
UNWRAPPED = "mdx_unwrapped"
MAX_LINES = 400

_START = re.compile(r"(?:import|export)(?=[\s{*'\"])")


def esm_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Consume import and export statements that begin a line of the document itself.

    They need no blank line after them: text that follows at once is text. English prose
    that begins with “import” stays a paragraph, with a note.
    """
    pos = state.bMarks[start]
    nested = state.level - getattr(state, UNWRAPPED, 0)
    if silent or nested or state.tShift[start] or not _START.match(state.src, pos):
        return False
    found = _read(state, start, end)
    if found is None:
        word = state.src[pos : pos + 6]
        message = f"a line that begins with “{word}” is not JavaScript; begin it otherwise"
        note(state.env, Problem("mdx.refused", message, start))
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
    """Note what Docusaurus refuses of a block of ESM that is read here all the same."""
    bound: set[str] = state.env.setdefault(BOUND, set())
    names = {*module.bindings, *module.opaque}
    for name in sorted(names & bound):
        note(state.env, Problem("mdx.refused", f"“{name}” is bound twice; rename one", start))
    bound |= names
    if module.undefined and module.undefined not in bound:
        message = f"“{module.undefined}” is not defined in this file; import or export it above"
        note(state.env, Problem("mdx.refused", message, start))
    if line < end and not state.isEmpty(line) and not _START.match(state.src, state.bMarks[line]):
        message = "MDX refuses text right after an import or export; put a blank line between"
        note(state.env, Problem("mdx.refused", message, line))


def _read(state: StateBlock, start: int, end: int) -> tuple[int, Module] | None:
    """Return the line after the shortest run of lines from *start* that is valid, and it."""
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

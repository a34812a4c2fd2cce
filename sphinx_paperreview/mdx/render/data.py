"""JSON files that a post imports (``import facts from './facts.json'``, ``{facts.year}``)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.javascript.values import Data, plain_value
from sphinx_paperreview.mdx.render.files import look_up, read_text
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from sphinx_paperreview.mdx.javascript.values import Value
    from sphinx_paperreview.mdx.render.base import BaseRenderer

#: Most levels of lists and objects in a file; deeper ones are left out.
MAX_DEPTH = 20


def read_data(renderer: BaseRenderer) -> None:
    """Bind the names of imported JSON files to their values, and note them as dependencies.

    A file that is missing or not JSON leaves its name unbound, with a warning
    (``MDX_EXPRESSION``).
    """
    read: dict[str, Value] = {}
    for name, value in list(renderer.scope.items()):
        if not isinstance(value, Data):
            continue
        if value.path not in read:
            read[value.path] = _read(renderer, value)
        data = read[value.path]
        if value.key and isinstance(data, dict):
            renderer.scope[name] = data.get(value.key)
        elif not value.key:
            renderer.scope[name] = data


def _read(renderer: BaseRenderer, value: Data) -> Value:
    env = renderer.sphinx_env
    found = look_up(env, value.path, renderer.base)
    problem = found.problem or "is not there"
    if found.exists:
        try:
            return plain_value(json.loads(read_text(env, found.path) or ""), MAX_DEPTH)
        except (ValueError, RecursionError):
            problem = "cannot be read as JSON"
    elif found.path:
        env.note_dependency(found.path)
    message = f"the file {value.path[:200]} {problem}; correct it, or the import"
    renderer.warn_at(WarningKind.MDX_EXPRESSION, message, 1)
    return value

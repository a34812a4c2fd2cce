"""Files that a post imports for their data (``./facts.json``) or text (``!!raw-loader!./a.py``)."""

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
    """Bind the names of imported JSON and raw files to what they hold, and note the dependencies.

    A file that is missing, no text or not JSON leaves its name unbound, with a warning
    (``MDX_EXPRESSION``).
    """
    read: dict[tuple[str, bool], Value] = {}
    for name, value in list(renderer.scope.items()):
        if not isinstance(value, Data):
            continue
        key = value.path, value.raw
        if key not in read:
            read[key] = _read(renderer, value)
        data = read[key]
        if value.key and isinstance(data, dict):
            renderer.scope[name] = data.get(value.key)
        elif not value.key:
            renderer.scope[name] = data


def _read(renderer: BaseRenderer, value: Data) -> Value:
    env = renderer.sphinx_env
    found = look_up(env, value.path, renderer.base)
    problem = found.problem or "is not there"
    if found.exists:
        text = read_text(env, found.path)
        if value.raw and text is not None:
            return text
        try:
            return plain_value(json.loads(text or ""), MAX_DEPTH)
        except (ValueError, RecursionError):
            problem = f"cannot be read as {'text' if value.raw else 'JSON'}"
    elif found.path:
        env.note_dependency(found.path)
    message = f"the file {value.path[:200]} {problem}; correct it, or the import"
    renderer.warn_at(WarningKind.MDX_EXPRESSION, message, 1)
    return value

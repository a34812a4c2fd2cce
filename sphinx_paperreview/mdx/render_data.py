"""Files of JSON that a post imports (``import facts from './facts.json'``, ``{facts.year}``)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.render_files import expected_path, find_file
from sphinx_paperreview.mdx.values import Data, plain_value
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from sphinx_paperreview.mdx.render_places import PlacedRenderer
    from sphinx_paperreview.mdx.values import Value

#: The longest file that is read, in bytes, and how deep its values may lie.
MAX_BYTES = 1 << 20
MAX_DEPTH = 20


def read_data(renderer: PlacedRenderer) -> None:
    """Put what the imported files hold in the place of their names; the document depends on them.

    A file that is not there, or that is no JSON, leaves the name as it is, and a warning.
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


def _read(renderer: PlacedRenderer, value: Data) -> Value:
    env = renderer.sphinx_env
    found = find_file(env, value.path, renderer.base)
    path = found.path if found is not None else expected_path(env, value.path, renderer.base)
    if path is not None:
        env.note_dependency(path)
    problem = "is not there"
    if found is not None:
        file = Path(env.srcdir, found.path)
        try:
            if file.stat().st_size <= MAX_BYTES:
                return plain_value(json.loads(file.read_text(encoding="utf-8-sig")), MAX_DEPTH)
            problem = f"is longer than {MAX_BYTES} bytes"
        except (OSError, ValueError, RecursionError):
            problem = "cannot be read as JSON"
    message = f"the file {value.path[:200]} {problem}; correct it, or the import"
    renderer.warn_at(WarningKind.MDX_EXPRESSION, message, 1)
    return value

"""What a ``conf.py`` assigns, read without running it."""

from __future__ import annotations

import ast


def assigned(source: str) -> dict[str, object]:
    """Return the literals that the Python *source* assigns to names; empty if it is not Python."""
    try:
        module = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return {}
    found: dict[str, object] = {}
    for node in module.body:
        if isinstance(node, ast.Assign):
            try:
                value = ast.literal_eval(node.value)
            except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                continue
            found |= {target.id: value for target in node.targets if isinstance(target, ast.Name)}
    return found

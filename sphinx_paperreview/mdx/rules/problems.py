"""Problems that rules find, kept for the renderer, which has what a warning needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import MutableMapping

_KEY = "mdx_problems"


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """One warning to give: ``kind`` is a value of ``WarningKind``, ``line`` counts from 0."""

    kind: str
    message: str
    line: int
    column: int = 1


def note(env: MutableMapping[str, Any], problem: SyntaxProblem) -> None:
    """Keep *problem* in *env*, the environment of markdown-it, until the document is rendered."""
    env.setdefault(_KEY, []).append(problem)


def take(env: MutableMapping[str, Any]) -> list[SyntaxProblem]:
    """Return the problems kept in *env*, in the order in which they were noted, and forget them."""
    problems: list[SyntaxProblem] = env.pop(_KEY, [])
    return problems

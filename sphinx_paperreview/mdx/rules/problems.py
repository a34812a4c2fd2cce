"""Notes of the rules for the renderer, which alone can warn: what happened, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import MutableMapping

KEY = "mdx_problems"
BUDGET = "mdx_budget"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to warn about; ``kind`` is a value of ``WarningKind``, ``line`` counts from 0."""

    kind: str
    message: str
    line: int
    column: int = 1


def note(env: MutableMapping[str, Any], problem: Problem) -> None:
    """Keep *problem* until the document is rendered."""
    env.setdefault(KEY, []).append(problem)


def take(env: MutableMapping[str, Any]) -> list[Problem]:
    """Return the problems noted so far and forget them."""
    problems: list[Problem] = env.pop(KEY, [])
    return problems


def spend(env: MutableMapping[str, Any], amount: int, size: int) -> bool:
    """Take *amount* characters of vain look-ahead from the budget of a text of *size*.

    Return False when it is used up: what is not closed is then no longer looked for beyond
    its line, which keeps hostile input linear.
    """
    left: int = env.get(BUDGET, 100_000 + 20 * size) - amount
    env[BUDGET] = left
    return left > 0

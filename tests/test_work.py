"""A post with twice as many of one thing takes twice the work of a build, in every step of it."""

from __future__ import annotations

import cProfile
import pstats
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes

from sphinx_paperreview.domain import domain
from tests.harness import count_calls

if TYPE_CHECKING:
    from tests.harness import Build

FRONT = "---\ntitle: T\ndate: 2026-01-02\nauthors: [A B]\n---\n\n"
PAPER = "## 1. [A](https://arxiv.org/abs/2401.{0:05})\n\n"


@pytest.fixture
def positions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note the place of each child that docutils searches for: that many are compared."""
    found: list[int] = []
    index = nodes.Element.index

    def noted(self: nodes.Element, *arguments: Any) -> int:
        found.append(index(self, *arguments))
        return found[-1]

    monkeypatch.setattr(nodes.Element, "index", noted)
    return found


@pytest.mark.parametrize(
    "piece",
    ["![a](missing.png)\n", "[a](missing.mdx)\n", "[a](papers/missing{0})\n", "[a](a.mdx)\n",
     "a<sub>b</sub>\n", PAPER + "[a](a.mdx#arxiv-2401-{0:05})\n\n"],
)  # fmt: skip
def test_work_of_a_build_is_linear(build: Build, positions: list[int], piece: str) -> None:
    def work(count: int) -> tuple[int, int]:
        positions.clear()
        text = FRONT + "".join(map(piece.format, range(count)))
        profile = cProfile.Profile()
        profile.runcall(build, {"a.mdx": text}, name=f"src{count}")
        return pstats.Stats(profile).total_calls, sum(positions)  # type: ignore[attr-defined]

    work(1)  # what is done once in a process is done here
    for least, once, twice in zip(work(1), work(30), work(60), strict=True):
        assert twice - least <= 2.3 * (once - least)


def test_a_heading_of_many_links_is_read_once(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = domain.read_records

    def work(count: int) -> int:
        calls: list[int] = []

        def counted(*arguments: Any) -> Any:
            found: list[Any] = []
            calls.append(count_calls(lambda: found.append(read(*arguments))))
            return found[0]

        monkeypatch.setattr(domain, "read_records", counted)
        links = "".join(
            f"[p](https://arxiv.org/abs/2401.{n:05}) " for n in range(10000, 10000 + count)
        )
        build({"index.md": f"# Page\n\n## Links {links}\n\nText.\n"}, builder="dummy")
        return max(calls)

    assert work(400) <= 2.3 * work(200)

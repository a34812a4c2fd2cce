"""The example site is quiet: it has no warnings but those of the post that shows some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.build_example import POST, is_on_purpose

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_only_one_post_is_reported(
    example: Callable[[str], tuple[Path, list[str]]],
) -> None:
    warnings = example("html")[1]
    assert warnings
    assert [each for each in warnings if not is_on_purpose(each)] == []


def test_warnings_of_other_places_are_not_on_purpose() -> None:
    assert is_on_purpose(f"/home/me/example_site/{POST}:30: WARNING: x [paperreview.mdx.jsx]")
    for line in (
        "posts/2025/2025-11-14.mdx:30: WARNING: x [paperreview.mdx.jsx]",
        f"index.mdx:3: WARNING: see {POST}:30: WARNING: x",
        "Exception occurred:",
    ):
        assert not is_on_purpose(line)

"""Each construct of the dialect: the input, the doctree it becomes, and the warnings it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


def test_case(case: Any, fixture_site: Any) -> None:
    assert fixture_site.shown(case.docname) == case.expected

"""Each construct of the dialect: the source, the doctree it becomes, and its warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.mdx.cases import shown

if TYPE_CHECKING:
    from tests.harness import Built
    from tests.mdx.cases import Case


def test_case(case: Case, fixture_site: Built) -> None:
    assert shown(fixture_site, case.docname) == case.expected

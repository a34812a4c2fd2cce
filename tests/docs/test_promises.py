"""The table of promises: each stands where it says, and each file that attacks it is there."""

from __future__ import annotations

import re

import pytest

from tests.harness import ROOT

TABLE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Promises")[2]
ROWS = re.findall(
    r"^\| ([^|`]+) \| `([^`]+)` \| (.+) \|$", TABLE.partition("\n## ")[0], re.MULTILINE
)


@pytest.mark.parametrize(("promise", "document", "tests"), ROWS)
def test_a_promise_stands_in_its_document(promise: str, document: str, tests: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8").replace("**", "")
    assert promise in " ".join(text.split())
    paths = re.findall(r"`([^`]+\.py)`", tests)
    assert paths
    assert [path for path in paths if not (ROOT / path).is_file()] == []


def test_every_row_is_read() -> None:
    assert len(ROWS) == TABLE.partition("\n## ")[0].count("\n|") - 2

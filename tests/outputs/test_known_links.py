"""Which links ``linkcheck`` does not request: those to papers that ``fetch`` has asked for."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build, Built

LOCK = {
    "version": 1,
    "papers": {
        "arxiv:2501.00001": {"title": "One"},
        "doi:10.1145/33.44": {"title": "Two"},
        "arxiv:2501.00009": {"authors": ["Nobody answered with a title"]},
    },
}
POST = """\
# Day

## 1. [One](https://arxiv.org/abs/2501.00001v2)

[PDF](https://arxiv.org/pdf/2501.00001#page=2), [again](http://arxiv.org/pdf/2501.00001v1.pdf)

## 2. [Two](https://doi.org/10.1145/33.44)

[The same](https://DOI.org/10.1145/33.44)
"""
CONF = 'project = "A"\nextensions = ["sphinx_paperreview"]\n'


def checked(built: Built) -> dict[str, str]:
    """Return the status of each address."""
    rows = map(json.loads, built.read("output.json").splitlines())
    return {row["uri"]: row["status"] for row in rows}


def test_papers_of_the_lockfile_are_not_requested(build: Build) -> None:
    built = build(
        {"posts/2025-01-02.mdx": POST, "papers.lock.json": json.dumps(LOCK)},
        conf=CONF, builder="linkcheck",
    )  # fmt: skip
    found = checked(built)
    assert set(found.values()) == {"ignored"}
    assert "https://arxiv.org/pdf/2501.00001#page=2" in found
    (pattern,) = built.app.config.linkcheck_ignore
    for other in ("arxiv.org/abs/2501.00009", "arxiv.org/abs/2501.000012", "arxiv.org/abs/2501/00001",
                  "doi.org/10.1145/33.445", "example.org/arxiv.org/abs/2501.00001"):  # fmt: skip
        assert not re.match(pattern, f"https://{other}")


def test_what_a_project_ignores_is_left_as_it_is(build: Build) -> None:
    files = {"posts/2025-01-02.mdx": POST, "papers.lock.json": json.dumps(LOCK)}
    own = build(files, conf=f'{CONF}linkcheck_ignore = [".*o.*"]\n', builder="linkcheck")
    assert own.app.config.linkcheck_ignore == [".*o.*"]


@pytest.mark.parametrize(
    "files",
    [
        {"index.rst": "A\n=\n\nWords.\n", "papers.lock.json": json.dumps(LOCK)},
        {"posts/2025-01-02.mdx": "# Day\n", "papers.lock.json": "{"},
        {"posts/2025-01-02.mdx": "# Day\n"},
    ],
)
def test_without_a_review_or_a_usable_lockfile_nothing_is_ignored(
    build: Build, files: dict[str, str]
) -> None:
    built = build(dict(files), conf=CONF, builder="linkcheck")
    assert built.app.config.linkcheck_ignore == []
    expected = ["paperreview.lock"] if files.get("papers.lock.json") == "{" else []
    assert built.codes == expected  # the file is reported once

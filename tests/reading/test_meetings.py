"""Headings that say when or by whom a paper was read, which are no titles of papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from tests.harness import Built, Projects

TITLE = "Alpha Nets for Sparse Beta"
LINKED = f"[{TITLE}](https://arxiv.org/abs/2401.00101)"
#: Headings of meetings, below which a line names the paper.
MEETINGS = [
    "New York - May 24, 2017", "Seoul | 2017-05-24", "May 24th", "Wednesday, 24 May 2017", "Week 3",
    "Session 2 (May 24)", "3주차", "제 5회 - 5월 24일", "第3回 2017年5月24日", "第三期", "Meetup #12",
]  # fmt: skip
#: Lines below such a heading.
LINES = [
    f"- **Meetup:** https://meetup.example/12\n- **Paper:** {LINKED}",
    f"Presenter: Ann Lee\n\n- Paper: {LINKED}",
    LINKED,
    f"**Ann Lee** on {TITLE}\n\n- Paper: https://arxiv.org/abs/2401.00101",
]


def _titles(projects: Projects, texts: dict[str, str]) -> dict[str, list[str]]:
    files: dict[str, str | bytes] = {
        "conf.py": 'project = "Reading"\nlanguage = "en"\nextensions = ["sphinx_paperreview"]\n',
        "index.md": "# Home\n",
    }
    built: Built = projects.build(
        files | {f"{name}.md": text for name, text in texts.items()}, builder="dummy"
    )
    papers = domain_of(built.env)
    return {name: [one.title for one in papers.records("papers", name)] for name in texts}


def test_a_paper_is_not_called_as_the_meeting_that_read_it(projects: Projects) -> None:
    texts = {
        f"n{number}-{place}": f"# Our meetings\n\n## {heading}\n\n{line}\n\nIt is fast.\n"
        for number, heading in enumerate(MEETINGS)
        for place, line in enumerate(LINES)
    }
    found = _titles(projects, texts)
    assert {name: titles for name, titles in found.items() if titles != [TITLE]} == {}


def test_a_document_may_be_a_meeting(projects: Projects) -> None:
    texts = {
        f"n{number}": f"# {heading}\n\nPaper: {LINKED}\n\nIt is fast.\n"
        for number, heading in enumerate(MEETINGS)
    }
    assert set(map(tuple, _titles(projects, texts).values())) == {(TITLE,)}


def test_the_title_of_the_document_says_what_its_only_meeting_read(projects: Projects) -> None:
    meeting = "## New York - May 24\n\n- Paper: https://bit.example/x.pdf\n\nIt is fast.\n"
    texts = {"talk": f'---\ntitle: "Talk: Ann Lee on {TITLE}"\n---\n\n{meeting}'}
    assert _titles(projects, texts) == {"talk": [TITLE]}


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        (f"Week 3: {TITLE}", TITLE),
        (f"2회차 | {TITLE}", TITLE),
        ("AlphaNet - May 24", "AlphaNet - May 24"),
        ("Alphas of March", "Alphas of March"),
        ("2019: Alpha for Beta", "2019: Alpha for Beta"),
    ],
)
def test_a_title_beside_a_meeting_stays(projects: Projects, heading: str, title: str) -> None:
    address = "https://arxiv.org/abs/2401.00101"
    texts = {
        "section": f"# Our meetings\n\n## {heading}\n\n{address}\n\nIt is fast.\n",
        "document": f"# {heading}\n\n{address}\n\nIt is fast.\n",
    }
    assert _titles(projects, texts) == {"section": [title], "document": [title]}


def test_who_presents_a_paper_may_stand_before_its_title(projects: Projects) -> None:
    texts = {"talks": f"# Our meetings\n\n## Ann Lee on {LINKED}\n\nIt is fast.\n"}
    assert _titles(projects, texts) == {"talks": [TITLE]}

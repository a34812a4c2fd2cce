"""Bold lines that stand for headings, and headings that name a group of papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build, Built


def link(number: int) -> str:
    return f"https://arxiv.org/abs/2401.{number:05}"


DIGEST = f"""\
---
title: 이번 주 논문
date: 2024-01-14
---

이번 주에 읽은 것들.

**1. Alpha: A Study**

- 링크: {link(1)}
- 소속: KAIST

좋은 모델이다.

**요약**

정말 좋다.

2\\. **Beta Net** [[paper]({link(2)})] (Google)

빠르다.

**3. Gamma (small)**
{link(3)}
작고 빠른 모델을 만든다.
"""


def titles(built: Built, docname: str) -> list[tuple[str, str, str]]:
    records = built.env.domains["paper"].records("papers", docname)
    return [(paper.number, paper.title, paper.summary) for paper in records]


def test_numbered_bold_lines_are_reviews(build: Build) -> None:
    built = build({"posts/week.md": DIGEST, "posts/other.mdx": DIGEST}, builder="html")
    for docname in ("posts/week", "posts/other"):
        assert titles(built, docname) == [
            ("1", "Alpha: A Study", "좋은 모델이다."),
            ("2", "Beta Net", "빠르다."),
            ("3", "Gamma (small)", "작고 빠른 모델을 만든다."),
        ]
        orgs = [paper.orgs for paper in built.env.domains["paper"].records("papers", docname)]
        assert orgs == [("KAIST",), ("Google",), ()]
    assert not built.warnings
    page = built.read("posts/week.html")
    assert page.count('id="arxiv-2401.00002"') == 1
    # The text of a review is whole, and ends where the next one begins.
    markdown = built.read("papers/2401.00001.md")
    assert "정말 좋다." in markdown
    assert "빠르다." not in markdown


#: Documents in which bold lines are no titles, and the titles that are found all the same.
OTHERS: dict[str, tuple[str, list[str]]] = {
    "labels": (
        (
            f"# A note\n\n**TL;DR** [Paper]({link(1)}) is good.\n\n**Related work**\n\n[A]({link(2)})\n\n"
            f"**Other**\n\n{link(3)}\n"
        ),
        [],
    ),
    "one name for all": (
        "# Notes\n\n"
        + "".join(
            f"## Things {n} at Large\n\n{link(n)}\n\n**Why read it**\n\nSee [it]({link(n)}).\n\n"
            for n in (1, 2, 3)
        ),
        [f"Things {n} at Large" for n in (1, 2, 3)],
    ),
    "not all": (
        f"# Tools\n\n**Alpha**\n\n{link(1)}\n\n**Beta**\n\n{link(2)}\n\n**Gamma**\n\nA tool.\n",
        [],
    ),
    "sentences": (
        (
            f"# Notes\n\n**Alpha** is what I read on Monday, and it was good to read in the train.\n\n"
            f"{link(1)}\n\n**Beta** is what I read on Tuesday, and it was good to read in the train.\n\n"
            f"{link(2)}\n"
        ),
        [],
    ),
    "references": (
        f"# Notes\n\nA text.\n\n**References**\n\n**Alpha**\n\n{link(1)}\n\n**Beta**\n\n{link(2)}\n",
        [],
    ),
    "parts of a review": (
        (
            f"---\ntitle: Gamma\npaper: {link(9)}\n---\n\n**1. Beside Alpha**\n\n{link(1)}\n\nIt is faster.\n\n"
            f"**2. Beside Beta**\n\n{link(2)}\n\nIt is smaller.\n"
        ),
        ["Gamma"],
    ),
    "one": ("# Notes\n\nA text.\n\n**1. Alpha**\n\n[code](https://x.example)\n", []),
    "a year above a list": (
        f"# Papers\n\n## 2023\n\n- **Alpha** ([arXiv]({link(1)})) is small\n\n## 2022\n\n- {link(2)}\n",
        [],
    ),
    "a day above a paper": (
        f"# Log\n\n## 2024-03-05\n\n[A Study of Alpha]({link(1)})\n\nGood.\n",
        ["A Study of Alpha"],
    ),
    "a venue above a paper": (
        f"# Log\n\n## NeurIPS 2023\n\n[A Study of Alpha]({link(1)})\n\nGood.\n",
        ["A Study of Alpha"],
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_bold_lines_are_none(build: Build, name: str) -> None:
    files: dict[str, str | bytes | None] = {
        f"notes/d{number}.md": text for number, (text, _titles) in enumerate(OTHERS.values())
    }
    built = build(files)
    docname = f"notes/d{list(OTHERS).index(name)}"
    assert [title for _number, title, _summary in titles(built, docname)] == OTHERS[name][1]

"""Documents that look like reviews, and lines that look like a paper's address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from sphinx_paperreview.core.model import Paper
    from tests.harness import Built, Projects

#: Reviews that have no address of their paper.
WITHOUT_ADDRESS = {
    "reference": "# Alpha for Sparse Beta\n\n> Kim H, Lee D. Alpha for sparse beta. 2019.\n\na\n",
    "reference in Chinese": "# Alpha for Sparse Beta\n\n> 参考：Kim H, Lee D, Alpha for Sparse Beta, 2016\n\na\n",
    "facts": "# Ann (2021-06-24)\n\n# Paper information\n\n- Title: Alpha of Beta\n- Venue: ISCA 2021\n",
    "facts in Korean": "# 알파\n\n- 저자: 김하나, 이둘\n- 학회: CVPR 2024\n\n## 방법\n\n가.\n",
    "facts in Japanese": "# アルファ\n\n- 著者：山田太郎\n- 会議：ICML 2024\n\n## 手法\n\nあ。\n",
    "authors below the title": "# Alpha\n### Ann Lee et al., Example Lab - NeurIPS 2016\n\na\n",
    "line of authors": "# Alpha\n\nDoe et al., NeurIPS 2016\n\na\n",
    "authors and code": "# Alpha\n\nAuthor: Ann Lee\n\nCode: https://github.com/x/y\n\n## Idea\n\na\n",
    "parts": "# Alpha\n\n## Abstract\n\na\n\n## 1. Introduction\n\nb\n",
    "parts in Korean": "# 알파\n\n## 관련 연구\n\n가.\n\n## 실험 결과\n\n나.\n",
    "parts in Chinese": "# 阿尔法\n\n## 摘要\n\n一。\n\n## 方法\n\n二。\n",
    "questions": "# Alpha\n\n## What does the paper solve?\n\na\n\n## How does the paper do it?\n\nb\n",
    "questions in Japanese": "# アルファ\n\n## 先行研究と比べてどこがすごい？\n\nあ。\n\n"
                            "## 次に読むべき論文は？\n\nい。\n",
    "key of a paper": "---\ntitle: Alpha\npaper_year: 2024\n---\n\na\n",
    "front matter": "---\ntitle: Alpha\njournal: Example Letters\n---\n\na\n",
}  # fmt: skip
#: Documents that look like no review at all.
OTHERS = {
    "guide": "# Guide\n\n## Introduction\n\na\n\n## Method\n\nb\n\n## Conclusion\n\nc\n",
    "byline": "# Post\n\nAuthor: Ann Lee\n\nDate: 2024-01-05\n\n## Why\n\na\n",
    "size of a page": "---\ntitle: Tool\npapersize: a4\n---\n\na\n",
    "own project": "# Tool\n\nCode: https://github.com/x/y\n\nProject: https://x.example\n\na\n",
    "year in a sentence": "# Alpha for Sparse Beta\n\nWe wrote this in 2019.\n",
    "limitations": "# Tool\n\n## Usage\n\na\n\n## Limitations\n\nb\n",
    "format": "# Open Example Format\n\nOpen Example Format(OEF)은 2026년에 나온 명세다.\n",
    "guide to writing": "# Guide\n\n## How to structure the paper\n\na\n\n## Writing the paper\n\nb\n",
    "papers of a topic": "# Beta\n\na\n\n## 방법\n\nb\n\n## 참고\n\n- paper: [Alpha One](https://arxiv.org/abs/2401.00601)\n"
                         "- paper: [Alpha Two](https://lab.example/two.pdf)\n",
    "proceedings": "# Notes\n\n> https://www.usenix.org/conference/fast23/technical-sessions\n\na\n",
    "papers to read": "# Post\n\n" + "".join(
        f"## {topic}\n\n- [ ] [Kim, Lee, *Alpha of {topic}*](https://arxiv.org/abs/2401.0030{n})\n\n"
        for n, topic in enumerate(("caches", "buses"))
    ),
    "template": "# Template\n\na\n\n## 참고\n\n- 논문: [링크](https://arxiv.org/abs/xxxx.xxxxx)\n",
    "translation": "# Train it\n\n原文链接：https://x.example/posts/train\n\na\n",
    "translation in Korean": "# 학습\n\n원문: https://x.example/posts/train\n\n가.\n",
    "problem": "# 1. Two Sum\n\n题目：[1. Two Sum](https://x.example/problems/two-sum)\n\n## 思路\n\n一。\n",
    "problems": "# Problems\n\n## One\n\nTitle: [A](https://x.example/a)\n\na\n\n"
                "## Two\n\nTitle: [B](https://x.example/b)\n\nb\n",
    "topics": "# List\n\n" + "".join(
        f"## {topic}\n\n1. Venue: ISCA 2017; link: https://ieeexplore.ieee.org/document/81{n}\n\n> A remark of mine.\n\n2. Venue: ISCA 2018; link: https://ieeexplore.ieee.org/document/82{n}\n\n"
        for n, topic in enumerate(("caches", "buses"))
    ),
    "preprints": "# List\n\n" + "".join(
        f"## {topic}\n\n- paper: https://arxiv.org/abs/2401.0010{n}\n"
        f"- paper: https://arxiv.org/abs/2401.0020{n}\n\n"
        for n, topic in enumerate(("caches", "buses"))
    ),
}  # fmt: skip
SITE = "https://lab.example/alpha"
#: Documents that name a paper by an address at a site that is no publisher's; and its title.
SITES = {
    "label": (f"# Alpha\n\nPaper: {SITE}\n\na\n", "Alpha"),
    "label of the link": (f"# Alpha\n\n[논문]({SITE}) | [코드](https://github.com/x/y)\n\na\n", "Alpha"),
    "file": (f"# Alpha\n\n原文：{SITE}.pdf\n\na\n", "Alpha"),
    "says review": (f"# [논문리뷰] 알파\n\n원문: {SITE}\n\na\n", "알파"),
    "label above": (f"# Alpha\n\n论文：\n\n{SITE}\n\na\n", "Alpha"),
    "below a reference": (
        (
            "# Alpha for Sparse Beta\n\n> Kim H, Lee D. Alpha for sparse beta[J]. 2019.\n"
            f"> 论文链接：{SITE}\n\nIt is fast and small.\n"
        ),
        "Alpha for Sparse Beta",
    ),
    "several titles": (f"# Alpha\n\nPaper: {SITE}\n\n# Idea\n\nIt is fast and small.\n", "Alpha"),
    "linked file": (f"## [Alpha of Beta]({SITE}.pdf)\n\n#### Key points\n\na\n", "Alpha of Beta"),
    "title above": (
        f"# ABC - ICCV 2021\n\n- **Title:** Alpha of Beta\n\n## Reference\n\n- paper : {SITE}\n",
        "Alpha of Beta",
    ),
    "title with a venue": (
        f"# ABC - CVPR 2021\n\n- Title: Alpha of Beta, CVPR 2021\n- Paper: {SITE}\n\na\n",
        "Alpha of Beta",
    ),
}  # fmt: skip


#: Documents of which only the references name the paper, by several addresses.
ENDS = {
    "DOI and preprint": "- **DOI**: [10.1145/3597503](https://doi.org/10.1145/3597503)\n"
                        "- **arXiv**: [2401.00401](https://arxiv.org/abs/2401.00401)\n",
    "label in a heading": "# Beta\n\n### MetaData\n\n##### [Url](https://arxiv.org/abs/2401.00401)\n\na\n",
    "identifier below a label": "# Beta\n\n##### Url\n\narXiv:2401.00401\n\n##### Type\n\na\n",
    "parts with the address": "# Beta\n\nPaper: https://arxiv.org/abs/2401.00401\n\n" + "".join(
        f"## Part {n}\n\nhttps://arxiv.org/pdf/2401.00401\n\na\n\n" for n in range(2)
    ),
    "number in Chinese": "# 论文详解\n\n## 一、论文概览\n\n- 作者: Kim\n- 论文链接: https://arxiv.org/abs/2401.00401\n"
                         "\n## 二、方法\n\n一。\n",
    "preprint and forum": "- **arXiv**: [2401.00401](https://arxiv.org/abs/2401.00401)\n"
                          "- **OpenReview**: [abc](https://openreview.net/forum?id=abcdefghij)\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def built(projects: Projects) -> Built:
    """Build all of these documents as Markdown."""
    texts = [*WITHOUT_ADDRESS.values(), *OTHERS.values()]
    texts += [text for text, _title in SITES.values()]
    texts += [
        text if text.startswith("#") else f"# Alpha\n\na\n\n## 방법\n\nb\n\n## 참고\n\n{text}"
        for text in ENDS.values()
    ]
    texts += [
        "".join(
            f"# {title}\n\n[{title} 번역](https://arxiv.org/abs/2401.0050{n})\n\na\n\n"
            for n, title in enumerate(("One", "Two", "Three"))
        )
    ]
    conf = 'project = "Notes"\nlanguage = "en"\nextensions = ["sphinx_paperreview"]\nhtml_theme = "paperreview"\n'
    files: dict[str, str | bytes] = {"conf.py": conf}
    files |= {f"notes/d{number}.md": text for number, text in enumerate(texts)}
    return projects.build(files, builder="dummy")


NAMES = [*WITHOUT_ADDRESS, *OTHERS, *SITES, *ENDS, "digest"]


def _read(built: Built, name: str) -> tuple[tuple[Paper, ...], list[str]]:
    """Return the papers of a document, and why it is no review."""
    domain = domain_of(built.env)
    docname = f"notes/d{NAMES.index(name)}"
    decisions = domain.data["decisions"].get(docname, ())
    return domain.records("papers", docname), [each.reason for each in decisions if each.reason]


@pytest.mark.parametrize("name", WITHOUT_ADDRESS)
def test_a_review_without_an_address_is_named(built: Built, name: str) -> None:
    papers, (reason,) = _read(built, name)
    assert papers == ()
    assert "has no address of a paper" in reason
    assert "`paper: " in reason


@pytest.mark.parametrize("name", OTHERS)
def test_other_documents_are_no_reviews(built: Built, name: str) -> None:
    papers, reasons = _read(built, name)
    assert papers == ()
    if name not in {"topics", "preprints"}:
        assert reasons == []


def test_titles_with_an_address_below_are_papers(built: Built) -> None:
    papers, reasons = _read(built, "digest")
    assert reasons == []
    assert [paper.title for paper in papers] == ["One", "Two", "Three"]


@pytest.mark.parametrize("name", ENDS)
def test_a_preprint_and_its_pages_are_one_paper(built: Built, name: str) -> None:
    (paper,), reasons = _read(built, name)
    assert reasons == []
    assert paper.id.key == "arxiv:2401.00401"


@pytest.mark.parametrize("name", SITES)
def test_an_address_at_any_site_needs_a_word_for_it(built: Built, name: str) -> None:
    (paper,), reasons = _read(built, name)
    assert reasons == []
    assert paper.id.scheme == "url"
    assert paper.title == SITES[name][1]
    if name in {"below a reference", "several titles"}:
        assert paper.summary == "It is fast and small."
    if name == "title with a venue":
        assert (paper.venue, paper.year) == ("CVPR", "2021")

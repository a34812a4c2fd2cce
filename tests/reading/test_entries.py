"""Items of lists and rows of tables that are each about a paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build, Built

URL, CODE = "https://arxiv.org/abs/2403.ID", "https://github.com/x/y"
WORDS = ("Frames that are thin", "Frames that are thick", "Frames: a survey")
#: One item of each list; T is the title, ID the end of the identifier.
ITEMS = {
    "title": f"- [T]({URL})",
    "strong title": f"* **T** [[paper]({URL})] [[code]({CODE})]",
    "links without brackets": f"* **T** [paper]({URL}) [code]({CODE})",
    "authors behind": f"- [T]({URL}) - Doe et al., CVPR 2024",
    "authors before": f"- Jane Doe, Ria Roe. T. CVPR 2024. {URL}",
    "quoted": '- J. Doe, R. Roe. "T". arXiv:2403.ID, 2024',
    "one author": f'- Doe et al., "T", CVPR 2024. [[pdf]({URL})]',
    "strong title and authors": f"- **T**, *Jane Doe*, arXiv, 2024. [[Paper]]({URL})",
    "items below": f"- **T**\n  - Paper: {URL}\n  - Code: {CODE}",
    "link below": f"- T\n  - [paper]({URL})\n  - Good words.",
    "quote below": f"- T\n\n  > 링크: {URL}",
    "check box": f"- [x] T ([arXiv]({URL}))",
    "venue in brackets": f"- [CVPR 2024] T [[paper]({URL})]",
    "date in code": f"- `2024-03-01` [T]({URL})",
    "bars": f"- 2024.03 | **T** | [arXiv]({URL})",
    "emoji": f"- 📄 [T]({URL}) ⭐ 120: a good one.",
    "address behind": f"- T, {URL}",
    "address before": f"- {URL} T",
    "identifier before": f"- [2403.ID]({URL}) T",
    "identifier behind": f"- T. [2403.ID]({URL}).",
    "remark": f"- **T** ([링크]({URL})) - 좋은 논문",
    "label": f"- 논문: [T]({URL})\n  - 저자: 김하나",
    "Chinese labels": f"- **论文标题**：T\n  - **链接**：{URL}",
}
#: A head, and one row of each table.
ROWS = {
    "all columns": ("# | Title | Venue | Date | Paper | Code",
                    f"1 | T | CVPR | 2024.03 | [Link]({URL}) | [Code]({CODE})"),
    "linked title": ("Title | Venue", f"[T]({URL}) | CVPR 2024"),
    "date first": ("Publish Date | Title | Authors | PDF",
                   f"**2024-03-01** | **T** | Jane Doe et al. | [2403.ID]({URL})"),
    "title and authors": ("Date | Title | PDF", f"2024 | **T**<br>Jane Doe | [2403.ID]({URL})"),
    "long authors": ("Authors | Title | Link",
                     f"Jane Doe and Ria Roe and five more people of note | T | [PDF]({URL})"),
    "topic first": ("Topic | Conf | Name | URL", f"LLM | CVPR | T | [PDF]({URL})"),
    "links in the title": ("Venue | Title | Topic", f"CVPR'24 | T [[paper]({URL})] | VLM"),
    "Korean": ("번호 | 제목 | 링크 | 발표자", f"1 | T | [논문]({URL}) | 김하나"),
    "Chinese": ("作者 | 论文 | 链接 | 会议", f"张三 | T | {URL} | CVPR 2024"),
    "Japanese": ("リンク | タイトル | 年", f"[paper]({URL}) | T | 2024"),
    "no heads": (" | | ", f"1 | CVPR | T [[pdf]({URL})]"),
}  # fmt: skip
#: Lists and tables whose items are not about a paper each.
OTHERS = {
    "references": f"## References\n\n- [T]({URL})\n- [T]({URL})",
    "참고": "## 참고 문헌\n\n- Doe, J., Roe, R. T. arXiv:2403.00001\n- Doe, J. T. arXiv:2403.00002",
    "sentences": f"- We train as in [Doe]({URL}), and it works well.\n- So it is with [Roe]({URL}).",
    "sites": "- [T](https://example.org/1)\n- [T](https://example.org/2)",
    "results": "| Method | Accuracy |\n|---|---|\n"
               f"| Thin ([Doe]({URL})) | 82.1 |\n| Thick ([Roe]({URL})) | 81.0 |",
}  # fmt: skip


def three(text: str, first: int) -> list[str]:
    return [
        re.sub(r"\bT\b", words, text.replace("ID", f"{first + place:05}"))
        for place, words in enumerate(WORDS)
    ]


@pytest.fixture
def digests(build: Build) -> Built:
    files: dict[str, str] = {}
    for number, (name, item) in enumerate(ITEMS.items()):
        files[f"lists/{name}.md"] = "# Week\n\n" + "\n".join(three(item, 10 * number)) + "\n"
    for number, (name, (head, row)) in enumerate(ROWS.items(), 50):
        columns = head.count("|") + 1
        body = "\n".join(f"| {line} |" for line in three(row, 10 * number))
        files[f"tables/{name}.md"] = f"# Week\n\n| {head} |\n|{'---|' * columns}\n{body}\n"
    for name, text in OTHERS.items():
        files[f"others/{name}.md"] = "# Week\n\n" + text.replace("ID", "00001") + "\n"
    files["topics.md"] = (
        f"# Week\n\n- Frames\n  - [{WORDS[0]}](https://arxiv.org/abs/2403.00991)\n"
        f"  - [{WORDS[1]}](https://arxiv.org/abs/2403.00992)\n- Doors\n"
        f"  - [{WORDS[2]}](https://arxiv.org/abs/2403.00993)\n"
    )
    return build(files, more_conf='paperreview_recognise = ["headings", "lists", "tables"]\n')


def found_in(built: Built, name: str) -> list[tuple[str, str]]:
    papers = built.env.domains["paper"].records("papers", name)
    return [(paper.id.key, paper.title) for paper in papers]


@pytest.mark.parametrize("name", ITEMS)
def test_items_of_lists(digests: Built, name: str) -> None:
    first = 10 * list(ITEMS).index(name)
    assert found_in(digests, f"lists/{name}") == [
        (f"arxiv:2403.{first + place:05}", words) for place, words in enumerate(WORDS)
    ]


@pytest.mark.parametrize("name", ROWS)
def test_rows_of_tables(digests: Built, name: str) -> None:
    first = 500 + 10 * list(ROWS).index(name)
    assert found_in(digests, f"tables/{name}") == [
        (f"arxiv:2403.{first + place:05}", words) for place, words in enumerate(WORDS)
    ]


@pytest.mark.parametrize("name", OTHERS)
def test_other_lists(digests: Built, name: str) -> None:
    assert found_in(digests, f"others/{name}") == []


def test_lists_below_topics(digests: Built) -> None:
    assert [title for _key, title in found_in(digests, "topics")] == list(WORDS)


def test_a_section_with_a_list_of_papers_is_no_review(build: Build) -> None:
    built = build({
        "notes/a.md": "# Frames\n\n## Thin\n\n"
        "- **One of them**, Doe, 2024. [[Paper]](https://arxiv.org/abs/2403.00001)\n"
        "- [Another one](https://arxiv.org/abs/2403.00002)\n\n## Thick\n\nNone.\n"
    })  # fmt: skip
    assert found_in(built, "notes/a") == []


#: An item or a row, and the words of it that are the summary of the paper.
SUMMARIES = {
    f"- [T]({URL}) - It is quick and thin.": "It is quick and thin.",
    f"- **T** [paper]({URL}) [code]({CODE})": "",
    f"- T | [Paper]({URL}) | [Code]({CODE})": "",
    f"- [T]({URL}), Jane Doe, Ria Roe": "",
    f"- T [[논문]({URL})]: 빠르고 얇다.": "빠르고 얇다.",
    f"- [CVPR 2024] [T]({URL})\n  It is quick and thin.": "It is quick and thin.",
    f"- **T**\n  - Paper: {URL}\n  - It is quick and thin.": "It is quick and thin.",
}


def test_summary_of_an_item(build: Build) -> None:
    files = {
        f"s{number}.md": "# Week\n\n" + "\n".join(three(text, 10 * number))
        for number, text in enumerate(SUMMARIES)
    }
    built = build(files, more_conf="paperreview_recognise = ['lists']\n")
    for number, words in enumerate(SUMMARIES.values()):
        papers = built.env.domains["paper"].records("papers", f"s{number}")
        assert [paper.summary for paper in papers] == [words] * len(WORDS), number


BOXES = (
    "# Week\n\nWords.\n\n## 1. Thin\n\n<details>\n<summary>1.1 · a box</summary>\n\n"
    "### 1.1 [Frames that are thin](https://arxiv.org/abs/2403.00001) (ICML 2025)\n\nIt is quick.\n\n"
    "#### Why\n\nb\n\n</details>\n\n<details>\n"
    '<summary><a href="https://arxiv.org/abs/2403.00002">Frames that are thick</a></summary>\n\n'
    "It is slow.\n\n</details>\n\n## 2. Old\n\n<details>\n<summary><b>Frames: a survey</b></summary>"
    "\n\n- Link: https://arxiv.org/abs/2403.00003\n- Venue: ICLR 2024\n\nIt is long.\n\n</details>\n"
)


def test_collapsible_blocks(build: Build) -> None:
    one = "# A\n\n<details>\n<summary>More</summary>\n\nIt is as in [T](https://arxiv.org/abs/2403.00001), only more so.\n\n</details>\n"
    built = build({"notes/a.mdx": BOXES, "notes/b.md": BOXES, "notes/c.md": one}, builder="html")
    for name in ("notes/a", "notes/b"):
        papers = built.env.domains["paper"].records("papers", name)
        assert [(paper.id.value, paper.title, paper.summary, paper.venue) for paper in papers] == [
            ("2403.00001", WORDS[0], "It is quick.", "ICML"),
            ("2403.00002", WORDS[1], "It is slow.", ""),
            ("2403.00003", WORDS[2], "It is long.", "ICLR"),
        ]
        assert 'id="arxiv-2403.00003"' in built.read(f"{name}.html")
    assert found_in(built, "notes/c") == []

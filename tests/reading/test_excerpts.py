"""Summaries and descriptions are the first sentence that a reader of the page would read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.domain.domain import domain_of
from tests.harness import PNG

if TYPE_CHECKING:
    from tests.harness import Build, Built, Projects

CONF = """\
project = "Reviews"
language = "ko"
extensions = ["sphinx_paperreview"]
html_theme = "paperreview"
html_baseurl = "https://example.org/"
suppress_warnings = ["paperreview.image", "paperreview.image_alt", "myst.xref_missing"]
"""
SENTENCE = "이 글의 첫 문장이다."
#: What comes before the sentence, by what it is.
BEFORE = {
    "picture": "![그림의 설명이다.](./fig.png)",
    "missing picture": "![그림의 설명이다.](./none.png)",
    "picture with a caption in its paragraph": "![그림](./fig.png)\n그림 1. 전체 구조를 보인다.",
    "picture with a caption below it": "![그림](./fig.png)\n\n*전체 구조를 보인 그림이다.*",
    "badges": "[![배지의 글](./fig.png)](https://x.org) ![둘째](./fig.png)",
    "figure": '<figure><img src="./fig.png" alt="설명"/><figcaption>그림의 글이다.</figcaption></figure>',
    "bar": "[arXiv](https://arxiv.org/abs/2511.1) | [코드](https://x.org) | [프로젝트](https://y.org)",
    "bar with labels": "Paper: [Long Title of It](https://x.org/1) · Code: https://x.org/2",
    "one link": "[원문 보기](https://x.org)",
    "bar in bold with an emoji": "📄 **[Paper](https://x.org/1)** / 💻 **[Code](https://x.org/2)**",
    "address": "https://x.org/abs",
    "address and a name in brackets": "https://x.org/abs (Lab)",
    "facts as a list": "- 저자: 김가나, Lee\n- 소속: 대학교\n- 난이도: 중간",
    "facts as a list with bold labels": "- **Authors**: A. Kim et al.\n- **Venue**: ICLR 2025",
    "facts in lines": "저자: 김가나\n학회: NeurIPS 2024\n코드: https://x.org",
    "facts with line ends": "**Authors:** Kim  \n**Published in:** CVPR  \n**Year:** 2024",
    "facts in Chinese": "作者：张三，李四\n\n机构：清华大学",
    "facts in Japanese": "著者：山田太郎\n\n学会：ICML 2024",
    "facts in a table": "| 저자 | 학회 |\n|---|---|\n| 김 | ICLR |",
    "label of a summary alone": "**TL;DR**",
    "heading of the summary in bold": "**요약**",
    "table of contents": "- [하나](#a)\n- [둘](#b)\n  - [셋](#c)",
    "label of the contents": "**목차**",
    "date": "2025-11-14",
    "date in words": "Nov 14, 2025 · 5 min read",
    "date in Korean": "작성일: 2025년 11월 14일",
    "byline": "By Jane Doe and John Smith",
    "byline with a date": "Posted by Jane Doe · November 14, 2025",
    "name and date": "kim\t2024/1/3",
    "name and date in brackets": "Jane Doe (2024-01-03)",
    "names, year and venue": "**김하나, Lee** · **2024** · **Example Letters**",
    "venue and year": "연도 2024 | 학회 CVPR | 저자 김하나",
    "rating and reason": "관련도: 상 · 읽은 이유: 연구의 흐름을 파악하기 위함",
    "two names": "Ann Lee, Bo du Kim",
    "a rating": "**评分：46/100**",
    "names and a venue": "Ann Lee; Bo T. Kim; Çelik Öz; and Di Wu\n*2023 Example Conference on Things*",
    "name alone": "Jane Doe",
    "word alone": "Memo",
    "short line in Chinese": "没开源",
    "beginning of a list": "핵심 내용:",
    "reading time": "읽는 시간 약 5분",
    "reading time in Chinese": "阅读时间：约 5 分钟",
    "hashtags": "#transformer #논문 #리뷰",
    "stars": "★★★★☆",
    "comment": "{/* 숨긴 말이다. */}",
    "code": "```python\nprint()\n```",
    "formula": "$$\nx = 1\n$$",
    "rubric": "<h4>소제목이다.</h4>",
    "rule": "---",
    "quote of a caption": "> Figure 2: 그림의 글이다.",
    "admonition": ":::note\n상자의 글이다.\n:::",
    "details": "<details>\n<summary>접은 글</summary>\n\n접은 글이다.\n\n</details>",
}
#: What a paragraph is, and what is shown of it.
SHOWN = {
    "label before": ("**TL;DR:** 이 글의 요약이다. 둘째.", "이 글의 요약이다. 둘째."),
    "label in Korean": ("📌 한 줄 요약: 이 글의 첫 문장이다. 둘째.", "이 글의 첫 문장이다."),
    "label in English": ("Abstract — We propose a method. Then more.", "We propose a method."),
    "footnote": ("감마는 무척이나 크다[^n]. 끝.\n\n[^n]: 각주", "감마는 무척이나 크다."),
    "link in the sentence": ("[알파](https://x.org)는 무척 빠른 모델이다. 끝.", "알파는 무척 빠른 모델이다."),
    "only a linked sentence": ("[이 글은 무척 빠르다.](https://x.org)", "이 글은 무척 빠르다."),
    "figure named in the text": ("그림 1은 전체 구조를 보인다. 끝.", "그림 1은 전체 구조를 보인다."),
    "a colon in the text": ("핵심은 이렇다: 빠르고 작다. 끝.", "핵심은 이렇다: 빠르고 작다."),
    "a fact that is a sentence": ("논문: 이 논문은 새로운 방법을 낸다. 끝.",
                               "논문: 이 논문은 새로운 방법을 낸다."),
    "formula": ("값 $a_1. b$ 와 $\\alpha$ 를 더한다. 끝.", "값 a_1. b 와 α 를 더한다."),
    "code": ("`a. B` 함수를 부르면 된다. 끝.", "a. B 함수를 부르면 된다."),
    "line end": ("한 줄  \n둘째 줄 물<sub>2</sub> 이다.", "한 줄 둘째 줄 물2 이다."),
    "bullet": ("- 첫 항목은 긴 문장이다. 둘째.\n- 다음", "첫 항목은 긴 문장이다."),
    "bullet with a list": ("- 문제점\n  - 느리고 크다고 한다. 끝.", "문제점: 느리고 크다고 한다."),
    "fact, then text in a list": ("- 저자: 김\n- 이 논문은 새로운 방법이다. 끝.",
                              "이 논문은 새로운 방법이다."),
    "quote": ("> 인용한 문장이 먼저 나온다. 끝.", "인용한 문장이 먼저 나온다."),
    "boxes alone": (":::note\n상자의 글이 여기 있다. 끝.\n:::", "상자의 글이 여기 있다."),
    "sections alone": ("### 배경\n\n절의 첫 문장이 나온다. 끝.", "절의 첫 문장이 나온다."),
    "key words": ("### Key words\n\n- one, two\n\n### 방법\n\n방법을 설명한 문장이다.",
                  "방법을 설명한 문장이다."),
    "contents and references": ("### 참고 문헌\n\n문헌이다.\n\n### 방법\n\n방법을 설명한 문장이다.",
                                "방법을 설명한 문장이다."),
    "role": ("DDPM({paper}`arxiv:2006.11239`)을 바꾼 방법이다. 끝.",
             "DDPM(arXiv:2006.11239)을 바꾼 방법이다."),
    "check box": ("- [x] 첫 항목은 긴 문장이다. 둘째.", "첫 항목은 긴 문장이다."),
    "word and nothing else": ("Memo", "Memo"),
    "nothing": ("![그림](./fig.png)", ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def built(projects: Projects) -> Built:
    """Build a post with a review for each case, and a post for each case of its own."""
    bodies = [f"{before}\n\n{SENTENCE} 둘째 문장이다." for before in BEFORE.values()]
    bodies += [body for body, _ in SHOWN.values()]
    files: dict[str, str | bytes] = {"conf.py": CONF, "index.md": "# 첫 쪽\n"}
    for number, body in enumerate(bodies):
        title = f"## 1. [Title](https://arxiv.org/abs/2511.{number:05})"
        files[f"posts/2025-11-14-{number}.mdx"] = f"# 제목\n\n{title}\n\n{body}\n"
        files[f"posts/2025-11-15-{number}.mdx"] = f"# 제목\n\n{body.replace('###', '##')}\n"
        files[f"pages/{number}.mdx"] = f"# 제목\n\n{body.replace('###', '##')}\n"
    files |= dict.fromkeys(("posts/fig.png", "pages/fig.png"), PNG)
    return projects.build(files)


def test_markup_for_one_builder_is_no_text(build: Build) -> None:
    body = "한 줄  \n둘째 줄 물<sub>2</sub> 이다.\n"
    title = "# 글\n\n## 1. [T](https://arxiv.org/abs/2511.00015)\n\n"
    files = {"index.md": "# 첫 쪽\n", "posts/2025-11-15.md": title + body}
    conf = CONF.replace("suppress", 'source_suffix = {".md": "markdown"}\nsuppress')
    built = build(files, conf=conf)
    (paper,) = domain_of(built.env).archive.papers_in("posts/2025-11-15")
    assert paper.summary == "한 줄 둘째 줄 물2 이다."


def test_a_reference_to_a_formula_has_no_number_yet(build: Build) -> None:
    formula = "$$\nx = y \\label{eq:x}\n$$"
    body = f"식 ($\\eqref{{eq:x}}$) 을 보라. 둘째.\n\n{formula}\n"
    built = build({"index.md": "# 첫 쪽\n", "posts/2025-11-15.md": f"# 글\n\n{body}"}, conf=CONF)
    post = domain_of(built.env).archive.post("posts/2025-11-15")
    assert post is not None
    assert post.description == "식 을 보라. 둘째."


NAMES = [*BEFORE, *SHOWN]
WANTED = [SENTENCE] * len(BEFORE) + [wanted for _, wanted in SHOWN.values()]
CASES = list(zip(NAMES, range(len(NAMES)), WANTED, strict=True))


@pytest.mark.parametrize(("name", "number", "wanted"), CASES, ids=NAMES)
def test_first_words(built: Built, name: str, number: int, wanted: str) -> None:
    archive = domain_of(built.env).archive
    papers = archive.papers_in(f"posts/2025-11-14-{number}")
    (paper,) = (paper for paper in papers if paper.id.value == "2511." + f"{number:05}")
    assert paper.summary == wanted
    assert archive.post(f"posts/2025-11-15-{number}").description == wanted
    page = built.read(f"pages/{number}.html")
    if wanted:
        assert f'<meta name="description" content="{wanted}"' in page


def test_every_output_has_the_same_words(built: Built) -> None:
    number = NAMES.index("bar")
    docname = f"posts/2025-11-14-{number}"
    papers = json.loads(built.read("papers.json"))["papers"]
    (found,) = [paper for paper in papers if f"2511.{number:05}" in json.dumps(paper)]
    assert SENTENCE in json.dumps(found, ensure_ascii=False)
    page = built.read(f"{docname}.html")
    assert f'<meta name="description" content="{SENTENCE}" property="og:description">' in page
    assert f'content="{SENTENCE} 둘째' not in page
    assert SENTENCE in built.read("llms.txt")
    assert SENTENCE in built.read("rss.xml")

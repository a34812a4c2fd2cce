"""Papers that are named by their title alone, and titles that are no papers'."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from sphinx_paperreview.core.model import Paper
    from tests.harness import Built, Projects

TITLE = "Alpha Nets for Sparse Beta"
KEY = "title:alpha-nets-for-sparse-beta"
#: Documents of any site that review the paper with this title.
ANYWHERE = {
    "authors below the title": f"# {TITLE}\n\n*Ann Lee, Bo Kim. NeurIPS 2017*\n\nIt is fast.\n",
    "first author": f"# {TITLE}\n### Lee et al., Example Lab - NeurIPS 2017\n\nIt is fast.\n",
    "labels": f"# Notes\n\n- Title: {TITLE}\n- Authors: Ann Lee, Bo Kim\n- Venue: ICML 2019\n\na\n",
    "labels in Chinese": f"# 笔记\n\n- 论文题目：{TITLE}\n- 作者：Ann Lee\n- 年份：2019\n\n一。\n",
    "labels in Korean": f"# 알파\n\n- 논문 제목: {TITLE}\n- 저자: 김하나\n- 연도: 2019\n\n가.\n",
    "label of a paper": f"# Notes\n\n논문: {TITLE}\n\n- 저자: 김하나, 이둘\n- 연도: 2019\n\n가.\n",
    "reference": f"# {TITLE}\n\n> Lee A, Kim B. {TITLE}[J]. 2019.\n\na\n",
    "reference in proceedings": f"# {TITLE}\n\nLee, A. and Kim, B. {TITLE}. In Proc. of ICML, 2019.\n\na\n",
    "BibTeX": f"# {TITLE}\n\na\n\n```bibtex\n@inproceedings{{lee,\n  title={{{TITLE}}},\n"
              "  author={Lee, Ann},\n  year={2019}\n}\n```\n",
    "file": f"# {TITLE}\n\n[PDF](files/Alpha-Nets-for-Sparse-Beta.pdf)\n\nIt is fast.\n",
    "front matter": f"---\npaper: {TITLE}\n---\n\n# My notes\n\na\n",
    "name": f"---\npaper: {KEY}\n---\n\n# {TITLE}\n\na\n",
    "sentence": f"# ANSB\n\nReview of the paper titled “{TITLE}” by Example Lab.\n\na\n",
    "sentence with a colon": f"# ANSB\n\nA summary of the paper titled: {TITLE}\n\na\n",
    "items": f"# 笔记\n\n- 论文标题\n\n    {TITLE.replace('for', 'for' + chr(10))}\n"
             "- 作者\n\n    Ann Lee, Bo Kim\n- 年份\n\n    2019\n\n一。\n",
}  # fmt: skip
#: Documents that do so in a site of reviews of papers.
AMONG_REVIEWS = {
    "words": f"# {TITLE}\n\nThis paper makes beta sparse.\n",
    "words in a section": f"# {TITLE}\n\n## 요약\n\n본 논문은 베타를 희소하게 한다.\n",
    "headings": f"# {TITLE}\n\n## Summary\n\na\n\n## Strengths\n\nb\n\n## Weaknesses\n\nc\n",
    "parts": f"# {TITLE}\n\n## Abstract\n\na\n\n## Related work\n\nb\n",
    "authors": f"# {TITLE}\n\n*Ann Lee, Member, IEEE, and Bo Kim*\n\nIt is fast.\n",
    "signs": "# Alpha.Nets.for.Sparse.Beta\n\nThe authors make beta sparse.\n",
    "mark": f"# [{TITLE}∗]\n\nThe authors make beta sparse.\n",
    "labels behind it": f"# {TITLE} [pdf] [my video]\n\nThe authors make beta sparse.\n",
    "year behind it": f"# {TITLE} (2019)\n\nThe authors make beta sparse.\n",
    "venue behind it": f"# {TITLE} - WiSec’ 19\n\nThe authors make beta sparse.\n",
    "venue before it": f"# VLSI-2019 {TITLE}\n\nThe authors make beta sparse.\n",
    "venue and number before it": f"# ISSCC-2020 17.5 {TITLE}\n\nThe authors make beta sparse.\n",
    "words and a year in brackets behind it": f"# {TITLE}（Example Lab, ICCV，2018）\n\nThe authors make beta sparse.\n",
    "topic before it": f"# [Beta / Nets] {TITLE}\n\nThe authors make beta sparse.\n",
    "meeting before it": f"# Week 3: {TITLE}\n\nThe authors make beta sparse.\n",
    "word without a blank behind it": f"# {TITLE}解读\n\n本文使贝塔稀疏。\n",
    "heading of its own": f"# Notes\n\n## Title\n\n{TITLE}\n\n## Summary\n\na\n\n"
                          "## Strengths\n\nb\n\n## Weaknesses\n\nc\n",
    "month before it": f"# [2019-04] {TITLE}\n\nThe authors make beta sparse.\n",
    "word in Chinese behind it": f"# {TITLE} 论文解析\n\n## 0. 基本信息\n\n**作者**: Ann Lee\n\n**年份**: 2019\n",
    "labels in Russian": f"# {TITLE}\n\n- Авторы: Ann Lee, Bo Kim\n- Год: 2019\n\nа\n",
    "labels in Spanish": f"# {TITLE}\n\n- Autores: Ann Lee, Bo Kim\n- Año: 2019\n\na\n",
    "cited": f'# ANSB\n\n*Lee, Ann, et al. "{TITLE}." Example Letters 18.4 (2015): 317-335.*\n\na\n',
    "list of others": f"# {TITLE}\n\n## Abstract\n\na\n\n## Related work\n\n" + "".join(
        f"- [Alpha {n}](https://arxiv.org/abs/2401.0010{n})\n" for n in range(4)
    ) + "\n## Limitations\n\nb\n",
    "form": f"# {TITLE}\n\n[paper]()\n[code]()\n\n---\n\n- It is fast\n",
    "without a title": f"## {TITLE}\n\n### 引言\n\n本文使贝塔稀疏。\n\n## 代码\n\n二。\n",
}  # fmt: skip
#: Documents of a site of reviews of papers that review none.
OTHERS = {
    "topic": "# Sparse Beta in Practice\n\nBeta is sparse where it is cheap.\n",
    "chapter": "# 3. Method of the Thesis\n\nThis paper makes beta sparse.\n",
    "part": "# Related Work\n\nThis paper makes beta sparse.\n",
    "label": "# Notes of Ann\n\n## Comment:\n\nhttps://arxiv.org/abs/2401.00101\n\na\n",
    "book": "# Deep Beta Work\n\n- Author: Ann Lee\n- Publisher: Example Press\n\nIt is long.\n",
    "guide": "# How to Read a Paper\n\nThe authors say that this paper is short.\n",
    "list": "# Papers on Sparse Beta\n\n" + "".join(
        f"- [Alpha {n}](https://arxiv.org/abs/2401.0010{n})\n" for n in range(4)
    ) + "\nIn this paper list all are new.\n",
    "welcome": "# Welcome to My Paper Notes\n\nThis paper makes beta sparse.\n",
    "tool": "# Alpha Command Line Tool\n\n## Usage\n\na\n\n## License\n\nb\n",
    "template": "# Template for Alpha Reviews\n\nThis paper makes beta sparse.\n",
    "course": "# Week 3 of the Alpha Course\n\nWe read about beta.\n\n## Homework\n\na\n",
    "kept out": f"---\npaper: false\n---\n\n# {TITLE}\n\nThis paper makes beta sparse.\n",
}  # fmt: skip
#: Documents of any other site that review none.
ELSEWHERE = {
    "words": AMONG_REVIEWS["words"],
    "parts": AMONG_REVIEWS["parts"],
    "book": "# Notes\n\n- Title: Deep Beta Work\n- Author: Ann Lee\n- Year: 2019\n\nIt is long.\n",
    "talk": "# Alpha Nets in Production\n\n- Speaker: Ann Lee\n- Venue: Room 5\n- Date: 2024-01-05\n\na\n",
    "cited book": "# Deep Beta Work\n\nLee, A. and Kim, B. Deep Beta Work. Example Press, 2019.\n\na\n",
}  # fmt: skip
#: A document whose headings are titles of papers.
DIGEST = f"""# March

## {TITLE} (Lee et al., NeurIPS 2017)

It makes beta sparse.

## 2. Beta Is All One Needs

*Bo Kim, Cho Park. ICLR 2020*

It needs beta.

## [CVPR 2021] Gamma Without Any Delta

Authors: Dan Yoo, Eva Han

It leaves delta out.

## Remarks

None.
"""


def _conf(project: str) -> str:
    return f'project = "{project}"\nlanguage = "en"\nextensions = ["sphinx_paperreview"]\n'


def _built(projects: Projects, project: str, texts: dict[str, str]) -> Built:
    files: dict[str, str | bytes] = {"conf.py": _conf(project), "index.md": "# Home\n"}
    files |= {f"n{number}.md": text for number, text in enumerate(texts.values())}
    return projects.build(files, builder="dummy")


def _papers(built: Built, texts: dict[str, str], name: str) -> tuple[Paper, ...]:
    return domain_of(built.env).records("papers", f"n{list(texts).index(name)}")


@pytest.mark.parametrize("name", ANYWHERE)
def test_facts_beside_a_title_make_it_a_papers(projects: Projects, name: str) -> None:
    (paper,) = _papers(_built(projects, "Site", ANYWHERE), ANYWHERE, name)
    assert (paper.id.key, paper.title, paper.url) == (KEY, TITLE, "")


@pytest.mark.parametrize("name", AMONG_REVIEWS)
def test_words_are_enough_among_reviews(projects: Projects, name: str) -> None:
    (paper,) = _papers(_built(projects, "Paper Notes", AMONG_REVIEWS), AMONG_REVIEWS, name)
    assert (paper.id.key, paper.title) == (KEY, TITLE)


@pytest.mark.parametrize("name", OTHERS)
def test_titles_of_other_texts_are_none(projects: Projects, name: str) -> None:
    assert _papers(_built(projects, "Paper Notes", OTHERS), OTHERS, name) == ()


@pytest.mark.parametrize("name", ELSEWHERE)
def test_words_are_not_enough_elsewhere(projects: Projects, name: str) -> None:
    assert _papers(_built(projects, "Site", ELSEWHERE), ELSEWHERE, name) == ()


def test_headings_with_authors_are_papers(projects: Projects) -> None:
    texts = {"digest": DIGEST}
    papers = _papers(_built(projects, "Paper Notes", texts), texts, "digest")
    assert [(one.title, one.number, one.authors, one.venue, one.year) for one in papers] == [
        (TITLE, "", ("Lee", "et al."), "NeurIPS", "2017"),
        ("Beta Is All One Needs", "2", ("Bo Kim", "Cho Park"), "ICLR", "2020"),
        ("Gamma Without Any Delta", "", ("Dan Yoo", "Eva Han"), "CVPR", "2021"),
    ]
    assert _papers(_built(projects, "Site", texts), texts, "digest") == ()


def test_a_short_name_has_its_title_below(projects: Projects) -> None:
    texts = {
        "name": "# AlphaNet\n\nA Study of Sparse Beta\n\n## 引言\n\n本文使贝塔稀疏。\n",
        "whole": "# AlphaNet\n\nAlphaNet: A Study of Sparse Beta\n\nIt is fast.\n",
    }
    built = _built(projects, "Paper Notes", texts)
    for name in texts:
        (paper,) = _papers(built, texts, name)
        assert paper.title == "AlphaNet: A Study of Sparse Beta"


def test_a_title_is_no_link_on_any_page(projects: Projects) -> None:
    files: dict[str, str | bytes] = {
        "conf.py": _conf("Paper Notes"),
        "index.md": "# Home\n\n```{paper:list}\n```\n\n{paper:ref}`" + KEY + "`\n",
        "alpha.md": AMONG_REVIEWS["words"],
        "march.md": DIGEST,
    }
    built = projects.build(files, builder="html")
    page = built.read("alpha.html") + built.read("march.html")
    page += built.read("papers/title-alpha-nets-for-sparse-beta.html")
    assert TITLE in page
    assert 'class="reference external" href=""' not in page
    assert "pr-id" not in page
    assert "url = {" not in page
    assert f'.html#{KEY.replace(":", "-")}"' in built.read("index.html")


def test_items_and_rows_with_authors_or_a_venue_are_papers(projects: Projects) -> None:
    lists = (
        "# Read\n\n- **Alpha Nets for Sparse Beta** — Lee et al., NeurIPS 2017. It is fast.\n"
        "- **Beta Is All One Needs** (Bo Kim, Cho Park, ICLR 2020)\n"
        "- “Gamma Without Any Delta”, Yoo et al., 2021\n"
    )
    table = (
        "# Read\n\n| Title | Venue | Code |\n|---|---|---|\n| Alpha Nets for Sparse Beta | NeurIPS 2017 | - |\n"
        "| Beta Is All One Needs | ICLR 2020 | - |\n"
    )
    others = (
        "# Plans\n\n- **Write the first chapter** — by May 2024\n- **Call the dentist today** (2024)\n\n"
        "| Title | Year |\n|---|---|\n| Some Book of Mine | 2019 |\n| Another Book of Mine | 2020 |\n"
    )
    conf = (
        _conf("Site")
        + 'paperreview_recognise = ["headings", "facts", "documents", "lists", "tables"]\n'
    )
    files: dict[str, str | bytes] = {"conf.py": conf, "index.md": "# Home\n"}
    files |= {"lists.md": lists, "table.md": table, "others.md": others}
    domain = domain_of(projects.build(files, builder="dummy").env)
    found = [(one.title, one.venue, one.year) for one in domain.records("papers", "lists")]
    assert found[:2] == [(TITLE, "NeurIPS", "2017"), ("Beta Is All One Needs", "ICLR", "2020")]
    assert [one[2] for one in found] == ["2017", "2020", "2021"]
    assert [(one.title, one.venue) for one in domain.records("papers", "table")] == [
        (TITLE, "NeurIPS"),
        ("Beta Is All One Needs", "ICLR"),
    ]
    assert domain.records("papers", "others") == ()


def test_a_list_of_papers_is_not_its_first_paper(projects: Projects) -> None:
    items = "".join(
        f"- Alpha {n}\n  - [paper](https://arxiv.org/abs/2401.0010{n}) Lee et al., ICCV, 2019\n"
        for n in range(4)
    )
    files: dict[str, str | bytes] = {
        "conf.py": _conf("Paper Notes"),
        "index.md": "# Home\n",
        "course/README.md": f"# {TITLE}\n\n{items}",
    }
    built = projects.build(files, builder="dummy")
    assert domain_of(built.env).records("papers", "course/README") == ()


#: Lines that name a paper in a document whose title does not say which, and the paper's title.
LINES = {
    "sentence": ("# Alpha for Beta\n\nReview of [Alpha]({})\n\na\n", "Alpha for Beta"),
    "quoted": ("# 前言\n\n论文《Alpha Nets》 下载：{}\n\n一。\n", "Alpha Nets"),
    "reference": (
        "**Lee, A., & Kim, B. (2024). Alpha for Beta. *Journal of Things*, 3(2). {}**\n\na\n",
        "Alpha for Beta",
    ),
    "heading": (
        "# Lee A, Kim B. Alpha for Beta. arXiv. 2024. Available: {}\n\na\n",
        "Alpha for Beta",
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_the_line_that_names_a_paper_may_have_its_title(projects: Projects, name: str) -> None:
    address = "https://arxiv.org/abs/2401.00101"
    texts = {name: text.format(address) for name, (text, _title) in LINES.items()}
    (paper,) = _papers(_built(projects, "Notes", texts), texts, name)
    assert (paper.id.value, paper.title) == ("2401.00101", LINES[name][1])


def test_a_citation_stands_for_the_title_in_its_reference(projects: Projects) -> None:
    address = "https://arxiv.org/abs/2401.00101"
    texts = {
        "reference": f"# Lee 2019\n\n{address}\n\na\n\n## References\n\n"
        f"Lee A, Kim B, et al. {TITLE}. J Alpha 2019;3(2).\n\nKim B. Another One. 2019.\n",
        "BibTeX": f"# Lee et al., 2019\n\n{address}\n\na\n\n```bibtex\n@article{{lee,\n"
        f"  title={{{TITLE}}},\n  author={{Lee, Ann}},\n  year={{2019}}\n}}\n```\n",
        "none": f"# Lee 2019\n\n{address}\n\nKim B. Another One. 2019.\n",
        "two": f"# Lee 2019\n\n{address}\n\nLee A, Kim B. Alpha Nets. 2019.\n\nLee A, Park C. Beta Nets. 2019.\n",
    }
    built = _built(projects, "Notes", texts)
    titles = {name: [one.title for one in _papers(built, texts, name)] for name in texts}
    assert titles == {
        "reference": [TITLE], "BibTeX": [TITLE], "none": ["Lee 2019"], "two": ["Lee 2019"],
    }  # fmt: skip


def test_a_paper_is_called_as_the_section_title_says(projects: Projects) -> None:
    text = f"## Title\n\n{TITLE}\n\n### Metadata\n\n##### Url\n\nhttps://arxiv.org/abs/2401.00101\n"
    (paper,) = _papers(_built(projects, "Notes", {"form": text}), {"form": text}, "form")
    assert (paper.id.value, paper.title) == ("2401.00101", TITLE)


def test_a_number_before_the_name_of_a_folder_is_not_of_the_title(projects: Projects) -> None:
    name = f"03. {TITLE}/README"
    files: dict[str, str | bytes] = {
        "conf.py": _conf("Paper Notes"),
        "index.md": "# Home\n",
        f"{name}.md": "# 1. Context\n\nThe authors make beta sparse.\n\n# 2. Problem\n\na\n",
    }
    (paper,) = domain_of(projects.build(files, builder="dummy").env).records("papers", name)
    assert paper.title == TITLE


@pytest.mark.parametrize(
    ("name", "title"),
    [("alpha-nets", "Alpha Nets"), ("march", "march"), ("2024-01-05", "2024-01-05")],
)
def test_a_linked_heading_is_the_title_of_a_file_of_its_name(
    projects: Projects, name: str, title: str
) -> None:
    text = "## [Alpha Nets](https://arxiv.org/abs/2401.00101)\n\nIt is fast.\n\n### Method\n\na\n"
    files: dict[str, str | bytes] = {
        "conf.py": _conf("Notes"),
        "index.md": "# Home\n",
        f"{name}.md": text,
    }
    built = projects.build(files, builder="dummy")
    (paper,) = domain_of(built.env).records("papers", name)
    assert (built.env.titles[name].astext(), paper.title) == (title, "Alpha Nets")

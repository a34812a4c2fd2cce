"""Facts of papers in lines below a title, wherever the address of the paper stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from sphinx_paperreview.core.model import Paper
    from tests.harness import Built, Projects

ADDRESS = "https://arxiv.org/abs/2401.00"
#: Documents of one paper; the fields of its record that they say.
ONE: dict[str, tuple[str, dict[str, object]]] = {
    "label with the title": (
        (f"# 알파 정리\n\n> **논문**: *Alpha: A Study of Beta*\n>\n> **저자**: Ann Lee\\*, Bob Kim（共同一作）+ et al.\n"
        f">\n> 🔗 [arXiv]({ADDRESS}101) | [PDF](https://arxiv.org/pdf/2401.00101)\n\n## 방법\n\n가.\n"),
        {"title": "Alpha: A Study of Beta", "authors": ("Ann Lee", "Bob Kim", "et al.")},
    ),
    "remarks among the authors": (
        f"# Alpha of Beta\n\n- 作者：Ann Lee（项目负责人）et al.\n- 发表：暂未中稿\n- 论文：{ADDRESS}115\n\na\n",
        {"authors": ("Ann Lee", "et al."), "venue": ""},
    ),
    "list below its label": (
        (f"# Alpha of Beta\n\n분류\n- Quantization\n- Efficient LLM\n\n---\n\n- [paper]({ADDRESS}116)\n"
        "- **Authors**: Ann Lee*, Bob Kim† (* equal, † advisor)\n\n## Idea\n\nIt is fast.\n"),
        {"tags": ("Quantization", "Efficient LLM"), "authors": ("Ann Lee", "Bob Kim")},
    ),
    "identifier beside the venue": (
        "# Alpha of Beta\n\n- **Authors:** Ann Lee, Bob Kim\n- **Published:** ICCV 2023 (arXiv:2401.00117, April 2023)\n\na\n",
        {"title": "Alpha of Beta", "venue": "ICCV", "year": "2023"},
    ),
    "name and year": (
        f"# Alpha of Beta\n\nAnn Lee(2002)\n\n[paper]({ADDRESS}118)\n\na\n",
        {"venue": ""},
    ),
    "label with a venue": (
        f"# Alpha of Beta\n\nPaper: CVPR 2021 oral paper\n\nLink: {ADDRESS}102\n\na\n",
        {"title": "Alpha of Beta"},
    ),
    "label with names": (
        f"# Alpha of Beta\n\nPaper: Doe et al., ICML 2017\n\nLink: {ADDRESS}103\n\na\n",
        {"title": "Alpha of Beta"},
    ),
    "label with a remark": (
        f"# Alpha of Beta\n\nPDF: ask me for the file\n\nLink: {ADDRESS}104\n\na\n",
        {"title": "Alpha of Beta"},
    ),
    "facts below another heading": (
        (f"# Alpha of Beta\n\n#### Link\n\n{ADDRESS}105\n\n#### Information\n\n"
        "- Author/Institution : Ann Lee, Bob Kim / **Example Lab**\n- Conference/Journal : NeurIPS 2019\n"
        "- Cited by 172 _(2023.07.10)_\n\n## Abstract\n\nIt is fast and small.\n"),
        {
            "authors": ("Ann Lee", "Bob Kim"), "orgs": ("Example Lab",), "venue": "NeurIPS",
            "year": "2019", "summary": "It is fast and small.",
        },
    ),
    "line of authors": (
        f"# Alpha of Beta\n\nPaper: {ADDRESS}106\n\nBy Doe et al., Example Research, ACL 2023\n\nIt is fast and small.\n",
        {
            "authors": ("Doe", "et al."), "orgs": ("Example Research",), "venue": "ACL",
            "year": "2023", "summary": "It is fast and small.",
        },
    ),
    "authors as a subtitle": (
        f"# Alpha of Beta\n#### Doe *et al.* (2018)\n\n[paper]({ADDRESS}107)\n\na\n",
        {"authors": ("Doe", "et al."), "year": "2018"},
    ),
    "authors below a linked title": (
        f"# [Alpha of Beta]({ADDRESS}108)\n### Ann Lee et al., Example Research - NeurIPS 2016\n\na\n",
        {"authors": ("Ann Lee", "et al."), "venue": "NeurIPS", "year": "2016"},
    ),
    "facts below a linked title": (
        (f"# [Alpha of Beta]({ADDRESS}109)\n\n- Authors: Ann Lee, Bob Kim\n- Venue: CVPR 2021\n"
        "- Code: https://github.com/x/y\n\nIt is fast and small.\n"),
        {
            "authors": ("Ann Lee", "Bob Kim"), "venue": "CVPR", "year": "2021",
            "code": "https://github.com/x/y", "summary": "It is fast and small.",
        },
    ),
    "entry with the title": (
        (f"# Alpha of Beta\n\n[paper]({ADDRESS}110)\n\n## Citation\n\n```bibtex\n@article{{x,\n"
        "  title={Alpha of {B}eta},\n  author={Lee, Ann and Kim, Bob},\n  journal={Example Letters},\n"
        "  year={2021}\n}\n```\n\n## Idea\n\na\n"),
        {"authors": ("Lee, Ann", "Kim, Bob"), "venue": "Example Letters", "year": "2021"},
    ),
    "entry of another paper": (
        (f"# Alpha of Beta\n\n[paper]({ADDRESS}111)\n\n## Citation\n\n```bibtex\n@article{{x,\n"
        "  title={Gamma of Delta},\n  author={Lee, Ann},\n  year={2021}\n}\n```\n\n## Idea\n\na\n"),
        {"authors": (), "year": ""},
    ),
    "reference in a block of code": (
        ("# 論文紹介: Alpha for Sparse Beta\n\n# Refs\n\n```\nA. Doe and B. Roe. 1981.\n"
        "Alpha for sparse beta.\nExample Trans. 6, 2 (June 1981), 213-226.\n"
        "DOI=http://dx.doi.org/10.1145/319566.319567\n```\n\n# 要約\n\nあ。\n"),
        {"title": "Alpha for Sparse Beta"},
    ),
    "key with the title": (
        "---\narxivId: '2401.00113'\npaperTitle: Alpha of Beta\n---\n\na\n",
        {"title": "Alpha of Beta"},
    ),
    "whose pictures they are": (
        (f"# Alpha of Beta\n\n---\nReference\n\n본 문서에 사용된 모든 이미지는 해당 논문에서 발췌하였습니다.\n\n---\n\n"
        f"## Metadata\n\n- [paper]({ADDRESS}114)\n\n## Idea\n\n알파는 베타를 줄인다.\n"),
        {"summary": "알파는 베타를 줄인다."},
    ),
}  # fmt: skip
#: Documents that review several papers; the title of each, and a name of its authors.
SEVERAL = {
    "address at the end": (
        "# Papers\n\n" + "".join(
            f"## {title}\n\n{line}\n\n* It is fast.\n* It is small.\n\n### Limits\n\nIt is slow.\n\n"
            f"One more paragraph.\n\nPaper link - {ADDRESS}20{number}\n\n"
            for number, (title, line) in enumerate((
                ("Alpha of Beta", "Doe et al., ACL 2023"), ("Gamma of Delta", "Roe et al., 2018"),
            ))
        ),
        [("Alpha of Beta", "Doe"), ("Gamma of Delta", "Roe")],
    ),
    "address in a part": (
        "# List\n\n## Reading\n\n" + "".join(
            f"### {title}\n\n#### URL\n\n{ADDRESS}21{number}\n\n#### Notes\n\nIt is fast.\n\n"
            for number, title in enumerate(("Alpha of Beta", "Gamma of Delta"))
        ),
        [("Alpha of Beta", ""), ("Gamma of Delta", "")],
    ),
    "facts below linked titles": (
        "# Daily\n\n" + "".join(
            f"## {number + 1}. [{title}]({ADDRESS}22{number}) (CVPR 2021)\n\n**저자**: {names}\n\nIt is fast.\n\n"
            for number, (title, names) in enumerate((
                ("Alpha of Beta", "김하나, 이둘"), ("Gamma of Delta", "박셋"),
            ))
        ),
        [("Alpha of Beta", "김하나"), ("Gamma of Delta", "박셋")],
    ),
    "bold numbers, and facts before the address": (
        (f"# Daily\n\n## **1\\. Alpha of Beta** {{#1.-alpha}}\n\n*Example Lab, 2023.* [{ADDRESS}240]({ADDRESS}240)\n\na\n\n"
        f"## **2\\. Gamma of Delta**\n\nICLR 2022. {ADDRESS}241\n\nb\n"),
        [("Alpha of Beta", ""), ("Gamma of Delta", "")],
    ),
    "marks before the titles": (
        f"# Daily\n\n## [2020] Alpha: Of Beta\n\n{ADDRESS}230\n\na\n\n## [2023 NeurIPS] Gamma\n\n{ADDRESS}231\n\nb\n",
        [("Alpha: Of Beta", ""), ("Gamma", "")],
    ),
}  # fmt: skip
#: Documents that name a paper beside what they are about.
NONE = {
    "remark in a list": (
        "papers/alpha-beta",
        ("### Notes\n\n* One drawback of it is that it is slow, which was done in this "
        f"[paper]({ADDRESS}301) and is known as another method of the same kind.\n\n* Another.\n"),
    ),
    "address at the end of one part": (
        "guide",
        f"# Guide\n\n## First\n\na\n\n## Second\n\nb\n\nPaper link: {ADDRESS}302\n\n## Third\n\nc\n",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def built(projects: Projects) -> Built:
    """Build all of these documents as Markdown."""
    conf = 'project = "Notes"\nlanguage = "en"\nextensions = ["sphinx_paperreview"]\nhtml_theme = "paperreview"\n'
    files: dict[str, str | bytes] = {"conf.py": conf}
    documents = {**ONE, **SEVERAL}
    files |= {f"d{number}.md": each[0] for number, each in enumerate(documents.values())}
    files |= {f"{docname}.md": text for docname, text in NONE.values()}
    files["2023/Deep_Learning_of_Alpha/paper.md"] = f"Paper: {ADDRESS}401\n\na\n"
    return projects.build(files, builder="dummy")


def _papers(built: Built, name: str) -> tuple[Paper, ...]:
    docname = NONE[name][0] if name in NONE else f"d{[*ONE, *SEVERAL].index(name)}"
    return domain_of(built.env).records("papers", docname)


@pytest.mark.parametrize("name", ONE)
def test_lines_say_the_facts_of_the_paper(built: Built, name: str) -> None:
    (paper,) = _papers(built, name)
    expected = ONE[name][1]
    assert {field: getattr(paper, field) for field in expected} == expected


@pytest.mark.parametrize("name", SEVERAL)
def test_each_section_has_its_paper_and_facts(built: Built, name: str) -> None:
    found = [(each.title, next(iter(each.authors), "")) for each in _papers(built, name)]
    assert found == SEVERAL[name][1]
    summaries = [each.summary for each in _papers(built, name)]
    assert not any("Doe" in summary or "저자" in summary for summary in summaries)


@pytest.mark.parametrize("name", NONE)
def test_what_mentions_a_paper_reviews_none(built: Built, name: str) -> None:
    assert _papers(built, name) == ()


def test_a_paper_without_a_title_has_the_name_of_its_file_or_folder(built: Built) -> None:
    (paper,) = domain_of(built.env).records("papers", "2023/Deep_Learning_of_Alpha/paper")
    assert paper.title == "Deep Learning of Alpha"

"""Which papers a document reviews, in the forms in which people write reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes

from sphinx_paperreview.nodes import paper_facts
from sphinx_paperreview.reading.papers.facts import headings
from sphinx_paperreview.reading.papers.facts import lines as fact_lines

if TYPE_CHECKING:
    from tests.harness import Build, Built


def link(number: int, host: str = "https://arxiv.org/abs/") -> str:
    return f"{host}2401.{number:05}"


#: A heading, and what its record has besides the identifier: number, title and other fields.
HEADINGS: dict[str, tuple[str, dict[str, Any]]] = {
    "venue in brackets": (f"2. [Beta]({link(1)}) (CVPR 2024)",
                          {"number": "2", "title": "Beta", "venue": "CVPR", "year": "2024"}),
    "venue after a dash": (f"[Beta]({link(2)}) - ICLR 2025", {"venue": "ICLR", "year": "2025"}),
    "short year": (f"[Beta]({link(3)}) [NeurIPS'23]", {"venue": "NeurIPS", "year": "2023"}),
    "findings": (f"[Beta]({link(4)}), ACL Findings 2024", {"venue": "ACL Findings"}),
    "venue before": (f"[CVPR 2024] [Beta]({link(5)})", {"venue": "CVPR", "title": "Beta"}),
    "unknown acronym": (f"[Beta]({link(6)}) (SIGDIAL 2023)", {"venue": "SIGDIAL", "year": "2023"}),
    "organisation": (f"[Beta]({link(7)}) (Google)", {"orgs": ("Google",)}),
    "organisations": (f"[Beta]({link(8)}) [Meta, KAIST]", {"orgs": ("Meta", "KAIST")}),
    "strong organisation": (f"[Beta]({link(9)}) **Google**", {"orgs": ("Google",)}),
    "university": (f"[Beta]({link(10)}) · Example University", {"orgs": ("Example University",)}),
    "both": (f"[Beta]({link(11)}) (ICML 2024, Google)", {"venue": "ICML", "orgs": ("Google",)}),
    "code": (f"[Beta]({link(12)}) [[code](https://github.com/x/y)]",
             {"code": "https://github.com/x/y"}),
    "project": (f"[Beta]({link(13)}) | [Project](https://x.example)",
                {"project": "https://x.example"}),
    "strong title": (f"3. **[Beta]({link(14)})**", {"number": "3", "title": "Beta"}),
    "emoji": (f"🔥 [Beta]({link(15)})", {"title": "Beta", "number": ""}),
    "brackets": (f"[4] [Beta]({link(16)})", {"number": "4", "title": "Beta"}),
    "hash": (f"#5 [Beta]({link(17)})", {"number": "5"}),
    "circle": (f"⑥ [Beta]({link(18)})", {"number": "6"}),
    "parenthesis": (f"7) [Beta]({link(19)}) (Google)", {"number": "7", "orgs": ("Google",)}),
    "Korean word": (f"논문 8. [Beta]({link(20)})", {"number": "8", "title": "Beta"}),
    "English word": (f"Paper 9: [Beta]({link(21)})", {"number": "9", "title": "Beta"}),
    "label": (f"Paper: [Beta]({link(22)})", {"number": "", "title": "Beta"}),
    "Chinese comma": (f"10、[Beta]({link(23)})", {"number": "10"}),
    "identifier behind": ("Beta Model (arXiv:2401.00024)", {"title": "Beta Model"}),
    "paper behind": (f"11. Beta Model [[paper]({link(25)})] [[code](https://github.com/x/y)]",
                     {"number": "11", "title": "Beta Model", "code": "https://github.com/x/y"}),
    "pdf behind": (f"Beta Model [[pdf]({link(26, 'https://arxiv.org/pdf/')})]",
                   {"title": "Beta Model"}),
    "name of the site behind": (f"Beta Model ([arXiv]({link(27)}))", {"title": "Beta Model"}),
    "address behind": (f"Beta Model - {link(28)}", {"title": "Beta Model"}),
    "venue and address behind": (f"Beta (ICLR 2024) [[논문]({link(29)})]",
                                 {"title": "Beta", "venue": "ICLR", "year": "2024"}),
    "bare identifier": ("[2401.00030] Beta Model", {"title": "Beta Model"}),
    "nickname in brackets": (f"Beta Model (BM) [[paper]({link(31)})]", {"title": "Beta Model (BM)"}),
    "stars": (f"[Beta]({link(32)}) ⭐⭐", {"title": "Beta"}),
    "date": (f"[Beta]({link(33)}) (2024.01.05)", {"title": "Beta", "year": "2024"}),
    "inline code is a month": (f"[Beta]({link(34)}) `2024.01`", {"orgs": ()}),
    "not understood": (f"[Beta]({link(35)}) (a remark of mine)", {"title": "Beta"}),
    "preprint of several addresses": (
        f"Beta [[paper](https://openreview.net/forum?id=abcdefghij)] [[arXiv]({link(36)})]",
        {"title": "Beta"},
    ),
}  # fmt: skip

HEADINGS_101: dict[str, tuple[str, dict[str, Any]]] = {
    "letter": (f"B. [Beta]({link(101)})", {"number": "B", "title": "Beta"}),
    "Roman number": (f"Ⅱ. [Beta]({link(102)})", {"number": "Ⅱ"}),
    "Han number": (f"三、[Beta]({link(103)})", {"number": "三"}),
    "number in brackets": (f"⑷ [Beta]({link(104)})", {"number": "4"}),
    "number of a part": (f"2.3 [Beta]({link(105)}) — Kim, ICML 2024 / arXiv 2401.00105",
                         {"number": "2.3", "title": "Beta", "venue": "ICML"}),
    "of so many": (f"2/5 [Beta]({link(106)})", {"number": "2"}),
    "words that announce": (f"Day 1: [Beta]({link(107)})", {"title": "Beta"}),
    "authors in brackets before": (f"[Kim+, 2024] [Beta]({link(108)})", {"title": "Beta"}),
    "authors in brackets behind": (f"Beta (Kim et al., 2024) [paper]({link(109)})",
                                   {"title": "Beta (Kim et al., 2024)"}),
    "link that is a sign": (f"Beta [🔗]({link(110)})", {"title": "Beta"}),
    "identifier without a colon": ("Beta arXiv 2401.00111", {"title": "Beta"}),
    "year and a bar": (f"2024 | Beta | [arXiv]({link(112)})",
                       {"title": "Beta", "year": "2024", "number": ""}),
    "venue within the link": (f"[Beta (CVPR 2024)]({link(113)})",
                              {"title": "Beta", "venue": "CVPR", "year": "2024"}),
    "venue within the link, before": (f"1. [[ICLR 2025] Beta]({link(114)})",
                                      {"title": "Beta", "venue": "ICLR", "number": "1"}),
    "venue in brackets and bold": (f"[Beta]({link(115)}) **[CVPR2024]**", {"venue": "CVPR"}),
    "full-width number and brackets": (f"３．[Beta]({link(116)})　［Google］",
                                       {"number": "3", "title": "Beta", "orgs": ("Google",)}),
}  # fmt: skip

#: The first lines below a heading, and the fields of the record.
LEADS: dict[str, tuple[str, dict[str, Any]]] = {
    "list": (f"- 학회: CVPR 2024\n- 저자: 김하나, 이둘\n- 소속: KAIST\n- 링크: {link(41)}\n",
             {"venue": "CVPR", "year": "2024", "authors": ("김하나", "이둘"), "orgs": ("KAIST",)}),
    "strong label": (f"**논문 링크**: [arXiv:2401.00042]({link(42)})\n", {}),
    "English": (f"Paper: {link(43)}\nCode: https://github.com/x/y\n",
                {"code": "https://github.com/x/y"}),
    "URL": (f"- **URL**: {link(44)}\n- **Tags**: a, b\n", {"tags": ("a", "b")}),
    "source": (f"출처 : {link(45)}\n", {}),
    "Chinese": (f"论文地址：{link(46)}\n\n作者：张三，李四\n", {"authors": ("张三", "李四")}),
    "Japanese": (f"- 論文：{link(47)}\n- 会議：ICLR 2024\n", {"venue": "ICLR"}),
    "table": (f"| 논문 | {link(48)} |\n|---|---|\n| 연도 | 2024 |\n", {"year": "2024"}),
    "table with a head": (f"| Venue | Paper |\n|---|---|\n| ICLR 2024 | [link]({link(49)}) |\n",
                          {"venue": "ICLR"}),
    "quote": (f"> 논문: {link(50)}\n> 코드: https://github.com/x/y\n",
              {"code": "https://github.com/x/y"}),
    "address alone": (f"{link(51)}\n", {}),
    "title alone": (f"**[A Study of Beta]({link(52)})**\n", {}),
    "bar": (f"[Paper]({link(53)}) | [Code](https://github.com/x/y) | [Talk](https://x.example)\n",
            {"code": "https://github.com/x/y"}),
    "label above": (f"url:\n\n- [paper]({link(54)})\n- [github](https://github.com/x/y)\n",
                    {"code": "https://github.com/x/y"}),
    "summary": (f"- 链接：{link(55)}\n- 摘要：很好。\n", {"summary": "很好。"}),
    "labels in code": (f"- `저자명`: 김하나, 이둘\n- `논문`: {link(56)}\n", {"authors": ("김하나", "이둘")}),
    "dashes": (f"* Paper - {link(57)}\n* 発表年 - 2024\n* Code - https://github.com/x/y\n",
               {"year": "2024", "code": "https://github.com/x/y"}),
    "two colons": (f"authors:: Ann Lee, Bo Kim\nurl:: {link(58)}\n", {"authors": ("Ann Lee", "Bo Kim")}),
    "values below": (f"- 論文\n  - {link(59)}\n- 会議名\n  - ICLR 2024\n- 研究機関\n  - KAIST\n",
                     {"venue": "ICLR", "orgs": ("KAIST",)}),
    "column of one's own": (f"| 논문 | 학회명 | 내 점수는 |\n|---|---|---|\n| {link(60)} | ICLR 2024 | 5 |\n",
                            {"venue": "ICLR"}),
    "Chinese facts": (f"- 第一作者：张三，李四\n- 会议名称：ICLR 2024\n- 文章链接：{link(61)}\n",
                      {"authors": ("张三", "李四"), "venue": "ICLR"}),
    "remarks on organisations": (
        f"- 机构：Example Group（示例地图、示例院）、哈尔滨工业大学（深圳）、清华大学（THU）\n- 链接：{link(62)}\n",
        {"orgs": ("Example Group", "哈尔滨工业大学（深圳）", "清华大学")}),
    "commas in organisations": (
        f"- Affiliation: University of California, Berkeley; Allen Institute (AI2)\n- URL: {link(63)}\n",
        {"orgs": ("University of California, Berkeley", "Allen Institute")}),
}  # fmt: skip


def sections(forms: dict[str, tuple[str, dict[str, Any]]], *, lead: bool) -> str:
    """Return one document with a section for each form."""
    parts = ["# 2024-02-01 papers\n"]
    for number, (text, _fields) in enumerate(forms.values()):
        heading, body = (f"Work {number}", text) if lead else (text, "")
        parts.append(f"## {heading}\n\n{body}\nThe words of {number}.\n")
    return "\n".join(parts)


@pytest.mark.parametrize("suffix", ["mdx", "md"])
@pytest.mark.parametrize(("forms", "first"), [(HEADINGS, 1), (HEADINGS_101, 101), (LEADS, 41)])
def test_forms_of_sections(
    build: Build, forms: dict[str, tuple[str, dict[str, Any]]], first: int, suffix: str
) -> None:
    lead = forms is LEADS
    built = build({f"posts/2024-02-01.{suffix}": sections(forms, lead=lead)})
    papers = built.env.domains["paper"].records("papers", "posts/2024-02-01")
    assert len(papers) == len(forms)
    for number, (name, (_text, fields)) in enumerate(forms.items()):
        paper = papers[number]
        assert paper.id.key == f"arxiv:2401.{first + number:05}", name
        assert {key: getattr(paper, key) for key in fields} == fields, name
        if "summary" not in fields:
            assert paper.summary == f"The words of {number}.", name


def test_what_is_not_understood_stays_in_the_heading(build: Build) -> None:
    text = (
        f"# 2024-02-01\n\n## 1. [A $x^2$ `b`]({link(1)}) (a remark) (CVPR 2024)\n\na\n\n"
        f"## 2. B *c* [[paper]({link(2)})] [[slides](https://x.example)]\n\nb\n"
    )
    built = build({"posts/2024-02-01.mdx": text}, builder="html")
    titles = [
        facts.parent[0].astext() for facts in built.doctree("posts/2024-02-01").findall(paper_facts)
    ]
    assert titles[0].startswith("1. A ")
    assert titles[0].endswith("(a remark)")
    assert titles[1].startswith("2. B c")
    assert "slides" in titles[1]
    document = built.doctree("posts/2024-02-01")
    links = list(document.findall(nodes.reference))
    assert not any(list(link.findall(nodes.reference))[1:] for link in links)
    assert "https://x.example" in built.read("posts/2024-02-01.html")


def test_signs_around_a_link_are_left_out_in_pairs(build: Build) -> None:
    forms = {
        f"[[Alpha: A Study]({link(1)})] (2024.01.15)": ("Alpha: A Study (2024.01.15)", ""),
        f"([Beta]({link(2)})) ICLR 2024": ("Beta", "ICLR"),
        f'"[Gamma]({link(3)})", NeurIPS 2023': ("Gamma", "NeurIPS"),
        f"【[Delta]({link(4)})】 (Google)": ("Delta", ""),
        f"“[Epsilon]({link(5)})” (a remark)": ("Epsilon (a remark)", ""),
        f"[Zeta]({link(6)}): 작은 모델": ("Zeta: 작은 모델", ""),
    }
    text = "".join(f"## {form}\n\nWords.\n\n" for form in forms)
    built = build({"posts/2024-02-01.mdx": f"# 2024-02-01\n\n{text}"})
    found = list(built.doctree("posts/2024-02-01").findall(paper_facts))
    titles = [facts.parent[0].astext() for facts in found]
    assert list(zip(titles, [facts["venue"] for facts in found], strict=True)) == list(
        forms.values()
    )


PAPER = link(77)
#: Documents that review one paper: the text, and fields of the record.
DOCUMENTS: dict[str, tuple[str, dict[str, Any]]] = {
    "key": (f"---\ntitle: '[논문리뷰] Alpha'\npaper: {PAPER}\n---\n\n## 요약\n\n가.\n",
            {"title": "Alpha", "summary": "가."}),
    "identifier": ("---\ntitle: Alpha\narxiv_id: 2401.00077\n---\n\na\n", {}),
    "camel case": ("---\ntitle: Alpha\narxivId: '2401.00077v2'\n---\n\na\n", {}),
    "ordinary key": (f"---\ntitle: Alpha\nlink: {PAPER}\n---\n\na\n", {}),
    "list": (f"---\ntitle: Alpha\npaper: [{PAPER}]\n---\n\na\n", {}),
    "mapping": (("---\ntitle: Post\npaper: {arxiv_id: '2401.00077', title: 'Alpha: A', venue: ICLR, "
                "year: 2024, authors: [Ann Lee]}\n---\n\na\n"),
                {"title": "Alpha: A", "venue": "ICLR", "year": "2024", "authors": ("Ann Lee",)}),
    "links of a theme": ((f"---\ntitle: Alpha\nlinks:\n- {{name: Slides, url: 'https://x.example'}}\n"
                         f"- {{name: arXiv, url: '{PAPER}'}}\n---\n\na\n"), {}),
    "first lines": ((f"# [Paper Review] Alpha\n\n- Authors: Ann Lee, Bo Kim\n- Paper: {PAPER}\n\n"
                    "## Method\n\nb\n"), {"title": "Alpha", "authors": ("Ann Lee", "Bo Kim")}),
    "quote": (f'# 【论文笔记】Alpha\n\n> ["Alpha: A"]({PAPER}) (Kim et al., ICLR)\n\n## 방법\n\nb\n',
              {"title": "Alpha"}),
    "bar": ((f"# Alpha\n\n> CVPR 2024. [[Paper]({PAPER})] [[Github](https://github.com/x/y)]\n"
            "> Ann Lee, Bo Kim\n\n## Intro\n\nb\n"),
            {"venue": "CVPR", "code": "https://github.com/x/y", "summary": "b"}),
    "badge": (f"# Alpha\n\n[![arXiv](https://img.example/a.svg)]({PAPER})\n\n## Intro\n\nb\n", {}),
    "address alone": (f"# Alpha 리뷰\n\n{PAPER}\n\n## 요약\n\nb\n", {"title": "Alpha"}),
    "authors above": ("# Alpha\n\n저자 :\n\n" + "Ann Lee, ann@x.example\n\n" * 12
                      + f"논문 : [PDF]({PAPER})\n\n## 요약\n\nb\n", {}),
    "section": (f"# Alpha\n\n## 논문\n\n{PAPER}\n\n## 요약\n\nb\n", {"title": "Alpha"}),
    "section of a label": ((f"# Reports\n\n### Date: 2024\n\n### Name of the thesis:\n\n"
                           f"[Alpha: A Study]({PAPER})\n\n## Overview\n\nb\n"),
                           {"title": "Alpha: A Study"}),
    "information": ((f"# Alpha\n\n## 报告信息\n\n| 项目 | 内容 |\n|---|---|\n| 机构 | Example |\n"
                    f"| 官方报告 | [arXiv:2401.00077]({PAPER}) |\n\n## 方法\n\nb\n"), {}),
    "several titles": ((f"# Alpha\n\n[paper]({PAPER}) | [talk](https://x.example)\n\n# 1. Intro\n\nb\n"
                       "\n# 2. Method\n\nc\n"), {"title": "Alpha"}),
    "no title": (f"[paper]({PAPER}) | [code](https://github.com/x/y)\n\n## Part 1\n\nb\n", {}),
    "references": ((f"# Alpha\n\n## Abstract\n\nb\n\n## References\n\n- [paper]({PAPER})\n"
                   f"- [a blog](https://x.example)\n- [Other]({link(99)})\n"), {}),
    "same title": ((f"# [논문리뷰] A Study of Alpha\n\nb\n\n## 참고\n\n- [Other]({link(99)})\n"
                   f"- [A Study of Alpha]({PAPER})\n"), {"title": "A Study of Alpha"}),
    "heading": (f"# Alpha: A [[arXiv]({PAPER})]\n\nb\n", {"title": "Alpha: A"}),
    "sentence": ((f"---\ntitle: Alpha 논문 리뷰\n---\n\n오늘은 [Alpha]({PAPER}) 논문을 읽습니다.\n\n"
                 "## 요약\n\nb\n"), {"title": "Alpha"}),
    "reference": (
        f"# [논문 정리] Alpha\n\n**Reference:** [Alpha: A Study]({PAPER})\n\n## Idea\n\nb\n",
        {"title": "Alpha"},
    ),
    "first part": (
        f"# Alpha\n\n## Problem\n\n- Slow.\n- [Link to the paper]({PAPER})\n\n## B\n\nb\n",
        {},
    ),
    "address before what refers to others": (
        (f"# Alpha\n\n{PAPER}\n\n[Beta]({link(98)}) says so, and this is better.\n\n## A\n\nb\n"
        f"\n## B\n\nb\n\n## C\n\nb\n\n## [Gamma]({link(99)}) beside it\n\nb\n"), {}),
    "address among titles": (
        (f"# [논문 리뷰] Alpha\n\n[Beta (2019)]({link(99)})를 처음으로 아주 크게 바꾸어 놓은 논문이다. 링크는 [{PAPER}]({PAPER}).\n\n"
        "## A\n\nb\n"), {}),
    "other references": (f"# Alpha\n\n{PAPER}\n\n## その他の参考文献\n\n- [B]({link(99)})\n", {}),
    "venue before the title": (
        f"---\ntitle: '[논문 리뷰] [CVPR 2024] Alpha: A'\n---\n\n- Paper: {PAPER}\n\n## A\n\nb\n",
        {"title": "Alpha: A", "venue": "CVPR", "year": "2024"},
    ),
    "venue behind the title": (f"# Alpha: A, ICLR 2023\n\n- Paper: {PAPER}\n\n## A\n\nb\n",
                               {"title": "Alpha: A", "venue": "ICLR", "year": "2023"}),
    "venue and a bar": (f"# NeurIPS 2023 | Alpha: A\n\n- Paper: {PAPER}\n\n## A\n\nb\n",
                        {"title": "Alpha: A", "venue": "NeurIPS", "year": "2023"}),
    "a year is no venue": (f"# Alpha (2021)\n\n- Paper: {PAPER}\n\n## A\n\nb\n",
                           {"title": "Alpha (2021)", "venue": ""}),
    "other keys": (
        (f"---\ntitle: Alpha\npaper: {PAPER}\nconference: ICLR 2024\naffiliation: [KAIST, Example]\n"
         "github: https://github.com/x/y\nproject_page: https://x.example/\n---\n\na\n"),
        {"venue": "ICLR", "year": "2024", "orgs": ("KAIST", "Example"),
         "code": "https://github.com/x/y", "project": "https://x.example/"}),
    "other keys in Korean": (
        (f"---\ntitle: Alpha\npaper: {PAPER}\n학회: 어느 학회\n소속: 서울대학교, KAIST\n"
         "논문 저자: Ann Lee and Bo Kim\n연도: 2023\n한줄요약: 작다.\n---\n\na\n"),
        {"venue": "어느 학회", "orgs": ("서울대학교", "KAIST"), "authors": ("Ann Lee", "Bo Kim"),
         "year": "2023", "summary": "작다."}),
    "papers as a text": (f"---\ntitle: Alpha\npapers: {PAPER}\n---\n\na\n", {}),
    "papers as a list of one": ("---\ntitle: Alpha\npapers: ['2401.00077']\n---\n\na\n", {}),
    "authors of a note": (
        (f"---\ntitle: Alpha\npaper: {PAPER}\nconference: '[[ICLR 2024]]'\n"
         "authors: ['[[Ann Lee]]', '[[people/bo|Bo Kim]]']\n---\n\na\n"),
        {"authors": ("Ann Lee", "Bo Kim"), "venue": "ICLR"}),
    "authors of a reference manager": (
        (f"---\ntitle: Alpha\ncitekey: lee2024\nurl: {PAPER}\nauthor: Lee, Ann and Kim, Bo\n---\n\n"
         "a\n"), {"authors": ("Lee, Ann", "Kim, Bo")}),
    "author of the text": (
        f"---\ntitle: Alpha\npaper: {PAPER}\nvenue: ICLR 2024\nauthors: [ada]\n---\n\na\n",
        {"authors": (), "venue": "ICLR 2024"}),
    "keys of taxonomies": (f"---\ntitle: Alpha\npaper: {PAPER}\nvenues: [ICLR 2024]\n---\n\na\n",
                           {"venue": "ICLR", "year": "2024"}),
    "keys that mean the author and the text": (
        (f"---\ntitle: Alpha\npaper: {PAPER}\ngithub: https://github.com/ada\npublished: true\n"
         "homepage: https://ada.example\npublisher: Ada\njournal: 2024-01-02\n"
         "organization: {name: x}\nauthor: Ada Lovelace\n---\n\na\n"),
        {"code": "", "venue": "", "project": "", "authors": (), "orgs": ()}),
    "second address": (f"# Alpha\n\n- Paper: {PAPER}\n- Builds on: {link(99)}\n\n## A\n\nb\n", {}),
}  # fmt: skip


@pytest.fixture
def documents(build: Build) -> Built:
    """Build every document of one paper, and a file whose name is the identifier."""
    files: dict[str, str | bytes] = {
        f"notes/d{number}.{suffix}": text
        for suffix in ("mdx", "md")
        for number, (text, _fields) in enumerate(DOCUMENTS.values())
    }
    files = {
        path.replace("/d", "/md-d") if path.endswith(".md") else path: text
        for path, text in files.items()
    }
    return build({**files, "notes/2401.00077.md": "# Alpha\n\nb\n"})


@pytest.mark.parametrize("name", DOCUMENTS)
def test_one_document_is_one_review(documents: Built, name: str) -> None:
    number = list(DOCUMENTS).index(name)
    fields = DOCUMENTS[name][1]
    for docname in (f"notes/d{number}", f"notes/md-d{number}"):
        papers = documents.env.domains["paper"].records("papers", docname)
        assert [paper.id.key for paper in papers] == ["arxiv:2401.00077"], docname
        assert {key: getattr(papers[0], key) for key in fields} == fields, docname


def test_name_of_a_file(documents: Built) -> None:
    papers = documents.env.domains["paper"].records("papers", "notes/2401.00077")
    assert [paper.id.key for paper in papers] == ["arxiv:2401.00077"]


#: Documents that review nothing.
NONE = {
    "related work": f"# [논문리뷰] A\n\n## Related Work\n\n### [B]({link(1)})\n\nb\n\n"
                    f"### [C]({link(2)}) (CVPR 2024)\n\nc\n",
    "references": f"# Post\n\na\n\n## 참고 문헌\n\n- 논문: {link(1)}\n- 논문: {link(2)}\n",
    "further reading": f"# Post\n\na\n\n## Further reading\n\n### [A]({link(1)}) (ICLR 2024)\n\nb\n",
    "resources": f"# A topic\n\n## 资料\n\n- [A]({link(1)})\n- [B](https://x.example)\n\n## 方法\n\na\n",
    "list": f"# Reading list\n\n- [A]({link(1)})\n- [B]({link(2)})\n- [C]({link(3)})\n",
    "list of tasks": f"# Reading list\n\n- [ ] [Alpha One]({link(1)})\n- [x] [Beta]({link(2)})\n",
    "tutorial": f"# Train a model\n\nWe use [LoRA]({link(1)}) here.\n\n## Install\n\na\n\n"
                f"## Method\n\n[paper]({link(1)})\n\nb\n\n## Usage\n\nc\n\n## Questions\n\nd\n",
    "footnote mark": f"# Guide\n\n## Background [[1]({link(1)})]\n\na\n\n## Setup\n\nb\n",
    "one of many": "# Guide\n\n" + "".join(f"## Step {n}\n\na\n\n" for n in range(7))
                   + f"## An idea\n\n[paper]({link(1)})\n\nb\n",
    "prose": f"# Guide\n\n## Why\n\nIt works like [A]({link(1)}) does, but faster.\n\n## How\n\nb\n",
    "code": "# Guide\n\n- Code: https://github.com/x/y\n- Project: https://x.example\n\n## A\n\nb\n",
    "ordinary link": "---\ntitle: A\nlink: https://x.example\nurl: /a/\nsource: wiki\n---\n\na\n",
}  # fmt: skip


@pytest.mark.parametrize("name", NONE)
def test_not_a_review(build: Build, name: str) -> None:
    built = build(
        {f"docs/d{number}.md": text for number, text in enumerate(NONE.values())}
        | {f"docs/x{number}.mdx": text for number, text in enumerate(NONE.values())}
    )
    number = list(NONE).index(name)
    for docname in (f"docs/d{number}", f"docs/x{number}"):
        assert built.env.domains["paper"].records("papers", docname) == ()


def keys(built: Built, docname: str) -> list[str]:
    """Return the keys of the papers that a document reviews."""
    return [paper.id.key for paper in built.env.domains["paper"].records("papers", docname)]


def test_one_rule_for_a_level(build: Build) -> None:
    lines = [f"## Work {n}\n\n링크: {link(n)}\n\na\n" for n in range(1, 8)]
    built = build({
        "posts/2024-02-01.mdx": "# Day\n\n" + "\n".join([*lines, "## 잡담\n\nb\n"]),
        "posts/2024-02-02.mdx": "# Day\n\n## A\n\n" + "### ".join(
            ["", f"One\n\n링크: {link(1)}\n\na\n\n", f"Two\n\n링크: {link(2)}\n\na\n\n"]
        ) + f"## B\n\n### Three\n\n링크: {link(3)}\n\nc\n",
        # The first of a level, with a label.
        "posts/2024-02-04.mdx": f"## A Study\n\n[paper]({link(1)})\n\na\n\n## Fast parts\n\nb\n\n"
        "## Slow parts\n\nc\n\n## Other parts\n\nd\n",
        # The paper of the document, and two sections that say which paper is theirs.
        "posts/2024-02-03.mdx": f"# Survey\n\n[Paper]({link(9)})\n\n## A\n\na\n\n## B\n\n"
        f"[Paper]({link(1)})\n\nb\n\n## C\n\n[Paper]({link(2)})\n\nc\n\n## D\n\nd\n",
    })  # fmt: skip
    assert keys(built, "posts/2024-02-01") == [f"arxiv:2401.{n:05}" for n in range(1, 8)]
    assert keys(built, "posts/2024-02-02") == [f"arxiv:2401.{n:05}" for n in (1, 2, 3)]
    assert keys(built, "posts/2024-02-04") == ["arxiv:2401.00001"]
    assert keys(built, "posts/2024-02-03") == [f"arxiv:2401.{n:05}" for n in (9, 1, 2)]
    assert built.codes == []


def test_a_paper_is_that_of_its_section_alone(build: Build) -> None:
    bar = f"[arXiv]({link(1)}) | [code](https://github.com/x/y)\n\n"
    built = build({
        "posts/2024-02-01.mdx": f"# Day\n\n{bar}a\n\n## 1. [A]({link(1)})\n\n{bar}b\n",
        "posts/2024-02-02.mdx": f"# 제목\n\n## 1. [Title]({link(1)})\n\n{bar}b\n",
    })  # fmt: skip
    assert keys(built, "posts/2024-02-01") == ["arxiv:2401.00001"]
    assert keys(built, "posts/2024-02-02") == ["arxiv:2401.00001"]
    assert built.codes == []


def test_restructured_text(build: Build) -> None:
    built = build({
        "notes/a.rst": f":paper: {PAPER}\n\nAlpha\n=====\n\na\n",
        "notes/b.rst": f"Day\n===\n\nOne (CVPR 2024) `paper <{link(1)}>`__\n{'-' * 70}\n\na\n\n"
                       f"Two\n---\n\n:Paper: {link(2)}\n:Venue: ICLR 2024\n\nb\n",
    })  # fmt: skip
    assert keys(built, "notes/a") == ["arxiv:2401.00077"]
    assert keys(built, "notes/b") == ["arxiv:2401.00001", "arxiv:2401.00002"]


def test_page_of_a_document_review(build: Build) -> None:
    text = f"---\ntitle: '[논문리뷰] Alpha'\npaper: {PAPER}\nvenue: ICLR\n---\n\n## 요약\n\n가.\n"
    built = build({"posts/2024-02-02.mdx": text}, builder="html")
    page = built.read("posts/2024-02-02.html")
    assert "[논문리뷰] Alpha" in page
    assert 'id="arxiv-2401.00077"' in page
    assert "ICLR" in page
    assert "Alpha" in built.read("papers/2401.00077.html")
    assert built.warnings == []


def test_setting(build: Build) -> None:
    files = {
        "posts/2024-02-01.mdx": sections(HEADINGS, lead=False),
        "posts/2024-02-02.mdx": f"---\npaper: {PAPER}\n---\n\n# A\n\na\n",
        "posts/2024-02-03.mdx": f"# Day\n\n## A\n\n링크: {link(1)}\n\na\n",
    }
    built = build(files, more_conf='paperreview_recognise = ["documents"]\n')
    assert keys(built, "posts/2024-02-02") == ["arxiv:2401.00077"]
    assert keys(built, "posts/2024-02-03") == []
    built = build(files, more_conf='paperreview_recognise = ["fact"]\n')
    assert built.codes == ["paperreview.config"]
    assert "did you mean 'facts'" in built.warnings[0]


def test_keys_lead_to_one_message(build: Build) -> None:
    built = build({
        "posts/2024-02-01.mdx": "---\npapers: {2401.00001: {venue: ICLR}}\n---\n\n# A\n\na\n",
        "posts/2024-02-02.mdx": f"---\npaper: {PAPER}\npapers: {{2401.00077: {{venue: ICLR}}}}\n---\n"
                                "\n# A\n\na\n",
    })  # fmt: skip
    (message,) = built.warnings
    assert "write `paper: arxiv:2401.00001` as well" in message
    paper = built.env.domains["paper"].records("papers", "posts/2024-02-02")[0]
    assert paper.venue == "ICLR"


@pytest.mark.parametrize("value", ["a title", "{venue: ICLR}", "[a, b]", "2024-13"])
def test_key_that_names_no_paper(build: Build, value: str) -> None:
    files = {"posts/2024-02-01.mdx": f"---\npaper: {value}\n---\n\n# A\n\na\n"}
    assert build(files).codes == []
    built = build(files, more_conf='paperreview_lint = "all"\n')
    assert built.codes == ["paperreview.paper_document"]
    assert "`paper` in the front matter names no paper" in built.warnings[0]


def test_documents_without_papers_are_not_searched(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    lines_of, line_of = fact_lines.lines_of, headings.line_of
    monkeypatch.setattr(fact_lines, "lines_of", lambda node: read.append("a") or lines_of(node))
    monkeypatch.setattr(headings, "line_of", lambda node: read.append("b") or line_of(node))
    text = "# A\n\n" + "".join(f"## B {n}\n\n- c: d\n- e\n\nf\n\n" for n in range(40))
    site = "".join(f"## B {n}\n\n[c](https://x.example/{n}): d\n\n" for n in range(40))
    build({"posts/2024-02-01.mdx": text, "posts/2024-02-02.mdx": f"# A\n\ne\n\n{site}"})
    assert len(read) <= 6  # the lines above the first heading, for what resembles a review


def test_the_section_that_begins_a_document_may_be_its_review(build: Build) -> None:
    text = (
        "### [A log of changes](/files/log.pdf)\n\n> Kim, Lee. 2020\n>\n"
        "> https://arxiv.org/abs/2010.12597\n\nWords.\n\n### Questions\n\nNone.\n\n### More\n\nNone.\n"
    )
    built = build({"cdc/log.md": text})
    papers = built.env.domains["paper"].data["papers"]
    assert [paper.id.value for paper in papers["cdc/log"]] == ["2010.12597"]


def test_a_number_among_reviews_without_a_paper_is_told(build: Build) -> None:
    text = (
        f"# 2024-02-01\n\n## 1. [A]({link(1)})\n\na\n\n## 2. Beta\n\nb\n\n"
        f"## 3. [C]({link(3)}) `google`\n\nc\n\n## Other news\n\nd\n"
    )
    built = build({"posts/2024-02-01.mdx": text, "posts/2024-02-02.mdx": "# B\n\n## 1. One\n\na\n"})
    decisions = built.env.domains["paper"].data["decisions"]
    assert [each.title for each in decisions["posts/2024-02-01"] if each.reason] == ["2. Beta"]
    assert not [each for each in decisions.get("posts/2024-02-02", ()) if each.reason]


def test_a_file_of_a_known_paper_is_that_paper(build: Build) -> None:
    title = "[A Model of Models](https://arxiv.org/pdf/2010.12597.pdf)"
    built = build({"notes/model.md": f"## {title}\n\nWords of the review.\n"})
    papers = built.env.domains["paper"].data["papers"]
    assert [paper.id.key for paper in papers["notes/model"]] == ["arxiv:2010.12597"]


def test_the_page_of_a_folder_lists_its_papers(build: Build) -> None:
    listed = "## Models\n\n- **[A survey of models](https://arxiv.org/abs/2303.18223)** · [pdf](/a.pdf)\n"
    alone = "# A survey of models\n\n## Paper\n\nhttps://arxiv.org/abs/2303.18223\n"
    files = {"paper-notes/llm/README.md": listed, "paper-notes/survey/README.md": alone}
    built = build(files)
    assert set(built.env.domains["paper"].data["papers"]) == {"paper-notes/survey/README"}


def reviewed(built: Built) -> dict[str, list[str]]:
    papers = built.env.domains["paper"].data["papers"]
    return {name: [paper.id.value for paper in each] for name, each in papers.items() if each}


def test_the_page_of_a_folder_may_be_the_review_of_its_paper(build: Build) -> None:
    rest = "\n\n## 概要\n\n- タスクの説明\n"
    files = {
        "alpha/README.md": f"# Alpha: a model\n- https://arxiv.org/pdf/2401.00001{rest}",
        "beta/README.md": f"# Beta\n\n* <https://arxiv.org/abs/2401.00002>\n"
        f"* https://github.com/x/y{rest}",
        "gamma/index.md": f"# Gamma\n\n- arXiv:2401.00003\n- [code](https://github.com/x/y){rest}",
        "list/README.md": "# Models\n\n- https://arxiv.org/abs/2401.00004\n"
        "- https://arxiv.org/abs/2401.00005\n- https://arxiv.org/abs/2401.00006\n",
        "entry/README.md": "# Models\n\n- [A survey of models](https://arxiv.org/abs/2401.00007)\n",
    }
    assert reviewed(build(files)) == {
        "alpha/README": ["2401.00001"],
        "beta/README": ["2401.00002"],
        "gamma/index": ["2401.00003"],
    }


def test_an_identifier_may_stand_beside_another_fact(build: Build) -> None:
    lines = [
        "- 团队 / 日期：Example Lab，2024-01-05（arXiv:2401.00001v1）",
        "- Venue: NeurIPS 2024; arXiv:2401.00001",
        "- Authors: Kim, Lee, 2024, arXiv:2401.00001v2",
        "- 版本/日期：arXiv:2401.00001v2，2024-02",
        "- **arXiv**：2401.00001v2（初版 2024-01）",
        "- arXiv: 2401.00001 (v1, January 2024)",
        "- 버전: arXiv:2401.00001v3",
    ]
    files = {
        f"notes/{place}-{number}.md": f"# Alpha\n\n## {heading}\n\n- Title: Alpha\n{line}\n\n"
        "## Method\n\nWords.\n"
        for place, heading in enumerate(["来源", "Source", "논문 정보", "書誌情報"])
        for number, line in enumerate(lines)
    }
    found = reviewed(build(files))
    assert found == {name.removesuffix(".md"): ["2401.00001"] for name in files}


def test_a_bibtex_entry_with_the_title_of_the_document_names_its_paper(build: Build) -> None:
    def entry(title: str, number: int) -> str:
        return (
            f"@article{{key{number},\n  title={{{title}}},\n  author={{Kim, A}},\n"
            f"  journal={{arXiv preprint arXiv:2401.{number:05}}},\n  year={{2024}}\n}}\n"
        )

    files = {
        "notes/a.md": "# Alpha models for text\n\nWords.\n\n### Bibtex\n\n```latex\n"
        + entry("Alpha Models for Text", 1) + "```\n",
        "notes/b.md": "### Paper:\n\nBeta models for text\n\n### Notes:\n\nWords.\n\n```\n"
        + entry("Beta models for text", 2) + "```\n",
        "notes/c.md": "---\ntitle: 'Gamma: models'\n---\n\nWords.\n\n```bibtex\n"
        + entry("Other work entirely", 3) + entry("{G}amma: {M}odels", 4) + "```\n",
        # Two that cite, and one whose entry is broken.
        "docs/citing.md": "# Citing this project\n\n```bibtex\n" + entry("A tool", 5) + "```\n",
        "docs/use.md": "# How to use it\n\nCite it:\n\n```bibtex\n"
        + entry("A tool for long work", 6) + "```\n",
        "docs/broken.md": "# Delta models for text\n\n```\n@article{x, title={Delta models for text\n```\n",
    }  # fmt: skip
    built = build(files)
    assert reviewed(built) == {
        "notes/a": ["2401.00001"],
        "notes/b": ["2401.00002"],
        "notes/c": ["2401.00004"],
    }
    paper = built.env.domains["paper"].data["papers"]["notes/b"][0]
    assert (paper.title, paper.year) == ("Beta models for text", "2024")


def test_numbered_links_to_sites_are_no_reviews(build: Build) -> None:
    def sites(*more: str) -> str:
        places = ("https://themes.example/", "https://more.example/free")
        links = (f"### {n}. [A site]({place})\n\nWords.\n\n" for n, place in enumerate(places, 1))
        return "".join((*links, *more))

    one = "### 3. [Alpha](https://arxiv.org/abs/2401.00001)\n\nWords.\n"
    pdf = "### 3. [Alpha](https://lab.example/alpha.pdf)\n\nWords.\n"
    files = {
        "_posts/2024-01-01-sites.md": f"---\ntitle: Themes that I like\n---\n\n{sites()}",
        "_posts/2024-01-02-both.md": f"---\ntitle: Things that I read\n---\n\n{sites(one)}",
        "_posts/2024-01-03-papers.md": f"---\ntitle: '[논문 리뷰] 둘'\n---\n\n{sites()}",
        "_posts/2024-01-04-pdf.md": f"---\ntitle: Things that I read\n---\n\n{sites(pdf)}",
    }
    found = reviewed(build(files))
    counts = {name[-6:]: len(papers) for name, papers in found.items()}
    assert counts == {"2-both": 3, "papers": 2, "04-pdf": 3}


def test_the_only_paper_of_a_section_of_facts_is_meant(build: Build) -> None:
    said = "Presented in [ASPLOS 2024](https://arxiv.org/abs/2401.00001).\n\nAuthors: Kim, Lee\n"
    two = f"{said}\nSee [another](https://arxiv.org/abs/2401.00002), too.\n"

    def text(heading: str, lines: str) -> str:
        return f"# Alpha\n\n## {heading}\n\n{lines}\n## Method\n\nWords.\n"

    files = {
        "notes/a.md": text("Meta Info", said),
        "notes/b.md": text("2. Paper information", said),
        "notes/c.md": text("논문 정보", said),
        "notes/d.md": text("Meta Info", two),
        "notes/e.md": text("Setup", said),
    }
    names = ("notes/a", "notes/b", "notes/c")
    assert reviewed(build(files)) == {name: ["2401.00001"] for name in names}


def test_two_identifiers_beside_other_facts_name_no_paper(build: Build) -> None:
    text = (
        "# Alpha\n\n## Sources\n\n- Date: 2024, arXiv:2401.00001\n"
        "- Date: 2025, arXiv:2401.00002\n\n## Method\n\nWords.\n"
    )
    assert reviewed(build({"notes/alpha.md": text})) == {}


#: First lines of documents that say by a reference, a sentence or a publisher's address which
#: paper they are about; the number of the identifier is filled in.
REFERENCES = {
    "MLA": 'Doe, Jane, et al. "Thin frames suffice." arXiv preprint arXiv:2402.{:05} (2024).',
    "APA": "Doe, J., Roe, R. & Poe, P. (2024). Thin frames suffice. arXiv preprint arXiv:2402.{:05}.",
    "GB/T": "Doe J, Roe R. Thin frames suffice[J]. arXiv preprint arXiv:2402.{:05}, 2024.",
    "IEEE": '> J. Doe and R. Roe, "Thin frames suffice," arXiv:2402.{:05}, 2024.',
    "styled": "*Jane Doe, Ria Roe*. **Thin frames**. CVPR 2024. "
              "[arXiv](https://arxiv.org/abs/2402.{:05})",
    "Korean": "김하나, 이둘. 얇은 틀로 충분하다. CVPR, 2024. https://arxiv.org/abs/2402.{:05}",
    "labelled": 'Citation: Doe, Jane. "Thin frames suffice." arXiv:2402.{:05} (2024).',
    "heading": '### Citation\n\nDoe, Jane. "Thin frames suffice." arXiv:2402.{:05} (2024).',
    "box": "> [!Cite]\n> Doe, J., Roe, R. (2024). *Thin frames*. arXiv. "
           "https://arxiv.org/abs/2402.{:05}",
    "sentence": "This is a summary of [Thin frames suffice](https://arxiv.org/abs/2402.{:05}).",
    "Korean sentence": "이 글은 [Thin frames](https://arxiv.org/abs/2402.{:05})를 정리한 글입니다.",
    "Chinese sentence": "本文是对 [Thin frames](https://arxiv.org/abs/2402.{:05}) 的解读。",
    "Japanese sentence": "今回紹介する論文は[Thin frames](https://arxiv.org/abs/2402.{:05})です。",
}  # fmt: skip
PUBLISHED = {
    "IEEE": "https://ieeexplore.ieee.org/document/1234567",
    "ScienceDirect": "https://www.sciencedirect.com/science/article/pii/S0123456789012345",
    "PMC": "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567",
    "USENIX": "https://www.usenix.org/conference/example24/presentation/doe",
    "IJCAI": "https://www.ijcai.org/proceedings/2024/0001.pdf",
    "AAAI": "https://ojs.aaai.org/index.php/AAAI/article/view/12345",
}
#: The same words where they do not say what the document is about.
NO_REFERENCES = {
    "prose": "Since Doe et al. (2024) found thin frames (arXiv:2402.00001), design has changed.",
    "sentence": "The rule is that of Doe and Roe, arXiv:2402.00001, and is used as below.",
    "cite us": 'Frames is a library. To cite it:\n\nDoe, Jane. "Frames." arXiv:2402.00001 (2024).',
    "journal": "Link: https://www.sciencedirect.com/",
    "shop": "[Thin frames](https://shop.example/1234567)",
    "two": "This is a summary of [A](https://arxiv.org/abs/2402.00001) and "
           "[B](https://arxiv.org/abs/2402.00002).",
}  # fmt: skip


def test_references_sentences_and_publishers(build: Build) -> None:
    tail = "\n\n## Method\n\nAs [before](https://arxiv.org/abs/2402.09999).\n"
    files: dict[str, str] = {}
    expected: dict[str, list[str]] = {}
    for number, (name, text) in enumerate(REFERENCES.items(), 1):
        files[f"notes/{name}.md"] = f"# Sparse frames\n\n{text.format(number)}{tail}"
        expected[f"notes/{name}"] = [f"arxiv:2402.{number:05}"]
    for name, url in PUBLISHED.items():
        for form, text in {
            "section": f"#### Link\n\n{url}\n\n#### Information\n\n- Author : Jane Doe",
            "line": url,
            "title": f"[Sparse frames]({url})",
        }.items():
            files[f"notes/{form} {name}.md"] = f"# Sparse frames\n\n{text}{tail}"
            expected[f"notes/{form} {name}"] = [f"url:{url}"]
    for name, text in NO_REFERENCES.items():
        files[f"docs/{name}.md"] = f"# Sparse frames\n\n{text}{tail}"
    built = build(files)
    domain = built.env.domains["paper"]
    found = {
        name: [paper.id.key for paper in papers]
        for name in built.env.found_docs
        if (papers := domain.records("papers", name))
    }
    assert found == expected


def test_a_link_among_the_lines_of_a_part_is_not_the_paper_of_its_document(build: Build) -> None:
    part = "* What does it cost?\n\n* [Beta](https://arxiv.org/abs/2401.00062)?\n\n* More.\n"
    text = (
        "---\ntitle: Alpha\ndate: 2024-01-02\n---\n\n[K. et al.](https://arxiv.org/abs/2401.00061)\n\n"
        f"## Summary\n\nText.\n\n## Questions for discussion\n\n{part}"
    )
    old = "[paper](http://papers.nips.cc/paper/7248-a-slug-of-words)"
    built = build(
        {
            "posts/a.md": text,
            "posts/b.md": f"---\ntitle: Gamma\ndate: 2024-01-02\n---\n\n{old}\n\nText.\n",
        }
    )
    found = {paper.title: paper.id for paper in built.env.domains["paper"].archive.papers}
    assert {title: identifier.value for title, identifier in found.items()}["Alpha"] == "2401.00061"
    assert set(found) == {"Alpha", "Gamma"}


def test_what_logseq_notes_about_a_block_is_no_fact(build: Build) -> None:
    text = (
        "---\ntitle: Delta\n---\n\n- Meta Data\n  heading:: true\n\t- * Proceedings Title: Conf of Nets\n"
        "\t  collapsed:: true\n\t- * DOI: [10.1000/a.1](https://doi.org/10.1000/a.1)\n"
        "- Text of mine.\n  id:: 6434f1a2-aaaa-bbbb-cccc-ddddeeeeffff\n  todo:: 1618793313462\n"
    )
    built = build({"papers/d.md": text})
    (paper,) = built.env.domains["paper"].archive.papers
    assert (paper.title, paper.venue) == ("Delta", "Conf of Nets")
    page = built.read("papers/d.html")
    assert "Text of mine." in page
    assert not [word for word in ("heading::", "collapsed::", "id::", "todo::") if word in page]


def test_authors_of_a_paper_did_not_write_the_post(build: Build) -> None:
    head = f"---\ntitle: Alpha\ndate: 2024-01-02\npaper: {PAPER}\nauthors: {{}}\n{{}}---\n\na\n"
    files: dict[str, str | bytes | None] = {
        "posts/note.md": head.format("[Ann Lee, Bo Kim]", "citekey: lee2024\n"),
        "posts/venue.md": head.format("[Ann Lee, Bo Kim]", "venue: ICLR\n"),
        "posts/two.md": head.format("[Ann Lee, Bo Kim]", ""),
        "posts/one.md": head.format("[Ann Lee]", "venue: ICLR\n"),
        "posts/keys.md": head.format("[ann, bo]", "venue: ICLR\n"),
    }
    built = build(files)
    domain = built.env.domains["paper"]
    found = {
        name: (
            [person.name for person in domain.data["posts"][f"posts/{name}"].authors],
            list(domain.records("papers", f"posts/{name}")[0].authors),
        )
        for name in ("note", "venue", "two", "one", "keys")
    }
    both = ["Ann Lee", "Bo Kim"]
    assert found == {
        "note": ([], both),
        "venue": ([], both),
        "two": (both, []),
        "one": (["Ann Lee"], []),
        "keys": (["ann", "bo"], []),
    }
    vault = build({**files, ".obsidian/app.json": "{}"})
    posts = vault.env.domains["paper"].data["posts"]
    assert not any(posts[f"posts/{name}"].authors for name in found)

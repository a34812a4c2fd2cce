"""Reviews whose paper a sentence, an introduction or a file names, and those that name none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness import build_project, write_files

if TYPE_CHECKING:
    from tests.harness import Built

PAPER = "https://arxiv.org/abs/2402.00077"
OTHER = "https://arxiv.org/abs/2402.00088"
THIRD = "https://arxiv.org/abs/2402.00099"
TAGGED = "---\ntitle: Alpha\ntags: [Paper Review]\n---\n\n"
MORE = f"\n\n## Method\n\nIt builds on [Beta]({OTHER}).\n"

#: Documents that review the paper, and what they say.
REVIEWS = {
    "here": f"# Alpha\n\nThe original paper is available [here]({PAPER}).{MORE}",
    "here before": f"# Alpha\n\n[Here]({PAPER}) is the paper, if you want to read it first.{MORE}",
    "Korean": f"# Alpha\n\n알파를 정리해 보았다. 원 논문은 [다음]({PAPER})에서 확인할 수 있다.{MORE}",
    "Korean, paper behind": f"# Alpha\n\n2019년에 발표되었으며, [이곳]({PAPER})에서 논문을 볼 수 "
                            f"있다.{MORE}",
    "Korean, code as well": f"# Alpha\n\n논문은 [이곳]({PAPER})에서, 코드는 [여기]"
                            f"(https://github.com/x/y)에서 볼 수 있다.{MORE}",
    "Chinese": f"# Alpha\n\n这个模型很有意思，论文可以在[这里]({PAPER})下载，推荐大家阅读一下。{MORE}",
    "Japanese": f"# Alpha\n\nとても面白いモデルです。論文は[こちら]({PAPER})から読むことができます。{MORE}",
    "address in the sentence": f"# Alpha\n\nYou can find the whole paper of it at {PAPER} today."
                               f"{MORE}",
    "introduction": f"{TAGGED}## 들어가며\n\n본 논문의 원본은 [이곳]({PAPER})에서 볼 수 있다.{MORE}",
    "introduction with a list": f"{TAGGED}## Intro.\n\nSome words on it.\n\n"
                                f"- [원문 보러가기]({PAPER})\n- [Beta 보러가기](/beta)\n{MORE}",
    "what it is, in an introduction": f"{TAGGED}## 시작하기 전에\n\n다음은 [A Study of Alpha]({PAPER})의 "
                                      f"일부를 발췌하여 정리한 것이다.{MORE}",
    "address alone in an introduction": f"{TAGGED}## Introduction\n\nA word.\n\nICLR 2024\n{PAPER}\n"
                                        f"{MORE}",
    "link called paper": f"{TAGGED}In [this paper]({PAPER}), the authors show that a simple change "
                         f"of the loss is enough.{MORE}",
    "facts below their heading": f"# Alpha\n\n## Author\n\n- Ann Lee et al.\n- {PAPER}\n"
                                 "- ICCV 2019\n\n## Approach\n\nText.\n",
    "preprint and publisher": f"# Alpha\n\nhttps://doi.org/10.1000/alpha.1\n\n{PAPER}\n{MORE}",
    "title with more behind it": "# A Study of the Alpha Model / Alpha\n\n## Abstract\n\nText.\n\n"
                                 f"## Results\n\nIt is fast.\n\n[A Study of the Alpha Model 논문]"
                                 f"({PAPER})\n",
    "file named by the identifier": "# Alpha\n\n- [Original paper](2402.00077.pdf)\n"
                                    f"- [A tutorial](https://example.org/alpha)\n{MORE}",
}  # fmt: skip

#: Documents that review nothing, and whether that needs a notice.
OTHERS = {
    "related": (f"# Tools\n\nRelated papers are [here]({OTHER}) for those who like them.\n", False),
    "in passing": (f"# Tools\n\nAs [this paper]({OTHER}) shows, it is worth to do so.\n", False),
    "two": (
        f"# Tools\n\nOne paper is [here]({PAPER}). The newer paper is [here]({OTHER}).\n",
        False,
    ),
    "code": (f"# Tools\n\nThe code is [here]({OTHER}), as we all know very well by now.\n", False),
    "missing file": (f"{TAGGED}- [Paper](alpha.pdf)\n- [Wiki](https://wiki.example.org)\n", True),
    "three by a label": (f"# Alpha\n\n출처: [v1]({PAPER}), [v2]({OTHER}), [v3]({THIRD})\n", True),
    "title alone": (f"{TAGGED}It is fast.\n", True),
    "first words": ("# Alpha\n\n본 논문은 새로운 방법을 제안한다.\n", True),
    "review of a book": ("---\ntags: [review]\n---\n\n# Alpha\n\nA fine book.\n", False),
    "denied": ("---\ntitle: Alpha\ntags: [Paper Review]\npaper: false\n---\n\nMy list.\n", False),
    "label that is prose": (
        "# Weeks\n\n"
        + "".join(
            f"## Week {n}\n\nRead the [Examples](https://x.example/a) page.\n\n" for n in range(3)
        ),
        False,
    ),
    "plain": ("# Tools\n\nIt is a note on tools.\n", False),
}


#: First lines below a heading, and what lists show of them: never the title or a fact again.
SUMMARIES = {
    "title again": f"# A Study of Alpha\n\n{PAPER}\n\n**A Study of Alpha** (Kim, Lee)\n\nIt is fast.\n",
    "authors below their label": f"# Alpha\n\n저자 :\nAnn Lee, Bo Kim\n\n[원문]({PAPER})\n\nIt is fast.\n",
    "Markdown in a summary": f'---\ntldr: "It is **fast**"\n---\n\n# Alpha\n\n{PAPER}\n\nA word.\n',
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a site with all of these documents."""
    folder = tmp_path_factory.mktemp("sentences")
    texts = {**REVIEWS, **{name: text for name, (text, _notice) in OTHERS.items()}, **SUMMARIES}
    files = {f"notes/d{number}.md": text for number, text in enumerate(texts.values())}
    conf = 'extensions = ["sphinx_paperreview"]\npaperreview_lint = "all"\n'
    more = {"notes/2402.00077.pdf": "%PDF-1.4\n", "index.md": "# Home\n", "conf.py": conf}
    write_files(folder, {**files, **more})
    return build_project(folder, builder="dummy")


@pytest.mark.parametrize("name", REVIEWS)
def test_the_paper_that_is_pointed_at(built: Built, name: str) -> None:
    docname = f"notes/d{list(REVIEWS).index(name)}"
    papers = built.env.domains["paper"].records("papers", docname)
    assert [paper.id.key for paper in papers] == ["arxiv:2402.00077"]
    assert not any(f"{docname}.md" in each and "paper_document" in each for each in built.warnings)


@pytest.mark.parametrize("name", OTHERS)
def test_what_names_no_paper(built: Built, name: str) -> None:
    docname = f"notes/d{len(REVIEWS) + list(OTHERS).index(name)}"
    assert built.env.domains["paper"].records("papers", docname) == ()
    notices = [
        each for each in built.warnings if f"{docname}.md" in each and "paper_document" in each
    ]
    assert len(notices) == OTHERS[name][1], notices


@pytest.mark.parametrize("name", SUMMARIES)
def test_the_first_words(built: Built, name: str) -> None:
    number = len(REVIEWS) + len(OTHERS) + list(SUMMARIES).index(name)
    (paper,) = built.env.domains["paper"].records("papers", f"notes/d{number}")
    assert paper.summary.rstrip(".") == "It is fast"
    if "authors" in name:
        assert paper.authors == ("Ann Lee", "Bo Kim")

"""Notes without a date, which are no posts: what holds back a post holds them back as well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.harness import CONF

if TYPE_CHECKING:
    from tests.harness import Build, Built

OURS = CONF.replace('"basic"', '"paperreview"')
PAPER = "See [the paper](https://arxiv.org/abs/2501.00001).\n"
WORDS = "Wordsofanote."
BODY = f"{WORDS} {PAPER}"
#: A note and its name; each says that it is not published.
HELD = {
    "下書き/a.md": f"# A\n\n{BODY}",
    "비공개/b.md": f"# B\n\n{BODY}",
    "not-ready/c.md": f"# C\n\n{BODY}",
    "wip-d.md": f"# D\n\n{BODY}",
    "[WIP] e.md": f"# E\n\n{BODY}",
    "f.md": f"# [WIP] F\n\n{BODY}",
    "g.md": f"# G (작성 중)\n\n{BODY}",
    "h.md": f"# H\n\n> [!CAUTION]\n> Unpublished draft. Do not share the link.\n\n{BODY}",
    "i.md": f"---\nstatus: draft\n---\n\n# I\n\n{BODY}",
    "j.md": f"---\nvisibility: nobody but me\n---\n\n# J\n\n{BODY}",
    "k.md": f"<!-- do not publish -->\n\n# K\n\n{BODY}",
    "l.md": f"# L\n\n{BODY}\n#draft\n",
    "m.md": f"# M\n\n**상태: 미발행**\n\n{BODY}",
    "n.rst": f"N\n=\n\n.. warning:: Draft, do not distribute.\n\n{WORDS} https://arxiv.org/abs/2501.00001\n",
    "o.rst": f"O (ENTWURF)\n===========\n\n{WORDS} https://arxiv.org/abs/2501.00001\n",
    "oo.rst": f":Status: |state|\n\n.. |state| replace:: draft\n\nO\n=\n\n{WORDS}\n",
    "p.mdx": f"# P\n\n:::note\nunder review, do not distribute\n:::\n\n{BODY}",
    "q.md": f"# Q\n\n[![a](https://img.shields.io/badge/visibility-private-lightgrey.svg)](#) "
    f"![b](https://img.shields.io/badge/review-unpublished-orange)\n\n{BODY}",
    "r.md": f"# R\n\n{BODY}\n- [x] read\n- [ ] ready to publish\n",
    "s.md": f"NOTE TO SELF: don't post this one until the appendix is read!\n\n# S\n\n{BODY}",
    "t.md": f"# T\n\nPlease comment inline, but **don't publish**, I am waiting for an answer.\n\n{BODY}",
    "u.md": f"# U\n\n*Sperrfrist: 1. Januar 2099. Vorher nicht veröffentlichen.*\n\n{BODY}",
    "v.md": "# V\n\nThis review is the property of the committee. It must not be shared with anybody "
    f"outside of it.\n\n{BODY}",
    "w.md": f"# W\n\n(복사해서 쓰고 게시하지 마세요.)\n\n{BODY}",
    "x-未完成-勿发.md": f"# X\n\n{BODY}",
    "2999-01-01-y.md": f"# Y\n\n{BODY}",
    "z.md": f"---\nveröffentlichen_ab: 31.12.2099\n---\n\n# Z\n\n{BODY}",
}
#: Notes that only look so.
SHOWN = {
    "sharing.md": f"# Sharing\n\nHeads do not share weights. They never publish the code.\n\n{BODY}",
    "speculative.md": f"# Speculative decoding with draft models\n\nA draft model is small.\n\n{BODY}",
    "private.md": f"# Private learning\n\nHidden layers are not released.\n\n{BODY}",
    "open.md": f"---\ndraft: false\n---\n\n# Open\n\nPlease do not publish this.\n\n{BODY}",
    "iccv.md": f"# ICCV\n\n- **Authors:** Ann Lee\n- **Published:** ICCV 2023 (arXiv:2401.00117)\n\n{BODY}",
    "must.md": f"# Must\n\nResults must not be compared across datasets; samples may not be shared.\n\n{BODY}",
}
README = "# Notes\n\n> 🚧 Work in progress\n\nNotes on papers.\n"


def shown(built: Built) -> set[str]:
    """Return the documents whose page has the words."""
    return {
        path.relative_to(built.outdir).with_suffix("").as_posix()
        for path in built.outdir.rglob("*.html")
        if WORDS in path.read_text(encoding="utf-8")
    }


def stems(files: dict[str, str]) -> set[str]:
    return {name.rpartition(".")[0] for name in files}


def test_notes_of_an_archive_are_judged_as_posts_are(build: Build) -> None:
    built = build({"README.md": README, **HELD, **SHOWN}, conf=OURS)
    assert shown(built) == stems(SHOWN)
    assert built.exists("README.html") or built.exists("index.html")
    said = re.search(r"not published: (.*)", built.status)
    assert said is not None
    assert sum(map(int, re.findall(r"\d+", said[1]))) == len(HELD)
    doubts = re.search(r"(\d+) in doubt", said[1])
    told = [each for each in built.warnings if "this is not published" in each]
    assert doubts is not None
    assert len(told) == int(doubts[1])


def test_under_another_theme_what_names_a_paper(build: Build) -> None:
    markdown = {name: text for name, text in HELD.items() if not name.endswith(".rst")}
    built = build({"index.md": README, **markdown, **SHOWN}, conf=CONF)
    assert shown(built) == stems(SHOWN)


@pytest.mark.parametrize("extension", ["sphinx.ext.todo", "myst_parser"])
def test_pages_of_a_project_stay(build: Build, extension: str) -> None:
    """With its own parser and theme, they may be about drafts, or of a state of another kind."""
    suffixes = (".rst", ".md") if extension == "myst_parser" else (".rst",)
    pages = {f"docs/{name}": text for name, text in HELD.items() if name.endswith(suffixes)}
    kept = {name: text for name, text in pages.items() if "---" not in text}
    built = build(
        {"index.rst": "Home\n====\n", **kept}, conf=f"{CONF}extensions.append('{extension}')\n"
    )
    assert shown(built) == stems(kept)

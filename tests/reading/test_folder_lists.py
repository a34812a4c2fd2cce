"""Lists of notes in a README that name the paper of each note, which names none itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from tests.harness import Build, Built

CONF = 'project = "Notes"\nextensions = ["sphinx_paperreview"]\nhtml_theme = "paperreview"\n'
ADDRESS = "https://arxiv.org/abs/2401.0050"
NOTE = "# {title}\n\nIt is fast and small.\n"
ITEMS = (
    f"# Notes\n\n- [Alpha of Beta](notes/alpha.md) — *Doe et al.* [[arXiv]({ADDRESS}1)]\n"
    f"- Gamma of Delta [[notes](notes/gamma.md)] [[link](https://arxiv.org/pdf/2401.00502.pdf)], 2024\n"
    f"- [paper]({ADDRESS}3) [Epsilon](https://github.com/x/y/blob/main/notes/epsilon.md)\n"
)
TABLE = (
    "# Notes\n\n| Title | Paper | Notes |\n|---|---|---|\n"
    f"| Alpha of Beta | [arXiv]({ADDRESS}1) | [notes](notes/alpha.md) |\n"
    f"| Gamma of Delta | [arXiv]({ADDRESS}2) | [notes](notes/gamma.md) |\n"
    f"| Epsilon | [arXiv]({ADDRESS}3) | [notes](notes/epsilon.md#idea) |\n"
)
#: Links that Markdown alone would not show.
HTML = (
    "---\ntitle: Notes\n---\n\n"
    f'- <img src="x.png" alt="new"> <a href="notes/alpha.md">Alpha of Beta</a> {ADDRESS}1\n'
    f'- Gamma of Delta <a href="notes/gamma.md">notes</a>, <a href="{ADDRESS}2">arXiv</a>\n'
    f"- [paper]({ADDRESS}3) <a href='notes/epsilon.md'><b>Epsilon</b></a>\n"
)
#: Lines of an item, of which one has the paper and another the note.
NESTED = (
    "# Notes\n\n- Alpha of Beta\n"
    f"  - [[paper]({ADDRESS}1)] Doe et al., ICCV, 2019\n  - [[summary](./notes/alpha.md)] Kim\n\n"
    f"- **Gamma of Delta**\n  - [paper]({ADDRESS}2)\n  - [notes](notes/gamma.md)\n"
    f"- Epsilon\n\n  [paper]({ADDRESS}3)\n\n  [notes](notes/epsilon.md)\n"
)
TITLES = ["Alpha of Beta", "Gamma of Delta", "Epsilon"]
#: Lists that name no paper for the note ``alpha``.
OTHERS = {
    "two papers": ITEMS.replace("*Doe et al.*", f"[other]({ADDRESS}9)"),
    "another paper in another item": f"{ITEMS}- [Alpha](notes/alpha.md) [arXiv]({ADDRESS}9)\n",
    "too few": ITEMS.partition("- Gamma")[0],
    "in a block of code": ITEMS.replace("- ", "    - "),
    "no paper": ITEMS.replace(f"[[arXiv]({ADDRESS}1)]", "[site](https://x.example)"),
}


def _files(readme: str) -> dict[str, str | bytes]:
    names = ["alpha", "gamma", "epsilon"]
    notes = {
        f"notes/{name}.md": NOTE.format(title=title)
        for name, title in zip(names, TITLES, strict=True)
    }
    return {"conf.py": CONF, "README.md": readme, **notes}


def _papers(built: Built) -> dict[str, str]:
    """Return identifier and title of the papers, by the notes that review them."""
    papers = domain_of(built.env).data["papers"]
    return {
        docname.removeprefix("notes/"): f"{each.id.value} {each.title}"
        for docname in sorted(papers)
        for each in papers[docname]
    }


@pytest.mark.parametrize(
    "readme", [ITEMS, TABLE, HTML, NESTED], ids=["items", "table", "html", "nested"]
)
def test_a_list_of_notes_names_their_papers(build: Build, readme: str) -> None:
    assert _papers(build(_files(readme), builder="dummy")) == {
        "alpha": "2401.00501 Alpha of Beta",
        "gamma": "2401.00502 Gamma of Delta",
        "epsilon": "2401.00503 Epsilon",
    }


@pytest.mark.parametrize("name", OTHERS)
def test_other_lists_name_none(build: Build, name: str) -> None:
    assert "alpha" not in _papers(build(_files(OTHERS[name]), builder="dummy"))


def test_what_a_note_says_counts_before_the_list(build: Build) -> None:
    own = f"# Alpha of Beta\n\nPaper: {ADDRESS}9\n\nIt is fast.\n"
    built = build(_files(ITEMS) | {"notes/alpha.md": own}, builder="dummy")
    assert _papers(built)["alpha"] == "2401.00509 Alpha of Beta"


def test_a_note_without_a_title_has_that_of_the_list(build: Build) -> None:
    built = build(_files(ITEMS) | {"notes/gamma.md": "It is fast and small.\n"}, builder="dummy")
    assert _papers(built)["gamma"] == "2401.00502 Gamma of Delta"


def test_an_edit_of_the_list_reads_the_notes_again(build: Build) -> None:
    built = build(_files(ITEMS), builder="dummy")
    edited = ITEMS.replace(f"{ADDRESS}1", f"{ADDRESS}7").replace(f"[paper]({ADDRESS}3) ", "")
    again = built.rebuild({"README.md": f"{edited}- [x](notes/x.md) [arXiv]({ADDRESS}8)\n",
                           "notes/x.md": NOTE.format(title="X")})  # fmt: skip
    assert _papers(again) == {
        "alpha": "2401.00507 Alpha of Beta",
        "gamma": "2401.00502 Gamma of Delta",
        "x": "2401.00508 X",
    }


def test_a_remark_in_the_list_is_no_title(build: Build) -> None:
    name = "Alpha Nets for Sparse Beta"
    readme = (
        f"# Notes\n\n- 2017.04 [Alpha Nets for Sparse Beta: A Study](<notes/{name}.md>) [arXiv]({ADDRESS}1)\n"
        f"- 2016.xx [Gamma of Delta](notes/gamma.md) [arXiv]({ADDRESS}2)\n"
        f"- ACC 0.6444 and 0.6111 [notes](<notes/Beta Is All One Needs.md>) [arXiv]({ADDRESS}3)\n"
        f"- 2018.01 Epsilon of Zeta [notes](notes/epsilon.md) [arXiv]({ADDRESS}4)\n"
    )
    names = (name, "gamma", "Beta Is All One Needs", "epsilon")
    files = {f"notes/{each}.md": "It is fast and small.\n" for each in names}
    built = build({"conf.py": CONF, "README.md": readme, **files}, builder="dummy")
    assert _papers(built) == {
        name: "2401.00501 Alpha Nets for Sparse Beta: A Study",
        "Beta Is All One Needs": "2401.00503 Beta Is All One Needs",
        "gamma": "2401.00502 Gamma of Delta",
        "epsilon": "2401.00504 Epsilon of Zeta",
    }

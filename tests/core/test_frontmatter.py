"""Front matter: what of YAML is taken, and which keys are taken for misspelt."""

from __future__ import annotations

import pytest

from sphinx_paperreview.core.metadata import frontmatter


@pytest.mark.parametrize("mark", ["\t", " \t ", "\t\t"])
def test_tabs_may_stand_between_a_key_and_its_value(mark: str) -> None:
    text = f"---\ntitle:{mark}A post{mark}\ntags:{mark}\n  - x{mark}\nb: [1,{mark}2]\n---\n"
    found = frontmatter.parse(text)
    assert (found.problem, found.data["title"], found.data["tags"]) == ("", "A post", ["x"])


def test_keys_of_other_programs_are_no_misspellings() -> None:
    other = ("comments", "layout", "permalink", "images", "categories", "expiryDate", "related")
    assert frontmatter.misspelt(other) == {}
    assert frontmatter.misspelt(["nocoments"]) == {"nocoments": "nocomments"}


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("---\nTitle: A\nTAGS: [x]\n---\n", {"title": "A", "tags": ["x"]}),
        ("+++\nDate = 2025-11-14\nLastMod = 2025-11-15\n+++\n", {"date": "2025-11-14", "lastmod": "2025-11-15"}),
        # The key as it is known goes before; what decides on publication is never guessed at.
        ("---\ntitle: A\nTitle: B\n---\n", {"title": "A", "Title": "B"}),
        ("---\nDraft: true\nMine: 1\n---\n", {"Draft": True, "Mine": 1}),
    ],
)  # fmt: skip
def test_common_keys_are_read_in_any_case(text: str, data: dict[str, object]) -> None:
    found = frontmatter.parse(text).data
    assert {
        key: value if isinstance(value, (list, bool, int)) else str(value)
        for key, value in found.items()
    } == data
    for key in found:
        assert frontmatter.parse(text).line_of(key) == 2 + list(found).index(key)


@pytest.mark.parametrize(
    "text",
    [
        '---json\n{"title": "A", "paper": "arxiv:2401.00001"}\n---\n\nText.\n',
        '---JSON \n{\n"title": "A",\n"paper": "arxiv:2401.00001"\n}\n---\n\nText.\n',
        '---toml\ntitle = "A"\npaper = "arxiv:2401.00001"\n---\n\nText.\n',
        "--- yaml\ntitle: A\npaper: arxiv:2401.00001\n---\n\nText.\n",
        "---\ntitle: A\nparams:\n  paper: arxiv:2401.00001\n  title: B\n---\n\nText.\n",
        '+++\ntitle = "A"\n[params]\npaper = "arxiv:2401.00001"\n+++\n\nText.\n',
    ],
)
def test_the_first_line_names_the_language_and_params_hold_facts(text: str) -> None:
    found = frontmatter.parse(text)
    assert text[found.end :].strip() == "Text."
    assert (found.data["title"], found.data["paper"]) == ("A", "arxiv:2401.00001")
    assert "paper" in text.split("\n")[found.line_of("paper") - 1]
    assert "draft" not in frontmatter.parse("---\nparams: {draft: true, url: /x}\n---\n").data


PELICAN = "Title: A: B\nDate: 2025-11-14\nTAGS: x, y\nSummary: one\n    two\nCategory: c\n\nText.\n"
NIKOLA = "<!--\n.. title: A: B\n.. date: 2025-11-14\n.. tags: x, y\n.. category: c\n-->\n\nText.\n"


@pytest.mark.parametrize("text", [PELICAN, NIKOLA])
def test_lines_of_metadata_of_pelican_and_nikola(text: str) -> None:
    found = frontmatter.parse(text)
    assert text[found.end :].strip() == "Text."
    assert found.problem == ""
    data = {"title": "A: B", "date": "2025-11-14", "tags": "x, y", "category": "c"}
    assert {key: found.data[key] for key in data} == data
    assert found.data.get("summary", "one two") == "one two"
    for key in found.data:
        assert key in text.split("\n")[found.line_of(key) - 1].lower()


@pytest.mark.parametrize(
    "text",
    [
        "Title: A\nAuthors: Kim\nDate: 2025-11-14\nVenue: ICLR\n\nText.\n",  # facts of a paper
        "Date: 2025-11-14\nStatus: as before\nmore text\n",
        "Note: a\nDate: b\nCategory: c\n\nText.\n",
        "Title: A\n\nDate: 2025-11-14\nStatus: x\n",
        "<!-- a comment -->\n.. title: A\n",
        "<!--\n.. title: A\nwords\n-->\n",
    ],
)
def test_other_lines_are_text(text: str) -> None:
    assert frontmatter.split(text) == ("", 0)
    assert frontmatter.parse(text).data == {}

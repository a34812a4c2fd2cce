"""Front matter: what of YAML is taken, and which keys are taken for misspelt."""

from __future__ import annotations

import pytest

from sphinx_paperreview.core import frontmatter


@pytest.mark.parametrize("mark", ["\t", " \t ", "\t\t"])
def test_tabs_may_stand_between_a_key_and_its_value(mark: str) -> None:
    text = f"---\ntitle:{mark}A post{mark}\ntags:{mark}\n  - x{mark}\nb: [1,{mark}2]\n---\n"
    found = frontmatter.parse(text)
    assert (found.problem, found.data["title"], found.data["tags"]) == ("", "A post", ["x"])


def test_keys_of_other_programs_are_no_misspellings() -> None:
    other = ("comments", "layout", "permalink", "images", "categories", "expiryDate", "related")
    assert frontmatter.misspelt(other) == {}
    assert frontmatter.misspelt(["nocoments"]) == {"nocoments": "nocomments"}

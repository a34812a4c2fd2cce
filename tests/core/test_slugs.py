"""Slugs are safe everywhere, and what a label gets does not depend on order."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_paperreview.core import slugs

if TYPE_CHECKING:
    from random import Random

labels = st.text(max_size=120) | st.text("c+#.- /\\C강화한ㅎ", max_size=8)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("C++", "c-plus-plus"),
        ("C++11", "c-plus-plus-11"),
        ("c#", "c-sharp"),
        (".NET", "dot-net"),
        ("강화 학습", "강화-학습"),
        (unicodedata.normalize("NFD", "강화학습"), "강화학습"),
        ("日本語 タグ", "日本語-タグ"),
        ("  LLaMA  2 ", "llama-2"),
        ("GPT-4.5", "gpt-4.5"),
        ("A/B", "a-b"),
        ("../../etc", "etc"),
        ("CON", "x-con"),
        ("con.txt", "x-con.txt"),
        ("index", "x-index"),
        ("R&D", "r-and-d"),
    ],
)
def test_slug(text: str, slug: str) -> None:
    assert slugs.slug(text) == slug


@given(labels)
@example("")
@example("…")
@example("가" * 200)
@example("\U00020000" * 79)
def test_a_slug_is_safe(text: str) -> None:
    made = slugs.slug(text)
    assert 0 < len(made) <= slugs.LONGEST
    assert len(made.encode()) <= slugs.LONGEST_BYTES
    assert not set(made) & set('/\\:*?"<>|#%& \t\n')
    assert made[0] not in ".-"
    assert made[-1] not in ".-"
    assert made == unicodedata.normalize("NFC", made)
    assert slugs.slug(made) == made
    assert slugs.slug(text.lower()) == slugs.slug(slugs.fold(text)) == made


@given(st.lists(labels, max_size=12), st.randoms())
def test_assignment_is_a_function_of_the_set(names: list[str], random: Random) -> None:
    made = slugs.assign(names)
    shuffled = names * 2
    random.shuffle(shuffled)
    assert slugs.assign(shuffled) == made
    assert set(made) == set(names)


@given(st.lists(labels, max_size=12))
def test_different_labels_have_different_slugs(names: list[str]) -> None:
    made = slugs.assign(names)
    for left in names:
        for right in names:
            assert (made[left] == made[right]) == (slugs.fold(left) == slugs.fold(right))
    assert all(len(slug) <= slugs.LONGEST for slug in made.values())


@given(st.lists(labels, max_size=8), labels)
def test_a_rival_renames_none_that_already_collide(names: list[str], more: str) -> None:
    before, after = slugs.assign(names), slugs.assign([*names, more])
    for label in names:
        if slugs.slug(label) != slugs.slug(more):
            assert after[label] == before[label]


def test_collisions() -> None:
    made = slugs.assign(["C++", "c plus plus", "c-plus-plus", "c", "LLM", "llm", "a b", "a/b"])
    assert made["c-plus-plus"] == "c-plus-plus"
    assert made["c"] == "c"
    assert made["LLM"] == made["llm"] == "llm"
    assert made["C++"].startswith("c-plus-plus-")
    assert len(set(made.values())) == 7
    assert made["a b"] == slugs.assign(["a/b", "a b", "a+b", "a:b"])["a b"]


def test_hues_never_change() -> None:
    # No seed of a process, no version of Python and no other name has a say.
    assert [slugs.hue(name) for name in ("microsoft", "deepseek", "강화-학습")] == [7, 10, 9]
    assert {slugs.hue(f"org-{n}") for n in range(200)} == set(range(slugs.HUES))

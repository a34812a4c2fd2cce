"""A slip of the pen publishes nothing: documents of every form, broken at random places."""

from __future__ import annotations

import os
from datetime import UTC
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_paperreview.reading.states.reader import read_state
from tests.harness import count_calls
from tests.reading.slips import FORMS, NOW, draw, is_public, slip, strictly

if TYPE_CHECKING:
    from tests.reading.slips import Document

ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "cp949",
    "gb18030", "shift_jis", "cp1252",
)  # fmt: skip
ENDS = ("\n", "\r\n", "\r")
#: Any whole number gives a document; hypothesis looks for a small one that fails.
seeds = st.integers(0, 2**48)


def verdict(document: Document, random: Random) -> str:
    """Return what the extension makes of *document*, in any encoding and with any line ends."""
    is_json = document.kind == "notebook"
    text = document.text if is_json else document.text.replace("\n", random.choice(ENDS))
    data = text.encode(random.choice(ENCODINGS[:2] if is_json else ENCODINGS), "replace")
    return read_state(data, document.kind, UTC).verdict(NOW, is_review=True)


@settings(max_examples=200)
@given(seeds)
def test_what_says_nothing_against_it_is_published(seed: int) -> None:
    random = Random(seed)
    document = draw(random, hiding=False)
    assert strictly(document) == "open"
    assert verdict(document, random) == "", document


@settings(max_examples=200)
@given(seeds)
def test_what_says_so_is_not_published(seed: int) -> None:
    random = Random(seed)
    document = draw(random, hiding=True)
    assert strictly(document) != "open"
    assert verdict(document, random) not in {"", "doubt"}, document


# The same on each run: of two slips, about one in a thousand makes what nobody can tell, which is
# counted below.
@settings(max_examples=300, derandomize=True)
@given(seeds)
def test_what_one_or_two_slips_make_of_it_is_not_published(seed: int) -> None:
    """Unless a strict reading says so, and nothing looks like a state."""
    random = Random(seed)
    document = slip(random, draw(random, hiding=True))
    if random.random() < 0.4:
        document = slip(random, document)
    if strictly(document) != "open":
        assert verdict(document, random) != "", document


#: How many documents are drawn; `make check` sets a larger number.
DRAWS = int(os.environ.get("PAPERREVIEW_DRAWS", "800"))


@pytest.mark.parametrize("slips", [1, 2])
def test_only_what_its_readers_read_as_public_is_published(slips: int) -> None:
    """The rest is what slips made a word of another meaning (``fate``), one in a thousand."""
    published = []
    for seed in range(DRAWS):
        random = Random(f"{slips}:{seed}")
        document = before = draw(random, hiding=True)
        for _ in range(slips):
            document = slip(random, document)
        if verdict(document, random) == "" and not is_public(document, before):
            published.append(document)
    assert len(published) <= DRAWS * slips // 400, published


@pytest.mark.parametrize("form", FORMS)
def test_reading_a_state_takes_linear_time(form: str) -> None:
    def work(number: int) -> int:
        document = FORMS[form](
            Random(form), [(f"key{number}of{n}", "words of it") for n in range(number)]
        )
        text = document.head * 3 + document.rest
        return count_calls(read_state, text.encode(), document.kind, UTC)

    assert work(1600) < 5 * work(400)


def test_dotted_keys_of_toml_take_bounded_time() -> None:
    """For tomllib a key of many parts takes quadratic time, so a line may have 200 dots."""

    def text(lines: int, dots: int) -> str:
        keys = (f"k{n}{'.a' * dots} = 1\n" for n in range(lines))
        return f"+++\n{''.join(keys)}+++\n\n# Title\n"

    def work(lines: int) -> int:
        return count_calls(read_state, text(lines, 200).encode(), "markdown", UTC)

    assert work(200) < 2.5 * work(100)
    for dots, wanted in ((200, ""), (201, "doubt")):
        state = read_state(text(2, dots).encode(), "markdown", UTC)
        assert state.verdict(NOW, is_review=True) == wanted

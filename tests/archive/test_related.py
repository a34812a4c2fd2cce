"""Papers that are similar: by words, terms and mentions, and not changed by what comes later."""

from __future__ import annotations

import cProfile
import pstats
import random
import shutil
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_paperreview.archive.related import features, related_papers
from sphinx_paperreview.core.files.store import keep_words
from sphinx_paperreview.core.model import Paper
from sphinx_paperreview.core.papers.identifiers import identify

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_paperreview.archive.related import Related

VOCABULARY = [f"{a}{b}" for a in "가나다라마바사아자차카타파하" for b in "강논단름별산운정품호"]
NONE: dict[str, frozenset[str]] = {}


def papers(folder: Path, texts: list[str]) -> dict[str, Paper]:
    found = {}
    for number, text in enumerate(texts):
        name = keep_words(folder, [features("", "", "", text)])
        identifier = identify(f"arxiv:2501.{number:05}")
        assert identifier is not None
        found[identifier.key] = Paper(
            f"d{number}", "a", 1, identifier, 0, "", f"T{number}", "", words=name
        )
    return found


def find(folder: Path, texts: list[str]) -> list[tuple[Related, ...]]:
    found = papers(folder, texts)
    terms = dict.fromkeys(found, frozenset[str]())
    return list(related_papers(found, terms, NONE, folder).values())


def texts(count: int, seed: int = 1) -> list[str]:
    rng = random.Random(seed)
    return [" ".join(rng.choices(VOCABULARY, k=12)) for _ in range(count)]


@pytest.mark.parametrize("count", [70, 127, 128, 129, 200])
def test_later_papers_change_nothing_where_there_are_enough(tmp_path: Path, count: int) -> None:
    whole = texts(count + 9)
    before, after = find(tmp_path, whole[:count]), find(tmp_path, whole)
    differing = [number for number in range(count) if before[number] != after[number]]
    assert all(before[number] == after[number][: len(before[number])] for number in range(count))
    assert all(len(before[number]) < 4 for number in differing)


def test_the_most_similar_comes_first_and_few_come_at_all(tmp_path: Path) -> None:
    many = texts(90)
    many[80] = f"{many[20]} {VOCABULARY[0]}"
    found = find(tmp_path, many)
    assert found[80][0].key == "arxiv:2501.00020"
    assert found[80][0].is_similar
    assert max(map(len, found)) == 4


def test_an_edit_compares_few_papers_again(tmp_path: Path) -> None:
    def compared(
        texts: list[str], function: str = "_scores"
    ) -> tuple[list[tuple[Related, ...]], int]:
        """Return what is related, and how many papers were compared with others."""
        profile = cProfile.Profile()
        found = profile.runcall(find, tmp_path, texts)
        stats: Any = pstats.Stats(profile)
        return found, sum(
            calls for (_file, _line, name), (calls, *_) in stats.stats.items() if name == function
        )

    many = texts(400, seed=2)
    assert compared(many)[1] > 300
    for place, most in ((399, 1), (300, 120), (70, 400), (3, 400)):
        many[place] = many[place].rpartition(" ")[0] + f" {VOCABULARY[place % 60]}"
        edited, number = compared(many)
        assert 0 < number <= most
        (tmp_path / "paperreview-related.json").unlink()
        assert edited == find(tmp_path, many)
    many.append(many[120])
    added, number = compared(many)
    assert added[-1]
    assert number == 1
    # Where nothing was edited, what to compare them by is not even asked of the others.
    many.append(many[130])
    assert compared(many, "_known_of")[1] == 1


def test_work_grows_with_the_archive_and_not_with_its_square(tmp_path: Path) -> None:
    def work(count: int) -> int:
        words = papers(tmp_path, texts(count))
        terms = dict.fromkeys(words, frozenset[str]())
        profile = cProfile.Profile()
        profile.runcall(related_papers, words, terms, NONE, tmp_path)
        stats: Any = pstats.Stats(profile)
        return int(stats.total_calls)

    few, some, many = map(work, (200, 400, 800))
    assert many - some <= 2.3 * (some - few)


@pytest.mark.parametrize("count", [100, 498])
def test_what_is_known_from_before_is_what_is_found_anew(tmp_path: Path, count: int) -> None:
    rng, more = random.Random(5), iter(enumerate(texts(count + 40, seed=5)))
    now = [next(more) for _ in range(count)]
    for change in range(12):
        place = rng.randrange(len(now)) if change % 4 else len(now)
        match change % 4:
            case 1:
                now[place] = (now[place][0], next(more)[1])
            case 2:
                del now[place]
            case _:
                now[place:place] = [next(more) for _ in range(1 + change % 3)]
        keys = [f"arxiv:2501.{number:05}" for number, _text in now]
        pairs = [rng.sample(keys, 2) for _ in range(9)] if change % 5 == 4 else []
        mentioned = {one: frozenset({other}) for pair in pairs for one, other in (pair, pair[::-1])}
        terms = {key: frozenset({f"t{key[-1]}"}) for key in keys}
        results = []
        for folder in (tmp_path, tmp_path / f"new{change}"):
            folder.mkdir(exist_ok=True)
            found = papers(folder, [text for _number, text in now])
            numbered = dict(zip(keys, found.values(), strict=True))
            results.append(related_papers(numbered, terms, mentioned, folder))
        assert results[0] == results[1]


def test_a_later_paper_is_compared_without_the_words_of_all(tmp_path: Path) -> None:
    def read(texts: list[str]) -> tuple[list[tuple[Related, ...]], int]:
        """Return what is related, and how many files of words were read."""
        profile = cProfile.Profile()
        found = profile.runcall(find, tmp_path, texts)
        stats: Any = pstats.Stats(profile)
        return found, sum(
            calls for (_file, _line, name), (calls, *_) in stats.stats.items() if name == "recall"
        )

    index = tmp_path / "paperreview-related-words.json"
    many = texts(500, seed=3)
    assert read(many)[1] == 500
    for damage in (None, lambda: index.write_bytes(index.read_bytes()[:-9]), index.unlink):
        if damage:
            damage()
        many += [many[len(many) // 3], many[7]]
        found, number = read(many)
        assert number >= 500 if damage else number == 130
        assert found[-2]
        (tmp_path / "new").mkdir()
        assert found == find(tmp_path / "new", many)
        shutil.rmtree(tmp_path / "new")
    # Nor where one of the latest was edited; its own words are read, and those of later papers.
    many[-20] = many[30]
    assert read(many)[1] < 140
    # The file is not written for each of them.
    written = index.stat().st_mtime_ns
    assert read([*many, many[8]])[1] < 140
    assert index.stat().st_mtime_ns == written


def test_papers_are_compared_in_little_memory(tmp_path: Path) -> None:
    rng = random.Random(2)
    words = [f"{first}{number}" for first in VOCABULARY for number in range(20)]

    def peak(count: int) -> int:
        found = papers(tmp_path, [" ".join(rng.choices(words, k=90)) for _ in range(count)])
        terms = dict.fromkeys(found, frozenset[str]())
        tracemalloc.start()
        try:
            related_papers(found, terms, NONE, tmp_path)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(600) - peak(200) < 400 * 3000

"""The index in volumes: an edit or a new post gives the files of an index made anew, and few of them."""

from __future__ import annotations

import random
import tracemalloc
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.search.index import Record, decode, encode, file_name, script, unscript
from sphinx_paperreview.search.volume import Document, LostError, Sources
from sphinx_paperreview.search.volumes import Library, divided
from sphinx_paperreview.search.words import terms

SYLLABLES = "강화학습모델보상증류판별자"
LATIN = ("on", "line", "online", "net", "work", "network", "gpt-4", "reward")
GLOSSARY = [["강화학습", "reinforcement learning"], ["증류", "distillation"], ["보상", "reward"]]


@dataclass
class Site:
    """Documents in memory, and what builds of their index leave behind."""

    #: The records of each document, by its name; a name that begins with a digit is that of a post.
    documents: dict[str, list[Record]]
    output: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    records: dict[str, list[Record]] = field(default_factory=dict)
    manifest: list[str] = field(default_factory=list)
    #: The documents whose records were read.
    read: list[str] = field(default_factory=list)

    def build(self, *, anew: bool = False) -> Library:
        """Build the index; *anew*, as if there were none."""
        found = []
        for name, records in sorted(self.documents.items()):
            key = digest(records)
            self.records[key] = records
            found.append(Document(name, key, len(records), file_name("x", name.encode())))
        posts = [each for each in found if each.name[0].isdigit()]
        pages = [each for each in found if not each.name[0].isdigit()]

        def read(name: str) -> str:
            if name not in self.output:
                raise LostError
            return self.output[name]

        def records_of(key: str) -> list[Record]:
            self.read.append(key)
            return self.records[key]

        sources = Sources(records_of, read, self.kept.get, self.kept.__setitem__)
        old = [] if anew else self.manifest
        library = Library(posts, pages, sources, old, GLOSSARY)
        self.manifest = library.manifest
        for name in library.names:
            if name in library.made:
                self.output[name] = library.made[name]
        return library

    def index(self) -> tuple[bytes, list[str]]:
        library = self.build()
        missing = [name for name in library.names if name[0] != "x" and name not in self.output]
        assert missing == []
        return library.root, library.names


def record(source: random.Random, docname: str, place: int) -> Record:
    def word() -> str:
        if source.random() < 0.3:
            return source.choice(LATIN)
        return "".join(source.choices(SYLLABLES, k=source.choice((2, 2, 3, 4, 4, 5, 6))))

    def words(count: int) -> str:
        return " ".join(terms(" ".join(word() for _ in range(count))))

    return Record(
        f"{docname} {place}", f"{docname}.html#{place}", (words(3), words(2), words(12)),
        orgs=(source.choice(("kaist", "nvidia")),), tags=(word(),), docname=docname, place=place,
    )  # fmt: skip


def document(source: random.Random, docname: str) -> list[Record]:
    return [record(source, docname, place) for place in range(source.choice((1, 2, 3)))]


def site(source: random.Random, posts: int, pages: int) -> Site:
    names = [*(f"{n:05}" for n in range(posts)), *(f"page{n}" for n in range(pages))]
    return Site({name: document(source, name) for name in names})


def edit(source: random.Random, made: Site) -> None:
    """Change one document at random: mostly a word or two, as authors do."""
    name = source.choice(sorted(made.documents))
    records = list(made.documents[name])
    kind = source.random()
    if kind < 0.7:
        place = source.randrange(len(records))
        old = records[place]
        text = old.words[2].split(" ")
        text[source.randrange(len(text))] = record(source, name, 0).words[0].split(" ")[0]
        words = (old.words[0], old.words[1], " ".join(text))
        records[place] = replace(old, words=words)
    elif kind < 0.8:
        place = source.randrange(len(records))
        records[place] = replace(record(source, name, place), title=f"Other {source.random()}")
    elif kind < 0.9:
        records = document(source, name)
    elif kind < 0.95 and len(made.documents) > 2:
        del made.documents[name]
        return
    else:
        name = f"{source.randrange(99999):05}"
        records = document(source, name)
    made.documents[name] = records


@pytest.mark.parametrize(("posts", "pages"), [(3, 0), (0, 5), (70, 4), (90, 12), (150, 0)])
@pytest.mark.parametrize("seed", range(3))
def test_edits_give_the_bytes_of_an_index_made_anew(seed: int, posts: int, pages: int) -> None:
    source = random.Random(1000 * posts + seed)
    made = site(source, posts, pages)
    made.index()
    for _ in range(15):
        for _ in range(source.choice((1, 1, 1, 2, 3))):
            edit(source, made)
        clean = Site(dict(made.documents))
        assert made.index() == clean.index()


def test_what_is_not_there_is_made_again() -> None:
    source = random.Random(7)
    made = site(source, 80, 3)
    made.index()
    edit(source, made)
    made.output.clear()
    with pytest.raises(LostError):
        made.build()
    made.kept.clear()  # the state of the last build is lost as well
    assert made.index() == Site(dict(made.documents)).index()


def test_a_new_post_is_written_into_the_last_volume() -> None:
    source = random.Random(3)
    made = site(source, 100, 5)
    _root, before = made.index()
    made.read.clear()
    made.documents["99999"] = document(source, "99999")
    _root, after = made.index()
    new = {name for name in set(after) - set(before) if name[0] != "x"}
    old = set(before) & set(after)
    assert len(made.read) <= 5 + 5  # the last four posts, this one, and the pages that follow
    assert len(new) < len(old)


def test_an_edit_reads_its_document_and_those_whose_compounds_change() -> None:
    source = random.Random(4)
    made = site(source, 400, 0)
    made.index()
    made.read.clear()
    name = "00042"
    old = made.documents[name][0]
    made.documents[name] = [replace(old, words=(*old.words[:2], f"{old.words[2]} zebra")),
                            *made.documents[name][1:]]  # fmt: skip
    made.index()
    assert set(made.read) <= {
        digest(made.documents[name]),
        digest([old, *made.documents[name][1:]]),
    }


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(0, []), (1, [1]), (63, [63]), (64, [64]), (101, [64, 32, 5]), (1000, [960, 40]),
     (5001, [4096, 896, 8, 1])],
)  # fmt: skip
def test_posts_are_divided_so_that_a_new_one_is_in_the_last_volume(
    count: int, sizes: list[int]
) -> None:
    found = [*divided([Document(str(n), str(n), 1, "") for n in range(count)])]
    assert [len(volume) for volume in found] == sizes
    assert [each.name for volume in found for each in volume] == [str(n) for n in range(count)]


def test_postings_are_read_as_they_were_written() -> None:
    source = random.Random(5)
    for size in (0, 1, 5, 400):
        numbers = sorted(source.sample(range(200_000), size))
        postings = [(number, source.randint(1, 63)) for number in numbers]
        assert decode(encode(postings)) == postings


def test_a_file_that_was_changed_is_not_read() -> None:
    text = '"가 01"'.encode()
    name = file_name("t", text)
    content = script(name, text)
    assert unscript(name, content) == text
    assert unscript(name, content.replace(b"01", b"02")) is None
    assert unscript(name, content[:-1]) is None


def test_a_posting_takes_few_bytes_while_an_index_is_made() -> None:
    source, words = random.Random(1), [f"word{number}x" for number in range(500)]

    def peak(posts: int) -> int:
        made = Site({
            f"{number:05}": [Record("A", f"{number}.html", ("a", "", " ".join(source.sample(words, 400))))]
            for number in range(posts)
        })  # fmt: skip
        tracemalloc.start()
        try:
            made.build(anew=True)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(192) - peak(64) < 30 * 128 * 400

"""Toctrees of several posts end no build together, and do not grow without bound."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.core.files import globs
from sphinx_paperreview.reading.guard import toctrees as guarded_toctrees
from sphinx_paperreview.reading.guard.toctrees import refuse_entries
from tests.harness import CONF, count_calls

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.harness import Build, Files

INDEX = "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
MORE = f'{CONF}numfig = True\ncopyright, version = "2025", "1"\n'


def post(*entries: str, options: str = "") -> str:
    shown = "\n".join(entries)
    return f"# Title\n\nWords.\n\n```{{toctree}}\n{options}\n{shown}\n```\n"


def posts(entries: Mapping[str, Iterable[str]], options: str = "") -> Files:
    return {
        f"posts/2025-01-02-{name}.md": post(
            *(f"2025-01-02-{each}" if each.isalnum() else each for each in named), options=options
        )
        for name, named in entries.items()
    }


#: What the posts have in their toctrees.
LOOPS: dict[str, dict[str, list[str]]] = {
    "the home page": {"a": ["/index"]},
    "each other": {"a": ["b"], "b": ["a"]},
    "three": {"a": ["b"], "b": ["c"], "c": ["a", "d"], "d": []},
    "through a page": {"a": ["/page"], "b": []},
    "two loops": {"a": ["b"], "b": ["a", "c"], "c": ["d"], "d": ["c"]},
}


@pytest.mark.parametrize("builder", ["html", "singlehtml", "epub", "latex", "text", "man"])
@pytest.mark.parametrize("options", ["", ":hidden:", ":numbered:"])
@pytest.mark.filterwarnings("ignore:'sphinxcontrib")
def test_posts_in_toctrees_of_each_other(build: Build, builder: str, options: str) -> None:
    entries: dict[str, list[str]] = {}
    for number, loop in enumerate(LOOPS.values()):
        for name, named in loop.items():
            entries[f"{name}{number}"] = [
                f"{each}{number}" if each.isalnum() else each for each in named
            ]
    files = posts(entries, options) | {
        "index.md": INDEX,
        "page.rst": "Page\n====\n\n.. toctree::\n\n   index\n",
    }
    built = build(files, conf=MORE, builder=builder)
    found = [text for text in built.warnings if "a toctree of a post cannot have" in text]
    refused = {text.partition(".md:")[0].rpartition("-")[2] for text in found}
    # The page leads to the home page: its loop is that of the first post.
    assert refused == {"a0", "a1", "b1", "a2", "b2", "c2", "a3", "a4", "b4", "c4", "d4"}
    assert all("write a link to it instead" in text for text in found)


def test_which_entries_a_loop_loses(build: Build) -> None:
    built = build({"index.md": INDEX, **posts(LOOPS["three"])})
    assert built.warnings == [
        f"posts/2025-01-02-{name}.md:5: WARNING: a toctree of a post cannot have posts/2025-01-02-"
        f"{child}, which has this page in its own toctrees; write a link to it instead "
        "[paperreview.unsafe]"
        for name, child in (("a", "b"), ("b", "c"), ("c", "a"))
    ]
    assert 'href="2025-01-02-d.html"' in built.read("posts/2025-01-02-c.html")


def test_documents_of_the_project_keep_their_toctrees(build: Build) -> None:
    """A book with chapters among the posts, and a loop outside of what the home page has."""
    files: Files = {
        "index.md": "# Home\n\n```{toctree}\nposts/2025-01-02-book\n```\n",
        **posts({"book": ["one", "two"], "one": ["three"], "two": [], "three": []}),
        "x.rst": ":orphan:\n\nX\n=\n\n.. toctree::\n\n   y\n",
        "y.rst": "Y\n=\n\n.. toctree::\n\n   x\n",
    }
    built = build(files)
    assert [code for code in built.codes if code.startswith("paperreview")] == []
    page = built.read("posts/2025-01-02-book.html")
    for name in ("one", "two", "three"):
        assert f'href="2025-01-02-{name}.html"' in page


@pytest.mark.parametrize("builder", ["html", "epub", "latex", "texinfo", "singlehtml"])
@pytest.mark.parametrize("form", ["chain", "twice", "all"])
@pytest.mark.filterwarnings("ignore:'sphinxcontrib")
def test_toctrees_of_toctrees(
    build: Build, builder: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sphinx would follow a million ways to the last of 60 posts, or go 60 pages deep."""
    monkeypatch.setattr(guarded_toctrees, "MOST_LEVELS", 20)
    monkeypatch.setattr(guarded_toctrees, "BELOW_OF_EACH", 2)
    count = 60
    forms = {
        "chain": lambda number: [number + 1],
        "twice": lambda number: [number + 1, number + 2],
        "all": lambda number: [*range(number + 1, count)],
    }
    entries: dict[str, list[str]] = {
        f"a{number}": [f"a{each}" for each in forms[form](number) if each < count]
        for number in range(count)
    }
    built = build({"index.md": INDEX, **posts(entries, ":numbered:")}, conf=MORE, builder=builder)
    assert "paperreview.unsafe" in built.codes
    nested = sum(page.count(b"toctree-l") for name, page in built.files().items()
                 if name.startswith("posts/"))  # fmt: skip
    written = sum(map(len, entries.values()))
    assert nested <= written + guarded_toctrees.LEAST_BELOW + 2 * count


@pytest.mark.parametrize("parallel", [1, 2])
def test_the_next_build_decides_anew(build: Build, parallel: int) -> None:
    files: Files = {"index.md": INDEX, **posts({"a": ["b"], "b": ["c"], "c": ["a"], "d": []})}
    built = build(files, parallel=parallel)
    for edit in (posts({"d": ["a"]}), posts({"b": []}), posts({"b": ["a"]}), posts({"a": []})):
        files |= edit
        built = built.rebuild(edit)
        clean = build(files, name="clean", parallel=3 - parallel)
        assert {name: data for name, data in built.files().items() if name != ".buildinfo.bak"} == (
            clean.files()
        )
        assert sorted(built.warnings) == sorted(clean.warnings)


def test_random_toctrees_end_no_build(build: Build) -> None:
    rng = random.Random("toctrees")
    for number in range(6):
        names = [f"{letter}{number}" for letter in "abcdefgh"]
        entries: dict[str, list[str]] = {
            name: [*rng.choices([*names, "/index", "/page", "/other"], k=rng.randint(0, 4))]
            for name in names
        }
        files: Files = {
            "index.md": INDEX.replace("posts/*", "posts/*\npage"),
            "page.rst": "Page\n====\n\n.. toctree::\n\n   other\n   posts/2025-01-02-a0\n",
            "other.rst": "Other\n=====\n\n.. toctree::\n   :glob:\n\n   posts/*b*\n",
        }
        built = build(files | posts(entries, rng.choice(["", ":numbered:"])), conf=MORE)
        assert "paperreview.file" not in built.codes


@pytest.mark.parametrize("width", [1, 20])
def test_work_grows_with_the_entries(width: int) -> None:
    def work(count: int) -> int:
        names = [f"{number:05}" for number in range(count)]
        rings = {
            name: [f"{(int(name) + step) % count:05}" for step in range(1, width + 1)]
            for name in names
        }
        found = refuse_entries(rings, rings.keys(), count)
        assert found.keys() == rings.keys()
        chain = {name: [f"{int(name) + 1:05}"] for name in names}
        assert count // 5 < len(refuse_entries(chain, chain.keys(), count)) < count // 3
        return count_calls(refuse_entries, rings, rings.keys(), count)

    assert work(2_000) < 2.2 * work(1_000)


def test_an_entry_without_a_document(build: Build) -> None:
    """Sphinx takes it for an address by its title, and looks for its doctree."""
    files: Files = {"index.md": INDEX, **posts({"a": ["a://b <c>", "<b>x://</div>"]}, ":numbered:")}
    built = build(files, conf=MORE)
    assert [text for text in built.warnings if "toctree" in text] == [
        f"posts/2025-01-02-a.md:5: WARNING: a toctree cannot have this address: {address}; write the"
        " name of a document, or https: before a page [paperreview.unsafe]"
        for address in ("c", "/div")
    ]


@pytest.mark.parametrize("plain", [False, True])
def test_patterns_that_would_take_years(build: Build, *, plain: bool) -> None:
    """Sphinx tries all ways to share the letters of a name among the asterisks."""
    patterns = [f"*{'a*' * 30}b", f"{'**a' * 8}b", f"x/*{'a*' * 9}/b"]
    if plain:
        patterns = ["*a*b", "2025*", "/posts/*", "**a*c", "/*/2025-*-*"]
    files: Files = {"index.md": "# Home\n", f"posts/2025-01-02-{'a' * 120}.md": "# A\n\nWords.\n"}
    files |= {
        f"posts/2025-01-02-b{number}.md": post(pattern, options=":glob:")
        for number, pattern in enumerate(patterns)
    }
    built = build(files)
    refused = [text for text in built.warnings if "has a pattern with too many asterisks" in text]
    assert len(refused) == (0 if plain else len(patterns))
    assert plain or "*a*a*a" in built.read("posts/2025-01-02-b0.html")


def test_patterns_with_several_asterisks_have_a_number(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(globs, "MOST_PATTERNS", 3)
    text = post("*1*", "*2*", options=":glob:") + "".join(
        f"\n```{{toctree}}\n:glob:\n\n{pattern}\n```\n" for pattern in ("*3*", "*4*", "b*", "c*")
    )
    built = build({"index.md": INDEX, "posts/2025-01-02-a.md": text})
    (found,) = [text for text in built.warnings if "more than 3 patterns" in text]
    assert found.startswith("posts/2025-01-02-a.md:17: WARNING: the directive “toctree” has more")
    assert "with several asterisks, which is not allowed in a post" in found

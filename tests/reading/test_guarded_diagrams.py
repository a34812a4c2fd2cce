"""Diagrams of Graphviz in posts: nothing of theirs is run, read or led to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness import CONF, build_project, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Build

CONF = CONF.replace('"sphinx_paperreview"', '"sphinx_paperreview", "sphinx.ext.graphviz"')
INDEX = "# Home\n\n```{toctree}\n:glob:\n\n*\nposts/*\n```\n"
#: Sources of diagrams, by what is wrong with them.
REFUSED = {
    "leads to": [
        'digraph { a [URL="javascript:own()"] }', "digraph { a [href=' javascript:own()'] }",
        'digraph { a [URL="java" + "script:own()"] }', 'digraph { a [URL="java\\\nscript:own()"] }',
        'digraph { a [URL="&#106;avascript:own()"] }', 'digraph { a ["edgeURL"="javascript:own()"] }',
        'digraph { a [headhref /* x */ = // "\n "data:text/html,own()"] }', "digraph { node [URL=own] }",
        'digraph { "javascript:own()" [URL="\\N"] }', 'digraph { URL\n=\n"file:///etc/passwd" }',
        'digraph { a [label=<<TABLE><TR><TD HREF="javascript:own()">x</TD></TR></TABLE>>] }',
    ],
    "read a file": [
        'digraph { a [image="/etc/passwd"] }', 'digraph { a ["image"="/etc/passwd"] }',
        'digraph { a [IMAGE="/etc/passwd"] }', 'digraph { a ["im" + "age" = "/etc/passwd"] }',
        'digraph { imagepath="/etc" }', 'digraph { a [shapefile="/etc/passwd"] }', 'digraph { fontpath="/etc" }',
        'digraph { stylesheet="https://example.org/x.css" }', 'digraph { _background="I 0 0 9 9 5 -a.png" }',
        'digraph { a [label=<<TABLE><TR><TD><IMG SRC="/etc/x.png"/></TD></TR></TABLE>>] }',
    ],
}  # fmt: skip
ALLOWED = (
    'digraph { a [URL="https://example.org/?a=1&b=2"]; b [label="image of a URL"]; a -> b }',
    'digraph { graph [layout=neato, rankdir=LR]; a [label=<<B>src</B>>, href="http://example.org"] }',
)


def is_shown(build: Build, files: dict[str, str | bytes | None]) -> bool:
    """Return whether the diagram of the post in *files* is one, and not text with a warning."""
    built = build({"index.md": INDEX, **files}, conf=CONF, builder="text")
    text = built.read("posts/2025-01-02-a.txt")
    assert ("[graph" in text) == ("paperreview.unsafe" not in built.codes)
    return "[graph" in text


@pytest.mark.parametrize(
    ("reason", "source"), [(reason, each) for reason, group in REFUSED.items() for each in group]
)
def test_a_diagram_reads_no_file_and_leads_to_the_web(
    build: Build, reason: str, source: str
) -> None:
    post = f"# T\n\n```{{graphviz}}\n{source}\n```\n"
    built = build({"index.md": INDEX, "posts/2025-01-02-a.mdx": post}, conf=CONF, builder="text")
    assert "[graph" not in built.read("posts/2025-01-02-a.txt")
    assert [each for each in built.warnings if reason in each and "a.mdx:3" in each]


@pytest.mark.parametrize("source", ALLOWED)
def test_other_diagrams_stay(build: Build, source: str) -> None:
    assert is_shown(build, {"posts/2025-01-02-a.mdx": f"# T\n\n```{{graphviz}}\n{source}\n```\n"})


@pytest.mark.parametrize(
    ("source", "expected"), [(ALLOWED[0], True), (REFUSED["leads to"][0], False)]
)
def test_the_file_of_a_diagram_is_checked(build: Build, source: str, expected: bool) -> None:
    post = "T\n=\n\n.. graphviz:: d.dot\n"
    files: dict[str, str | bytes | None] = {"posts/2025-01-02-a.rst": post, "posts/d.dot": source}
    assert is_shown(build, files) is expected


@pytest.mark.parametrize("option", ["layout", "graphviz_dot"])
@pytest.mark.parametrize("directive", ["graphviz::\n", "digraph:: x\n"])
def test_a_diagram_runs_only_programs_of_graphviz(
    tmp_path: Path, option: str, directive: str
) -> None:
    text = f"T\n=\n\n.. {directive}   :{option}: ./own\n\n   graph {{ a }}\n"
    write_files(tmp_path, {"conf.py": CONF, "index.md": INDEX, "posts/2025-01-02-a.rst": text})
    for folder in (tmp_path, tmp_path / "posts"):
        program = folder / "own"
        program.write_text("#!/bin/sh\ntouch ran\n")
        program.chmod(0o755)
    built = build_project(tmp_path)
    assert "would run './own'" in "\n".join(built.warnings)
    assert not (tmp_path / "posts" / "ran").exists()
    # A document that is no post is trusted.
    write_files(tmp_path, {"about.rst": text})
    build_project(tmp_path)
    assert (tmp_path / "ran").exists()


def test_an_author_of_all_posts_chooses_the_program(build: Build) -> None:
    post = "# T\n\n```{graphviz}\n:layout: other\n\ngraph { a }\n```\n"
    conf = f"{CONF}paperreview_trusted = True\n"
    files = {"index.md": INDEX, "posts/2025-01-02-a.mdx": post}
    assert "[graph" in build(files, conf=conf, builder="text").read("posts/2025-01-02-a.txt")

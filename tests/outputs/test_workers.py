"""Gathered pages and files beside pages that several processes write: the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sphinx.errors import SphinxParallelError

if TYPE_CHECKING:
    from tests.harness import Build, Built

CONF = """\
project = "Reviews"
language = "en"
extensions = ["sphinx_paperreview"]
html_theme = "%s"
html_baseurl = "https://example.org/"
paperreview_statistics = True
"""
#: Notes the process in which each page is rendered, in a file for each process.
NOTE = """
import os

def note(app, name, template, context, tree):
    if tree is None:
        with open(app.confdir / f"process-{os.getpid()}.txt", "a") as file:
            print(name, file=file)
%s

def setup(app):
    app.connect("html-page-context", note)
"""


def post(day: int) -> str:
    papers = "\n\n".join(
        f"## [Paper {day} {number}](https://arxiv.org/abs/25{day:02}.1064{number}) `org{day}`\n\nText {day}."
        for number in range(5)
    )
    return f"---\ndate: 2025-{day:02}-03\ntags: [a, b{day}]\nauthors: [Ada L]\n---\n\n# Day {day}\n\n{papers}\n"


FILES = {f"posts/2025-{day:02}-03.mdx": post(day) for day in range(1, 13)}


def pages_by_process(site: Built) -> list[list[str]]:
    return [path.read_text().split() for path in sorted(site.srcdir.glob("process-*.txt"))]


@pytest.mark.parametrize("theme", ["paperreview", "basic"])
def test_the_bytes_are_the_same(build: Build, theme: str) -> None:
    alone = build(FILES, conf=CONF % theme)
    together = build(FILES, conf=CONF % theme, parallel=2)
    assert len(alone.files()) > 100
    assert alone.files() == together.files()
    assert alone.warnings == together.warnings == []


def test_each_page_is_written_once_and_by_few_processes(build: Build) -> None:
    safe = NOTE % ""
    site = build(FILES, conf=CONF % "basic", more_conf=safe, parallel=2)
    written = [name for pages in pages_by_process(site) for name in pages]
    gathered = [name for name in written if name.startswith(("papers/", "tags/", "orgs/"))]
    assert len(gathered) == len(set(gathered)) > 70
    shares = [sum(name in gathered for name in pages) for pages in pages_by_process(site)]
    assert 2 <= len([share for share in shares if share > 5]) <= 4
    again = site.rebuild({"posts/2025-01-03.mdx": post(1) + "\nMore.\n"})
    assert (
        again.files()
        == build(
            {**FILES, "posts/2025-01-03.mdx": post(1) + "\nMore.\n"},
            conf=CONF % "basic",
            more_conf=safe,
        ).files()
    )


def test_an_extension_that_needs_one_process_gets_one(build: Build) -> None:
    serial = """
import sys, types

serial = types.ModuleType("serial_guest")
serial.setup = lambda app: {"parallel_read_safe": True, "parallel_write_safe": False}
sys.modules["serial_guest"] = serial
extensions.append("serial_guest")
suppress_warnings = ["app.parallel"]
"""
    site = build(FILES, conf=CONF % "basic", more_conf=NOTE % "" + serial, parallel=2)
    assert len(pages_by_process(site)) == 1


def test_an_error_in_another_process_ends_the_build(build: Build) -> None:
    fail = '        assert not name.startswith("papers/2507"), "no paper"\n'
    with pytest.raises(SphinxParallelError, match="no paper"):
        build(FILES, conf=CONF % "basic", more_conf=NOTE % fail, parallel=2)


def test_a_style_that_cannot_be_used_is_one_warning(build: Build) -> None:
    style = 'paperreview_citation_style = "none-such"\n'
    for parallel in (0, 2):
        site = build(FILES, conf=CONF % "basic", more_conf=style, parallel=parallel)
        assert site.codes == ["paperreview.bibliography"]

"""A project that has no review stays what it is; one that has some changes only their pages."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.harness import picture

if TYPE_CHECKING:
    from tests.harness import Build, Built, Files

CONF = """\
import os, sys
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
project, version, copyright = "Host", "1", "2025, Somebody"
html_baseurl = "https://host.example/"
extensions = ["sphinx.ext.autodoc", "myst_parser", {extension}]
myst_enable_extensions = ["dollarmath", "colon_fence"]
html_theme = "{theme}"
language = "{language}"
exclude_patterns = ["out"]
"""

HOST: dict[str, str | bytes] = {
    "index.rst": """\
Host
====

.. toctree::

   guide
   api
   notes/2024-01-02-release

See :doc:`guide`, :func:`hostmod.f` and :math:`a^2`; https://arxiv.org/abs/1706.03762.

.. container:: box

   Within.

.. toctree::
   :caption: More

   genindex
""",
    "guide.md": "# Guide\n\n$x$ and ![a picture](wide.png) and [the API](api.rst).\n\n"
    "```python\nprint(1)\n```\n\n<picture><img src='x.png'></picture>\n",
    "api.rst": "API\n===\n\n.. automodule:: hostmod\n   :members:\n",
    "hostmod.py": 'def f(a: int) -> None:\n    """Do f."""\n',
    "notes/2024-01-02-release.md": "# Release 1.0\n\nWords, **bold**.\n",
    "wide.png": picture(1400, 900),
    # Names that are equal, and that some file systems take for equal.
    "zoo.rst": ":orphan:\n\nZoo\n===\n\n.. image:: zoo/wide.png\n\n.. image:: zoo/Wide.png\n",
    "zoo/wide.png": picture(40, 30),
    "zoo/Wide.png": picture(50, 30),
}
REVIEW = """\
# 2025-11-14 papers review

## 1. [Attention](https://arxiv.org/abs/1706.03762) `google`

A review of it.

![Of the review](wide.png)
"""


def host(theme: str, language: str, extension: str) -> Files:
    """Return the files of the project, with or without the extension."""
    conf = CONF.format(theme=theme, language=language, extension=extension)
    return {**HOST, "conf.py": conf}


def contents(built: Built) -> dict[str, bytes]:
    """Return the files of the output; an EPUB unpacked, for it holds the time of each file."""
    found = built.files()
    for name in [name for name in found if name.endswith(".epub")]:
        with zipfile.ZipFile(io.BytesIO(found.pop(name))) as book:
            found |= {f"{name}/{part}": book.read(part) for part in book.namelist()}
    # A digest of all values of the configuration, those of the extension among them.
    found.pop(".buildinfo", None)
    found.pop("environment.pickle", None)
    return found


# The builder is from another package, which uses an attribute that Sphinx deprecates.
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
@pytest.mark.parametrize(
    ("builder", "theme", "language"),
    [
        ("html", "alabaster", "en"),
        ("html", "furo", "en"),
        ("html", "pydata_sphinx_theme", "en"),
        ("html", "alabaster", "ko"),
        ("dirhtml", "basic", "en"),
        ("singlehtml", "alabaster", "en"),
        ("epub", "alabaster", "en"),
        ("json", "alabaster", "en"),
        ("latex", "alabaster", "en"),
        ("latex", "alabaster", "ko"),
        ("text", "alabaster", "en"),
        ("man", "alabaster", "en"),
        ("texinfo", "alabaster", "en"),
        ("gettext", "alabaster", "en"),
    ],
)
def test_a_project_without_a_review_has_the_same_output(
    build: Build, monkeypatch: pytest.MonkeyPatch, builder: str, theme: str, language: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763078400")
    without = build(host(theme, language, ""), builder=builder)
    extended = build(host(theme, language, '"sphinx_paperreview"'), builder=builder)
    assert extended.warnings == without.warnings
    before, after = contents(without), contents(extended)
    assert sorted(after) == sorted(before)
    assert [name for name in before if before[name] != after[name]] == []


@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_pages_without_a_review_stay_as_they_are(build: Build, theme: str) -> None:
    without = build(host(theme, "en", ""))
    review = {"posts/2025-11-14.mdx": REVIEW, "posts/wide.png": picture(400, 300)}
    extended = build({**host(theme, "en", '"sphinx_paperreview"'), **review})
    assert extended.warnings == without.warnings
    before, after = contents(without), contents(extended)
    lost = before.keys() - after.keys()
    changed = [name for name in before if name in after and before[name] != after[name]]
    assert not lost
    # The search index and the inventory name the review; nothing else may.
    assert set(changed) <= {"searchindex.js", "objects.inv", "genindex.html"}
    assert "pr-paper" in after["posts/2025-11-14.html"].decode()
    assert "papers.html" in after


def test_the_first_review_brings_the_archive_and_the_last_takes_it_along(build: Build) -> None:
    built = build(host("alabaster", "en", '"sphinx_paperreview"'))
    start = contents(built)
    built = built.rebuild({"posts/2025-11-14.mdx": REVIEW})
    assert built.exists("archive.html")
    assert built.exists("_static/paperreview-guest.css")
    built = built.rebuild({"posts/2025-11-14.mdx": None})
    end = contents(built)
    assert {name for name in end if name.startswith("archive")} == set()
    assert [name for name in start if end[name] != start[name]] == []


BLOG = {
    "blog/one.rst": ":orphan:\n\nOne\n===\n\n.. raw:: html\n\n   <b class='own'>x</b>\n",
    "blog/two.md": "---\norphan: true\n---\n\n# Two\n\nWords.\n",
    "conf/three.md": "---\ntitle: {{ year }} words\n---\n\n# Three\n\nWords.\n",
    "blog/2024-03-01-four.rst": ":orphan:\n\nFour\n====\n\nWords.\n",
}


@pytest.mark.parametrize("dated", [False, True])
def test_a_blog_of_the_project_stays_its_own(
    build: Build, monkeypatch: pytest.MonkeyPatch, dated: bool
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763078400")
    left_out = set() if dated else {"blog/2024-03-01-four.rst"}
    blog = {name: text for name, text in BLOG.items() if name not in left_out}
    silent = {"suppress_warnings": ["toc.not_included", "myst.topmatter"]}
    without = build({**host("alabaster", "en", ""), **blog}, confoverrides=silent)
    extended = build(
        {**host("alabaster", "en", '"sphinx_paperreview"'), **blog}, confoverrides=silent
    )
    assert extended.warnings == without.warnings
    before, after = contents(without), contents(extended)
    for name in ("blog/one.html", "blog/two.html", "conf/three.html"):
        assert after[name] == before[name]
    assert b"<b class='own'>" in after["blog/one.html"]
    assert ("archive.html" in after) is dated


#: An extension whose names are also those of sphinx-design, with a directive and a role.
OWN_NAMES = """\
from docutils import nodes
from docutils.parsers.rst import Directive

class Card(Directive):
    has_content = True

    def run(self):
        return [nodes.paragraph("", "own card: " + " ".join(self.content))]

def badge(name, rawtext, text, lineno, inliner, options=None, content=None):
    return [nodes.strong("", "own " + text)], []

def setup(app):
    app.add_directive("card", Card)
    app.add_role("bdg", badge)
    return {"parallel_read_safe": True}
"""
USES = "Uses\n====\n\n.. card::\n\n   One\n\n:bdg:`two`\n"


@pytest.mark.parametrize("place", ["before", "after", "in conf.py"])
def test_directives_of_the_project_keep_their_names(build: Build, place: str) -> None:
    ours, own = '"sphinx_paperreview"', '"own_names"'
    names = {"before": f"{own}, {ours}", "after": f"{ours}, {own}", "in conf.py": ours}[place]
    more = OWN_NAMES if place == "in conf.py" else ""
    tabs = "# 2025-11-14 papers review\n\n<Tabs>\n<TabItem value='a' label='A'>\n\nIn a tab.\n\n"
    post = f"{tabs}</TabItem>\n</Tabs>\n\n::::{{grid}} 2\n:::{{grid-item}}\nA cell.\n:::\n::::\n"
    built = build(
        {
            "conf.py": CONF.format(theme="alabaster", language="en", extension=names) + more,
            "own_names.py": OWN_NAMES,
            "index.rst": USES,
            "posts/2025-11-14.mdx": post,
        }
    )
    assert built.warnings == []
    page = built.read("index.html")
    assert "own card: One" in page
    assert "<strong>own two</strong>" in page
    assert "sd-tab-set" in built.read("posts/2025-11-14.html")
    assert "sd-row" in built.read("posts/2025-11-14.html")


def test_a_label_of_the_author_goes_before_ours_in_every_build(build: Build) -> None:
    conf = CONF.format(theme="alabaster", language="en", extension='"sphinx_paperreview"')
    start = {
        "conf.py": conf,
        "index.rst": "Start\n=====\n\n:ref:`there <arxiv-1706.03762>`\n",
        "posts/2025-11-14.mdx": REVIEW,
        "posts/wide.png": picture(40, 30),
    }
    own = {"own.rst": ":orphan:\n\n.. _arxiv-1706.03762:\n\nMine\n====\n\nWords.\n"}
    changed = {**own, "index.rst": start["index.rst"] + "\nEdited.\n"}
    site = build(start)
    assert 'href="posts/2025-11-14.html#arxiv-1706.03762"' in site.read("index.html")
    site = site.rebuild(changed)
    assert 'href="own.html' in site.read("index.html")
    assert (
        site.files()["index.html"]
        == build({**start, **changed}, name="clean").files()["index.html"]
    )
    site = site.rebuild({"own.rst": None, "index.rst": start["index.rst"]})
    assert 'href="posts/2025-11-14.html#arxiv-1706.03762"' in site.read("index.html")

"""A document at which docutils or a directive ends is left out, and the build goes on."""

from __future__ import annotations

import errno
import re
import signal
import time
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.outputs.disk import DiskError
from sphinx_paperreview.pages import guarded_pages
from sphinx_paperreview.reading.guard import reading as guarded_reading
from sphinx_paperreview.reading.guard.time_limit import TooLongError, time_limit
from tests.harness import CONF, count_calls

if TYPE_CHECKING:
    from tests.harness import Build, Built

INDEX = "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
#: A project with a directive that has a fault, and an event that has one.
FAULTY = f"""{CONF}
from docutils.parsers.rst import Directive

class Faulty(Directive):
    has_content = True
    def run(self):
        raise {{error}}

def setup(app):
    app.add_directive("faulty", Faulty)
"""
POST = "```{paper:post}\n:date: 2025-01-02\n```\n\n"
RST = "T\n=\n\nWords.\n\n.. faulty::\n"
FORMS = {
    "a.rst": RST,
    "b.md": "# T\n\nWords.\n\n```{faulty}\n```\n",
    "d.md": "# T\n\nWords.\n\n```{eval-rst}\n.. faulty::\n```\n",
    "e.md": "# T\n\n> - Words.\n>\n>   ```{note}\n>   ```{faulty}\n>   ```\n",
}


def files(*names: str) -> dict[str, str | bytes | None]:
    posts = {f"posts/2025-01-02-{name}": FORMS[name] for name in names}
    return {"index.md": INDEX, "posts/2025-01-01-good.md": "# Good\n\nWords.\n", **posts}


def pages(built: Built) -> set[str]:
    return {name for name in built.files() if name.startswith("posts/") and name.endswith(".html")}


@pytest.mark.parametrize("parallel", [1, 2])
@pytest.mark.parametrize(
    "error", ["KeyError('x')", "RecursionError", "OSError(36, 'name too long')"]
)
def test_each_such_document_is_left_out(build: Build, error: str, parallel: int) -> None:
    conf = FAULTY.format(error=error)
    built = build(files(*FORMS), conf=conf, parallel=parallel, confoverrides={"numfig": True})
    assert pages(built) == {"posts/2025-01-01-good.html"}
    assert built.codes == ["paperreview.file"] * len(FORMS)
    for name, warning in zip(FORMS, sorted(built.warnings), strict=True):
        assert warning.startswith(f"posts/2025-01-02-{name}:")
        assert f"the directive “faulty” cannot be read ({error[:5]}" in warning
    assert "posts/2025-01-02-a.rst:6:" in min(built.warnings)
    assert [
        name for name, data in built.files().items() if b"2025-01-02-" in name.encode() + data
    ] == []


def test_mdx_shows_the_source_of_such_a_directive(build: Build) -> None:
    post = "# T\n\nWords.\n\n```{faulty}\nMore words.\n```\n"
    built = build(
        {**files(), "posts/2025-01-02-c.mdx": post}, conf=FAULTY.format(error="KeyError(1)")
    )
    assert len(built.warnings) == 1
    assert "posts/2025-01-02-c.mdx:5" in built.warnings[0]
    assert "More words." in built.read("posts/2025-01-02-c.html")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_an_error_of_the_machine_ends_the_build(build: Build, number: int) -> None:
    conf = FAULTY.format(error=f"OSError({number}, 'the machine')")
    with pytest.raises(DiskError, match="the machine; the build is not complete"):
        build(files("a.rst"), conf=conf)


def test_a_document_of_the_project_ends_the_build_as_ever(build: Build) -> None:
    conf = FAULTY.format(error="KeyError('x')")
    with pytest.raises(KeyError):
        build({"index.rst": RST}, conf=conf)


def test_trusted_documents_show_the_error(build: Build) -> None:
    conf = FAULTY.format(error="KeyError('x')") + "paperreview_trusted = True\n"
    with pytest.raises(KeyError):
        build(files("a.rst"), conf=conf)


def test_the_home_page_may_be_such_a_document(build: Build) -> None:
    conf = FAULTY.format(error="KeyError('x')").replace('"basic"', '"paperreview"')
    built = build({**files(), "index.md": f"{POST}{FORMS['d.md']}"}, conf=conf)
    assert built.codes == ["paperreview.file"]
    assert "Good" in built.read("index.html")


def outputs(built: Built) -> dict[str, bytes]:
    return {name: data for name, data in built.files().items() if not name.startswith(".buildinfo")}


def test_a_later_build_knows_of_the_change(build: Build) -> None:
    """It breaks and is mended again; both times the result is that of a clean build."""
    conf = FAULTY.format(error="KeyError('x')")
    good = {**files(), "posts/2025-01-02-a.rst": "T\n=\n\nWords.\n"}
    built = build(good, conf=conf)
    broken = built.rebuild({"posts/2025-01-02-a.rst": RST})
    assert outputs(broken) == outputs(build(files("a.rst"), conf=conf))
    again = broken.rebuild({"index.md": INDEX + "\nMore.\n"})
    assert again.codes == ["paperreview.file"]
    mended = again.rebuild({"index.md": INDEX, "posts/2025-01-02-a.rst": "T\n=\n\nWords.\n"})
    assert outputs(mended) == outputs(build(good, conf=conf))


#: Texts at which docutils itself ends.
ENDS = [
    "|a|\n\n.. |a| replace:: |b|\n",  # where its definition comes later
    ".. |a| replace:: x |b| |b|\n.. |b| replace:: y |a| |a|\n\n|a|\n",
    "|a|\n\n.. |a| replace:: x |b| |b|\n.. |b| replace:: y |c| |c|\n.. |c| replace:: z |b| |b|\n",
]


@pytest.mark.parametrize("text", ENDS)
@pytest.mark.parametrize("builder", ["html", "latex"])
def test_texts_at_which_docutils_ends(build: Build, builder: str, text: str) -> None:
    post = f"T\n=\n\nWords.\n\n{text}"
    built = build({"index.md": INDEX, "posts/2025-01-02-a.rst": post}, builder=builder)
    assert built.codes == ["paperreview.unsafe"]
    assert "posts/2025-01-02-a.rst:" in built.warnings[0]
    assert "Words." in built.doctree("posts/2025-01-02-a").astext()


UNWRITABLE = {
    "a.rst": "T\n=\n\nWords.\n\n.. |s| replace:: a [#x]_ b\n\n|s| |s|\n\n.. [#x] Note.\n\n"
    ".. admonition:: [#]_ [1]_ [C]_\n\n   .. class:: x\n",
    "b.rst": "T\n=\n\nWords :acronym:`A`.\n\n.. header:: Head\n.. footer:: Foot\n\n.. step:: A\n\n   B\n",
    "c.rst": "T\n=\n\nSee :download:`c.rst`\n----------------------\n\nWords.\n",
    "d.md": "# T\n\nWords.\n\n```{button-ref} *a*\n{py:obj}`a` {ref}`b`\n```\n\n{bdg-ref}`a {ref}`b``\n",
    "e.md": "# T\n\nWords.\n\n```{versionadded} 1\n$$\na\n$$ (b)\n```\n\n$$\na\n$$ (b)\n",
    "h.md": "# T\n\nWords.\n\n```{eval-rst}\n.. [#] \\ \n\n.. [#a] A\n\n.. [*] B [#]_ [#a]_\n```\n",
    "g.md": "# T\n\nWords.[^a]\n\n[^a]: A[^a]\n\n## {acronym}`A`\n\n[^b]: B[^a]\n",
    "i.rst": "T\n=\n\nWords.\n\n.. confval:: a\n   :type: a :ref:`t <t>` mailto:a@b.c\n"
    "   :default: :term:`x`\n\n.. confval:: b\n   :type: https://a.b\n",
    "j.rst": "T\n=\n\nWords. [#a]_\n\n.. header:: a\n\n   .. [#a] Note.\n",
    "k.md": "# T\n\nWords {numref}`genindex` {numref}`a <search>` {numref}`papers`.\n",
    "l.md": "# T\n\nWords.\n\n(a)=\n\n```{index} a\n```\n```{paper:papers}\n```\n",
    "m.rst": "T\n=\n\nWords.\n\n.. py:module:: a\n.. paper:papers:: b\n\n.. _x:\n\n.. paper:orgs::\n",
    "n.rst": "T\n=\n\nWords.\n\n.. |s| grid-item-card:: \\ \n   :img-bottom: a.txt\n\n|s|\n",
    "f.md": "# T\n\nWords.[^1]\n\n> [^1]: A\n\n[^1]: B\n\n# [^1]\n",
}


@pytest.mark.parametrize(
    "builder", ["html", "latex", "text", "man", "texinfo", "epub", "singlehtml", "gettext"]
)
def test_what_writers_end_at_is_replaced(build: Build, builder: str) -> None:
    posts = {f"posts/2025-01-02-{name}": text for name, text in UNWRITABLE.items()}
    conf = CONF.replace('"]', '", "sphinx_design", "myst_parser"]') + "numfig = True\n"
    conf += "myst_enable_extensions = ['dollarmath']\n"
    built = build({"index.md": INDEX, **posts}, conf=conf, builder=builder)
    texts = [text for text in built.warnings if "paperreview.file" in text]
    assert all("is shown as text, for it cannot be resolved" in text for text in texts)
    assert {text.partition(":")[0][-4:] for text in texts} <= {"k.md"}
    for name in UNWRITABLE:
        document = built.doctree(f"posts/2025-01-02-{name.partition('.')[0]}")
        assert "Words" in document.astext()


#: An extension whose writers end at each rubric.
UNSHOWN = f"""{CONF}
from docutils import nodes

copyright, version = "2025", "1"

def visit(translator, node):
    raise IndexError("pop from empty list")

def setup(app):
    builders = ("html", "text", "latex", "man", "texinfo")
    app.add_node(nodes.rubric, override=True, **dict.fromkeys(builders, (visit, visit)))
"""


@pytest.mark.parametrize("parallel", [1, 2])
@pytest.mark.filterwarnings("ignore:'sphinxcontrib")
@pytest.mark.parametrize("builder", ["html", "dirhtml", "text", "json", "epub"])
def test_a_page_that_cannot_be_written_has_its_words(
    build: Build, builder: str, parallel: int
) -> None:
    post = (
        "# The title\n\nWords *one*.\n\n- Two\n\n```{rubric} Three <b>.\n```\n\n<!-- not this -->\n\n"
        "## [P](https://arxiv.org/abs/2501.00001)\n\nFour.\n"
    )
    built = build(
        {**files(), "posts/2025-01-02-a.md": post}, conf=UNSHOWN, builder=builder, parallel=parallel
    )
    assert built.codes == ["paperreview.file"]
    assert built.warnings[0].startswith("posts/2025-01-02-a.md: WARNING: this page shows its words")
    (name,) = [name for name in built.files() if "2025-01-02-a" in name and not name.endswith(".md")
               and not name.startswith(("_sources", "papers"))][:1]  # fmt: skip
    page = built.read(name)
    for word in ("The title", "one", "Two", "Three", "Four."):
        assert word in page
    assert "not this" not in page


@pytest.mark.parametrize("builder", ["html", "latex", "man"])
def test_a_page_of_the_project_that_cannot_be_written_ends_the_build(
    build: Build, builder: str
) -> None:
    files = {"index.rst": "T\n=\n\n.. toctree::\n\n   a\n", "a.rst": "A\n=\n\n.. rubric:: Three\n"}
    with pytest.raises(IndexError):
        build({**files, "b.md": "# B\n"}, conf=UNSHOWN, builder=builder)


@pytest.mark.filterwarnings("ignore:'sphinxcontrib")
@pytest.mark.parametrize("builder", ["singlehtml", "latex", "man", "texinfo"])
def test_what_is_written_of_all_documents_has_the_words_of_such_ones(
    build: Build, builder: str
) -> None:
    """They are found one after the other; the others stay as they are."""
    faulty = (
        "# A title\n\n- {ref}`There <b>`\n\n```{rubric} Aword\n```\n\n"
        "```{toctree}\nsub/c\n```\n\nAfter.\n"
    )
    posts = {
        "posts/2025-01-02-a.md": faulty,
        "posts/2025-01-03-b.md": "(b)=\n# Better\n\n## Numbered\n\nA *Bword*.\n",
        "posts/2025-01-04-d.mdx": "# D title\n\nA *Dword*.\n\n```{rubric} Dover\n```\n",
        "posts/sub/c.md": "# Further\n\nA *Cword*.\n",
    }
    index = INDEX.replace(":glob:", ":glob:\n:numbered:")
    built = build(
        {"index.md": index, **posts}, conf=UNSHOWN, builder=builder,
        confoverrides={"numfig": True},
    )  # fmt: skip
    found = [text for text in built.warnings if "shows its words alone" in text]
    assert [text.partition(":")[0] for text in found] == [
        "posts/2025-01-02-a.md", "posts/2025-01-04-d.mdx"
    ]  # fmt: skip
    (name,) = [name for name in built.files() if name.endswith((".html", ".tex", ".1", ".texi"))]
    page = built.read(name)
    for word in ("There", "Aword", "After.", "Bword", "Cword", "Dword", "Dover", "Further"):
        assert word in page
    emphasis = {"man": r"\fIBword", "latex": r"\sphinxstyleemphasis{Bword}", "singlehtml": "<em>Bw"}
    assert emphasis.get(builder, "A `Bword'.") in page
    plain = build(
        {"index.md": index, **posts}, builder=builder, name="plain", confoverrides={"numfig": True}
    ).read(name)
    if builder == "singlehtml":
        assert re.findall("section-number.{,9}", page) == re.findall("section-number.{,9}", plain)


@pytest.mark.parametrize("builder", ["latex", "man"])
def test_many_such_documents_are_not_found_one_after_the_other(
    build: Build, builder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded_pages, "MOST_TRIES", 2)
    posts = {
        f"posts/2025-01-0{day}-a.md": f"# T{day}\n\nW{day}.\n\n```{{rubric}} R\n```\n"
        for day in range(1, 7)
    }
    built = build({"index.md": INDEX, **posts}, conf=UNSHOWN, builder=builder)
    assert built.codes == ["paperreview.file"] * 2
    (name,) = [name for name in built.files() if name.endswith((".tex", ".1"))]
    for day in range(1, 7):
        assert f"W{day}." in built.read(name)


@pytest.mark.parametrize("builder", ["epub", "html", "latex", "texinfo", "man", "text"])
def test_a_heading_without_words_has_others_below_it(build: Build, builder: str) -> None:
    text = "# T\n\n##\n\n### Below\n\nWords.\n\n## [](https://a.b)\n\n### More\n"
    posts = {"posts/2025-01-02-a.md": text, "posts/2025-01-03-b.mdx": text}
    built = build({"index.md": INDEX, **posts}, conf=CONF + 'copyright = "2025"\n', builder=builder)
    assert "paperreview.file" not in built.codes
    if builder == "epub":
        navigation = built.read("nav.xhtml")
        assert navigation.count("Below") == 2
        assert "—" in navigation


#: An extension at which each reference with a target of its own ends, and each document with a mark.
UNRESOLVED = f"""{CONF}
from docutils import nodes
from sphinx.domains import Domain
from sphinx.roles import XRefRole
from sphinx.transforms.post_transforms import SphinxPostTransform

copyright, version = "2025", "1"

class Faulty(Domain):
    name = "faulty"
    roles = {{"to": XRefRole()}}
    data_version = 1

    def resolve_xref(self, env, fromdocname, builder, typ, target, node, contnode):
        raise KeyError(target)

    def merge_domaindata(self, docnames, otherdata):
        pass

    def resolve_any_xref(self, env, fromdocname, builder, target, node, contnode):
        if target == "bad":
            raise IndexError(target)
        return []

class Marked(SphinxPostTransform):
    default_priority = 300

    def run(self):
        if "MARK" in self.document.astext():
            raise TypeError("a mark")

def setup(app):
    app.add_domain(Faulty)
    app.add_post_transform(Marked)
"""
REFERENCES = "# The title\n\nWords {faulty:to}`one`, {any}`bad` and {faulty:to}`two <three>`.\n"


@pytest.mark.parametrize("parallel", [1, 2])
@pytest.mark.filterwarnings("ignore:'sphinxcontrib")
@pytest.mark.parametrize("builder", ["html", "latex", "text", "epub", "singlehtml", "man"])
def test_a_reference_that_cannot_be_resolved_is_text(
    build: Build, builder: str, parallel: int
) -> None:
    built = build(
        {"index.md": INDEX, "posts/2025-01-02-a.md": REFERENCES},
        conf=UNRESOLVED, builder=builder, parallel=parallel,
    )  # fmt: skip
    found = [text for text in built.warnings if "paperreview.file" in text]
    assert len(found) >= 3
    for text in found:
        assert text.startswith("posts/2025-01-02-a.md:3: WARNING: the reference “")
    for target, error in (("one", "KeyError: 'one'"), ("bad", "IndexError: bad"), ("three", "Key")):
        assert any(f"“{target}” is shown as text" in text and error in text for text in found)
    written = [data.decode(errors="replace") for data in built.files().values()]
    assert any("the title" in text.lower() and "two" in text for text in written)


@pytest.mark.parametrize("builder", ["html", "dirhtml", "text", "json", "epub"])
@pytest.mark.filterwarnings("ignore:'sphinxcontrib")
def test_a_page_at_which_a_transform_ends_has_its_words(build: Build, builder: str) -> None:
    posts = {"posts/2025-01-02-a.md": "# The title\n\nWords *MARK*.\n\n- Two\n"}
    built = build({"index.md": INDEX, **posts}, conf=UNRESOLVED, builder=builder)
    assert set(built.codes) == {"paperreview.file"}
    assert "shows its words alone" in built.warnings[0]
    assert "TypeError: a mark" in built.warnings[0]
    (name,) = [name for name in built.files() if "2025-01-02-a" in name and not name.endswith(".md")
               and not name.startswith("_sources")][:1]  # fmt: skip
    for word in ("The title", "MARK", "Two"):
        assert word in built.read(name)


@pytest.mark.parametrize("text", ["{faulty:to}`one`", "MARK"])
def test_documents_of_the_project_end_the_build(build: Build, text: str) -> None:
    text = text.replace("{faulty:to}", ":faulty:to:")
    with pytest.raises((KeyError, TypeError)):
        build({"index.rst": f"T\n=\n\n{text}\n"}, conf=UNRESOLVED)
    with pytest.raises((KeyError, TypeError)):
        build(
            {"index.rst": "T\n=\n", "posts/2025-01-02-a.rst": f"T\n=\n\n{text}\n"},
            conf=f"{UNRESOLVED}paperreview_trusted = True\n",
        )


def test_a_reference_of_the_project_to_a_page_without_a_document(build: Build) -> None:
    """Without the extension there is no label of the list of papers."""
    index = "T\n=\n\nSee :numref:`papers`.\n\n.. toctree::\n\n   posts/2025-01-02-a\n"
    post = "# T\n\n## [P](https://arxiv.org/abs/2501.00001)\n\nWords.\n"
    built = build(
        {"index.rst": index, "posts/2025-01-02-a.md": post}, confoverrides={"numfig": True}
    )
    assert "papers</" in built.read("index.html")
    assert built.warnings[0].startswith("index.rst:4: WARNING: the reference “papers” is shown as")


#: A project with a directive that takes the time of its argument, or does not end.
SLOW = f"""{CONF}
import time
from docutils.parsers.rst import Directive

class Slow(Directive):
    optional_arguments = 1
    def run(self):
        begin = time.process_time()
        while not self.arguments or time.process_time() < begin + float(self.arguments[0]):
            pass
        return []

def setup(app):
    app.add_directive("slow", Slow)
"""


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no signals of timers")
@pytest.mark.parametrize("parallel", [1, 2])
def test_a_document_that_takes_too_long_is_left_out(
    build: Build, parallel: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = {
        "posts/2025-01-02-a.rst": "T\n=\n\nWords.\n\n.. slow::\n",
        "posts/2025-01-02-b.md": "# T\n\nWords.\n\n```{slow}\n```\n",
        "posts/2025-01-02-c.mdx": "# T\n\nWords.\n\n```{slow} 0.01\n```\n",
        "page.rst": ":orphan:\n\nP\n=\n\n.. slow:: 0.8\n",
    }
    # First with what a process imports and makes once, which takes time of its own.
    quick = {
        path: text.replace("slow", "note").replace(" 0.", " A") for path, text in posts.items()
    }
    build({**files(), **quick}, conf=SLOW, name="quick")
    monkeypatch.setattr(guarded_reading, "SECONDS", 0.5)
    built = build({**files(), **posts}, conf=SLOW, parallel=parallel)
    assert pages(built) == {"posts/2025-01-01-good.html", "posts/2025-01-02-c.html"}
    assert built.exists("page.html")  # a document of the project takes its time
    assert built.codes == ["paperreview.file"] * 2
    for text in built.warnings:
        assert "the directive “slow” cannot be read (it takes longer than " in text


#: A project in which what a mark is in is never resolved, and a rubric never written.
ENDLESS = f"""{CONF}
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

def visit(translator, node):
    while True:
        pass

class Marked(SphinxPostTransform):
    default_priority = 300

    def run(self):
        while "MARK" in self.document.astext():
            pass

def setup(app):
    app.add_node(nodes.rubric, override=True, html=(visit, None), text=(visit, None))
    app.add_post_transform(Marked)
"""


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no signals of timers")
@pytest.mark.parametrize("parallel", [1, 2])
@pytest.mark.parametrize("builder", ["html", "text"])
def test_a_page_that_takes_too_long_has_its_words(
    build: Build, builder: str, parallel: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = dict.fromkeys(("posts/2025-01-02-a.md", "posts/2025-01-03-b.md"), "# T\n\nWords.\n")
    # First with what a process imports and makes once, which takes time of its own.
    build({"index.md": INDEX, **plain}, conf=ENDLESS, builder=builder, name="plain")
    monkeypatch.setattr(guarded_pages, "SECONDS", 1)
    posts = {
        "posts/2025-01-02-a.md": "# T\n\nWords *MARK*.\n",
        "posts/2025-01-03-b.md": "# T\n\nWords.\n\n```{rubric} Over\n```\n\nMore.\n",
    }
    built = build({"index.md": INDEX, **posts}, conf=ENDLESS, builder=builder, parallel=parallel)
    assert built.codes == ["paperreview.file"] * 2
    for name, word, warning in zip(posts, ("MARK", "More."), sorted(built.warnings), strict=True):
        assert warning.startswith(f"{name}: WARNING: this page shows its words alone, for it ")
        assert "takes longer than 1 seconds" in warning
        suffix = "html" if builder == "html" else "txt"
        assert word in built.read(name.replace(".md", f".{suffix}"))


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no signals of timers")
def test_limits_of_time_within_each_other() -> None:
    def work(seconds: float) -> None:
        end = time.process_time() + seconds
        while time.process_time() < end:
            pass

    with time_limit(60):
        with pytest.raises(TooLongError), time_limit(0.05):
            work(30)
        with time_limit(30):
            work(0.01)
        left, _interval = signal.getitimer(signal.ITIMER_VIRTUAL)
        assert 50 < left < 60

    def work_within() -> None:
        with time_limit(30):
            work(0.1)  # longer than the limit around, which goes on behind this one
        work(30)

    with pytest.raises(TooLongError), time_limit(0.05):
        work_within()
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)


def test_an_ordinary_document_is_far_from_the_limit(build: Build) -> None:
    """By calls of functions: Python makes some millions of them in a second."""
    post = "# T\n\n" + "Some *words* of a `post`, and a [link](https://a.b).\n\n" * 200
    calls = count_calls(build, {"index.md": INDEX, "posts/2025-01-02-a.md": post})
    assert calls / 1_000_000 < guarded_reading.SECONDS / 10

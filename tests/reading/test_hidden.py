"""What an author hides within a document reaches no file of any builder."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.harness import count_calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness import Build, Built

CONF = """
extensions.insert(0, "myst_parser")
html_theme = "paperreview"
html_baseurl = "https://example.org/"
paperreview_now = "2025-12-01"
man_pages = [("index", "reviews", "Reviews", "A. Author", 1)]
tags.add("kept")
"""
#: Forms of comments, with the marks of what is shown (``SEEN``) and what is not (``HIDDEN``).
HTML = [
    "<!-- HIDDEN -->", "<!--HIDDEN\n\nHIDDEN-->", "SEEN <!-- HIDDEN --> SEEN", "- a <!-- HIDDEN -->\n- SEEN",
    "| a | SEEN |\n|---|---|\n| x <!-- HIDDEN --> | y |", "> <!-- HIDDEN -->\n> SEEN",
    "## Heading <!-- HIDDEN --> SEEN", "<div><!-- HIDDEN -->SEEN</div>", "[//]: # (HIDDEN)\n\nSEEN",
    "<details><summary>SEEN</summary><!-- HIDDEN > HIDDEN --></details>", "$$\nx % HIDDEN\n+ y\n$$",
]  # fmt: skip
MYST = ["% HIDDEN", "```{eval-rst}\n.. HIDDEN\n```", "<?HIDDEN?>\n\nSEEN", "<!X HIDDEN>\n\nSEEN", "<!-->SEEN",
        "```{only} internal\nHIDDEN\n```"]  # fmt: skip
MDX = [
    "{/* HIDDEN */}", "SEEN {/* HIDDEN */} SEEN", "{/*\nHIDDEN\n*/}", 'export const a = "HIDDEN";',
    "{// HIDDEN\n}", '{"SEEN" /* HIDDEN */}', "Text of $a$ % SEEN", "$a \\% b$ SEEN",
]  # fmt: skip
MARKDOWN = ["SEEN %%HIDDEN%% SEEN", "%%\nHIDDEN\n%%", "{::comment}\nHIDDEN\n{:/comment}"]
RAW = """\
.. raw:: html

   <p title="<!-- SEEN -->">SEEN<!-- HIDDEN --></p><!--HIDDEN--!><script>"<!-- SEEN -->"</script>"""
RST = """\
:date: 2025-11-11

Title
=====

SEEN

.. HIDDEN

..
   HIDDEN

   HIDDEN

- SEEN

  .. HIDDEN

.. |a| replace:: HIDDEN

.. only:: internal

   HIDDEN `HIDDEN <https://arxiv.org/abs/2511.10643>`__

   HIDDEN
   ------

.. only:: html and internal

   HIDDEN

.. only:: kept and (html or not html)

   SEEN

.. only:: not internal

   SEEN
"""


def markdown(title: str, *forms: str, note: str = "") -> str:
    # "Hidden" in a comment at the head of a text would hold it back.
    head = f"---\n# HIDDEN\ndraft: false\ndate: 2025-11-14 # HIDDEN\n{note}---\n\n# {title}\n\n"
    return head + "".join(f"{form}\n\n" for form in forms)


FILES = {
    "index.md": f"# Home\n\n```{{eval-rst}}\n{RAW}\n```\n\n<!-- HIDDEN -->\n\nSEEN\n\n% HIDDEN\n\n```{{toctree}}\n:glob:\nposts/*\n```\n",
    "posts/2025-11-14-a.mdx": markdown("A", *HTML, *MDX, note="note: HIDDEN\n"),
    "posts/2025-11-13-b.md": markdown("B", *HTML[:-1], *MYST, "```{note}\nSEEN\n```"),
    "posts/2025-11-12-c.rst": RST.replace("date: 2025-11-11", "date: 2025-11-12"),
}  # fmt: skip
BUILDERS = ["html", "json", "epub", "xml", "text", "man", "texinfo", "latex"]


def numbered() -> dict[str, str]:
    """Return the files, with a number behind each mark."""
    found: dict[str, str] = {}
    for name, text in FILES.items():
        parts = re.split("(HIDDEN|SEEN)", text)
        start = len(found) * 1000
        for place in range(1, len(parts), 2):
            parts[place] += f"{start + place}Z"
        found[name] = "".join(parts)
    return found


def contents(built: Built) -> Iterator[tuple[str, bytes]]:
    """Yield each file of the output and each within an EPUB, but Sphinx's pickle."""
    for name, data in built.files().items():
        if ".doctrees" in name or name.endswith(".pickle"):
            continue
        yield name, data
        if name.endswith(".epub"):
            with zipfile.ZipFile(built.outdir / name) as book:
                yield from ((part, book.read(part)) for part in book.namelist())


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("builder", BUILDERS)
def test_no_file_has_what_an_author_hides(build: Build, builder: str) -> None:
    files = numbered()
    built = build(files, more_conf=CONF, builder=builder)
    shown = b""
    for name, data in contents(built):
        assert not set(re.findall(rb"HIDDEN\d+Z", data)), name
        shown += data
    if builder in {"html", "epub", "xml"}:
        words = {word for text in files.values() for word in re.findall(r"SEEN\d+Z", text)}
        assert words - {word.decode() for word in re.findall(rb"SEEN\d+Z", shown)} == set()


def test_markdown_of_other_programs_has_comments_of_its_own(build: Build) -> None:
    files = {"posts/2025-11-14-a.md": markdown("A", *HTML, *MARKDOWN, note="note: HIDDEN\n")}
    built = build(files, more_conf=CONF.replace('extensions.insert(0, "myst_parser")', ""))
    for name, data in contents(built):
        assert b"HIDDEN" not in data, name
    assert b"SEEN" in dict(contents(built))["_sources/posts/2025-11-14-a.md.txt"]


def test_the_copy_of_a_page_is_markdown_of_what_it_shows(build: Build) -> None:
    post = (
        "---\ntitle: Three papers\ndate: 2025-11-14\n---\n\nA *first* note[^a]. {/* Not this. */}\n\n"
        "## 1. [Depth](https://arxiv.org/abs/2511.10647) `bytedance`\n\n- One `x`\n\n[^a]: The note.\n"
    )  # fmt: skip
    built = build({"posts/2025-11-14-a.mdx": post}, more_conf=CONF)
    text = built.read("_sources/posts/2025-11-14-a.md.txt")
    for part in (
        "# Three papers\n",
        "A *first* note[^1].",
        "Depth",
        "- One `x`",
        "[^1]: The note.",
    ):
        assert part in text
    assert 'href="../_sources/posts/2025-11-14-a.md.txt"' in built.read("posts/2025-11-14-a.html")
    built = built.rebuild({"posts/2025-11-14-a.mdx": post.replace("One", "Two")})
    assert "- Two `x`" in built.read("_sources/posts/2025-11-14-a.md.txt")
    built = built.rebuild(confoverrides={"html_copy_source": False})
    assert "_sources/" not in built.read("posts/2025-11-14-a.html")
    assert not built.exists("_sources/posts/2025-11-14-a.md.txt")


def test_pages_of_a_host_project_keep_their_own_copies(build: Build) -> None:
    plain = "# Guide\n\n% A remark.\n\nWords.\n"
    files = {"guide.md": plain, "posts/2025-11-14-a.md": "# Post\n\n% A remark.\n\nWords.\n"}
    more = CONF.replace('html_theme = "paperreview"', 'html_theme = "alabaster"')
    built = build(files, more_conf=more)
    assert built.read("_sources/guide.md.txt") == plain
    assert "remark" not in built.read("_sources/posts/2025-11-14-a.md.txt")


def test_a_tag_of_the_build_shows_what_was_hidden(build: Build) -> None:
    post = "# Post\n\n```{only} internal\nA zebra.\n```\n"
    built = build({"posts/2025-11-14-a.md": post}, more_conf=CONF)
    assert not any(b"zebra" in data for _name, data in contents(built))
    built = built.rebuild(tags=["internal"])
    assert "zebra" in built.read("posts/2025-11-14-a.html")
    built = built.rebuild(tags=[])
    assert not any(b"zebra" in data for _name, data in contents(built))


def test_looking_for_comments_takes_linear_time(build: Build) -> None:
    from docutils import nodes
    from docutils.utils import new_document

    from sphinx_paperreview.reading.hidden import remove_comments

    def calls(count: int) -> int:
        document = new_document("")
        document += [nodes.raw("", "a<!--b--><!--", format="html") for _ in range(count)]
        return count_calls(remove_comments, document)

    assert calls(400) < 2.2 * calls(200)

"""What is not published is not shown by another document either, whatever it names the file by."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.harness import CONF, build_project, write_files

if TYPE_CHECKING:
    from tests.harness import Build, Built

INDEX = "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
WORDS = "Wordsofadraft."
DRAFTS: dict[str, str | bytes | None] = {
    "posts/a.rst": f"A\n=\n\n:draft: true\n\n{WORDS}\n",
    "posts/2025-01-03-b.mdx": f"---\ndraft: true\n---\n\n# B\n\n{WORDS}\n",
    "posts/2999-01-01-c.md": f"# C\n\n{WORDS}\n",
    "posts/_drafts/d.md": f"# D\n\n{WORDS}\n",
}
#: Lines of a post that name the file.
NAMED = [
    "```{{literalinclude}} {0}\n```", "```{{include}} {0}\n```", "```{{include}} {0}\n:literal:\n```",
    "```{{eval-rst}}\n.. include:: {0}\n```", "```{{csv-table}}\n:file: {0}\n```", "{{download}}`{0}`",
    "![a](./{0})", "[a](./{0})", "![[{0}]]", "```{{figure}} {0}\n```", "```{{parsed-literal}}\n:file: {0}\n```",
]  # fmt: skip
#: The same of a post in MDX, at its begin.
IMPORTED = [
    "import R from '!!raw-loader!./{0}'\n\n{{R}}", "import R from './{0}'\n\n<R/>\n\n<a href={{R}}>a</a>",
    "<a href={{require('./{0}').default}}>a</a>", "<video src='./{0}'/>", "<img src={{require('./{0}')}}/>",
    "<object data='./{0}'></object>",
]  # fmt: skip


def names_of_drafts() -> list[str]:
    return [name.removeprefix("posts/") for name in DRAFTS]


def has_words(built: Built) -> list[str]:
    """Return the files of the output, and of what is kept beside the doctrees, with the words."""
    return [
        path.name
        for folder in (built.outdir, Path(built.app.doctreedir))
        for path in folder.rglob("*")
        if path.is_file() and WORDS.encode() in path.read_bytes()
    ]


@pytest.mark.parametrize("name", names_of_drafts())
@pytest.mark.parametrize("builder", ["html", "text"])
def test_no_post_shows_the_source_of_a_draft(build: Build, name: str, builder: str) -> None:
    posts: dict[str, str | bytes | None] = {
        f"posts/2025-02-{n + 1:02}-n.md": f"# N\n\n{line.format(name)}\n"
        for n, line in enumerate(NAMED)
    }
    posts |= {
        f"posts/2025-03-{n + 1:02}-i.mdx": f"{line.format(name)}\n"
        for n, line in enumerate(IMPORTED)
    }
    posts["posts/2025-04-01-r.rst"] = (
        f"R\n=\n\n.. include:: {name}\n\n.. literalinclude:: {name}\n\n:download:`{name}`\n"
    )
    built = build({"index.md": INDEX, **DRAFTS, **posts}, conf=CONF, builder=builder)
    assert has_words(built) == []
    assert sum("not published" in warning for warning in built.warnings) >= len(NAMED) - 4


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
@pytest.mark.parametrize("kind", ["symbolic", "hard"])
def test_no_link_leads_to_the_source_of_a_draft(tmp_path: Path, kind: str) -> None:
    post = "# P\n\n```{literalinclude} x.txt\n```\n\n![a](x.txt) {download}`x.txt`\n"
    write_files(
        tmp_path / "src",
        {"conf.py": CONF, "index.md": INDEX, "posts/2025-01-02-p.md": post,
         "posts/a.rst": str(DRAFTS["posts/a.rst"])},
    )  # fmt: skip
    link = tmp_path / "src/posts/x.txt"
    if kind == "hard":
        link.hardlink_to(tmp_path / "src/posts/a.rst")
    else:
        link.symlink_to("a.rst")
    assert has_words(build_project(tmp_path / "src")) == []


def test_a_document_follows_what_becomes_of_the_file_that_it_shows(build: Build) -> None:
    """By an edit, and by a day that comes: then no file has changed."""
    files = {
        "index.md": INDEX,
        "posts/2025-01-02-p.md": "# P\n\n```{include} _c.md\n```\n",
        "posts/2025-01-04-q.md": "# Q\n\n{download}`2025-06-01-d.md`\n\nText.\n",
        "posts/2025-06-01-d.md": f"# D\n\n{WORDS}\n",
        "posts/_c.md": f"---\ndate: 2025-06-01\n---\n\n{WORDS}\n",
    }
    days = {day: f"paperreview_now = '2025-{day}'\n" for day in ("05-01", "07-01")}
    built = build(files, conf=CONF + days["05-01"])
    assert has_words(built) == []
    for day in ("07-01", "05-01"):
        built = built.rebuild({"conf.py": CONF + days[day]})
        shown = WORDS in built.read("posts/2025-01-02-p.html")
        copied = any(
            path.name == "2025-06-01-d.md" for path in built.outdir.rglob("_downloads/*/*")
        )
        assert (shown, copied) == ((True, True) if day == "07-01" else (False, False))
    assert "0 changed" in built.rebuild().status


def test_what_a_project_leaves_out_may_be_included(build: Build) -> None:
    """Partials are no drafts."""
    built = build(
        {"index.md": INDEX, "posts/2025-01-02-p.md": "# P\n\n```{include} _part.md\n```\n",
         "posts/_part.md": f"{WORDS}\n"},
        conf=f"{CONF}exclude_patterns = ['**/_*']\n",
    )  # fmt: skip
    assert WORDS in built.read("posts/2025-01-02-p.html")

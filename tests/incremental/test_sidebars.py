"""Sidebars of gathered pages under other themes show the toctrees as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.harness import Build

INDEX = """\
Host
====

.. toctree::
   :maxdepth: 3
   :glob:

   guide
   posts/*
"""
GUIDE = "Guide\n=====\n\n{}\n{}\n\nWords.\n"
REVIEW = "# {title}\n\n## [{paper}](https://arxiv.org/abs/{number}) `google`\n\nA review of it.\n"
OLD = REVIEW.format(title="Old post", paper="Attention", number="1706.03762")
NEW = REVIEW.format(title="New post", paper="Residuals", number="1512.03385")
#: The sidebar with all entries, and below them their sections.
WHOLE = {
    "html_theme": "alabaster",
    "html_sidebars": {"**": ["globaltoc.html"]},
    "html_theme_options": {"globaltoc_collapse": False},
}
FILES = {
    "index.rst": INDEX,
    "guide.rst": GUIDE.format("Before", "------"),
    "posts/2025-11-14.mdx": OLD,
}


def gathered(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the pages of *files* with a sidebar, but for those that Sphinx itself writes."""
    theirs = ("posts/", "guide", "index", "genindex", "search")
    return {
        name: data for name, data in files.items()
        if name.endswith(".html") and not name.startswith(theirs) and b"sphinxsidebar" in data
    }  # fmt: skip


@pytest.mark.parametrize("parallel", [1, 2])
@pytest.mark.parametrize(
    ("edit", "seen"),
    [
        ({"posts/2025-11-15.mdx": NEW}, "New post"),
        ({"guide.rst": GUIDE.format("After", "-----")}, "After"),
        ({"index.rst": INDEX.replace("guide", "Manual <guide>")}, "Manual"),
    ],
)
def test_an_edit_of_what_the_toctrees_show(
    build: Build, edit: dict[str, str], seen: str, parallel: int
) -> None:
    changes: dict[str, Any] = {"confoverrides": WHOLE, "parallel": parallel}
    old = build(FILES, **changes)
    assert seen not in old.read("papers/1706.03762.html")
    after = gathered(old.rebuild(edit).files())
    assert after == gathered(build(FILES | edit, name="clean", **changes).files())
    assert all(seen in data.decode() for data in after.values())


def test_what_stays_the_same_is_left_alone(build: Build) -> None:
    """Pages of papers are many: they are written only if their sidebar has changed."""
    papers = "".join(
        f"## [Paper {number}](https://arxiv.org/abs/2401.0000{number})\n\nA review of it.\n\n"
        for number in range(1, 6)
    )
    files = {"index.rst": "Host\n====\n", "posts/2025-11-14.mdx": f"# Old post\n\n{papers}"}
    built = build(files, confoverrides={"html_theme": "alabaster"})
    before = {path: path.stat().st_mtime_ns for path in (built.outdir / "papers").glob("*.html")}
    built.rebuild({"posts/2025-11-15.mdx": NEW.replace("google", "meta")})
    written = [path for path, time in before.items() if path.stat().st_mtime_ns != time]
    assert len(before) == 5
    assert len(written) <= 1

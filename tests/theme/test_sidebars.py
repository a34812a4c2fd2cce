"""Parts of the archive in the sidebars of other themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build

POST = "---\ntags: [{tag}]\n---\n\n# {title}\n\n## 1. [{title}](https://arxiv.org/abs/{key})\n\nText.\n"
FILES = {
    "posts/2025-11-14.mdx": POST.format(tag="agents", title="New", key="2511.10643"),
    "posts/2025-11-14-more.mdx": POST.format(tag="agents", title="More", key="2511.10644"),
    "posts/2025-10-03.mdx": POST.format(tag="vision", title="Old", key="1706.03762"),
    "guide/page.rst": ":orphan:\n\nPage\n====\n\nWords.\n",
}
NAMES = [f"paperreview/{name}.html" for name in ("recent", "terms", "calendar")]


@pytest.mark.parametrize("theme", ["alabaster", "pydata_sphinx_theme", "furo"])
def test_parts_are_on_every_page(build: Build, theme: str) -> None:
    if theme != "alabaster":
        pytest.importorskip(theme)
    sidebars = {"**": ["sidebar/search.html", *NAMES] if theme == "furo" else NAMES}
    changes = {"html_theme": theme, "html_sidebars": sidebars}
    built = build(FILES, confoverrides=changes)
    assert built.warnings == []
    for page, up in (
        ("guide/page.html", "../"),
        ("archive.html", ""),
        ("posts/2025-10-03.html", "../"),
    ):
        text = built.read(page)
        assert text.count('class="pr-sidebar"') == 3
        assert "paperreview-guest.css" in text
        side = text[text.index('class="pr-sidebar"') :]
        post = "2025-11-14.html" if page.startswith("posts/") else f"{up}posts/2025-11-14.html"
        assert f'href="{post}"' in side
        assert f'href="{up}tags/agents.html"' in side
        assert f'href="{up}archive/2025/11.html"' in side
        assert "November 2025" in side


def test_they_follow_an_edit_everywhere(build: Build) -> None:
    changes = {"html_theme": "alabaster", "html_sidebars": {"**": NAMES}}
    built = build(FILES, confoverrides=changes)
    later = POST.format(tag="agents", title="December", key="2512.10643")
    built = built.rebuild({"posts/2025-12-01.mdx": later})
    for page in ("guide/page.html", "archive/2025/10.html", "genindex.html"):
        assert "December" in built.read(page)
    assert built.files() == built.rebuild().files()


def test_a_post_without_a_title_says_its_day_once(build: Build) -> None:
    post = "## 1. [One](https://arxiv.org/abs/2511.10643)\n\nText.\n"
    changes = {"html_theme": "alabaster", "html_sidebars": {"**": NAMES[:1]}}
    built = build({"posts/2025-11-14.mdx": post}, confoverrides=changes)
    side = built.read("genindex.html").partition('class="pr-sidebar"')[2].partition("</div>")[0]
    assert ">November 14, 2025</a></li>" in side
    assert "<time" not in side


def test_nothing_without_a_review(build: Build) -> None:
    changes = {"html_theme": "alabaster", "html_sidebars": {"**": ["about.html", *NAMES]}}
    built = build({"guide/page.rst": FILES["guide/page.rst"]}, confoverrides=changes)
    assert built.warnings == []
    assert "pr-sidebar" not in built.read("guide/page.html")
    assert "paperreview" not in built.read("guide/page.html")


def test_a_template_of_the_project_goes_first(build: Build) -> None:
    own = {**FILES, "_templates/paperreview/recent.html": "<p>Mine.</p>"}
    changes = {
        "html_theme": "alabaster",
        "html_sidebars": {"**": NAMES[:1]},
        "templates_path": ["_templates"],
    }
    built = build(own, confoverrides=changes)
    assert "<p>Mine.</p>" in built.read("guide/page.html")

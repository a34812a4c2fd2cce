"""The home page of a folder of posts without an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from tests.harness import Build


FILES = {
    "posts/2025-11-14.mdx": "# 2025-11-14 papers\n\n## 1. [T](https://arxiv.org/abs/2511.10643)\n",
    # Not UTF-8, so that a copy of it is what is read.
    "posts/2025-11-13.mdx": "# 이전 글\n".encode("cp949"),
}


@pytest.mark.parametrize("theme", ["basic", "paperreview"])
def test_the_output_does_not_depend_on_the_folder(build: Build, theme: str) -> None:
    overrides = {"html_theme": theme}
    names = ("here", "elsewhere/deeper")
    first, second = (
        build(FILES, name=name, confoverrides=overrides).rebuild({"index.md": None})
        for name in names
    )
    files = first.files()
    assert files == second.files()
    here = str(first.srcdir).encode()
    assert [name for name, data in files.items() if here in data] == []
    assert first.exists("index.html")
    assert not first.exists("_sources/index.md.txt")
    assert "posts/2025-11-14.html" in first.read("index.html")


def test_the_name_of_the_project_is_text(build: Build) -> None:
    name = "</title><b>R&D</b> {1 + 1} $x$ *a* # <script>x()</script>"
    overrides = {"project": name, "paperreview_description": "1. {n}\n\n- <i>x</i> ![a](b.png)"}
    built = build(FILES, confoverrides=overrides).rebuild({"index.md": None})
    page = BeautifulSoup(built.read("index.html"), "html.parser")
    assert page.h1 is not None
    assert page.h1.get_text().rstrip("¶") == name
    assert "1. {n} - <i>x</i> ![a](b.png)" in page.get_text()
    assert [line for line in built.warnings if "index" in line] == []


@pytest.mark.parametrize("body", ["", "\n\n"])
def test_a_home_page_without_a_text_shows_the_newest_posts(build: Build, body: str) -> None:
    post = {"posts/2025-03-01.md": "# A day\n\nText.\n"}
    index = f"---\nlayout: home\ntitle: My *papers*\n---\n{body}"
    built = build({**post, "index.md": index})
    page = built.read("index.html")
    assert "<h1>My *papers*" in page
    assert "posts/2025-03-01.html" in page
    assert built.rebuild({}).files()["index.html"] == built.files()["index.html"]
    page = built.rebuild({"index.md": f"{index}\nMy words.\n"}).read("index.html")
    assert "My words." in page
    assert "posts/2025-03-01.html" not in page


def test_a_draft_without_a_text_is_no_home_page(build: Build) -> None:
    built = build(
        {"index.md": "---\ntitle: Secret\ndraft: true\n---\n", "posts/2025-03-01.md": "# A\n"}
    )
    page = built.read("index.html")
    assert "Secret" not in page
    assert "posts/2025-03-01.html" in page

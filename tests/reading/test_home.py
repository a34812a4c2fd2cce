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


#: Folders of notes without a date, and what gives them a name.
NAMES = {
    "README": ({"README.md": "Intro.\n\n# Notes on *papers* ![x](x.png)\n"}, "Notes on papers"),
    "front matter": ({"README.md": "---\ntitle: My notes\n---\n\n# Other\n"}, "My notes"),
    "generator": ({"README.md": "# Other\n", "mkdocs.yml": "site_name: Lab notes\n"}, "Lab notes"),
}
NOTE = "# Alpha of Beta\n\nPaper: https://arxiv.org/abs/2401.00001\n\nIt is fast and small.\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_of_notes_has_a_name_and_its_papers_on_the_front_page(
    build: Build, name: str
) -> None:
    files, title = NAMES[name]
    conf = 'extensions = ["sphinx_paperreview"]\nhtml_theme = "paperreview"\n'
    built = build({"conf.py": conf, "notes/alpha.md": NOTE, **files}, builder="dummy")
    built = built.rebuild({"index.md": None}, builder="html")
    page = BeautifulSoup(built.read("index.html"), "html.parser")
    assert page.select_one("h1").get_text(strip=True).rstrip("¶#") == title
    assert page.title is not None
    assert page.title.string == title
    main = page.select_one(".pr-home-main")
    assert main.select_one("h2").get_text(strip=True) == "Papers"
    (row,) = main.select(".pr-papers.pr-undated > .pr-row")
    assert row.get_text(" ", strip=True) == "Alpha of Beta It is fast and small."
    assert page.select_one('main a[href="README.html"]') is not None
    table = BeautifulSoup(built.read("papers.html"), "html.parser").select_one("table.pr-index")
    assert {"pr-no-dates", "pr-no-orgs"} <= set(table["class"])


@pytest.mark.parametrize(
    "readme", ["---\ndraft: true\n---\n\n# Secret\n", "---\ndraft: perhaps\n---\n\n# Secret\n"]
)
def test_a_draft_gives_no_name(build: Build, readme: str) -> None:
    conf = 'extensions = ["sphinx_paperreview"]\nhtml_theme = "paperreview"\n'
    built = build({"conf.py": conf, "README.md": readme, "notes/alpha.md": NOTE}, builder="dummy")
    assert "Secret" not in built.rebuild({"index.md": None}).app.config.project


def test_a_name_in_the_configuration_stays(build: Build) -> None:
    conf = 'project = "Mine"\nextensions = ["sphinx_paperreview"]\nhtml_theme = "paperreview"\n'
    built = build(
        {"conf.py": conf, "README.md": "# Other\n", "notes/alpha.md": NOTE}, builder="dummy"
    )
    assert built.app.config.project == "Mine"


def test_a_document_called_by_its_file_has_the_title_of_its_paper(build: Build) -> None:
    text = "---\npaper: arxiv:2401.00001\npaper_title: Alpha of Beta\ndate: 2024-01-05\n---\n\na\n"
    built = build({"alpha-of-the-beta.md": text}, builder="dummy")
    assert built.env.titles["alpha-of-the-beta"].astext() == "Alpha of Beta"


def test_a_title_of_a_post_and_its_only_paper_stands_once(build: Build) -> None:
    text = "# [논문 리뷰] Alpha of {0}\n\nPaper: https://arxiv.org/abs/2401.0000{0}\n\nIt is fast and {0}.\n"
    files = {f"posts/2025-11-1{number}.md": text.format(number) for number in (1, 2)}
    built = build(files, builder="dummy").rebuild({"index.md": None}, builder="html")
    page = BeautifulSoup(built.read("index.html"), "html.parser")
    main = page.select_one(".pr-home-main")
    assert main is not None
    words = main.get_text(" ", strip=True)
    assert [words.count(f"Alpha of {number}") for number in (1, 2)] == [1, 1]
    assert [words.count(f"It is fast and {number}.") for number in (1, 2)] == [1, 1]


LOOPS = {
    "_posts/2024-01-02-alpha.md": "---\ntitle: Alpha\ntags: [rl]\n---\n\nText.\n",
    "_posts/2024-01-03-beta.md": "---\ntitle: Beta\n---\n\nText.\n",
    "index.md": """---
title: Notes
---

Hello.

{% for post in site.posts limit:1 %}
* [{{ post.title }}]({{ post.url }})
{% endfor %}

- By tag:
  {%- for tag in site.tags -%}
  {{ tag[0] }}
  {%- endfor -%}

{% for item in site.data.items %}
- {{ item }}
{% endfor %}
""",
}


def test_loops_of_a_home_page_are_the_lists_that_they_make(build: Build) -> None:
    built = build(LOOPS)
    main = BeautifulSoup(built.read("index.html"), "html.parser").select("section")[0]
    links = [(link.get_text(), link["href"]) for link in main.select("a[href*='/']")]
    assert ("Beta", "_posts/2024-01-03-beta.html") in links
    assert ("rl", "tags/rl.html") in links
    assert "Alpha" not in main.get_text()
    assert "{" not in main.get_text()
    [warning] = built.warnings
    assert "index.md:16" in warning
    assert "{% for %}" in warning


ITEM = '<li><a href="{{ post.url }}">{{ post.title }}</a></li>'
LOOP = "{% for post in site.posts %}"


@pytest.mark.parametrize(
    "text",
    [
        f"<ul>\n  {LOOP}\n    {ITEM}\n  {{% endfor %}}\n</ul>",
        f'<div class="all"><ul>{LOOP}{ITEM}{{%- endfor -%}}</ul></div>',
        f"<ul>\n\n{LOOP}\n\n{ITEM}\n\n{{% endfor %}}\n\n</ul>",
        f"<nav>\n{LOOP}\n<p>{{{{ post.excerpt }}}} <a>Read on</a></p>\n{{% endfor %}}\n</nav>",
        f"<table><tr><td>\n{LOOP} {ITEM} {{% endfor %}}\n</td></tr></table>",
    ],
)
def test_an_element_that_holds_a_loop_alone_is_the_list(build: Build, text: str) -> None:
    built = build({**LOOPS, "index.md": f"# Notes\n\nHello.\n\n{text}\n"})
    main = BeautifulSoup(built.read("index.html"), "html.parser").select("section")[0]
    words = main.get_text(" ", strip=True)
    assert [words.count(title) for title in ("Beta", "Alpha", "Read on", "{")] == [1, 1, 0, 0]
    assert len(main.select("li li, ul ul, td")) == 0
    assert built.warnings == []


@pytest.mark.parametrize(
    "text",
    [
        f"<ul>\n{LOOP}\n{ITEM}\n{{% endfor %}}\n<li>Kept</li>\n</ul>",
        f"<div>Kept {LOOP} {ITEM} {{% endfor %}}</div>",
        f"- Kept <span>{LOOP}{ITEM}{{% endfor %}}</span>",
        f"<ul>{LOOP}{ITEM}{{% endfor %}}{LOOP}{ITEM}{{% endfor %}}<li>Kept</li></ul>",
        "<ul>{% for post in site.papers %}<li>{{ post.title }}</li>{% endfor %}</ul> Kept",
    ],
)
def test_what_is_beside_a_loop_stays_and_the_loop_is_reported(build: Build, text: str) -> None:
    built = build({**LOOPS, "index.md": f"# Notes\n\nHello.\n\n{text}\n"})
    main = BeautifulSoup(built.read("index.html"), "html.parser").select("section")[0]
    assert "Kept" in main.get_text()
    [warning] = built.warnings
    assert "{% for %}" in warning
    assert "{paper:list}" in warning

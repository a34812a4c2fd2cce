"""The place of a document: the tree, the way from the first page, its neighbours, its contents."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_paperreview.pages.places import DocumentTree
from tests.harness import count_calls

if TYPE_CHECKING:
    from tests.harness import Build, Built

OURS = {"html_theme": "paperreview", "html_baseurl": "https://example.org/"}
#: Two toctrees, one of which has a branch; an address, a list of ours, and a post among them.
SITE = {
    "index.md": """# Manual

```{toctree}
:caption: Begin

start
Elsewhere <https://example.org/other>
papers
genindex
posts/2025-11-14
```

```{toctree}
:caption: Look up

Names & <signs> <reference/index>
```
""",
    "start.md": "# Start\n\n## One\n\n### Inside\n\n## Two\n",
    "reference/index.md": "# Reference\n\n```{toctree}\nb\na\nmissing\n```\n",
    "reference/a.md": "# A\n",
    "reference/b.md": "# B\n\n```{toctree}\n/start\nself\n```\n",
    "apart.md": "---\norphan: true\n---\n# Apart\n\n## One\n\n## Two\n",
    "posts/2025-11-14.mdx": "# Day\n\n## [A paper](https://arxiv.org/abs/2511.10643)\n\nText.\n",
}


@pytest.fixture
def site(build: Build) -> Built:
    """Build the site under our theme."""
    return build(SITE, confoverrides=OURS)


def tree(page: str) -> str:
    """Return the tree of a page; empty if it has none."""
    found = re.search(r'<nav class="pr-tree".*?</nav>', page, re.DOTALL)
    return found[0] if found else ""


def links(html: str) -> list[tuple[str, str]]:
    """Return address and text of each link."""
    return [(url, re.sub("<[^>]*>", "", text)) for url, text in
            re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html)]  # fmt: skip


def neighbours(page: str) -> list[tuple[str, str]]:
    """Return relation and address of the links to other documents."""
    nav = re.search(r'<nav class="pr-neighbours".*?</nav>', page, re.DOTALL)
    return re.findall(r'href="([^"]*)" rel="([^"]*)"', nav[0]) if nav else []


def test_the_tree_is_in_the_order_of_the_toctrees(site: Built) -> None:
    page = tree(site.read("reference/a.html"))
    assert re.findall(r"pr-tree-caption\">(.*?)<", page) == ["Begin", "Look up"]
    assert links(page) == [
        ("../start.html", "Start"),
        ("https://example.org/other", "Elsewhere"),
        ("../papers.html", "Papers"),
        ("../genindex.html", "Index"),
        ("index.html", "Names &amp; &lt;signs&gt;"),
        ("b.html", "B"),
        ("#", "A"),
    ]


def test_the_branch_of_the_page_is_open(site: Built) -> None:
    inside, outside = tree(site.read("reference/a.html")), tree(site.read("start.html"))
    assert "<details open>" in inside
    assert "<details>" in outside
    assert "<details open>" not in outside
    assert re.findall(r'aria-current="page">(.*?)<', inside) == ["A"]


@pytest.mark.parametrize(
    "page", ["posts/2025-11-14.html", "papers.html", "index.html", "apart.html"]
)
def test_posts_and_lists_have_no_tree(site: Built, page: str) -> None:
    assert tree(site.read(page)) == ""
    assert "Look up" not in re.sub(r"<main.*</main>", "", site.read(page), flags=re.DOTALL)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("start.html", [("index.html", "prev"), ("reference/index.html", "next")]),
        ("reference/b.html", [("index.html", "prev"), ("a.html", "next")]),
        ("reference/a.html", [("b.html", "prev")]),
        ("apart.html", []),
    ],
)
def test_neighbours(site: Built, page: str, expected: list[tuple[str, str]]) -> None:
    assert neighbours(site.read(page)) == expected


def test_the_way_from_the_first_page(site: Built) -> None:
    page = site.read("reference/a.html")
    trail = re.search(r'<div class="pr-trail">.*?</div>', page, re.DOTALL)
    assert trail is not None
    assert links(trail[0]) == [
        ("../index.html", "Manual"),
        ("index.html", "Names &amp; &lt;signs&gt;"),
    ]
    data = re.search(r'application/ld\+json">(.*?)</script>', page)
    assert data is not None
    crumbs = json.loads(data[1])["breadcrumb"]
    assert [
        (item["position"], item["name"], item["item"]) for item in crumbs["itemListElement"]
    ] == [
        (1, "Manual", "https://example.org/index.html"),
        (2, "Names & <signs>", "https://example.org/reference/index.html"),
        (3, "A", "https://example.org/reference/a.html"),
    ]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("start.html", ["One", "Inside", "Two"]),
        ("apart.html", ["One", "Two"]),
        ("reference/a.html", []),
        ("index.html", []),
    ],
)
def test_contents(site: Built, page: str, expected: list[str]) -> None:
    nav = re.search(r'<nav class="pr-side".*?</nav>', site.read(page), re.DOTALL)
    assert [text for _url, text in links(nav[0] if nav else "")] == expected


def test_a_project_without_posts_begins_with_its_tree(build: Build) -> None:
    files = {
        **SITE,
        "posts/2025-11-14.mdx": None,
        "index.md": SITE["index.md"].replace("papers\n", ""),
    }
    page = build(files, confoverrides=OURS).read("index.html")
    assert "Start" in tree(page)
    assert neighbours(page) == [("start.html", "next")]


def test_a_bar_without_links_has_no_menu(build: Build) -> None:
    files = {"index.md": "# Manual\n\n```{toctree}\na\n```\n", "a.md": "# A\n"}
    page = build(files, confoverrides={"html_theme": "paperreview"}).read("a.html")
    assert "pr-menu" not in page
    assert '<nav class="pr-links"' not in page
    links = {"html_theme_options.links": [{"name": "Code", "url": "https://example.org"}]}
    page = build(files, confoverrides={"html_theme": "paperreview", **links}, name="linked").read(
        "a.html"
    )
    assert page.count(">Code</a>") == 1
    assert 'popovertarget="pr-menu"' in page


def test_other_themes_have_no_places(build: Build) -> None:
    page = build(SITE, confoverrides={**OURS, "html_theme": "basic"}).read("reference/a.html")
    assert "pr-tree" not in page
    assert "BreadcrumbList" not in page


@pytest.mark.parametrize(
    ("files", "changed"),
    [
        (
            {"reference/a.md": "# Another name\n"},
            {"reference/a", "reference/b", "start", "reference/index"},
        ),
        ({"posts/2025-11-14.mdx": SITE["posts/2025-11-14.mdx"] + "\nMore.\n"}, set()),
    ],
)
def test_pages_follow_the_tree(build: Build, files: dict[str, str], changed: set[str]) -> None:
    site = build(SITE, confoverrides=OURS)
    before = {
        name: tree(text.decode()) for name, text in site.files().items() if name.endswith(".html")
    }
    again = site.rebuild(files)
    after = {
        name: tree(text.decode()) for name, text in again.files().items() if name.endswith(".html")
    }
    assert {name.removesuffix(".html") for name in before if before[name] != after[name]} == changed
    clean = build({**SITE, **files}, confoverrides=OURS)
    assert {name: tree(clean.read(name)) for name in after} == after


def chapters(count: int) -> dict[str, str]:
    """Return a project of chapters in folders of twenty."""
    parts = range(0, count, 20)
    files = {
        "index.md": "# Manual\n\n```{toctree}\n"
        + "".join(f"p{part}/index\n" for part in parts)
        + "```\n"
    }
    for part in parts:
        names = [f"c{number}" for number in range(part, part + 20)]
        files[f"p{part}/index.md"] = (
            f"# Part {part}\n\n```{{toctree}}\n" + "\n".join(names) + "\n```\n"
        )
        files |= {f"p{part}/{name}.md": f"# {name}\n" for name in names}
    return files


def test_a_page_of_a_large_project_shows_its_branch(build: Build) -> None:
    built = build(chapters(200), confoverrides=OURS, builder="dummy")
    work: dict[int, Any] = {}
    shown = DocumentTree(built.env, built.app.builder)
    place = shown.place("p100/c105")
    ((_caption, group),) = place.groups
    assert [branch.entry.page for branch in group if branch.branches] == ["p100/index"]
    opened = next(branch for branch in group if branch.is_open)
    assert [branch.entry.page for branch in opened.branches if branch.is_current] == ["p100/c105"]
    for part in (0, 180):
        work[part] = count_calls(shown.place, f"p{part}/c{part + 5}")
    assert max(work.values()) < 400


def test_a_long_level_is_shown_around_the_page(build: Build) -> None:
    names = [f"c{number:03}" for number in range(210)]
    files = {"index.md": "# Manual\n\n```{toctree}\n" + "\n".join(names) + "\n```\n"}
    built = build(
        files | {f"{name}.md": f"# {name}\n" for name in names}, confoverrides=OURS, builder="dummy"
    )
    shown = DocumentTree(built.env, built.app.builder)
    for page in ("c000", "c150", "c209"):
        ((_caption, group),) = shown.place(page).groups
        assert len(group) == 61
        assert [branch.entry.page for branch in group if branch.is_current] == [page]
        assert group[-1].entry.page == "index"

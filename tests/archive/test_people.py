"""People are told apart by their keys, not by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from tests.harness import Build, Built

PEOPLE = """\
minsu1: {name: 김민수, title: KAIST, url: "https://a.example/"}
minsu2: {name: 김민수, title: 서울대, url: "https://b.example/"}
hana: {name: 이하나}
"""
POSTS = {
    "posts/2025-11-11.mdx": "---\nauthors: [minsu1]\n---\n# One\n\nText.\n",
    "posts/2025-11-12.mdx": "---\nauthors: [minsu2, hana]\n---\n# Two\n\nText.\n",
    "posts/2025-11-13.mdx": "---\nauthors: [김민수]\n---\n# Three\n\nText.\n",
    "posts/2025-11-14.mdx": "---\nauthors: [{key: guest, name: 김민수}]\n---\n# Four\n\nText.\n",
    "list.md": "---\norphan: true\n---\n# List\n\n{paper:author}`minsu2` {paper:author}`guest` {paper:author}`김민수`\n\n"
    "```{paper:list}\n:kind: posts\n:author: minsu1\n```\n",
}
FILES = {**POSTS, "authors.yml": PEOPLE}


def links(built: Built, page: str) -> set[str]:
    soup = BeautifulSoup(built.read(page), "html.parser")
    found = {str(link.get("href", "")).split("#")[0] for link in soup.find_all("a")}
    return {href.rpartition("posts/")[2] for href in found if "posts/" in href}


def test_people_of_one_name_have_pages_of_their_own(build: Build) -> None:
    built = build(FILES, more_conf='html_baseurl = "https://example.org/"\n')
    assert built.warnings == []
    pages = {name.split("/")[1] for name in built.files() if name.startswith("authors/")}
    own = {"minsu1.html": "1", "minsu2.html": "2", "김민수.html": "3", "guest.html": "4"}
    assert {page for page in pages if page.endswith(".html")} == {*own, "이하나.html"}
    for page, day in own.items():
        assert links(built, f"authors/{page}") == {f"2025-11-1{day}.html"}
        feed = built.read(f"authors/{page.removesuffix('.html')}/atom.xml")
        assert feed.count("</entry>") == 1
    assert "KAIST" in built.read("authors/minsu1.html")
    assert "서울대" in built.read("authors/minsu2.html")
    assert "a.example" not in built.read("authors/minsu2.html")
    assert "KAIST" not in built.read("authors/김민수.html")
    assert 'href="../authors/minsu2.html"' in built.read("posts/2025-11-12.html")
    assert "authors/minsu2.html" in built.read("list.html")
    assert "authors/guest.html" in built.read("list.html")
    assert links(built, "list.html") == {"2025-11-11.html"}


def test_a_name_of_one_person_keeps_its_address(build: Build) -> None:
    files = {**FILES, "posts/2025-11-12.mdx": None, "posts/2025-11-13.mdx": None,
             "posts/2025-11-14.mdx": None, "list.md": None}  # fmt: skip
    built = build(files)
    assert built.exists("authors/김민수.html")
    again = built.rebuild(POSTS)
    assert not again.exists("authors/minsu1/atom.xml") or again.exists("authors/minsu1.html")
    assert links(again, "authors/김민수.html") == {"2025-11-13.html"}
    clean = build(FILES, name="clean")
    ours = {name for name in clean.files() if name.startswith("authors/")}
    assert {name for name in again.files() if name.startswith("authors/")} == ours
    for name in ours:
        assert again.files()[name] == clean.files()[name]


def test_keys_that_differ_by_case_and_a_key_like_a_name(build: Build) -> None:
    people = "a: {name: 김}\nA: {name: 김}\nb: {name: A}\n"
    built = build({
        "authors.yml": people,
        "posts/2025-11-14.mdx": "---\nauthors: [a, A, b]\n---\n# One\n\nText.\n",
    })  # fmt: skip
    pages = [name for name in built.files() if name.startswith("authors/") and ".html" in name]
    assert len(pages) == 3
    assert "authors/a.html" in pages

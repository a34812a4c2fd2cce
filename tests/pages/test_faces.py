"""Faces of authors: a small copy of a local picture, else initials; remote ones where permitted."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from bs4 import BeautifulSoup

from sphinx_paperreview.rendering.pictures import initials
from tests.harness import picture

if TYPE_CHECKING:
    from bs4.element import Tag

    from tests.harness import Build, Built

FILES: dict[str, str | bytes | None] = {
    "authors.yml": (
        "hana:\n  name: 서하나\n  image_url: people/hana.png\n"
        "dan:\n  name: Dan van Dyk\n  image_url: https://example.org/dan.png\n"
        "eve:\n  name: Eve\n  image_url: /people/none.png\n"
        "bad:\n  name: Bad Hat\n  image_url: 'javascript:alert(1)'\n"
        "out:\n  name: Out\n  image_url: ../../etc/secret.png\n"
    ),
    "people/hana.png": picture(200, 300, color=200),
    "posts/2026-01-02.mdx": "---\nauthors: [hana, dan, eve]\n---\n\n# T\n\nText.\n",
    "posts/2026-01-03.mdx": "---\nauthors: [bad, out]\n---\n\n# T\n\nText.\n",
    "posts/2026-01-04.mdx": "---\nauthors: [hana, dan, eve, bad]\n---\n\n# T\n\nText.\n",
}


def faces(built: Built, page: str) -> list[Tag]:
    return BeautifulSoup(built.read(page), "html.parser").select(".pr-face")


def test_faces_of_a_post(build: Build) -> None:
    built = build(FILES)
    hana, dan, eve = faces(built, "posts/2026-01-02.html")
    assert hana.name == "img"
    assert (built.outdir / "posts" / str(hana["src"])).is_file()
    assert (hana["width"], hana["height"]) == ("96", "144")
    assert [(face.name, face.get_text(), face["aria-hidden"]) for face in (dan, eve)] == [
        ("span", "DD", "true"),
        ("span", "E", "true"),
    ]
    assert [face.get_text() for face in faces(built, "posts/2026-01-03.html")] == ["BH", "O"]
    assert faces(built, "posts/2026-01-04.html") == []  # four would be a crowd
    assert "https://example.org/dan.png" not in built.read("posts/2026-01-02.html")


def test_faces_of_the_pages_of_authors(build: Build) -> None:
    built = build(FILES)
    assert len(faces(built, "authors.html")) == 5
    (link,) = [
        link
        for link in BeautifulSoup(built.read("authors.html"), "html.parser").select("a.pr-author")
        if link.get_text() == "서하나"
    ]
    assert faces(built, unquote(str(link["href"])))[0].name == "img"


def test_remote_faces_where_the_site_permits_them(build: Build) -> None:
    built = build(FILES, confoverrides={"paperreview_remote_faces": True})
    dan = faces(built, "posts/2026-01-02.html")[1]
    assert dan["src"] == "https://example.org/dan.png"
    assert dan["referrerpolicy"] == "no-referrer"


def test_a_new_picture_shows_after_a_rebuild(build: Build) -> None:
    built = build(FILES)
    changed = built.rebuild({"people/hana.png": picture(120, 120, color=90)})
    (hana, *_others) = faces(changed, "posts/2026-01-02.html")
    assert (hana["width"], hana["height"]) == ("96", "96")


def test_initials() -> None:
    names = ("서하늘", "Daniel Park", "ada", "Jean-Luc de la Tour", "", "  ", "(x) Y Z")
    assert [initials(name) for name in names] == ["서", "DP", "A", "JT", "", "", "YZ"]

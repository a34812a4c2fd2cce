"""The gallery: every figure of the archive by month, organisation and tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.harness import picture

if TYPE_CHECKING:
    from tests.harness import Build, Built


def post(number: int, *figures: str, org: str = "google") -> str:
    images = "\n\n".join(f"![Figure of {name}]({name}.png)" for name in figures)
    title = f"[P{number}](https://arxiv.org/abs/2401.0{number:04}) `{org}`"
    return f"---\ntags: [t]\n---\n\n# Post {number}\n\n## 1. {title}\n\n{images}\n"


FILES: dict[str, str | bytes | None] = {
    "index.md": "# Home\n\n```{paper:gallery}\n:limit: 2\n```\n\n```{paper:gallery}\n:org: meta\n```\n",
    "posts/2026-01-02.mdx": post(1, "a", "b", "c"),
    "posts/2026-02-02.mdx": post(2, "a", "d"),
    "posts/2026-02-03.mdx": post(3, "e", org="meta"),
    "posts/2026-02-04.mdx": post(4, "none"),
    "posts/2026-02-05.mdx": post(5, "f").replace("tags:", "unlisted: true\ntags:"),
    **{f"posts/{name}.png": picture(100 + number, 80) for number, name in enumerate("abcdef")},
}


@pytest.fixture
def site(build: Build) -> Built:
    return build(FILES, confoverrides={"html_theme": "paperreview"})


def captions(built: Built, page: str) -> list[str]:
    soup = BeautifulSoup(built.read(page), "html.parser")
    return [each.get_text() for each in soup.select(".pr-gallery .pr-row-subtitle")]


def test_pages_by_time_and_term(site: Built) -> None:
    assert site.codes == ["paperreview.image"]  # none.png
    pages = {
        path.relative_to(site.outdir).as_posix() for path in site.outdir.glob("gallery/**/*.html")
    }
    assert pages == {
        "gallery/2026/01.html", "gallery/2026/02.html",
        "gallery/orgs/google.html", "gallery/tags/t.html",
    }  # fmt: skip
    expected = {
        "gallery.html": "eadabc", "gallery/2026/01.html": "abc", "gallery/2026/02.html": "ead",
        "gallery/orgs/google.html": "adabc", "gallery/tags/t.html": "eadabc",
    }  # fmt: skip
    for page, names in expected.items():
        assert captions(site, page) == [f"Figure of {name}" for name in names], page


def test_each_figure_leads_to_its_review(site: Built) -> None:
    soup = BeautifulSoup(site.read("gallery/2026/01.html"), "html.parser")
    link = soup.select_one(".pr-gallery a")
    assert link["href"] == "../../posts/2026-01-02.html#arxiv-2401.00001"
    assert link.get_text(strip=True) == "P1"
    assert (site.outdir / "gallery/2026" / str(link.img["src"])).is_file()


def test_ways_to_it(site: Built) -> None:
    for page, target in (
        ("archive.html", "gallery.html"), ("papers.html", "gallery.html"),
        ("orgs/google.html", "../gallery/orgs/google.html"),
        ("gallery.html", "gallery/2026/02.html"), ("gallery.html", "gallery/tags/t.html"),
    ):  # fmt: skip
        soup = BeautifulSoup(site.read(page), "html.parser")
        assert soup.select(f'main a[href="{target}"]'), (page, target)


def test_the_directive(site: Built) -> None:
    assert captions(site, "index.html") == ["Figure of e", "Figure of a", "Figure of e"]


def test_a_month_of_many_figures_has_more_pages(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_paperreview.pages.gathered.gallery.PAGE", 20)
    files = dict(FILES)
    for day in range(1, 8):
        files[f"posts/2026-03-0{day}.mdx"] = post(10 + day, *"abcdef" * 2)
    files |= {
        f"posts/2026-03-0{day}.mdx": post(10 + day, *(f"g{day}{n}" for n in range(10)))
        for day in range(1, 8)
    }
    files |= {
        f"posts/g{day}{n}.png": picture(80, 90 + n, color=day)
        for day in range(1, 8) for n in range(10)
    }  # fmt: skip
    built = build(files, confoverrides={"html_theme": "paperreview"})
    pages = [f"gallery/2026/03{name}.html" for name in ("", "/1", "/2", "/3")]
    assert [len(captions(built, page)) for page in pages] == [10, 20, 20, 20]
    assert len(captions(built, "gallery.html")) == 20
    before = built.files()
    more = built.rebuild({"posts/2026-03-09.mdx": post(30, *"abc")})
    changed = {name for name, data in more.files().items() if before.get(name) != data}
    assert changed.intersection(pages) == {pages[0]}
    fewer = built.rebuild({f"posts/2026-03-0{day}.mdx": None for day in range(3, 8)})
    assert not fewer.exists(pages[1])
    files = fewer.files()
    clean = fewer.rebuild(freshenv=True).files()
    assert {name for name in files if name.startswith("gallery")} == {
        name for name in clean if name.startswith("gallery")
    }
    assert all(files[name] == clean[name] for name in files if name.startswith("gallery"))


def test_without_pictures_there_is_none(build: Build) -> None:
    built = build({"index.md": FILES["index.md"], "posts/2026-01-02.mdx": post(1)})
    assert not built.exists("gallery.html")
    assert "gallery" not in built.read("archive.html")

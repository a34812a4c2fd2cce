"""Small pictures in lists: which picture stands for a review, and what its copy is like."""

from __future__ import annotations

import gzip
import io
import random
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageDraw

from tests.harness import picture

if TYPE_CHECKING:
    from tests.harness import Build, Built

CONF = """\
project = "Reviews"
language = "en"
extensions = ["sphinx_paperreview"]
html_theme = "paperreview"
"""


def noise(width: int, height: int, form: str = "PNG") -> bytes:
    """Return a picture that no format makes small."""
    pixels = random.Random(width * height).randbytes(width * height * 3)
    data = io.BytesIO()
    Image.frombytes("RGB", (width, height), pixels).save(data, form)
    return data.getvalue()


def review(number: int, text: str) -> str:
    return f"## {number}. [P{number}](https://arxiv.org/abs/2401.0{number:04}) `org`\n\n{text}\n\n"


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><path d="M0 0h9v9z"/></svg>'
#: Text of a review → the beginning of the name of the picture that stands for it.
REVIEWS = {
    "![a](a.png)\n\n![b](b.png)": "a-",
    "![a](a.png)\n\n![b](b.png){.cover}": "b-",
    '![a](a.png)\n\n<img src="./b.png" className="cover" alt="b" />': "b-",
    '![a](a.png)\n\n<figure className="cover">\n<img src="./b.png" />\n</figure>': "b-",
    "![small](icon.png) and ![a](a.png)": "a-",
    "![badge](badge.png)\n\n![b](b.png)": "b-",
    "![r](https://example.org/x.png)": "",
    "![d](data:image/png;base64,iVBORw0KGgo=)": "",
    "![light](light.png)": "light.png",
    "![drawing](drawing.svg)": "drawing.svg",
    "![photo](photo.jpg)": "photo-",
    "No picture.": "",
}
FILES: dict[str, str | bytes | None] = {
    "index.md": "# Reviews\n\n```{paper:list}\n```\n\n```{paper:list}\n:kind: posts\n```\n",
    "posts/2026-01-02.mdx": "# Papers\n\n"
    + "".join(review(number, text) for number, text in enumerate(REVIEWS, 1)),
    "posts/2026-01-03.md": "---\nimage: b.png\n---\n\n# [Only](https://arxiv.org/abs/2401.01000)\n\n"
    "![a](a.png)\n",
    "posts/2026-01-04.rst": "R\n=\n\n`X <https://arxiv.org/abs/2401.02000>`_\n"
    "----------------------------------------------\n\n.. image:: a.png\n\n"
    ".. figure:: b.png\n   :figclass: cover\n\n   The *caption*.\n",
    # The paper of another review, which has a picture.
    "posts/2026-01-05.mdx": "# Again\n\n" + review(2, "Read again.") + review(50, "Other."),
    "posts/a.png": noise(400, 300),
    "posts/b.png": noise(200, 600),
    "posts/photo.jpg": noise(900, 500, "JPEG"),
    "posts/light.png": picture(300, 200),
    "posts/icon.png": picture(32, 32),
    "posts/badge.png": picture(200, 20),
    "posts/drawing.svg": SVG,
}


@pytest.fixture
def site(build: Build) -> Built:
    return build(FILES, conf=CONF)


def rows(built: Built, page: str = "index.html") -> dict[str, str]:
    """Return for each paper that a page lists the name of the picture beside it."""
    soup = BeautifulSoup(built.read(page), "html.parser")
    found = {}
    for row in soup.select(".pr-row, .pr-digest li"):
        image = row.select_one("img.pr-picture")
        title = row.select_one(".pr-row-title, .pr-digest-title").get_text()
        found.setdefault(title, str(image["src"]).rpartition("/")[2] if image else "")
    return found


def test_which_picture_stands_for_a_review(site: Built) -> None:
    assert site.warnings == []
    found = rows(site)
    expected = {f"P{number}": name for number, name in enumerate(REVIEWS.values(), 1)}
    expected |= {"Only": "b-", "X": "b-", "P50": ""}
    assert found.keys() == expected.keys()
    for title, name in expected.items():
        assert found[title].startswith(name) if name else found[title] == "", title


def test_a_review_without_one_has_that_of_another_of_its_paper(site: Built) -> None:
    assert rows(site, "posts/2026-01-05.html")["P2"].startswith("b-")


def test_every_kind_of_list_has_them(site: Built) -> None:
    for page in ("posts/2026-01-02.html", "archive.html", "papers.html", "orgs/org.html"):
        soup = BeautifulSoup(site.read(page), "html.parser")
        images = soup.select("img.pr-picture")
        assert images, page
        assert all(image["alt"] == "" and image["loading"] == "lazy" for image in images)


def test_copies_are_small_and_their_size_is_written(site: Built) -> None:
    soup = BeautifulSoup(site.read("index.html"), "html.parser")
    images = soup.select("img.pr-picture")
    assert images
    for image in images:
        file = site.outdir / str(image["src"])
        size = int(image["width"]), int(image["height"])
        assert size[0] <= 320
        assert size[1] <= 200
        assert file.stat().st_size < 24_000  # noise is the worst that there is
        if file.suffix == ".webp":
            with Image.open(file) as image_file:
                assert image_file.size == size


def drawing(number: int) -> bytes:
    """Return a figure of boxes, lines and dots."""
    image = Image.new("RGB", (900, 500), "white")
    pen, source = ImageDraw.Draw(image), random.Random(number)
    for _mark in range(40):
        x, y = source.randrange(800), source.randrange(400)
        pen.rectangle((x, y, x + 90, y + 60), fill=source.choice(("#2f6690", "#e4f1e9", "#a8701d")))
        pen.line((x, y, source.randrange(900), source.randrange(500)), fill="#27303a", width=3)
    for _mark in range(3000):
        pen.point((source.randrange(900), source.randrange(500)), fill="black")
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def test_a_page_of_twenty_rows_is_light(build: Build) -> None:
    """The whole page with its pictures, style sheets and scripts is under 250 KB."""
    post = "".join(review(number, f"![a](p{number}.png)") for number in range(1, 21))
    pictures = {f"posts/p{number}.png": drawing(number) for number in range(1, 21)}
    built = build({"posts/2026-01-02.mdx": f"# P\n\n{post}", **pictures}, conf=CONF)
    soup = BeautifulSoup(built.read("posts/2026-01-02.html"), "html.parser")
    names = {str(image["src"]) for image in soup.select("img.pr-picture")}
    assert len(names) == 20
    page = built.outdir / "posts" / "2026-01-02.html"
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    links = [*soup.select('link[rel="stylesheet"]'), *soup.select("script[src]")]
    files = {str(link.get("href") or link["src"]).partition("?")[0] for link in links} | names
    files = {page, *((page.parent / name) for name in files)}
    total = sum(
        file.stat().st_size if file.suffix == ".webp" else len(gzip.compress(file.read_bytes()))
        for file in files
    )
    assert total < 250_000


def test_the_site_may_have_none(build: Build) -> None:
    for setting in (
        {"paperreview_pictures": False},
        {"paperreview_image_formats": []},
        {"paperreview_image_widths": []},
    ):
        built = build(FILES, conf=CONF, confoverrides=setting)
        assert set(rows(built).values()) == {""}
        assert "pr-view" not in built.read("index.html")
        assert not built.exists("gallery.html")


def test_builders_without_pages_have_none(build: Build) -> None:
    for builder, page in (("singlehtml", "index.html"), ("epub", "index.xhtml")):
        built = build(FILES, conf=CONF, builder=builder)
        assert "pr-picture" not in built.read(page)


def test_another_picture_in_the_same_file(site: Built) -> None:
    before = rows(site)["P1"]
    changed = site.rebuild({"posts/a.png": noise(401, 300)})
    after = rows(changed)
    assert before != after["P1"]
    assert after["P1"] in changed.read("papers.html")
    assert rows(changed.rebuild(freshenv=True)) == after


def test_a_broken_picture_is_reported_once(build: Build) -> None:
    files = {
        "posts/2026-01-02.mdx": "# P\n\n" + review(1, "![a](a.png)") + review(2, "![b](b.png)"),
        "posts/a.png": noise(400, 300)[:9000],
        "posts/b.png": noise(400, 300),
    }
    built = build(files, conf=CONF)
    assert built.codes == ["paperreview.image"]
    found = rows(built, "posts/2026-01-02.html")
    assert found["P1"] == ""
    assert found["P2"].startswith("b-")


def test_the_layout_of_the_site(build: Build) -> None:
    built = build(FILES, conf=CONF, confoverrides={"html_theme_options": {"lists": "cards"}})
    assert 'data-lists="cards"' in built.read("index.html")
    wrong = build(FILES, conf=CONF, confoverrides={"html_theme_options": {"lists": "tiles"}})
    assert "data-lists" not in wrong.read("index.html")
    assert wrong.codes == ["paperreview.config"]

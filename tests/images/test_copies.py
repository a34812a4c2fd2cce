"""Smaller copies of local pictures: which are made, what pages say of them, what is left alone."""

from __future__ import annotations

import io
import json
import random
import re
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageCms, features

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bs4.element import Tag

    from tests.harness import Built

PAPER = "# Papers\n\n## 1. [A](https://arxiv.org/abs/2509.10643)\n\n"
POST = "posts/2025-11-02"
SOURCE = re.compile(r"_images/(\S+) (\d+)w")


#: Without the small copies for lists, which have tests of their own.
ALONE = {"paperreview_pictures": False}


def noise(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """Return a picture that no format makes small."""
    bands = len(Image.new(mode, (1, 1)).getbands())
    return Image.frombytes(mode, size, random.Random(1).randbytes(size[0] * size[1] * bands))


def saved(image: Image.Image, name: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, name, **options)
    return buffer.getvalue()


#: A picture of 1200 x 240 pixels and 860 KB.
PNG = saved(noise((1200, 240)), "PNG")


def project(text: str, **pictures: bytes) -> dict[str, str | bytes]:
    """Return a post that holds *text*, and pictures named ``a_png`` for ``a.png``."""
    files: dict[str, str | bytes] = {f"{POST}.mdx": PAPER + text}
    return files | {f"posts/{name.replace('_', '.')}": data for name, data in pictures.items()}


def shown(built: Built, page: str = POST) -> Tag:
    """Return the element around the only image of a page."""
    soup = BeautifulSoup(built.read(f"{page}.html"), "html.parser")
    (image,) = soup.select("img")
    return image.find_parent("p") or image.find_parent(["section", "div"])


def copies(built: Built, page: str = POST, kind: str = "webp") -> dict[int, Path]:
    """Return the copies that a page offers in a format, by their widths."""
    found = shown(built, page).select(f'source[type="image/{kind}"]')
    listed = SOURCE.findall(str(found[0]["srcset"])) if found else []
    return {int(width): built.outdir / "_images" / name for name, width in listed}


def test_the_tag(build: Callable[..., Built]) -> None:
    built = build(project("![A plot](a.png)", a_png=PNG))
    assert built.warnings == []
    link = shown(built).a
    assert link["href"] == "../_images/a.png"
    assert link.get("aria-label") is None
    image = link.select_one("picture > img")
    assert (image["src"], image["width"], image["height"]) == ("../_images/a.png", "1200", "240")
    assert link.select_one("source")["sizes"] == "(max-width: 800px) 100vw, 800px"
    assert sorted(copies(built)) == [720, 1200]
    for width, path in copies(built).items():
        with Image.open(path) as copy:
            assert copy.format == "WEBP"
            assert copy.size == (width, round(width / 5))
            assert not copy.getexif()
        assert path.stat().st_size < len(PNG)
    assert (built.outdir / "_images/a.png").read_bytes() == PNG


@pytest.mark.parametrize(
    ("style", "widths", "sizes"),
    [
        ("width: 300", [600], "(max-width: 300px) 100vw, 300px"),
        ("width: 100", [200], "(max-width: 100px) 100vw, 100px"),
        ("width: 5000", [720, 1200], "(max-width: 640px) 100vw, 640px"),
        ("width: '50%'", [720, 1200], "(max-width: 640px) 100vw, 640px"),
    ],
)
def test_copies_fit_the_size_that_the_author_gives(
    build: Callable[..., Built], style: str, widths: list[int], sizes: str
) -> None:
    text = f"<img src={{require('./a.png').default}} alt='A plot' style={{{{{style}}}}} />"
    built = build(project(text, a_png=PNG), confoverrides={"html_theme": "paperreview"})
    assert sorted(copies(built)) == widths
    assert shown(built).select_one("source")["sizes"] == sizes


def test_each_page_offers_what_it_needs_of_one_picture(build: Callable[..., Built]) -> None:
    other = "posts/2025-11-03"
    small = "<img src={require('./a.png').default} alt='A plot' style={{width: 300}} />"
    files = project("![A plot](a.png)", a_png=PNG) | {f"{other}.mdx": f"# B\n\n{small}\n"}
    built = build(files, confoverrides=ALONE)
    assert sorted(copies(built)) == [720, 1200]
    assert sorted(copies(built, other)) == [600]
    assert len(list((built.outdir / "_images").glob("*.webp"))) == 3
    built = built.rebuild({f"{other}.mdx": None})
    assert len(list((built.outdir / "_images").glob("*.webp"))) == 2


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_builders_of_web_pages(build: Callable[..., Built], builder: str) -> None:
    files = project("![A plot](a.png)", a_png=PNG) | {
        "index.md": f"# Home\n\n```{{toctree}}\n{POST}\n```\n"
    }
    built = build(files, builder=builder)
    page = {"html": POST, "dirhtml": f"{POST}/index", "singlehtml": "index"}[builder]
    assert {path.stat().st_size > 0 for path in copies(built, page).values()} == {True}
    assert "paperreview-page.js" in built.read(f"{page}.html")
    built = built.rebuild({"posts/a.png": None, f"{POST}.mdx": "# None\n"})
    assert not list((built.outdir / "_images").glob("*"))
    assert "paperreview-page" not in built.read(f"{page}.html")


@pytest.mark.parametrize("builder", ["epub", "latex", "text"])
def test_books_keep_the_original(build: Callable[..., Built], builder: str) -> None:
    built = build(project("![A plot](a.png)", a_png=PNG), builder=builder)
    assert not [name for name in built.files() if name.endswith(".webp")]
    pages = [data for name, data in built.files().items() if not name.startswith("_static")]
    assert not [data for data in pages if b"pr-zoom" in data]


def test_feeds_name_copies_by_full_addresses(build: Callable[..., Built]) -> None:
    built = build(
        project("![A plot](a.png)", a_png=PNG),
        confoverrides={"html_baseurl": "https://example.org/"},
    )
    (item,) = json.loads(built.read("feed.json"))["items"]
    sources = BeautifulSoup(item["content_html"], "html.parser").select("source, img, a.pr-zoom")
    addresses = " ".join(
        str(each.get(name, "")) for each in sources for name in ("src", "srcset", "href")
    )
    assert "https://example.org/_images/a.png" in addresses
    assert not re.search(r"(?<!org/)_images/", addresses)
    address = "https://example.org/_images/a.png"
    assert f"\n![A plot]({address})\n" in built.read("papers/2509.10643.md")


# -- what is converted how -----------------------------------------------------------------------


def only_copy(built: Built) -> Image.Image:
    (path,) = copies(built).values()
    with Image.open(path) as image:
        image.load()
        return image


def test_transparency_is_kept(build: Callable[..., Built]) -> None:
    picture = noise((750, 300))
    picture.putalpha(0)
    picture.paste((200, 0, 0, 255), (0, 0, 375, 300))
    built = build(project("![A](a.png)", a_png=saved(picture, "PNG") + bytes(200_000)))
    copy = only_copy(built)
    assert copy.mode == "RGBA"
    assert copy.getpixel((400, 100))[3] == 0
    assert copy.getpixel((100, 100))[3] == 255


def test_a_palette_with_a_transparent_colour(build: Callable[..., Built]) -> None:
    picture = noise((750, 300)).quantize(64)
    data = saved(picture, "PNG", transparency=picture.getpixel((0, 0))) + bytes(200_000)
    copy = only_copy(build(project("![A](a.png)", a_png=data)))
    assert copy.getpixel((0, 0))[3] == 0
    # Few colours stay what they are.
    assert len({pixel[:3] for _n, pixel in copy.getcolors(10**6) if pixel[3]}) <= 63


def test_cmyk_becomes_rgb(build: Callable[..., Built]) -> None:
    data = saved(Image.new("CMYK", (750, 300), (0, 255, 255, 0)), "JPEG") + bytes(200_000)
    copy = only_copy(build(project("![A](a.jpg)", a_jpg=data)))
    assert copy.mode == "RGB"
    red, green, blue = copy.getpixel((100, 100))
    assert red > 200
    assert max(green, blue) < 60


def test_sixteen_bits_of_grey(build: Callable[..., Built]) -> None:
    data = saved(Image.new("I;16", (750, 300), 0x8000), "PNG") + bytes(200_000)
    copy = only_copy(build(project("![A](a.png)", a_png=data)))
    assert copy.convert("L").getpixel((100, 100)) in range(126, 131)


def test_a_rotation_in_exif_is_carried_out(build: Callable[..., Built]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = Image.new("RGB", (300, 750), "white")
    picture.paste("black", (0, 0, 300, 375))
    data = saved(picture, "JPEG", exif=exif.tobytes()) + bytes(200_000)
    built = build(project("![A](a.jpg)", a_jpg=data))
    copy = only_copy(built)
    assert copy.size == (750, 300)
    assert copy.getpixel((700, 100))[0] < 50
    assert copy.getpixel((50, 100))[0] > 200
    assert (shown(built).img["width"], shown(built).img["height"]) == ("750", "300")


def test_a_profile_of_colours_is_kept(build: Callable[..., Built]) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = saved(noise((750, 300)), "PNG", icc_profile=profile)
    assert only_copy(build(project("![A](a.png)", a_png=data))).info["icc_profile"] == profile


@pytest.mark.skipif(not features.check("avif"), reason="this Pillow writes no AVIF")
def test_avif_goes_before_webp(build: Callable[..., Built]) -> None:
    formats = {"paperreview_image_formats": ["webp", "avif"]}
    built = build(project("![A](a.png)", a_png=PNG), confoverrides=formats)
    kinds = [source["type"] for source in shown(built).select("source")]
    assert kinds == ["image/avif", "image/webp"]
    assert sorted(copies(built, kind="avif")) == [720, 1200]


def test_a_format_that_pillow_lacks_is_left_out(
    build: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    check = features.check
    monkeypatch.setattr(features, "check", lambda name: name != "avif" and check(name))
    formats = {"paperreview_image_formats": ["webp", "avif"]}
    built = build(project("![A](a.png)", a_png=PNG), confoverrides=formats)
    assert built.codes == ["paperreview.config"]
    assert sorted(copies(built)) == [720, 1200]


# -- what is left alone --------------------------------------------------------------------------

FRAMES = [noise((750, 100)).quantize(200), noise((750, 100)).rotate(180).quantize(200)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("small.png", saved(Image.new("RGB", (1600, 900)), "PNG")),
        ("narrow.png", saved(noise((720, 200)), "PNG")),
        ("moving.gif", saved(FRAMES[0], "GIF", save_all=True, append_images=FRAMES[1:])),
        ("moving.webp", saved(FRAMES[0], "WEBP", save_all=True, append_images=FRAMES[1:])),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="200"/>'),
        ("good.webp", saved(noise((750, 300)), "WEBP", quality=40)),
    ],
)
def test_some_are_only_measured(build: Callable[..., Built], name: str, data: bytes) -> None:
    built = build(project(f"![A]({name})") | {f"posts/{name}": data}, confoverrides=ALONE)
    assert built.warnings == []
    assert [path.name for path in (built.outdir / "_images").iterdir()] == [name]
    assert shown(built).img["width"]
    assert shown(built).source is None


@pytest.mark.parametrize(
    ("size", "style", "widths"),
    [
        ((1000, 800), "", []),  # shown with 800 of 1000 pixels
        ((1000, 800), "width: 500", [1000]),
        ((1100, 800), "", [720, 1100]),
        ((2000, 900), "", [720, 1440]),
        ((2000, 900), "width: 200", [400]),
    ],
)
def test_a_picture_that_is_hardly_wider_than_it_is_shown(
    build: Callable[..., Built], size: tuple[int, int], style: str, widths: list[int]
) -> None:
    picture = noise((size[0] // 4, size[1] // 4)).resize(size, Image.Resampling.BICUBIC)
    data = saved(picture, "JPEG", quality=90)
    assert 64_000 < len(data) < size[0] * size[1] / 2
    text = f"<img src={{require('./a.jpg').default}} alt='A plot' style={{{{{style}}}}} />"
    assert sorted(copies(build(project(text, a_jpg=data)))) == widths


@pytest.mark.parametrize("name", ["image_widths", "image_formats"])
def test_an_empty_list_switches_off(build: Callable[..., Built], name: str) -> None:
    built = build(project("![A](a.png)", a_png=PNG), confoverrides={f"paperreview_{name}": []})
    assert [path.name for path in (built.outdir / "_images").iterdir()] == ["a.png"]
    assert shown(built).source is None


def test_zoom_can_be_switched_off(build: Callable[..., Built]) -> None:
    built = build(
        project("![A](a.png)", a_png=PNG), confoverrides={"paperreview_image_zoom": False}
    )
    assert shown(built).a is None
    assert "paperreview-page.js" not in built.read(f"{POST}.html")


@pytest.mark.parametrize(
    "text",
    [
        "[![A](a.png)](https://example.org/)",
        "<a href='https://example.org/'><img src={require('./a.png').default} alt='A' /></a>",
        "## ![A](a.png) heading",
        "<details><summary>![A](a.png)</summary>text</details>",
    ],
)
def test_no_link_is_nested_in_a_link_or_a_heading(build: Callable[..., Built], text: str) -> None:
    built = build(project(text, a_png=PNG))
    page = BeautifulSoup(built.read(f"{POST}.html"), "html.parser")
    assert page.select("img")
    assert not page.select(".pr-zoom")


def test_a_link_without_words_says_what_it_does(build: Callable[..., Built]) -> None:
    text = "<img src={require('./a.png').default} alt='' />"
    link = shown(build(project(text, a_png=PNG))).find("a", class_="pr-zoom")
    assert link["aria-label"] == "Show the picture in full size"


# -- broken pictures and settings ----------------------------------------------------------------


def test_a_broken_picture_is_one_warning_and_stays(build: Callable[..., Built]) -> None:
    files = project("![A](a.png)\n\n![B](b.jpg)\n\n![C](c.gif)", a_png=PNG[:50_000])
    files |= {
        "posts/b.jpg": saved(noise((300, 100)), "JPEG")[:1500],
        "posts/c.gif": b"no picture",
    }
    built = build(files)
    assert built.codes == ["paperreview.image"] * 3
    assert all(f"{POST}.mdx" in warning for warning in built.warnings)
    assert not list((built.outdir / "_images").glob("*.webp"))
    assert (built.outdir / "_images/a.png").read_bytes() == PNG[:50_000]
    assert built.rebuild().codes == built.codes


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def changed(data: bytes) -> bytes:
    return data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]


@pytest.mark.parametrize("size", [(60, 20), (1200, 240)])
@pytest.mark.parametrize("damage", [cut, changed])
def test_a_damaged_png_is_found_with_copies_and_without(
    build: Callable[..., Built], damage: Callable[[bytes], bytes], size: tuple[int, int]
) -> None:
    built = build(project("![A](a.png)", a_png=damage(saved(noise(size), "PNG"))))
    assert built.codes == ["paperreview.image"]


def test_too_many_pixels_are_refused(
    build: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 150_000)
    built = build(project("![A](a.png)", a_png=PNG))
    assert built.codes == ["paperreview.image"]
    assert "150,000" in built.warnings[0]
    assert not list((built.outdir / "_images").glob("*.webp"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("image_widths", [480, "720"]),
        ("image_widths", [0]),
        ("image_widths", [True]),
        ("image_formats", ["jpeg"]),
        ("image_quality", 0),
        ("image_quality", 101),
    ],
)
def test_settings_that_cannot_be(build: Callable[..., Built], name: str, value: Any) -> None:
    built = build({}, confoverrides={f"paperreview_{name}": value})
    assert built.codes == ["paperreview.config"]
    assert f"paperreview_{name}" in built.warnings[0]


# -- nothing is done twice -----------------------------------------------------------------------


def test_a_second_build_converts_nothing(
    build: Callable[..., Built], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from sphinx_paperreview.images import copies as pictures

    built = build(project("![A](a.png)", a_png=PNG))
    assert "converting pictures" in built.status
    first = {name: data for name, data in built.files().items() if name.startswith("_images")}

    def refuse(*_: object) -> None:
        raise AssertionError("a picture was converted again")

    monkeypatch.setattr(pictures, "convert", refuse)
    again = built.rebuild()
    assert "converting pictures" not in again.status
    again = again.rebuild({f"{POST}.mdx": PAPER + "More.\n\n![A](a.png)"}, freshenv=True)
    other = again.rebuild(builder="dirhtml")
    for each in (again, other):
        files = each.files()
        assert {name: files[name] for name in first} == first


def test_a_changed_picture_and_setting_give_a_clean_build(build: Callable[..., Built]) -> None:
    files = project("![A](a.png)", a_png=PNG)
    built = build(files)
    before = set(copies(built).values())
    changed = saved(noise((1000, 210)), "PNG")
    built = built.rebuild({"posts/a.png": changed}, confoverrides={"paperreview_image_quality": 50})
    assert not {path for path in before if path.exists()}
    clean = build(
        files | {"posts/a.png": changed},
        name="clean",
        confoverrides={"paperreview_image_quality": 50},
    )
    assert built.files() == clean.files()


def test_the_number_of_workers_changes_nothing(build: Callable[..., Built]) -> None:
    files = project("![A](a.png)\n\n![B](b.jpg)", a_png=PNG)
    files["posts/b.jpg"] = saved(noise((900, 300)), "JPEG")
    one, two = (build(files, parallel=jobs, name=f"p{jobs}") for jobs in (1, 2))
    assert one.files() == two.files()


def test_lost_copies_are_made_again(build: Callable[..., Built]) -> None:
    built = build(project("![A](a.png)", a_png=PNG))
    files = built.files()
    for path in (built.srcdir / "_build/doctrees/paperreview-pictures").glob("*.webp"):
        path.unlink()
    for path in copies(built).values():
        path.unlink()
    assert built.rebuild().files() == files

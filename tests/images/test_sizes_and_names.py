"""Sizes come from headers alone, and names from the set of images alone."""

from __future__ import annotations

import os
import re
import struct
import zlib
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sphinx_paperreview.images import html as images
from sphinx_paperreview.images import names as image_names

if TYPE_CHECKING:
    from pathlib import Path


def bitmap(path: Path, size: tuple[int, int], orientation: int = 0) -> Path:
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    Image.new("RGB", size).save(path, exif=exif.tobytes() if orientation else b"")
    return path


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp"])
@pytest.mark.parametrize("orientation", range(9))
def test_bitmaps(tmp_path: Path, suffix: str, orientation: int) -> None:
    path = bitmap(tmp_path / f"a.{suffix}", (40, 30), orientation)
    assert images.measure(path) == ((30, 40) if orientation >= 5 else (40, 30))


@pytest.mark.parametrize("suffix", ["gif", "bmp"])
def test_other_formats(tmp_path: Path, suffix: str) -> None:
    Image.new("P", (40, 30)).save(tmp_path / f"a.{suffix}")
    assert images.measure(tmp_path / f"a.{suffix}") == (40, 30)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="30"', (40, 30)),
        ('width="40px" height="1in"', (40, 96)),
        ('viewBox="0 0 24 12"', (24, 12)),
        ('viewBox="0,0,24.4,12"', (24, 12)),
        ('width="24.0803534885496" height="12.0229085545987"', (24, 12)),
        ('viewBox="-5 -5 24 12" width="48"', (48, 24)),
        ('viewBox="0 0 24 12" height="24" width="100%"', (48, 24)),
        ('width="100%" height="100%"', None),
        ('width="0" height="5"', None),
        ('width="9e99" height="5"', None),
        ("", None),
    ],
)
def test_svg(tmp_path: Path, attributes: str, size: tuple[int, int] | None) -> None:
    path = tmp_path / "a.svg"
    path.write_text(
        '<?xml version="1.0"?><!-- c --><!DOCTYPE svg>'
        f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><path d="M0'
    )
    assert images.measure(path) == size


def test_entities_in_svg_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_text('<!DOCTYPE svg [<!ENTITY a "40">]><svg width="&a;" height="30"/>')
    assert images.measure(path) is None


@given(data=st.binary(max_size=60))
def test_broken_files_have_no_size(tmp_path: Path, data: bytes) -> None:
    for name in ("a.png", "a.svg", "a.jpg"):
        for head in (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1", b"<svg "):
            path = tmp_path / name
            path.write_bytes(head + data)
            assert images.measure(path) is None


def test_missing_files_and_other_formats_have_no_size(tmp_path: Path) -> None:
    Image.new("RGB", (4, 3)).save(tmp_path / "a.tiff")
    for name in ("none.png", "a.tiff", "", "a\0b"):
        assert images.measure(tmp_path / name) is None


def png_of_size(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))


def test_no_pixel_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png_of_size(10_000, 9_000) + b"\0" * 20)  # header and no pixels
    assert images.measure(path) in {(10_000, 9_000), None}
    path.write_bytes(png_of_size(1_000_000, 1_000_000))
    assert images.measure(path) is None


def test_a_changed_file_is_measured_again(tmp_path: Path) -> None:
    path = bitmap(tmp_path / "a.png", (40, 30))
    assert images.measure(path) == (40, 30)
    bitmap(path, (41, 30))
    os.utime(path, ns=(1, 1))
    assert images.measure(path) == (41, 30)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ({}, (1600, 900)),
        ({"width": "500px"}, (500, 281)),
        ({"width": "500"}, (500, 281)),
        ({"width": "50%"}, (1600, 900)),
        ({"height": "90px"}, (160, 90)),
        ({"width": "10px", "height": "20px"}, (10, 20)),
        ({"scale": 50}, (800, 450)),
        ({"scale": 50, "width": "500px"}, (250, 141)),
        ({"width": "0px"}, (1600, 900)),
    ],
)
def test_shown_size(attributes: dict[str, Any], size: tuple[int, int]) -> None:
    assert images.shown_size(nodes.image(uri="a.png", **attributes), (1600, 900)) == size


def test_without_a_file_only_what_the_author_gave_is_known() -> None:
    assert images.shown_size(nodes.image(uri="a", width="5px"), None) is None
    assert images.shown_size(nodes.image(uri="a", width="5px", height="6"), None) == (5, 6)


class Translator:
    """Writes images as docutils does, as far as the tests go."""

    def __init__(self, srcdir: Path, name: str = "html") -> None:
        self.body: list[str] = ["before"]
        self.builder = SimpleNamespace(name=name, srcdir=srcdir, images={"a.png": "a.png"})

    def visit_image(self, node: nodes.Element) -> None:
        style = "".join(f"{key}: {node[key]};" for key in ("width", "height") if key in node)
        style = f' style="{style}"' if style else ""
        classes = f' class="{" ".join(node["classes"])}"' if node["classes"] else ""
        self.body.append(f'<img alt="x"{classes} src="{node["uri"]}"{style} />')

    def depart_image(self, node: nodes.Element) -> None:
        self.body.append("after")


def written(folder: Path, builder: str = "html", **attributes: Any) -> str:
    bitmap(folder / "a.png", (1600, 900))
    translator = Translator(folder, builder)
    node = images.sized_image(**{"uri": "a.png", **attributes})
    node["classes"].append("no-scaled-link")
    images.visit_sized_image(translator, node)
    images.depart_sized_image(translator, node)
    assert translator.body[0] == "before"
    assert translator.body[2] == "after"
    return translator.body[1]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, 'width="1600" height="900" style="height: auto;" '),
        ({"lazy": True}, 'width="1600" height="900" style="height: auto;" loading="lazy" '),
        ({"width": "500px"}, 'width="500" height="281" style="width: 500px; height: auto;" '),
        ({"width": "50%"}, 'width="1600" height="900" style="width: 50%; height: auto;" '),
        ({"height": "90px"}, 'width="160" height="90" style="height: auto;" '),
        ({"height": "9%"}, 'width="1600" height="900" style="height: 9%;" '),
        (
            {"width": "9px", "height": "9px"},
            'width="9" height="9" style="width: 9px;height: 9px;" ',
        ),
    ],
)
def test_the_tag(tmp_path: Path, attributes: dict[str, Any], expected: str) -> None:
    tag = written(tmp_path, **attributes)
    eager = "" if "loading" in expected else 'loading="eager" '
    assert tag == f'<img {expected}{eager}decoding="async" alt="x" src="a.png" />'


def test_an_image_from_elsewhere_is_lazy_without_a_size(tmp_path: Path) -> None:
    tag = written(tmp_path, uri="https://example.org/a.png", lazy=True)
    assert tag.startswith('<img loading="lazy" decoding="async" alt=')


def test_epub_keeps_the_plain_image(tmp_path: Path) -> None:
    assert written(tmp_path, "epub", lazy=True) == '<img alt="x" src="a.png" />'


paths = st.lists(
    st.from_regex(r"([ab]/){0,2}[xXyé](-[0-9a-f]{6})?\.(png|PNG)", fullmatch=True), max_size=10
)


@given(paths, st.randoms())
def test_names_are_a_function_of_the_set(given_paths: list[str], random: Any) -> None:
    names = image_names.canonical_names(given_paths)
    shuffled = given_paths * 2
    random.shuffle(shuffled)
    assert image_names.canonical_names(shuffled) == names
    assert len({name.casefold() for name in names.values()}) == len(set(given_paths))


def test_names() -> None:
    names = image_names.canonical_names(["a/x.png", "b/X.png", "b/y.png"])
    assert names["b/y.png"] == "y.png"
    assert re.fullmatch(r"x-[0-9a-f]{24}\.png", names["a/x.png"])
    assert re.fullmatch(r"X-[0-9a-f]{24}\.png", names["b/X.png"])
    first, second = (
        image_names.canonical_names([f"{home}/images/0a/x.png", "x.png"]) for home in ("/c", "/d")
    )
    assert sorted(first.values()) == sorted(second.values())


def test_apply_says_which_documents_show_a_new_name() -> None:
    from sphinx.util._files import FilenameUniqDict

    found = FilenameUniqDict()
    for docname, path in (("one", "a/x.png"), ("two", "b/x.png"), ("three", "c/y.png")):
        found.add_file(docname, path)

    def ours(_docname: str) -> bool:
        return False

    env: Any = SimpleNamespace(images=found)
    assert image_names.apply(env, ours) == {"one", "two"}
    assert image_names.apply(env, ours) == set()
    assert found.add_file("four", "d/y.png") == "y1.png"
    assert image_names.apply(env, ours) == {"three", "four"}
    found.purge_doc("four")
    assert image_names.apply(env, ours) == {"three"}
    assert found["c/y.png"] == ({"three"}, "y.png")

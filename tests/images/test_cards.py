"""Social cards: which pages have one, what is drawn on it, and when it is drawn again.

Letters outside ASCII come from fonts that the tests make, so that they need none of the machine.
"""

from __future__ import annotations

import io
import os
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image

from sphinx_paperreview.images.cards import fonts as social_fonts
from sphinx_paperreview.images.cards.drawing import accent_of
from sphinx_paperreview.images.cards.text import cut, settable, wrap

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Build, Built


BASE = "https://example.org/site/"
POST = "posts/2025-11-14"
FILES = {
    f"{POST}.mdx": (
        "# Five papers\n\n## [Black-Box Distillation](https://arxiv.org/abs/2511.10643) `google`\n\n"
        "Text.\n\n## [Other](https://arxiv.org/abs/2511.10644)\n\nText.\n"
    ),
    "posts/2025-11-15.mdx": "# Another\n\nText.\n",
}
META = re.compile(r'<meta (?:property|name)="((?:og|twitter):[^"]*)" content="([^"]*)">')


def options(**more: Any) -> dict[str, Any]:
    return {
        "html_baseurl": BASE,
        "paperreview_social_cards": ["post", "paper"],
        "paperreview_card_fonts": [],
        **more,
    }


def cards(built: Built) -> dict[str, bytes]:
    """Return the cards of the output by the pages that they stand for."""
    return {
        name.removeprefix("_cards/").removesuffix(".png"): data
        for name, data in built.files().items()
        if name.startswith("_cards/")
    }


def meta(built: Built, page: str) -> dict[str, str]:
    return dict(META.findall(built.read(f"{page}.html")))


def font(letters: str, *, weight: int = 400) -> bytes:
    """Return a font that has *letters* alone, each a square."""
    builder = FontBuilder(1000, isTTF=True)
    names = {letter: f"u{ord(letter):04X}" for letter in letters}
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({ord(letter): name for letter, name in names.items()})
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((100, 800), (800, 800), (800, 0)):
        pen.lineTo(point)
    pen.closePath()
    glyph = pen.glyph()
    builder.setupGlyf(dict.fromkeys(builder.font.getGlyphOrder(), glyph))
    builder.setupHorizontalMetrics(dict.fromkeys(builder.font.getGlyphOrder(), (900, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Squares", "styleName": "Regular"})
    builder.setupOS2(usWeightClass=weight)
    builder.setupPost()
    buffer = io.BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


# -- which pages have one ------------------------------------------------------------------------


def test_the_file_and_its_tags(build: Build) -> None:
    built = build(FILES, confoverrides=options())
    assert built.warnings == []
    pages = {POST, "posts/2025-11-15", "papers/2511.10643", "papers/2511.10644"}
    assert cards(built).keys() == pages
    for page, data in cards(built).items():
        with Image.open(io.BytesIO(data)) as image:
            assert (image.format, image.mode, image.size) == ("PNG", "P", (1200, 630))
            # Paper, letters and the accent at least.
            assert len(image.getcolors()) > 10
        assert len(data) < 40_000
        tags = meta(built, page)
        assert tags["og:image"] == f"{BASE}_cards/{page}.png"
        assert (tags["og:image:width"], tags["og:image:height"]) == ("1200", "630")
        assert tags["twitter:card"] == "summary_large_image"
    assert meta(built, POST)["og:image:alt"] == "Five papers"
    assert "og:image" not in meta(built, "index")
    assert len(set(cards(built).values())) == 4


@pytest.mark.parametrize(
    "more",
    [
        {"html_baseurl": ""},
        {"paperreview_social_cards": []},
        {"extensions": ["sphinx_paperreview", "sphinxext.opengraph"]},
    ],
    ids=["no address", "off", "another extension's"],
)
def test_none(
    build: Build, more: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "lib" / "sphinxext"
    other.mkdir(parents=True)
    (other / "opengraph.py").write_text("def setup(app): return {'parallel_read_safe': True}\n")
    monkeypatch.syspath_prepend(tmp_path / "lib")
    built = build(FILES, confoverrides=options(**more))
    assert cards(built) == {}
    assert "og:image" not in meta(built, POST)
    assert not (built.env.doctreedir / "paperreview-cards").exists()


@pytest.mark.parametrize("builder", ["epub", "singlehtml", "latex"])
def test_no_cards_for_books(build: Build, builder: str) -> None:
    assert cards(build(FILES, builder=builder, confoverrides=options())) == {}


def test_addresses_of_folders(build: Build) -> None:
    built = build(FILES, builder="dirhtml", confoverrides=options())
    assert meta(built, f"{POST}/index")["og:image"] == f"{BASE}_cards/{POST}.png"
    assert POST in cards(built)


def test_kinds_are_asked_for(build: Build) -> None:
    built = build(FILES, confoverrides=options(paperreview_social_cards=["post"]))
    assert cards(built).keys() == {POST, "posts/2025-11-15"}
    assert "og:image" not in meta(built, "papers/2511.10643")
    built = built.rebuild(confoverrides=options(paperreview_social_cards=["paper"]))
    assert cards(built).keys() == {"papers/2511.10643", "papers/2511.10644"}
    assert "og:image" not in meta(built, POST)


def test_an_unlisted_post_has_one(build: Build) -> None:
    files = {f"{POST}.mdx": "---\nunlisted: true\n---\n\n" + FILES[f"{POST}.mdx"]}
    built = build(files, confoverrides=options())
    assert cards(built).keys() == {POST}
    assert meta(built, POST)["og:image"].endswith(f"_cards/{POST}.png")


def test_the_picture_of_the_front_matter_goes_first(build: Build) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (400, 200)).save(buffer, "PNG")
    text = "# A\n\n![A plot](a.png)\n"
    files = {"posts/a.png": buffer.getvalue(), f"{POST}.mdx": text}
    built = build(files, confoverrides=options())
    assert meta(built, POST)["og:image"].endswith(f"_cards/{POST}.png")
    own = built.rebuild({f"{POST}.mdx": f"---\nimage: ./a.png\n---\n\n{text}"})
    assert meta(own, POST)["og:image"] == f"{BASE}_images/a.png"
    assert cards(own) == {}
    far = own.rebuild({f"{POST}.mdx": f"---\nimage: https://a.example/b.png\n---\n\n{text}"})
    assert meta(far, POST)["og:image"] == "https://a.example/b.png"
    off = far.rebuild(
        {f"{POST}.mdx": text}, confoverrides=options(paperreview_social_cards=["paper"])
    )
    assert meta(off, POST)["og:image"] == f"{BASE}_images/a.png"


# -- when they are drawn -------------------------------------------------------------------------


def test_a_new_title_draws_its_card_alone(build: Build) -> None:
    built = build(FILES, confoverrides=options())
    before = cards(built)
    assert "drawing social cards" in built.status
    again = built.rebuild()
    assert "drawing social cards" not in again.status
    changed = {f"{POST}.mdx": FILES[f"{POST}.mdx"].replace("Five papers", "Six papers")}
    edited = again.rebuild(changed)
    after = cards(edited)
    assert {page for page in after if after[page] != before[page]} == {POST}
    clean = build({**FILES, **changed}, confoverrides=options(), name="clean")
    assert clean.files() == edited.files()
    parallel = build({**FILES, **changed}, confoverrides=options(), name="two", parallel=2)
    assert parallel.files() == edited.files()


def test_cards_that_nobody_wants_are_deleted(build: Build) -> None:
    built = build(FILES, confoverrides=options())
    built = built.rebuild({f"{POST}.mdx": None})
    assert cards(built).keys() == {"posts/2025-11-15"}
    assert len(list((built.env.doctreedir / "paperreview-cards").glob("*.png"))) == 1


def test_the_colour_of_the_theme(build: Build) -> None:
    theme = {"html_theme": "paperreview", "html_theme_options": {"accent": "#7a3fd0", "brand": "B"}}
    built = build(FILES, confoverrides=options(**theme))
    assert built.warnings == []
    with Image.open(io.BytesIO(cards(built)[POST])) as image:
        assert image.convert("RGB").getpixel((600, 5)) == (0x7A, 0x3F, 0xD0)


@pytest.mark.parametrize("colour", ["#ffffff", "#86d9cd", "#ffd400"])
def test_a_light_accent_is_darkened(colour: str) -> None:
    assert sum(accent_of(colour)) < 450


# -- letters -------------------------------------------------------------------------------------


def test_letters_that_no_font_has(build: Build) -> None:
    files = {
        f"{POST}.mdx": "# 논문 모음\n\n## [Plain](https://arxiv.org/abs/2511.10643) `구글`\n",
        "posts/2025-11-15.mdx": "# 論文\n",
    }
    built = build(files, confoverrides=options())
    assert built.codes == ["paperreview.image"]
    for hint in ("구글논", "文論", "paperreview_card_fonts"):
        assert hint in built.warnings[0]
    # What takes the place of a title is the day: no box is drawn.
    plain = build({"posts/2025-11-15.mdx": "# 2025-11-15\n"}, confoverrides=options(), name="plain")
    shown, bare = cards(built)["posts/2025-11-15"], cards(plain)["posts/2025-11-15"]
    assert shown == bare
    assert built.rebuild().warnings == []


def test_fonts_of_the_site(build: Build) -> None:
    files = {f"{POST}.mdx": "# 논문\n\nText.\n", "a.ttf": font("논문"), "b.ttf": font("년")}
    built = build(files, confoverrides=options(paperreview_card_fonts=["b.ttf", "a.ttf"]))
    assert built.warnings == []
    before = cards(built)[POST]
    again = built.rebuild({"a.ttf": font("논문", weight=700)})
    assert cards(again) == {POST: before}
    # The letters of a heading come from the bold font.
    other = again.rebuild({"a.ttf": font("논")})
    assert other.codes == ["paperreview.image"]
    assert "문" in other.warnings[0]
    assert cards(other)[POST] != before


@pytest.mark.parametrize("name", ["missing.ttf", "broken.ttf", "posts"])
def test_a_font_that_cannot_be_read(build: Build, name: str) -> None:
    files = {**FILES, "broken.ttf": b"ttcf" + bytes(40)}
    built = build(files, confoverrides=options(paperreview_card_fonts=[name]))
    assert built.codes == ["paperreview.config"]
    assert name in built.warnings[0]
    assert POST in cards(built)
    # The warning is repeated until it is fixed.
    assert built.rebuild().codes == ["paperreview.config"]


def test_fonts_of_the_machine(
    build: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "fonts"
    (folder / "noto").mkdir(parents=True)
    (folder / "noto/NotoSansKR-Bold.otf").write_bytes(font("논", weight=700))
    (folder / "noto/NotoSansKR-BoldItalic.otf").write_bytes(font("문"))
    (folder / "noto/NotoSansJP-Regular.ttf").write_bytes(b"broken")
    monkeypatch.setattr(social_fonts, "system_folders", lambda: [folder, tmp_path / "none"])
    files = {f"{POST}.mdx": "# 논\n", "posts/2025-11-15.mdx": "# 문\n"}
    built = build(files, confoverrides=options(paperreview_card_fonts=["system"]))
    assert built.codes == ["paperreview.image"]
    assert "letters 문," in built.warnings[0]
    (folder / "noto/NotoSansKR-Regular.otf").write_bytes(font("논문"))
    again = built.rebuild()
    assert again.warnings == []
    assert cards(again).keys() == cards(built).keys()
    clean = again.rebuild(freshenv=True)
    assert clean.files() == again.files()
    with monkeypatch.context() as patched:  # who looks for fonts again can read none
        patched.setattr("fontTools.ttLib.TTFont", None)
        last = again.rebuild()
    assert last.warnings == []
    assert last.files() == again.files()
    for path in (folder / "noto").iterdir():  # a file that changes at its old time is seen
        stamp = path.stat()
        path.write_bytes(bytes(stamp.st_size))
        os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert "letters 논문," in again.rebuild().warnings[0]


def test_a_font_that_breaks_off(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    load = social_fonts.Face.load

    def fail(face: social_fonts.Face, size: int) -> Any:
        if face.path and size > 30:
            raise OSError("execution context too long")
        return load(face, size)

    monkeypatch.setattr(social_fonts.Face, "load", fail)
    files = {**FILES, "a.ttf": font("Five paers")}
    built = build(files, confoverrides=options(paperreview_card_fonts=["a.ttf"]))
    assert built.codes == ["paperreview.image"]
    assert "execution context too long" in built.warnings[0]
    assert POST in cards(built)


def test_without_the_extra(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fontTools", None)
    built = build(FILES, confoverrides=options(paperreview_card_fonts=["system"]))
    assert built.codes == ["paperreview.config"]
    assert "sphinx-paperreview[cards]" in built.warnings[0]
    assert POST in cards(built)
    assert built.rebuild(confoverrides=options()).warnings == []


@pytest.mark.parametrize(
    "more",
    [{"paperreview_social_cards": ["posts"]}, {"paperreview_card_fonts": [3]}],
)
def test_values_of_a_wrong_form(build: Build, more: dict[str, Any]) -> None:
    assert build({}, confoverrides=options(**more)).codes == ["paperreview.config"]


# -- lines ---------------------------------------------------------------------------------------


def width(text: str) -> float:
    return float(len(text))


def test_korean_breaks_between_words() -> None:
    assert wrap("거대한 언어 모델의 증류", width, 7) == ["거대한 언어", "모델의 증류"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("大规模语言模型，蒸馏", ["大规模语言模", "型，蒸馏"]),
        ("語言模型的「蒸留」", ["語言模型的", "「蒸留」"]),
        ("方策LLM蒸留", ["方策LLM蒸", "留"]),
        ("abcdefghijkl", ["abcdef", "ghijkl"]),
        ("", []),
    ],
)
def test_where_lines_break(text: str, lines: list[str]) -> None:
    assert wrap(text, width, 6) == lines


def test_cut_lines_end_with_a_word() -> None:
    lines = wrap("one two, three four five", width, 9)
    assert lines == ["one two,", "three", "four five"]
    assert cut(lines, 1, width, 9, "...") == ["one..."]
    assert cut(lines, 3, width, 9, "...") == lines
    assert cut(["abcdefghi", "j"], 1, width, 9, "...") == ["abcdef..."]


def test_signs_have_plainer_ones() -> None:
    assert settable("A – “b” ⚙️ \u200bc", str.isascii) == ('A - "b" c', set())
    assert settable("한글 A", str.isascii)[1] == {"한", "글"}
    assert settable("שלום ab", lambda _letter: True)[1] == set("שלום")


def test_long_titles_end_within_the_card(build: Build) -> None:
    files = {
        f"{POST}.mdx": f"# {'word ' * 2000}\n\n## [{'x' * 3000}](https://arxiv.org/abs/2511.10643)\n"
    }
    built = build(files, confoverrides=options())
    assert built.warnings == []
    for data in cards(built).values():
        with Image.open(io.BytesIO(data)) as image:
            assert image.crop((1140, 20, 1200, 630)).getcolors() == [(60 * 610, 0)]

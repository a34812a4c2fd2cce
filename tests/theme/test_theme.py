"""What can be said of the theme without a browser: weight, contrast, words."""

from __future__ import annotations

import gzip
import math
import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from pygments.styles import get_style_by_name

from tools.minify import SUFFIXES, mark, sources
from tools.update_catalogs import messages_in_use

PACKAGE = Path(__file__).parents[2] / "sphinx_paperreview"
SOURCES = PACKAGE / "theme" / "sources" / "paperreview"
STATIC = PACKAGE / "theme" / "paperreview" / "static"
CSS = "".join(path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.css")))
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--pr-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", CSS
    )
}
#: Ink, ground, least ratio: text is AAA, other marks need 3.
PAIRS = [
    *((ink, ground, 7.0) for ink in ("text", "muted", "accent") for ground in ("bg", "surface")),
    *((kind, f"{kind}-bg", 7.0) for kind in ("note", "tip", "warning", "danger")),
    *(("text", f"{kind}-bg", 7.0) for kind in ("note", "tip", "warning", "danger")),
    ("control", "bg", 3.0),
    ("focus", "bg", 3.0),
]


def linear(channel: float) -> float:
    """Return the linear light of an sRGB channel from 0 to 1."""
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def luminance(rgb: tuple[float, float, float]) -> float:
    """Return the relative luminance (WCAG 2.2) of *rgb*, linear."""
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def from_hex(text: str) -> float:
    """Return the luminance of ``#rrggbb``."""
    red, green, blue = (linear(int(text[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return luminance((red, green, blue))


def from_oklch(lightness: float, chroma: float, hue: float) -> float:
    """Return the luminance of an OKLCH colour, cut to sRGB (Ottosson's matrices)."""
    a, b = (chroma * part(math.radians(hue)) for part in (math.cos, math.sin))
    long, middle, short = (
        (lightness + x * a + y * b) ** 3
        for x, y in (
            (0.3963377774, 0.2158037573),
            (-0.1055613458, -0.0638541728),
            (-0.0894841775, -1.2914855480),
        )
    )
    rgb = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in rgb)
    return luminance((red, green, blue))


def ratio(first: float, second: float) -> float:
    """Return the contrast of two luminances."""
    bright, dark = max(first, second), min(first, second)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_contrast(ink: str, ground: str, least: float, mode: int) -> None:
    assert ratio(from_hex(TOKENS[ink][mode]), from_hex(TOKENS[ground][mode])) >= least


@pytest.mark.parametrize(("mode", "name"), [(0, "light"), (1, "dark")])
def test_code_is_readable(mode: int, name: str) -> None:
    style = get_style_by_name(f"a11y-high-contrast-{name}")
    ground = from_hex(TOKENS["code-bg"][mode])
    inks = {token["color"] for _kind, token in style if token["color"] and not token["bgcolor"]}
    assert [ink for ink in sorted(inks) if ratio(from_hex(f"#{ink.lower()}"), ground) < 7] == []


def test_badges_are_readable_in_all_hues() -> None:
    (light_ink, dark_ink), (light_ground, dark_ground) = re.findall(
        r"(?:color|background): light-dark\(oklch\(([\d. ]+) var\(--h\)\), oklch\(([\d. ]+) var\(--h\)\)\)",
        CSS,
    )
    assert len(re.findall(r"\.pr-h\d+ \{ --h: \d+; \}", CSS)) == 12
    for ink, ground in ((light_ink, light_ground), (dark_ink, dark_ground)):
        for hue in range(0, 360, 5):
            colours = [from_oklch(*map(float, text.split()), hue) for text in (ink, ground)]
            assert ratio(*colours) >= 7


def test_weight() -> None:
    files = [*STATIC.iterdir(), *(PACKAGE / "theme" / "static").iterdir()]
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in files}
    # Loaded in the place of the theme's own, never beside it.
    assert sizes.pop("paperreview-guest.css") <= 4_096
    # Loaded by lists, and by front pages, galleries and maps; none of them is a post.
    assert sizes.pop("paperreview-archive.css") <= 3_328
    assert sizes.pop("paperreview-views.css") <= 1_984
    # Loaded when a reader begins to search.
    searching = {name: sizes.pop(name) for name in list(sizes) if "-search" in name}
    assert searching["paperreview-search.css"] <= 1_536
    assert searching["paperreview-search.js"] <= 8_704
    assert searching["paperreview-search-ui.js"] <= 4_096
    # Loaded where the site turns it on.
    assert sizes.pop("paperreview-reader.css") <= 768
    assert sizes.pop("paperreview-reader.js") <= 1_536
    # Loaded by documents, never by posts.
    assert sizes.pop("paperreview-places.css") <= 1_664
    assert sum(size for name, size in sizes.items() if name.endswith(".css")) <= 8_704
    assert sum(size for name, size in sizes.items() if name.endswith(".js")) <= 6_656


@pytest.mark.parametrize("source", sources(), ids=lambda path: path.name)
def test_the_minified_file_is_fresh(source: Path) -> None:
    made = sources()[source].read_text(encoding="utf-8")
    assert made.startswith(mark(source)), "run tools/minify.py"


def test_every_sheet_and_script_is_minified() -> None:
    files = [*STATIC.iterdir(), *(PACKAGE / "theme" / "static").iterdir()]
    assert {path for path in files if path.suffix in SUFFIXES} == {*sources().values()}


def test_template_of_messages_is_fresh() -> None:
    with (PACKAGE / "locale" / "paperreview.pot").open("rb") as stream:
        catalog = read_po(stream)
    assert {message.id for message in catalog if message.id} == messages_in_use()


@pytest.mark.parametrize("path", sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/*.po")), ids=str)
def test_translation_is_complete_and_compiled(path: Path) -> None:
    with path.open("rb") as stream:
        catalog = read_po(stream)
    with path.with_suffix(".mo").open("rb") as stream:
        compiled = read_mo(stream)
    translated = {message.id: message.string for message in catalog if message.id}
    assert set(translated) == messages_in_use()
    assert all(translated.values())
    assert {message.id: message.string for message in compiled if message.id} == translated


def test_no_rule_leaves_its_layer() -> None:
    outside = re.sub(r"@layer [\w, ]+;|/\*.*?\*/", "", CSS, flags=re.DOTALL)
    depth, top = 0, ""
    for character in outside:
        depth += (character == "{") - (character == "}")
        if depth == 0 and character != "}":
            top += character
    assert re.sub(r"@layer \w+|\s", "", top) == ""

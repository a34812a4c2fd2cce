"""Find the fonts of social cards; the result is cached beside the doctrees.

fontTools reads the characters of each font, but only if a font or a folder of fonts has changed.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview._compat import font_file
from sphinx_paperreview.core.files.digests import digest, file_digest
from sphinx_paperreview.core.files.store import read_kept, write_kept
from sphinx_paperreview.core.later import later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from io import BytesIO

    from PIL import ImageFont
else:
    ImageFont = later("PIL.ImageFont")

_FORM = 1
#: Item of ``paperreview_card_fonts`` for the fonts of the system.
_SYSTEM = "system"
REGULAR, BOLD = 400, 700
#: Sans-serif families by the beginnings of their file names, the preferred first: those with
#: Korean, Chinese and Japanese letters, then those with Latin, Greek and Cyrillic, then symbols.
_FAMILIES = (
    "pretendard", "notosanscjk", "sourcehansans", "notosanskr", "notosanscjkkr", "applesdgothicneo",
    "malgun", "nanumbarungothic", "nanumgothic", "nanumsquareround", "undotum", "notosansjp",
    "notosanscjkjp", "notosanssc", "notosanscjksc", "notosanstc", "notosanscjktc", "hiraginosansgb",
    "pingfang", "yugoth", "meiryo", "ipaexg", "ipag", "takaogothic", "msyh", "msjh", "wqymicrohei",
    "wqyzenhei", "droidsansfallbackfull", "droidsansfallback", "notosans", "segoeui", "helvetica",
    "dejavusans", "liberationsans", "arial", "freesans", "notosansmath", "notosanssymbols",
    "notosanssymbols2", "seguisym",
)  # fmt: skip
_WEIGHTS = re.compile(r"(?:regular|medium|r|m|bold|bd|b|vf|variable|wght)?(?:subset)?")
_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})
#: Ends of family names for the forms that Chinese characters have in a language.
_REGIONS = {"ko": "KR", "ja": "JP", "zh": "SC", "zh_cn": "SC", "zh_tw": "TC", "zh_hk": "TC"}


@dataclass(frozen=True, eq=False)
class Face:
    """One weight of a font."""

    #: Of the file; empty for the font that Pillow includes.
    path: str
    #: Index of the font in its file.
    number: int
    #: :data:`REGULAR` or :data:`BOLD`.
    weight: int
    #: Digest of the file.
    digest: str
    #: Value of each axis of a variable font, in the order of the file.
    axes: tuple[float, ...]
    #: First and last code point of each range of its characters, flat and sorted.
    ranges: tuple[int, ...] = field(repr=False)

    def has(self, character: str) -> bool:
        """Return whether the font has a glyph for *character*."""
        code = ord(character)
        place = bisect_right(self.ranges, code)
        return place % 2 == 1 or (place > 0 and self.ranges[place - 1] == code)

    def load(self, size: int) -> ImageFont.FreeTypeFont:
        """Open the font at *size* pixels; without Raqm, which not every Pillow has."""
        source = Path(self.path) if self.path else _own_font()
        font = ImageFont.truetype(
            source, size, index=self.number, layout_engine=ImageFont.Layout.BASIC
        )
        if self.axes:
            font.set_variation_by_axes(list(self.axes))
        return font


@dataclass(frozen=True)
class Fonts:
    """The fonts of a build, in the order in which they are tried."""

    faces: tuple[Face, ...]
    #: Messages about fonts of the settings that cannot be used.
    problems: tuple[str, ...]

    @cached_property
    def digest(self) -> str:
        """Digest of all that the shapes of letters depend on."""
        return digest([(f.digest, f.number, f.weight, f.axes) for f in self.faces])


def find_fonts(folder: Path, srcdir: Path, names: Sequence[str], language: str) -> Fonts:
    """Return the fonts called *names* (files from *srcdir*, or ``system``), cached.

    :param folder: of the cache, which holds until a font or a folder of fonts changes
    :param language: chooses between fonts that differ only in Chinese characters
    """
    index = folder / "fonts.json"
    roots = [str(root) for root in system_folders()] if _SYSTEM in names else []
    asked = [_FORM, list(names), str(srcdir), language, _reader_version(), roots]
    with contextlib.suppress(ValueError, AttributeError, TypeError, KeyError):
        data = json.loads(read_kept(index) or b"{}")
        if data["asked"] == asked and data["stamps"] == _stamps(name for name, _ in data["stamps"]):
            faces = tuple(
                Face(**{**each, "axes": tuple(each["axes"]), "ranges": tuple(each["ranges"])})
                for each in data["faces"]
            )
            return Fonts(faces, tuple(data["problems"]))
    search = _Search(srcdir, language)
    fonts = search.run(names)
    text = json.dumps({
        "asked": asked, "stamps": _stamps(sorted(search.seen)), "problems": fonts.problems,
        "faces": [vars(face) for face in fonts.faces],
    })  # fmt: skip
    write_kept(index, text.encode())
    return fonts


def _stamps(paths: Iterable[str]) -> list[list[Any]]:
    """Return each path with its time and length; those of a folder change with its entries."""
    found: list[list[Any]] = []
    for path in paths:
        try:
            stat = Path(path).stat()
        except OSError:
            found.append([path, None])
        else:
            found.append([path, [stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size]])
    return found


def _reader_version() -> str:
    """Return the version of fontTools, an optional dependency; empty if it is not installed."""
    try:
        from fontTools import version  # noqa: PLC0415  # an optional dependency
    except ImportError:
        return ""
    return str(version)


class _Search:
    """One search for fonts."""

    def __init__(self, srcdir: Path, language: str) -> None:
        self.srcdir = srcdir
        code = language.lower().replace("-", "_")
        self.region = _REGIONS.get(code) or _REGIONS.get(code.partition("_")[0], "")
        #: Files and folders on which the result depends.
        self.seen: set[str] = set()

    def run(self, names: Sequence[str]) -> Fonts:
        faces: list[Face] = []
        problems: list[str] = []
        readable = bool(_reader_version())
        if names and not readable:
            problems.append(
                "fontTools reads the fonts of social cards: install sphinx-paperreview[cards]; "
                "until then the cards have Latin letters alone"
            )
        for name in names if readable else ():
            if name == _SYSTEM:
                for path in _system_files(self.seen):
                    with contextlib.suppress(Exception):  # broken fonts of the system are skipped
                        faces += self._faces(path)
                continue
            path = self.srcdir / name
            self.seen.add(str(path))
            try:
                faces += self._faces(path)
            except Exception as error:  # noqa: BLE001  # fontTools does not document what broken fonts raise
                reason = str(error).partition("\n")[0] or type(error).__name__
                problems.append(
                    f"the font {name!r} of paperreview_card_fonts cannot be read: {reason}; name "
                    "a TrueType or OpenType file, from the source folder"
                )
        return Fonts((*faces, _own_face(readable=readable)), tuple(problems))

    def _faces(self, path: Path) -> list[Face]:
        """Return the regular and the bold face of the font file at *path*, if it has them."""
        from fontTools.ttLib import TTCollection, TTFont  # noqa: PLC0415  # an optional dependency

        self.seen.add(str(path))
        found = []
        with path.open("rb") as file:
            value = file_digest(file)
            file.seek(0)
            many = file.read(4) == b"ttcf"
            file.seek(0)
            fonts = TTCollection(file, lazy=True).fonts if many else [TTFont(file, lazy=True)]
            for number, font in self._of_region(list(enumerate(fonts))):
                ranges = _ranges(font.getBestCmap() or ())
                for weight, axes in _weights(font):
                    face = Face(str(path), number, weight, value, axes, ranges)
                    face.load(20)  # raises an error if FreeType cannot open it
                    found.append(face)
        return found

    def _of_region(self, fonts: list[tuple[int, Any]]) -> list[tuple[int, Any]]:
        """Return those of the *fonts* of a file that have the forms of the site's language.

        Of several weights, those nearest to regular and bold; no monospaced ones.
        """
        families = {number: str(font["name"].getDebugName(1) or "") for number, font in fonts}
        fonts = [each for each in fonts if "Mono" not in families[each[0]]] or fonts
        near = [each for each in fonts if self.region and families[each[0]].endswith(self.region)]
        fonts = near or fonts
        chosen = {
            min(fonts, key=lambda each: (abs(each[1]["OS/2"].usWeightClass - weight), each[0]))[0]
            for weight in (REGULAR, BOLD)
        }
        return [each for each in fonts if each[0] in chosen]


def _weights(font: Any) -> Iterator[tuple[int, tuple[float, ...]]]:
    """Yield the weights of *font*, each with the values of its axes."""
    axes = font["fvar"].axes if "fvar" in font else []
    if any(axis.axisTag == "wght" for axis in axes):
        for weight in (REGULAR, BOLD):
            yield (
                weight,
                tuple(
                    min(max(weight, axis.minValue), axis.maxValue)
                    if axis.axisTag == "wght"
                    else axis.defaultValue
                    for axis in axes
                ),
            )
        return
    yield (BOLD if font["OS/2"].usWeightClass >= 600 else REGULAR), ()


def _ranges(codes: Iterable[int]) -> tuple[int, ...]:
    found: list[int] = []
    for code in sorted(codes):
        if found and code == found[-1] + 1:
            found[-1] = code
        else:
            found += [code, code]
    return tuple(found)


def _own_face(*, readable: bool) -> Face:
    """Return the font that Pillow includes, which has Latin letters."""
    codes: Iterable[int] = range(0x20, 0x7F)
    if readable:
        from fontTools.ttLib import TTFont  # noqa: PLC0415  # as above

        codes = TTFont(_own_font()).getBestCmap()
    return Face("", 0, REGULAR, "pillow", (), _ranges(codes))


def _own_font() -> BytesIO:
    """Return the file of the font that Pillow includes."""
    return font_file(ImageFont.load_default(20))


def _system_files(seen: set[str]) -> list[Path]:
    """Return the fonts of the system that are of a known family, the preferred first.

    Every folder that was searched is added to *seen*.
    """
    found = []
    for root in system_folders():
        seen.add(str(root))
        for folder, below, names in os.walk(root):
            below.sort()
            seen.add(folder)
            for name in sorted(names):
                rank = _rank(Path(name))
                if rank is not None:
                    found.append((rank, name, Path(folder, name)))
    return [path for _rank, _name, path in sorted(found)]


def _rank(name: Path) -> int | None:
    """Return the place of a file's family in :data:`_FAMILIES`; None if it is not one of them."""
    if name.suffix.lower() not in _SUFFIXES:
        return None
    stem = re.sub(r"[^a-z0-9]", "", name.stem.lower())
    for rank, family in enumerate(_FAMILIES):
        if stem.startswith(family) and _WEIGHTS.fullmatch(stem[len(family) :]):
            return rank
    return None


def system_folders() -> list[Path]:
    """Return the folders of fonts of this operating system, the user's own first."""
    try:
        home = Path.home()
    except RuntimeError:  # a container's user without a name
        home = Path("/")
    if sys.platform == "win32":
        local, windows = os.environ.get("LOCALAPPDATA", ""), os.environ.get("WINDIR", "C:/Windows")
        return [Path(local, "Microsoft/Windows/Fonts"), Path(windows, "Fonts")]
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    data = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")
    return [home / ".fonts", *(Path(each, "fonts") for each in (own, *data.split(":")) if each)]

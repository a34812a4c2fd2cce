"""Pictures for a new post: copied to where the author keeps them, named and shown."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from sphinx_paperreview.cli.writing.redating import redated, redated_folders
from sphinx_paperreview.core.slugs import slug

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from sphinx_paperreview.cli.writing.dialect import Dialect

#: Files that browsers show as pictures.
SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
_IS_PICTURE = "|".join(rf"(?<={re.escape(suffix)})" for suffix in SUFFIXES)
_SHOWN = re.compile(
    rf"^import[ \t]++\w++[ \t]++from[ \t]++[\"'](?P<imported>\.[^\"'\n]*+(?:{_IS_PICTURE}))[\"']"
    rf"|!\[[^\[\]\n]*+\]\((?P<path>(?![a-z]++:)<?[^\s\"'()<>{{}}]++(?:{_IS_PICTURE}))",
    re.M | re.IGNORECASE,
)


def folder_of(dialect: Dialect, day: dt.date) -> str:
    """Return the folder of pictures as a post writes it (``./asset``, ``/img/2025-11-14``)."""
    model = dialect.model
    match = _SHOWN.search(model.text) if model is not None else None
    if model is None or match is None:
        return "."
    folder = posixpath.dirname((match["imported"] or match["path"]).lstrip("<")) or "."
    changed = redated(f"{folder}/", model.day, day)
    return redated_folders(f"{changed}x", model.day, day)[:-1].rstrip("/") or "/"


def place_figures(
    figures: Iterable[Path], srcdir: Path, post: str, dialect: Dialect, day: dt.date
) -> tuple[dict[Path, bytes], list[str], list[str]]:
    """Return the copies to write, the lines above a post, and the lines that show the pictures.

    No file that exists is replaced: another picture of the same name gets a number.

    :param post: path of the post from *srcdir*
    """
    folder = folder_of(dialect, day)
    if folder.startswith("/"):
        base = srcdir / "static" if (srcdir / "static").is_dir() else srcdir
        target = base / folder.strip("/")
    else:
        target = srcdir / posixpath.dirname(post) / folder
    is_imported = post.endswith(".mdx") and dialect.imports and not folder.startswith("/")
    copies: dict[Path, bytes] = {}
    imports: list[str] = []
    shown: list[str] = []
    names: set[str] = set()
    for figure in figures:
        data = figure.read_bytes()
        place = _free(target, slug(figure.stem), figure.suffix.lower(), data, copies)
        copies[place] = data
        path = posixpath.join(folder, place.name)
        path = path if path.startswith(("/", "./", "../")) else f"./{path}"
        if is_imported:
            name = _identifier(place.stem, names)
            imports.append(f"import {name} from '{path}';")
            shown.append(f'<img src={{{name}}} alt="" />')
        else:
            shown.append(f"![]({path})")
    return copies, imports, shown


def _free(folder: Path, stem: str, suffix: str, data: bytes, taken: dict[Path, bytes]) -> Path:
    """Return a path of *folder* that is free, or has the same *data*."""
    number = 1
    while True:
        path = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
        other = taken.get(path) or (path.read_bytes() if path.is_file() else None)
        if other == data or (other is None and not path.exists()):
            return path
        number += 1


def _identifier(stem: str, names: set[str]) -> str:
    """Return a name of JavaScript for the picture *stem*, unlike all *names*."""
    plain = re.sub(r"[^A-Za-z0-9]+", "_", stem).strip("_")
    name = plain if re.match(r"[A-Za-z]", plain) else f"fig_{plain}".rstrip("_")
    name = f"fig_{name}" if name in _RESERVED else name
    base, number = name, 1
    while name in names:
        number += 1
        name = f"{base}_{number}"
    names.add(name)
    return name


_RESERVED = frozenset({
    "await", "case", "class", "const", "default", "delete", "do", "else", "enum", "export", "for",
    "function", "if", "import", "in", "let", "new", "null", "return", "static", "super", "switch",
    "this", "true", "false", "try", "var", "void", "while", "with", "yield",
})  # fmt: skip

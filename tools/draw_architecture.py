"""Draw the picture of the architecture from the imports of the package.

The upper part is the way of one post; the lower part is a matrix of the folders, in the order in
which they may import one another. The order comes from ``tests/test_layers.py``, the purpose of a
folder from the first line of its ``__init__.py``, the numbers from the ``import`` statements.

    python tools/draw_architecture.py            writes docs/explanation/architecture.svg
    python tools/draw_architecture.py --check    exits with 1 if that file is out of date
"""

from __future__ import annotations

import argparse
import ast
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGE = REPOSITORY / "sphinx_paperreview"
LAYERS = REPOSITORY / "tests" / "test_layers.py"
PICTURE = REPOSITORY / "docs" / "explanation" / "architecture.svg"

#: Rows that are not folders: the modules that every folder may import, and the wiring.
BASE, WIRING = "base", "wiring"
#: The title and the colour of each group of rows, by the first row of the group.
GROUPS = {
    BASE: ("At the root: imported by every folder", "shell"),
    "core": ("Data and indexes", "data"),
    "mdx": ("Reading", "read"),
    "rendering": ("Rendering", "show"),
    "outputs": ("Output", "out"),
    "theme": ("Shell", "shell"),
    WIRING: ("At the root: connects everything with Sphinx", "shell"),
}

#: The forms of a post, each with a word about it.
FORMS = (
    ("text", "post.mdx"),
    ("tokens", "markdown-it"),
    ("doctree", "docutils"),
    ("records", "frozen"),
    ("Archive", "all records"),
    ("rows", "of a query"),
    ("nodes", "docutils"),
    ("pages", "and feeds"),
)
#: The folders that make each form from the one before it.
STEPS = (
    ("mdx/rules",),
    ("mdx/render",),
    ("reading",),
    ("domain",),
    ("archive",),
    ("rendering",),
    ("pages", "outputs"),
)
#: The parts of a build: their first form, their last form, and what to know about them.
PHASES = (
    (0, 3, "read each document on its own"),
    (4, 5, "compute from all records"),
    (6, 7, "write what changed"),
)

#: Light and dark colours by name.
COLOURS = {
    "paper": ("#ffffff", "#15181b"),
    "ink": ("#1f262d", "#e6eaee"),
    "soft": ("#56616c", "#a7b1bb"),
    "rule": ("#d5dbe1", "#3a424a"),
    "data": ("#2f6597", "#83b5e8"),
    "read": ("#1d7359", "#64c6a6"),
    "show": ("#8a5c0c", "#dcab52"),
    "out": ("#83437d", "#d79bd1"),
    "shell": ("#56606b", "#aab4be"),
}
FONTS = """\
text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif }
.mono { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace }
text { font-size: 12px } .small { font-size: 11px }
.title { font-size: 17px; font-weight: 600 } .name { font-size: 14px; font-weight: 600 }
.middle { text-anchor: middle }"""
#: The legend of the matrix.
LEGEND = (
    "The full square has the number of modules in a folder, a pale one how many of these import "
    "the folder above it."
)
#: Pixels, where the picture is shown at its own size.
WIDTH, MARGIN = 800, 24
CELL, ROW, HEADER = 23, 36, 24
PURPOSE_X = MARGIN + 100
#: Of the purpose of a folder.
LINE_CHARACTERS, LINE_HEIGHT, MAX_LINES = 46, 13, 2
SPINE_Y, MATRIX_Y = 102, 216


@dataclass(frozen=True)
class Row:
    """A folder of the package, or some modules of its root."""

    name: str
    purpose: str
    modules: int
    #: Number of these modules that import from another row, by the name of that row.
    imports: dict[str, int]


def rows() -> list[Row]:
    """Return what the picture shows, in the order of imports."""
    order, base = _declared("ORDER"), _declared("BASE")
    modules: dict[str, list[Path]] = {name: [] for name in (BASE, *order, WIRING)}
    for path in sorted(PACKAGE.rglob("*.py")):
        folder, *inside = path.relative_to(PACKAGE).parts
        modules[folder if inside else BASE if path.stem in base else WIRING].append(path)
    found = []
    for name, paths in modules.items():
        counts = dict.fromkeys(modules, 0)
        for path in paths:
            for other in {BASE if part in base else part for part in _imported(path)} - {name}:
                if other in counts:
                    counts[other] += 1
        if name in {BASE, WIRING}:
            purpose = ", ".join(path.stem for path in paths)
        else:
            tree = ast.parse((PACKAGE / name / "__init__.py").read_text(encoding="utf-8"))
            purpose = (ast.get_docstring(tree) or "").partition("\n")[0].replace("``", "")
        imports = {other: count for other, count in counts.items() if count}
        found.append(Row(name, purpose, len(paths), imports))
    return found


def _declared(name: str) -> tuple[str, ...]:
    """Return the literal that ``tests/test_layers.py`` assigns to *name*."""
    for node in ast.parse(LAYERS.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
            return tuple(ast.literal_eval(node.value))
    raise SystemExit(f"{LAYERS.name} does not assign {name}")


def _imported(path: Path) -> Iterator[str]:
    """Yield the first name below the package of each import in *path*."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith(f"{PACKAGE.name}."))


def picture(shown: Sequence[Row]) -> str:
    """Return the picture of *shown* as SVG; the same rows give the same bytes."""
    matrix, height = _matrix(shown)
    title = quoteattr("The way of one post through the package, and which folder imports which")
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label={title}>',
            f"<style>\n{_style()}\n</style>",
            f'<rect class="paper" width="{WIDTH}" height="{height}" rx="8"/>',
            *_spine(),
            *matrix,
            "</svg>\n",
        )
    )


def _style() -> str:
    light, dark = (
        " ".join(
            f".{name} {{ fill: {colours[which]} }} .line-{name} {{ stroke: {colours[which]} }}"
            for name, colours in COLOURS.items()
        )
        for which in (0, 1)
    )
    return f"{FONTS}\n{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}"


def _text(x: float, y: float, words: str, *names: str, turn: bool = False) -> str:
    """Return *words* at a point, in the classes *names*; *turn* lets them run upwards."""
    turned = f' transform="rotate(-90 {x:g} {y:g})"' if turn else ""
    return f'<text x="{x:g}" y="{y:g}" class="{" ".join(names)}"{turned}>{escape(words)}</text>'


def _group_of(folder: str, order: Sequence[str]) -> str:
    """Return the colour of the group that *folder* belongs to."""
    first = [name for name in order[: order.index(folder) + 1] if name in GROUPS]
    return GROUPS[first[-1]][1]


def _spine() -> Iterator[str]:
    """Yield the way of one post."""
    order = _declared("ORDER")
    left, step = MARGIN + 36, (WIDTH - 2 * MARGIN - 72) / len(STEPS)
    yield _text(MARGIN, 40, "The way of one post", "ink", "title")
    for i, folders in enumerate(STEPS):
        colour = _group_of(folders[0].partition("/")[0], order)
        x = left + i * step
        line = f'x1="{x:g}" x2="{x + step:g}" y1="{SPINE_Y}" y2="{SPINE_Y}"'
        yield f'<line {line} stroke-width="4" class="line-{colour}"/>'
        for j, folder in enumerate(reversed(folders)):
            if not (PACKAGE / folder).is_dir():
                raise SystemExit(f"there is no {folder} in the package")
            y = SPINE_Y - 10 - 14 * j
            yield _text(x + step / 2, y, folder, colour, "mono", "middle")
    for i, (form, words) in enumerate(FORMS):
        x = left + i * step
        yield (
            f'<circle cx="{x:g}" cy="{SPINE_Y}" r="6.5" stroke-width="2.5" class="paper line-ink"/>'
        )
        yield _text(x, SPINE_Y + 26, form, "ink", "name", "middle")
        yield _text(x, SPINE_Y + 42, words, "soft", "small", "middle")
    for first, last, words in PHASES:
        x, end, y = left + first * step - 34, left + last * step + 34, SPINE_Y + 54
        yield f'<path d="M{x:g} {y}v5H{end:g}v-5" fill="none" class="line-rule"/>'
        yield _text((x + end) / 2, y + 19, words, "soft", "middle")


def _matrix(shown: Sequence[Row]) -> tuple[list[str], int]:
    """Return the matrix of *shown*, and the y coordinate at which the picture ends."""
    columns = {row.name: WIDTH - MARGIN - CELL * (len(shown) - i) for i, row in enumerate(shown)}
    result = [
        _text(MARGIN, MATRIX_Y, "A folder imports the folders above it", "ink", "title"),
        _text(MARGIN, MATRIX_Y + 20, LEGEND, "soft"),
    ]
    y, colour = MATRIX_Y + 28, "shell"
    for row in shown:
        if row.name in GROUPS:
            title, colour = GROUPS[row.name]
            y += HEADER
            result.append(_text(MARGIN, y - 7, title, colour, "small"))
        result += _row(row, y, colour, columns)
        y += ROW
    return result, y + MARGIN


def _row(row: Row, y: int, colour: str, columns: dict[str, int]) -> Iterator[str]:
    """Yield one row of the matrix, and the name of its column above its square."""
    order = list(columns)
    own, middle, height = columns[row.name], y + ROW / 2 - 1.5, ROW - 3
    box = f'x="{MARGIN}" y="{y}" width="{own + CELL - MARGIN}" height="{height}" rx="5"'
    yield f'<rect {box} opacity=".1" class="{colour}"/>'
    yield _text(MARGIN + 10, middle + 5, row.name, colour, "name", "mono")
    lines = textwrap.wrap(row.purpose, LINE_CHARACTERS, break_on_hyphens=False)
    if len(lines) > MAX_LINES:
        raise SystemExit(f"shorten the first line of {row.name}/__init__.py: {row.purpose}")
    top = middle + 4 - (len(lines) - 1) * LINE_HEIGHT / 2
    for i, line in enumerate(lines):
        yield _text(PURPOSE_X, top + i * LINE_HEIGHT, line, "ink", "small")
    for other, count in row.imports.items():
        cell = f'x="{columns[other] + 1}" y="{middle - 10.5:g}" width="{CELL - 2}" height="21"'
        yield f'<rect {cell} rx="4" opacity=".22" class="{_group_of(other, order)}"/>'
        yield _text(columns[other] + CELL / 2, middle + 4, str(count), "ink", "middle")
    square = f'x="{own}" y="{y}" width="{CELL}" height="{height}" rx="5"'
    yield f'<rect {square} class="{colour}"/>'
    yield _text(own + CELL / 2, middle + 4, str(row.modules), "paper", "middle")
    if row.name not in {BASE, WIRING}:
        yield _text(own + CELL / 2 + 4, y - 6, row.name, colour, "mono", "small", turn=True)


def main() -> int:
    """Write the picture, or compare it; return 1 if it is compared and out of date."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    check = parser.parse_args().check
    drawn = picture(rows())
    if check:
        current = PICTURE.is_file() and PICTURE.read_text(encoding="utf-8") == drawn
        if not current:
            print(f"{PICTURE.name} is out of date: run python tools/draw_architecture.py")
        return 0 if current else 1
    PICTURE.write_text(drawn, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

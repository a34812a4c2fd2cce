"""What is kept beside the doctrees is whole, or made anew: damage to any file changes no output."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.harness import CONF

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.harness import Build, Built

MORE = """
html_baseurl = "https://example.org/"
html_theme = "paperreview"
paperreview_social_cards = ["post"]
paperreview_card_fonts = []
"""


def noise() -> bytes:
    """Return a picture that is large enough to get copies."""
    data = io.BytesIO()
    Image.frombytes("RGB", (900, 60), random.Random(1).randbytes(900 * 60 * 3)).save(data, "PNG")
    return data.getvalue()


def post(name: str, number: int) -> str:
    return (
        f"---\ntags: [{name}]\n---\n# About {name}\n\n![a picture](fig.png)\n\n"
        f"## [The {name} model](https://arxiv.org/abs/2511.1064{number}) `google`\n\n"
        f"Only {name} has this sentence about diffusion and rewards.\n"
    )


FILES: dict[str, str | bytes] = {
    "posts/2025-11-12-alpha.mdx": post("alpha", 1),
    "posts/2025-11-13-beta.md": post("beta", 2),
    "posts/2025-11-14-gamma.mdx": post("gamma", 3),
    "posts/fig.png": noise(),
}


def cut(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def remove(path: Path) -> None:
    path.unlink()


def change(path: Path) -> None:
    """Change one byte in the middle; the length stays."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def to_binary(path: Path) -> None:
    """Replace the file by one of another kind."""
    path.write_bytes(b"\x80\x04\x95\xff\x00null\n")


DAMAGE = [remove, empty, cut, change, to_binary]


def kept_files(built: Built) -> list[str]:
    folder = built.env.doctreedir
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path.relative_to(folder).as_posix() for path in found]


def output(built: Built) -> dict[str, bytes]:
    return {name: data for name, data in built.files().items() if name != ".buildinfo.bak"}


def differing(old: dict[str, bytes], new: dict[str, bytes]) -> list[str]:
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


BETA = "posts/2025-11-13-beta.md"
#: The two states of the site: each build changes from one to the other.
STATES = (post("beta", 2), post("beta", 2).replace("tags:", "draft: true\ntags:"))


#: A third of the kept files each, so that several processes share the work.
PARTS = 3


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("damage", "part"),
    [
        pytest.param(damage, part, marks=() if (damage, part) == (cut, 0) else pytest.mark.slow)
        for damage in DAMAGE
        for part in range(PARTS)
    ],
)
def test_any_damage_to_one_kept_file_is_repaired(
    build: Build, damage: Callable[[Path], None], part: int
) -> None:
    clean = [output(build({**FILES, BETA: text}, conf=CONF, more_conf=MORE)) for text in STATES]
    assert "Only beta" not in str(clean[1])
    built = build({**FILES, BETA: STATES[0]}, conf=CONF, more_conf=MORE)
    names = kept_files(built)[part::PARTS]
    assert len(names) * PARTS > 25
    for number, name in enumerate(names, 1):
        path = built.env.doctreedir / name
        if path.exists():
            damage(path)
        built = built.rebuild({BETA: STATES[number % 2]})
        assert (name, differing(output(built), clean[number % 2])) == (name, [])


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_to_all_kept_files_but_the_environment_is_repaired(
    build: Build, damage: Callable[[Path], None]
) -> None:
    built = build({**FILES, BETA: STATES[0]}, conf=CONF, more_conf=MORE)
    before = output(built)
    for name in kept_files(built):
        # Without the list of files nobody could know what is to be deleted; here nothing is.
        if not name.endswith("environment.pickle"):
            damage(built.env.doctreedir / name)
    assert differing(output(built.rebuild()), before) == []


@pytest.mark.parametrize("damage", [cut, change])
def test_pages_are_written_where_the_list_of_files_is_damaged(
    build: Build, damage: Callable[[Path], None]
) -> None:
    """What is left of the list does not make the other files those of somebody else."""
    edited = {BETA: STATES[0].replace("sentence", "word")}
    wanted = output(build({**FILES, **edited}, conf=CONF, more_conf=MORE))
    built = build({**FILES, BETA: STATES[0]}, conf=CONF, more_conf=MORE)
    for name in kept_files(built):
        if not name.endswith("environment.pickle"):
            damage(built.env.doctreedir / name)
    built = built.rebuild(edited)
    assert built.warnings == []
    made = output(built)
    # What is not listed cannot be deleted, as files of the search that have other names now.
    assert [name for name in wanted if made.get(name) != wanted[name]] == []


@pytest.mark.parametrize("damage", DAMAGE)
def test_the_index_of_sphinx_is_made_anew(build: Build, damage: Callable[[Path], None]) -> None:
    built = build(FILES, more_conf="paperreview_search = 'sphinx'\n")
    before = output(built)
    assert "reward" in built.read("searchindex.js")
    damage(built.outdir / "searchindex.js")
    built = built.rebuild()
    assert built.warnings == []
    assert differing(output(built), before) == []

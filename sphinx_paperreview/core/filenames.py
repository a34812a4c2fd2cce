"""Names of files: which are possible on every file system, which are one, how one is spelt."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Most bytes of a file name in UTF-8. File systems hold 255; a suffix of ours comes behind.
LONGEST_NAME = 240
#: Most bytes of a path from the output folder: macOS holds 1,024 together with the folder.
LONGEST_PATH = 800

#: Names that Windows keeps for devices, whatever the suffix.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:[ .]|$)", re.I)
#: Characters that no file name of Windows has, and none that a host of pages takes.
_FORBIDDEN = re.compile(r'[<>:"|?*\\]')


def problem_with(path: str) -> str:
    """Return why no file can have *path*, a path with slashes from a folder; empty if one can.

    What one of the file systems of Linux, macOS and Windows refuses is refused on all of them,
    so that a site is the same wherever it is built.
    """
    return next(_problems(path), "")


def _problems(path: str) -> Iterator[str]:
    if len(path.encode("utf-8", "surrogatepass")) > LONGEST_PATH:
        yield f"it is longer than {LONGEST_PATH} bytes"
    for name in path.split("/"):
        if not name or name in {".", ".."}:
            yield "a part of it is empty, or leads to another folder"
        elif has_controls(name):
            yield "it has a control character, or one that is no character"
        elif found := _FORBIDDEN.search(name):
            yield f"it has the character {found[0]}, which no file name has on Windows"
        elif name[-1] in ". " or name[0] == " ":
            yield "a part of it ends in a dot, or begins or ends with a blank"
        elif len(name.encode()) > LONGEST_NAME:
            yield f"a part of it is longer than {LONGEST_NAME} bytes"
        elif _DEVICE.match(name):
            yield f"Windows keeps the name {name[:20]} for a device"


def has_controls(text: str) -> bool:
    """Tell whether *text* has a control character, half of a surrogate pair or no character."""
    return any(
        unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or char == "\ufffd" for char in text
    )


def fold_path(path: str) -> str:
    """Return the form in which two paths are one file on a file system that ignores case."""
    folded = unicodedata.normalize("NFD", path).casefold()
    return unicodedata.normalize("NFC", folded)


def spelt_on_disk(folder: Path, path: str) -> str | None:
    """Return *path*, which is there in *folder* in another Unicode form, as the disk spells it.

    macOS and its archives write names in decomposed form (NFD), most keyboards in NFC. None if
    there is nothing of that name in either form.
    """
    if path.isascii():
        return None
    spelt: list[str] = []
    for name in path.split("/"):
        there = Path(folder, *spelt, name)
        if name not in {"", ".", ".."} and not os.path.lexists(there):
            found = _twin(Path(folder, *spelt), name)
            if found is None:
                return None
            name = found  # noqa: PLW2901  # the other spelling of the same
        spelt.append(name)
    return "/".join(spelt)


def _twin(folder: Path, name: str) -> str | None:
    """Return the entry of *folder* that is *name* in another Unicode form."""
    wanted = unicodedata.normalize("NFC", name)
    try:
        entries = sorted(entry.name for entry in folder.iterdir())
    except (OSError, ValueError):
        return None
    return next((each for each in entries if unicodedata.normalize("NFC", each) == wanted), None)

"""The parts of the tutorial that can be carried out: commands, files and what is printed.

The tests run them, and ``draw_pictures.py`` takes its pictures of what they make.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

TUTORIAL = Path(__file__).parents[1] / "docs" / "tutorial.md"
#: What follows the name of a file that a command has written, and the reader has not.
_WRITTEN = ", as written"
_FENCE = re.compile(r"^```(\{?[\w-]+\}?)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """A fenced block of the tutorial."""

    #: ``console`` has commands with what they print, ``text`` what a running one prints later;
    #: ``write`` is a file that the reader writes, ``written`` one that a command wrote.
    kind: Literal["console", "text", "write", "written"]
    text: str
    #: The path of a file.
    file: str = ""


def parts_of(path: Path = TUTORIAL) -> list[Part]:
    """Return the blocks of the tutorial that can be carried out, in order."""
    found = []
    for name, body in _FENCE.findall(path.read_text(encoding="utf-8")):
        if name in {"console", "text"}:
            found.append(Part(name, body))
        elif name == "{code-block}":
            caption, _, text = body.removeprefix(":caption: ").partition("\n\n")
            is_written = caption.endswith(_WRITTEN)
            kind: Literal["write", "written"] = "written" if is_written else "write"
            found.append(Part(kind, text, caption.removesuffix(_WRITTEN)))
    return found

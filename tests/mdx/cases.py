"""Cases of MDX in ``fixtures``: a title, the source, and the doctree and warnings to expect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from tests.harness import Built

FIXTURES = Path(__file__).parent / "fixtures"
WARNING = re.compile(r"(.+?)\.mdx(?::(\d+))?: WARNING: (.*) \[([\w.]+)\]$")


@dataclass(frozen=True)
class Case:
    """One case of a fixture file."""

    file: str
    number: int
    title: str
    source: str
    expected: str

    @property
    def docname(self) -> str:
        """The document that the case becomes in the project of all cases."""
        return f"cases/{self.file}{self.number:02}"


def all_cases() -> list[Case]:
    """Return the cases of every fixture file."""
    return [case for path in sorted(FIXTURES.glob("*.txt")) for case in read_cases(path)]


def read_cases(path: Path) -> list[Case]:
    """Read the cases of a file; lines of a single dot separate their parts."""
    parts = re.split(r"^\.\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    triples = zip(parts[::3], parts[1::3], parts[2::3], strict=False)
    return [
        Case(path.stem, number, title.strip(), source, expected)
        for number, (title, source, expected) in enumerate(triples)
    ]


def warned(built: Built, docname: str) -> list[str]:
    """Return ``! line kind: text`` for each warning about a document."""
    found = []
    for warning in built.warnings:
        match = WARNING.match(warning)
        if match and match[1] == docname:
            kind = match[4].removeprefix("paperreview.")
            found.append(f"! {match[2]} {kind}: {match[3]}")
    return found


def shown(built: Built, docname: str) -> str:
    """Return the doctree of a document below its title, and the warnings about it."""
    section = next(built.doctree(docname).findall(nodes.section))
    for image in section.findall(nodes.image):
        for key in ("candidates", "original_uri"):
            image.attributes.pop(key, None)
    for node in section.findall(nodes.Element):
        # docutils wrote them as True and False before 0.22.
        found = {
            key: int(value) for key, value in node.attributes.items() if isinstance(value, bool)
        }
        node.attributes.update(found)
    parts = [child.pformat("  ") for child in section.children[1:]]
    return "".join(parts) + "".join(f"{line}\n" for line in warned(built, docname))

"""Fixture files of MDX, all built in one project, so that each case costs a few milliseconds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes
from sphinx.testing.util import SphinxTestApp

if TYPE_CHECKING:
    from collections.abc import Callable

FIXTURES = Path(__file__).parent / "fixtures"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415478"
    "9c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
CONF = """\
extensions = ["sphinx_paperreview"]
html_theme = "basic"
smartquotes = False
suppress_warnings = ["toc.not_included"]
"""
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Case:
    """One case of a fixture file: a title, an input and what is expected of it."""

    file: str
    number: int
    title: str
    source: str
    expected: str

    @property
    def docname(self) -> str:
        return f"cases/{self.file}{self.number:02}"


def read_cases(path: Path) -> list[Case]:
    """Read the cases of a file; lines that are a dot alone separate their parts."""
    parts = re.split(r"^\.\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    triples = zip(parts[::3], parts[1::3], parts[2::3], strict=False)
    return [
        Case(path.stem, number, title.strip(), source, expected)
        for number, (title, source, expected) in enumerate(triples)
    ]


def all_cases() -> list[Case]:
    return [case for path in sorted(FIXTURES.glob("*.txt")) for case in read_cases(path)]


class Site:
    """A project that was built once."""

    def __init__(self, srcdir: Path, files: dict[str, str | bytes], **options: Any) -> None:
        conf = CONF + options.pop("conf", "")
        for name, content in {"conf.py": conf, "index.rst": "I\n=\n", **files}.items():
            path = srcdir / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        self.app = SphinxTestApp(options.pop("builder", "html"), srcdir=srcdir, freshenv=True)
        try:
            self.app.build()
        finally:
            self.app.cleanup()
        text = ESCAPES.sub("", self.app.warning.getvalue())
        self.warnings = text.replace(f"{srcdir}/", "").splitlines()

    def doctree(self, docname: str) -> nodes.document:
        return self.app.env.get_doctree(docname)

    def warned(self, docname: str) -> list[str]:
        """Return ``line kind: text`` of each warning about a document."""
        found = []
        for warning in self.warnings:
            match = re.match(r"(.+?)\.mdx(?::(\d+))?: WARNING: (.*) \[([\w.]+)\]$", warning)
            if match and match[1] == docname:
                kind = match[4].removeprefix("paperreview.")
                found.append(f"! {match[2]} {kind}: {match[3]}")
        return found

    def shown(self, docname: str) -> str:
        """Return what a document holds below its title, and what was warned of it."""
        section = next(self.doctree(docname).findall(nodes.section))
        for image in section.findall(nodes.image):
            for key in ("candidates", "original_uri"):
                image.attributes.pop(key, None)
        parts = [child.pformat("  ") for child in section.children[1:]]
        return "".join(parts) + "".join(f"{line}\n" for line in self.warned(docname))


@pytest.fixture(scope="session")
def fixture_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build all cases of the fixture files at once."""
    files: dict[str, str | bytes] = {case.docname + ".mdx": case.source for case in all_cases()}
    files |= {"x.png": PNG, "cases/x.png": PNG, "static/img/s.png": PNG}
    files["cases/other.mdx"] = "# 다른 문서\n\n## 절\n"
    return Site(tmp_path_factory.mktemp("cases"), files)


@pytest.fixture
def site(tmp_path: Path) -> Callable[..., Site]:
    """Build a project of given files; ``conf`` adds lines to its ``conf.py``."""

    def run(files: dict[str, str | bytes], **options: Any) -> Site:
        return Site(tmp_path, files, **options)

    return run


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test that asks for a ``case`` all of them."""
    if "case" in metafunc.fixturenames:
        cases = all_cases()
        metafunc.parametrize("case", cases, ids=[f"{case.file}-{case.title}" for case in cases])

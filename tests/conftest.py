"""What all tests share: building a project from texts, and finding a browser."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from sphinx import locale
from sphinx.testing.util import SphinxTestApp

from tools.setup_browser import find_browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from docutils import nodes
    from sphinx.environment import BuildEnvironment

pytest_plugins = ["sphinx.testing.fixtures"]

#: The least that a project says: the extension alone, under Sphinx's plainest theme.
CONF = """\
project = "Reviews"
language = "en"
extensions = ["sphinx_paperreview"]
html_theme = "basic"
"""

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
CODE = re.compile(r"\[([\w.]+)\]$", re.MULTILINE)

settings.register_profile(
    "tests", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.register_profile("ci", settings.get_profile("tests"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "tests")


@dataclass
class Built:
    """A project that was built, and what came of it."""

    srcdir: Path
    app: SphinxTestApp
    #: What Sphinx warned of, one string a warning, uncoloured, paths from the source folder.
    warnings: list[str]
    #: How it was built, for :meth:`rebuild`.
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def outdir(self) -> Path:
        """The folder of the output."""
        return Path(self.app.outdir)

    @property
    def env(self) -> BuildEnvironment:
        """The environment after the build."""
        return self.app.env

    @property
    def codes(self) -> list[str]:
        """The types of the warnings (``paperreview.date``), in order."""
        return [code for warning in self.warnings for code in CODE.findall(warning)]

    @property
    def status(self) -> str:
        """What Sphinx told on its way."""
        return ESCAPES.sub("", self.app.status.getvalue())

    def read(self, path: str) -> str:
        """Return the text of a file of the output."""
        return (self.outdir / path).read_text(encoding="utf-8")

    def exists(self, path: str) -> bool:
        """Tell whether the output has a file."""
        return (self.outdir / path).is_file()

    def doctree(self, docname: str) -> nodes.document:
        """Return the doctree of a document as it was stored after reading."""
        return self.env.get_doctree(docname)

    def files(self) -> dict[str, bytes]:
        """Return all files of the output by path: what must be equal after a clean build."""
        found = sorted(path for path in self.outdir.rglob("*") if path.is_file())
        return {path.relative_to(self.outdir).as_posix(): path.read_bytes() for path in found}

    def rebuild(
        self, files: Mapping[str, str | bytes | None] | None = None, **changes: Any
    ) -> Built:
        """Change files (None deletes one) and build again, in a fresh application.

        *changes* replace what was given to ``build``: ``confoverrides``, ``builder`` and so on.
        """
        write_files(self.srcdir, files or {})
        return build_project(self.srcdir, **{**self.options, **changes})


def write_files(folder: Path, files: Mapping[str, str | bytes | None]) -> None:
    """Write texts and bytes under *folder*, making folders; None deletes a file."""
    for name, content in files.items():
        path = folder / name
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def list_warnings(text: str, srcdir: Path) -> list[str]:
    """Split what Sphinx wrote to its warning stream into one string a warning."""
    text = ESCAPES.sub("", text).replace(f"{srcdir}{os.sep}", "").strip()
    if not text:
        return []
    starts = re.split(r"\n(?=[^\n]*\b(?:WARNING|ERROR|CRITICAL|SEVERE): )", text)
    return [start.strip() for start in starts]


def build_project(
    srcdir: Path,
    *,
    builder: str = "html",
    confoverrides: Mapping[str, Any] | None = None,
    parallel: int = 0,
    builddir: Path | None = None,
    **kwargs: Any,
) -> Built:
    """Build the project in *srcdir* by an application of its own.

    *kwargs* reach :class:`SphinxTestApp` (``freshenv``, ``tags``, ``exception_on_warning``).
    """
    options = {
        "builder": builder,
        "confoverrides": confoverrides,
        "parallel": parallel,
        "builddir": builddir,
        **kwargs,
    }
    app = SphinxTestApp(
        builder,
        srcdir=srcdir,
        builddir=builddir,
        confoverrides=dict(confoverrides or {}),
        parallel=parallel,
        **kwargs,
    )
    try:
        app.build()
    finally:
        app.cleanup()
    return Built(srcdir, app, list_warnings(app.warning.getvalue(), srcdir), options)


@pytest.fixture(autouse=True)
def forget_translations() -> Iterator[None]:
    """Undo the one thing that a build leaves in its process: catalogs of its language."""
    yield
    locale.translators.clear()


@pytest.fixture(scope="session")
def rootdir() -> Path:
    """Tell Sphinx's own fixtures where the ``test-*`` projects are."""
    return Path(__file__).parent / "roots"


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Built]:
    """Build a project given as texts: ``build({"posts/2025-01-02.mdx": "# Title"})``.

    Options: ``conf`` (the text of ``conf.py``, or more of it after the default if ``more_conf``),
    ``confoverrides``, ``builder``, ``parallel``, ``name`` (the project's folder, when a test
    builds several), and what :func:`build_project` takes. An ``index.md`` is added where no
    index is given; ``{"index.md": None}`` leaves the project without.
    """

    def run(
        files: Mapping[str, str | bytes | None],
        *,
        conf: str = CONF,
        more_conf: str = "",
        name: str = "src",
        **options: Any,
    ) -> Built:
        srcdir = tmp_path / name
        project: dict[str, str | bytes | None] = {"conf.py": conf + more_conf, **files}
        if not any(re.fullmatch(r"index\.\w+", path) for path in project):
            project["index.md"] = "# Reviews\n"
        write_files(srcdir, {path: text for path, text in project.items() if text is not None})
        return build_project(srcdir, **options)

    return run


@pytest.fixture(scope="session")
def browser_path() -> Path:
    """Return the Chromium to start; a machine without one skips, except in continuous integration."""
    if path := find_browser():
        return path
    if os.environ.get("CI"):
        pytest.fail("no Chromium here: run tools/setup_browser.py")
    pytest.skip("no Chromium here: run tools/setup_browser.py")

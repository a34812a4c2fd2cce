"""Fixtures that all tests share: built projects, the example site, and a browser."""

from __future__ import annotations

import gc
import logging
import os
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from sphinx import locale

from tests.harness import CONF, ROOT, Projects, build_once
from tools.setup_browser import find_browser

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from tests.harness import Build, Built, Files

# Sphinx makes a record of each event and each step, which no test reads.
logging.disable(logging.DEBUG)

# The same examples in each run, but others with PAPERREVIEW_RANDOM, as in `make check`.
settings.register_profile(
    "tests",
    deadline=None,
    derandomize=not os.environ.get("PAPERREVIEW_RANDOM"),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("tests")


@pytest.hookimpl(optionalhook=True, wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Start half as many processes again as processors: many tests wait for another process."""
    count = yield
    return count + count // 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run files with slow tests first, so that no process ends with one while the others are idle."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(autouse=True)
def forget_build() -> Iterator[None]:
    """Undo what a build leaves in its process.

    These are the catalogs of its language and, if it was not ended, the objects that Python does
    not look through for garbage: the next builds would count hundreds of thousands of them.
    """
    yield
    locale.translators.clear()
    gc.unfreeze()


@pytest.fixture(scope="session")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Projects:
    """Keep the built projects of this process."""
    return Projects(tmp_path_factory.mktemp("projects"))


@pytest.fixture
def build(projects: Projects, request: pytest.FixtureRequest) -> Build:
    """Build a project given as texts: ``build({"posts/2025-01-02.mdx": "# Title"})``.

    Options: ``conf`` (the text of ``conf.py``, or more of it after the default if ``more_conf``),
    ``name`` (the project's folder), and the options of :func:`tests.harness.build_project`:
    ``confoverrides``, ``builder``, ``parallel`` and others. An ``index.md`` is added where no
    index is given; ``{"index.md": None}`` leaves the project without.

    The same inputs are built once for many tests, unless a test patches something.
    """
    keep = "monkeypatch" not in request.fixturenames

    def run(files: Files, *, conf: str = CONF, more_conf: str = "", **options: Any) -> Built:
        project: dict[str, str | bytes | None] = {"conf.py": conf + more_conf, **files}
        if not any(re.fullmatch(r"index\.\w+", path) for path in project):
            project["index.md"] = "# Reviews\n"
        return projects.build(project, keep=keep, **options)

    return run


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, list[str]]]:
    """Build the example site with a builder: return its output and its warnings.

    All processes of a run share the output, so no test changes it.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "example"
    overrides = {"linkcheck_ignore": [r".*"], "epub_copyright": "x", "version": "1"}
    return lambda builder: build_once(
        ROOT / "example_site", folder / builder, builder=builder, confoverrides=overrides
    )


@pytest.fixture(scope="session")
def browser_path() -> Path:
    """Return the Chromium to start; a machine without one skips, except in continuous integration."""
    if path := find_browser():
        return path
    if os.environ.get("CI"):
        pytest.fail("no Chromium here: run tools/setup_browser.py")
    pytest.skip("no Chromium here: run tools/setup_browser.py")

"""Small projects of MDX, and one project of all fixture files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sphinx.testing.util import _clean_up_global_state

from tests.harness import PNG
from tests.mdx.cases import all_cases
from tools.mdx_reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness import Build, Built, Files, Projects

CONF = """\
extensions = ["sphinx_paperreview"]
html_theme = "basic"
smartquotes = False
suppress_warnings = ["toc.not_included"]
"""


@pytest.fixture
def site(build: Build) -> Build:
    """Build a project of these files; ``more_conf`` adds lines to its ``conf.py``."""

    def run(files: Files, **options: Any) -> Built:
        return build({"index.rst": "I\n=\n", **files}, conf=CONF, **options)

    return run


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Read any number of posts by one application."""
    yield Reader(str(tmp_path_factory.mktemp("reader")))
    _clean_up_global_state()


@pytest.fixture(scope="session")
def fixture_site(projects: Projects) -> Built:
    """Build the cases of all fixture files in one project: each costs a few milliseconds."""
    files: dict[str, str | bytes] = {case.docname + ".mdx": case.source for case in all_cases()}
    files |= {"x.png": PNG, "cases/x.png": PNG, "static/img/s.png": PNG}
    files["cases/other.mdx"] = "# 다른 문서\n\n## 절\n"
    conf = CONF + "paperreview_show_drafts = True\n"  # a front matter in doubt hides its document
    return projects.build({"conf.py": conf, "index.rst": "I\n=\n", **files}, keep=False)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test that asks for a ``case`` all of them."""
    if "case" in metafunc.fixturenames:
        cases = all_cases()
        metafunc.parametrize("case", cases, ids=[f"{case.file}-{case.title}" for case in cases])

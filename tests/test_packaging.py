"""What a user installs: the wheel, its entry point, its version."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email.parser import Parser
from importlib.metadata import entry_points, packages_distributions
from itertools import chain
from pathlib import Path

import pytest

import sphinx_paperreview

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "sphinx_paperreview"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]


def names_of(*requirements: str) -> set[str]:
    """Return the names of packages, in the form of registries."""
    names = [re.match(r"[\w.-]+", line)[0] for line in requirements]
    return {re.sub(r"[-_.]+", "-", name).lower() for name in names}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel from a copy, as an installer would, with nothing fetched."""
    source = tmp_path_factory.mktemp("source")
    shutil.copytree(PACKAGE, source / PACKAGE.name)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    subprocess.run(
        [sys.executable, "-c", "from flit_core.buildapi import build_wheel; build_wheel('.')"],
        cwd=source,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1735689600"},
        check=True,
    )
    (built,) = source.glob("*.whl")
    return zipfile.ZipFile(built)


def test_wheel_holds_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    expected = {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert packed == expected
    assert "sphinx_paperreview/py.typed" in packed


def test_theme_and_translations_are_among_them(wheel: zipfile.ZipFile) -> None:
    packed = wheel.namelist()
    theme = [name for name in packed if name.startswith("sphinx_paperreview/theme/paperreview/")]
    assert {Path(name).suffix for name in theme} >= {".toml", ".html", ".css", ".js"}
    assert any(re.search(r"locale/ko/LC_MESSAGES/\w+\.mo$", name) for name in packed)


def test_every_catalog_is_compiled() -> None:
    catalogs = sorted(PACKAGE.rglob("*.po"))
    assert catalogs
    assert [path for path in catalogs if not path.with_suffix(".mo").is_file()] == []


def test_metadata_names_the_licence_and_the_version(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    metadata = Parser().parsestr(wheel.read(name).decode())
    assert metadata["Version"] == sphinx_paperreview.__version__
    assert metadata["License-Expression"] == "MIT"
    assert any(name.endswith("LICENSE") for name in wheel.namelist())


def test_changelog_begins_with_the_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\d+\.\d+\.\d+)", text, re.MULTILINE)
    assert newest is not None
    assert newest[1] == sphinx_paperreview.__version__


def test_the_citation_has_the_version() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {sphinx_paperreview.__version__}\n" in text
    assert f"\nlicense: {PROJECT['license']}\n" in text


def test_a_wheel_can_be_made_of_the_source_distribution(tmp_path: Path) -> None:
    names = ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff",
             "CONTRIBUTING.md", "Makefile", "SECURITY.md")  # fmt: skip
    for name in names:
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "benchmarks").mkdir()
    for folder in (PACKAGE, ROOT / "docs", ROOT / "example_site", ROOT / "tools"):
        ignored = shutil.ignore_patterns("_build", "__pycache__")
        shutil.copytree(folder, tmp_path / folder.name, ignore=ignored)
    (tmp_path / "tests").mkdir()
    backend = "from flit_core.buildapi import build_{0}; build_{0}('.')"
    command = [sys.executable, "-c", backend.format("sdist")]
    subprocess.run(command, cwd=tmp_path, check=True)
    (archive,) = tmp_path.glob("*.tar.gz")
    unpacked = tmp_path / "unpacked"
    shutil.unpack_archive(archive, unpacked, filter="data")
    (source,) = unpacked.iterdir()
    assert {*names, "docs", "example_site", "tools"} <= {path.name for path in source.iterdir()}
    subprocess.run([sys.executable, "-c", backend.format("wheel")], cwd=source, check=True)
    assert list(source.glob("*.whl"))


def test_theme_entry_point_resolves() -> None:
    (point,) = entry_points(group="sphinx.html_themes", name="paperreview")
    assert callable(point.load().setup)


def test_no_dependency_has_an_upper_bound() -> None:
    assert not [
        line for line in PROJECT["dependencies"] if re.search(r"<|==|~=", line.split(";")[0])
    ]


def test_the_oldest_of_each_dependency_is_tested() -> None:
    """``tox`` installs what is said to be enough."""
    bounds = dict(
        line.split(";")[0].split(">=") for line in PROJECT["dependencies"] if ">=" in line
    )
    pins = dict(line.split("==") for line in PYPROJECT["tool"]["tox"]["env"]["oldest"]["deps"])
    assert {name: pins[name].removesuffix(".*") for name in bounds} == bounds


def test_every_dependency_is_explained() -> None:
    page = ROOT / "docs" / "explanation" / "dependencies.md"
    explained = names_of(*re.findall(r"`([\w.-]+)`", page.read_text(encoding="utf-8")))
    extras, groups = PROJECT["optional-dependencies"], PYPROJECT["dependency-groups"]
    tools = [*PYPROJECT["build-system"]["requires"], *chain(*groups.values())]
    names = names_of(*PROJECT["dependencies"], *chain(*extras.values()), *tools)
    assert sorted(names - explained) == []


def test_what_is_imported_is_a_dependency() -> None:
    imported = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module.partition(".")[0])
    known = packages_distributions()
    others = imported - sys.stdlib_module_names - {PACKAGE.name}
    packages = names_of(*(name for module in others for name in known.get(module, [module])))
    extras = PROJECT["optional-dependencies"]
    assert sorted(packages - names_of(*PROJECT["dependencies"], *chain(*extras.values()))) == []


def test_supported_python_is_in_the_classifiers() -> None:
    floor = PROJECT["requires-python"].removeprefix(">=")
    versions = [
        line.rsplit(" ", 1)[1] for line in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", line)
    ]
    assert versions[0] == floor


def test_reading_the_version_imports_no_sphinx() -> None:
    code = (
        "import sys, sphinx_paperreview as package\n"
        "assert package.__version__\n"
        "assert not {'sphinx', 'docutils'} & set(sys.modules)\n"
        "assert package.Component and package.add_component\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

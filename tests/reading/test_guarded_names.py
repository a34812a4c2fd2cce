"""Directives and roles are guarded by all the names that docutils has for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docutils.parsers.rst.languages import get_language

from tests.harness import CONF

if TYPE_CHECKING:
    from tests.harness import Build

INDEX = "H\n=\n\n.. toctree::\n\n   posts/2025-01-02-a\n"
NAME = "posts/2025-01-02-a"
RAW = ".. {}:: html\n\n   <script>XSS()</script>\n\n"
ROLE = ".. role:: {0}-x({0})\n   :format: html\n\nA :{0}-x:`<script>XSS()</script>`.\n\n"
INCLUDE = ".. {}:: ../../secret.txt\n   :literal:\n\n"


@pytest.mark.parametrize("language", ["de", "fr", "ja", "ko", "ru", "zh_CN"])
def test_names_in_the_language_of_the_project(build: Build, language: str) -> None:
    names = get_language(language, None)
    parts = [RAW.format(name) for name, own in names.directives.items() if own == "raw"]
    roles = [name for name, own in names.roles.items() if own == "raw" and " " not in name]
    parts += map(ROLE.format, roles)
    parts += [INCLUDE.format(name) for name, own in names.directives.items() if own == "include"]
    conf = CONF.replace('"en"', f'"{language}"')
    rst = "T\n=\n\nWords.\n\n" + "".join(parts)
    built = build({"index.rst": INDEX, f"{NAME}.rst": rst}, conf=conf)
    assert built.codes.count("paperreview.unsafe") == len(parts)
    page = built.read(f"{NAME}.html")
    assert "<script>XSS" not in page
    assert page.count("&lt;script&gt;XSS()") == sum("XSS" in part for part in parts)


def test_names_of_a_language_in_myst(build: Build) -> None:
    post = "# T\n\nWords.\n\n```{roh} html\n<script>XSS()</script>\n```\n"
    conf = CONF.replace('"en"', '"de"')
    built = build({"index.rst": INDEX, f"{NAME}.md": post}, conf=conf)
    assert built.codes == ["paperreview.unsafe"]
    assert "<script>XSS" not in built.read(f"{NAME}.html")


def test_documents_of_the_project_keep_these_names(build: Build) -> None:
    page = "\n.. roh:: html\n\n   <b id='raw'>x</b>\n\n.. code:: python\n\n   let = 1\n"
    conf = CONF.replace('"en"', '"de"')
    built = build({"index.rst": INDEX + page, f"{NAME}.md": "# T\n\nWords.\n"}, conf=conf)
    assert built.warnings == []
    assert "<b id='raw'>" in built.read("index.html")

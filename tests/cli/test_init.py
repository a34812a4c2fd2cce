"""``paperreview init``: what it reads, what it writes, and that it overwrites nothing."""

from __future__ import annotations

import os
import runpy
import stat
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from sphinx_paperreview.cli import main
from tests.harness import build_project, write_files

if TYPE_CHECKING:
    from pathlib import Path

DOCUSAURUS = """\
import {themes} from 'prism-react-renderer';
const config: Config = {
  title: '논문 노트', tagline: "Papers: 'read' \\"daily\\"", url: 'https://kim.example', baseUrl: '/n/',
  i18n: {defaultLocale: 'ko-KR', locales: ['ko-KR']},
  themeConfig: {navbar: {title: 'Other'}},
  presets: [['classic', {docs: false, blog: {routeBasePath: '/notes'}}]],
};
export default config;
"""
#: Files of a site → what is written into conf.py because of them.
SITES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "Docusaurus": (
        {"docusaurus.config.ts": DOCUSAURUS},
        {
            "project": "논문 노트",
            "language": "ko",
            "html_baseurl": "https://kim.example/n/",
            "paperreview_description": "Papers: 'read' \"daily\"",
            "paperreview_docusaurus_blog": "notes",
        },
    ),
    "Jekyll": (
        {"_config.yml": "title: Notes\nurl: https://k.example\nbaseurl: /b\nauthor: {name: Kim Hana}\nlang: zh-Hans\n"},
        {"project": "Notes", "author": "Kim Hana", "language": "zh_CN", "html_baseurl": "https://k.example/b/"},
    ),
    "Hugo": (
        {
            "hugo.toml": 'baseURL = "https://h.example/"\nlanguageCode = "en-us"\ntitle = "H"\n[params]\nauthor = ["A", {name = "B"}]\ndescription = "D"\n'
        },
        {"project": "H", "author": "A, B", "language": "en", "paperreview_description": "D"},
    ),
    "Hugo of old": (
        {"config.yaml": "title: Old\nbaseURL: https://h.example\ndefaultContentLanguage: pt\nlanguages:\n  pt: {languageCode: pt-BR, title: Velho}\n"},
        {"project": "Velho", "language": "pt_BR", "html_baseurl": "https://h.example/"},
    ),
    "Quarto": (
        {"_quarto.yml": "project: {type: website}\nwebsite: {title: Q, site-url: 'https://q.example/x'}\nlang: ja\nauthor: [A, B]\n"},
        {"project": "Q", "language": "ja", "html_baseurl": "https://q.example/x/", "author": "A, B"},
    ),
    "MkDocs": (
        {"mkdocs.yml": "site_name: !ENV [NAME, M]\ntheme: {name: material, language: de}\nsite_author: 김\nmarkdown_extensions:\n  - emoji: {index: !!python/name:material.emoji}\n"},
        {"author": "김", "language": "de"},
    ),
    "Jupyter Book": (
        {"_config.yml": "title: Book\nauthor: A B\n", "_toc.yml": "root: intro\n"},
        {"project": "Book", "author": "A B"},
    ),
    "MyST": (
        {"myst.yml": "version: 1\nproject:\n  title: T\n  authors:\n    - name: A\n    - name: B\n"},
        {"project": "T", "author": "A, B"},
    ),
    "Hexo": (
        {"_config.yml": "title: X\nlanguage: [zh-CN, en]\nurl: http://x.example\nauthor: Y\n", "scaffolds/post.md": ""},
        {"project": "X", "language": "zh_CN", "author": "Y", "html_baseurl": "http://x.example/"},
    ),
    "values of wrong types": (
        {"_config.yml": "title: [a, b]\nurl: javascript:alert(1)\nlang: 7\nauthor: {}\n"},
        {"project": "site", "language": "en", "author": ""},
    ),
    "not YAML": ({"_config.yml": "title: [a\n"}, {"project": "site"}),
    "nothing": ({}, {"project": "site", "author": "", "language": "en"}),
}  # fmt: skip


@pytest.mark.parametrize("name", SITES)
def test_what_is_read(tmp_path: Path, name: str) -> None:
    files, expected = SITES[name]
    folder = tmp_path / "site"
    write_files(folder, dict(files))
    assert main(["init", str(folder)]) == 0
    conf = runpy.run_path(str(folder / "conf.py"))
    assert {key: conf.get(key) for key in expected} == expected
    assert conf["extensions"] == ["sphinx_paperreview"]
    if name == "values of wrong types":
        assert "html_baseurl" not in conf


def test_a_new_site_builds_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "새 글 모음"
    assert main(["init", str(folder), "--language", "ko", "--url", "https://e.example/a"]) == 0
    built = build_project(folder, builddir=tmp_path / "out")
    assert built.warnings == []
    assert "새 글 모음" in built.read("index.html")


@pytest.mark.parametrize("options", [[], ["--host", "gitlab"]])
def test_nothing_is_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    mine = {".gitlab-ci.yml": "mine\n", ".gitignore": "secret", "requirements.txt": "mine\n"}
    if not options:
        mine = {"conf.py": "mine\n"}
    write_files(tmp_path, dict(mine))
    assert main(["init", str(tmp_path), *options]) == 2
    assert "already; --force overwrites it" in capsys.readouterr().err
    found = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert found == mine
    assert main(["init", str(tmp_path), *options, "--force"]) == 0
    assert "mine" not in (tmp_path / "conf.py").read_text()
    if options:
        assert (tmp_path / "requirements.txt").read_text() == "mine\n"
        assert (tmp_path / ".gitignore").read_text().startswith("secret\n_build/\n")


def test_hosts(tmp_path: Path) -> None:
    write_files(tmp_path, {".git/HEAD": "ref: refs/heads/trunk\n"})
    hosts = ("github-pages", "gitlab", "readthedocs")
    assert (
        main(["init", str(tmp_path), *(word for host in hosts for word in ("--host", host))]) == 0
    )
    workflow = yaml.safe_load((tmp_path / ".github/workflows/pages.yml").read_text())
    triggers = workflow[True]  # YAML 1.1 takes "on" for a boolean
    assert triggers["push"] == {"branches": ["trunk"]}
    assert triggers["schedule"][0]["cron"].startswith("10 ")
    steps = " ".join(str(step) for step in workflow["jobs"]["build"]["steps"])
    assert "actions/cache" in steps
    assert ".nojekyll" in steps
    assert "${{ github.run_id }}" in steps
    pages = yaml.safe_load((tmp_path / ".gitlab-ci.yml").read_text())["pages"]
    assert pages["artifacts"] == {"paths": ["public"]}
    assert yaml.safe_load((tmp_path / ".readthedocs.yaml").read_text())["version"] == 2
    assert (tmp_path / "requirements.txt").read_text() == "sphinx-paperreview\n"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert main(["init", str(tmp_path)]) == 2
    finally:
        tmp_path.chmod(stat.S_IRWXU)
    assert "cannot use" in capsys.readouterr().err


def test_a_file_in_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, {"a file": ""})
    assert main(["init", str(tmp_path / "a file")]) == 2
    assert main(["init", str(tmp_path / "a file" / "below")]) == 2
    assert "Traceback" not in capsys.readouterr().err

"""Every code block of the documentation and of the README is what its language says, and works.

Files that are included are in ``test_snippets.py``, the tutorial is in ``test_tutorial.py``.
"""

from __future__ import annotations

import ast
import json
import re
import shlex
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
import yaml
from bibtexparser import parse_string
from sphinx.cmd.build import get_parser

from sphinx_paperreview.cli.app import make_command
from tests.harness import CONF, PNG, ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Projects

PAGES = [
    *sorted((ROOT / "docs").rglob("*.md")), *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "SECURITY")),
]  # fmt: skip
_FENCE = re.compile(r"^( *)(```+)(\w+)\n(.*?)^\1\2$", re.MULTILINE | re.DOTALL)
#: What the documentation tells to install.
PACKAGES = {
    "sphinx-paperreview",
    "furo",
    "pagefind",
    "kiwipiepy",
    "pydata-sphinx-theme",
    "sphinx-intl",
}
#: Programs of others that the documentation names, whose options are theirs to check.
OTHERS = {
    "sphinx-intl",
    "apt-get", "cp", "curl", "diff", "docker", "git", "gh", "latexmk", "npm", "npx", "pagefind", "py", ".venv\\Scripts\\python",
    "export", "source", "conda", "brew", "ls", "cd", "rm", "mkdir", "python3", "unzip", "hugo", "quarto", "msgfmt", "cat", "echo",
}  # fmt: skip


@dataclass(frozen=True)
class Block:
    path: Path
    line: int
    language: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.path.relative_to(ROOT).as_posix()}:{self.line}"


def blocks_of(path: Path) -> list[Block]:
    text = path.read_text(encoding="utf-8")
    found = []
    for match in _FENCE.finditer(text):
        indent, _ticks, language, body = match.groups()
        body = re.sub(rf"^{indent}", "", body, flags=re.MULTILINE)
        found.append(Block(path, text.count("\n", 0, match.start()) + 1, language, body))
    return found


BLOCKS = [block for path in PAGES if "_build" not in path.parts for block in blocks_of(path)]


def of(*languages: str) -> pytest.MarkDecorator:
    found = [block for block in BLOCKS if block.language in languages]
    return pytest.mark.parametrize("block", found, ids=lambda block: block.name)


def test_every_language_has_a_test() -> None:
    known = {"console", "python", "yaml", "json", "css", "html", "bibtex", "rst", "markdown", "mdx"}
    # Configuration of servers, messages and trees of folders: there is nothing to run them with.
    assert {block.language for block in BLOCKS} <= known | {"text", "nginx", "apache", "bash"}


COMMANDS = [
    (block, line[2:])
    for block in BLOCKS
    if block.language == "console"
    for line in block.text.replace("\\\n", " ").splitlines()
    if line.startswith(("$ ", "> "))
]


@pytest.mark.parametrize(
    ("block", "line"), COMMANDS, ids=[f"{block.name}-{line[:30]}" for block, line in COMMANDS]
)
def test_command_exists_with_its_options(block: Block, line: str) -> None:
    words = shlex.split(line, comments=True, posix="\\" not in line)
    while words and re.fullmatch(r"\w+=\S*", words[0]):
        words.pop(0)
    name, *arguments = words
    if name == "paperreview":
        command = make_command(rich=False)
        if not arguments[0].startswith("-"):
            command = command.commands[arguments[0]]
        known = {option for each in command.params for option in each.opts}
        used = {word.partition("=")[0] for word in arguments if re.match(r"--?[a-z]", word)}
        assert used - {"-h", "--help"} <= known
    elif name == "sphinx-build":
        # -M is for the programs that builders leave files for, as make.
        get_parser().parse_args([word.replace("-M", "-b", 1) for word in arguments])
    elif name == "make":
        targets = set(
            re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        )
        named = {word for word in arguments if "=" not in word and not word.startswith("-")}
        assert named <= targets | {"latexpdf"}
    elif name == "python" and arguments[0].endswith(".py"):
        assert (ROOT / arguments[0]).is_file()
    elif name == "pip":
        named = {word.partition("[")[0] for word in arguments[1:] if not word.startswith("-")}
        assert named <= PACKAGES
    else:
        assert name in OTHERS | {"python"}


@of("python")
def test_python_is_python(block: Block) -> None:
    ast.parse(block.text)


CONFIGURATIONS = [
    block for block in BLOCKS
    if block.language == "python" and re.search(r"^(paperreview_\w+|html_theme_options) = ", block.text, re.MULTILINE)
]  # fmt: skip


@pytest.mark.parametrize("block", CONFIGURATIONS, ids=lambda block: block.name)
def test_configuration_is_accepted(
    projects: Projects, block: Block, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs" / "snippets")
    conf = CONF.replace('"basic"', '"paperreview"') + block.text.replace("...,", "")
    if "extensions" in block.text:
        conf += '\nextensions = ["sphinx_paperreview", *extensions]\n'
    files = {"conf.py": conf, "index.md": "# A\n"}
    warnings = projects.build(files, keep=False, builder="dummy").warnings
    assert [each for each in warnings if "config" in each] == []


@of("yaml")
def test_yaml_is_yaml(block: Block) -> None:
    assert list(yaml.safe_load_all(block.text)) != [None]


@of("json")
def test_json_is_json(block: Block) -> None:
    json.loads(re.sub(r"…|\.\.\.", "", block.text))


@of("css")
def test_css_has_rules(block: Block) -> None:
    assert re.fullmatch(
        r"(\s*(/\*.*?\*/|[^{}]+\{([^{}]*|[^{}]*\{[^{}]*\}[^{}]*)\}))+\s*", block.text, re.DOTALL
    )


@of("html")
def test_html_is_read(block: Block) -> None:
    HTMLParser().feed(block.text)
    assert "<" in block.text


@of("bibtex")
def test_bibtex_is_read(block: Block) -> None:
    library = parse_string(block.text)
    assert library.entries
    assert not library.failed_blocks


@of("markdown", "mdx", "rst")
def test_markup_builds_without_a_warning(projects: Projects, block: Block) -> None:
    suffix = ".rst" if block.language == "rst" else ".md" if "{" in block.text else ".mdx"
    files = {
        "conf.py": CONF,
        "index.md": "# A\n",
        f"posts/2025-11-14{suffix}": block.text,
        **{f"posts/{name}": PNG for name in re.findall(r"[\w-]+\.png", block.text)},
    }
    warnings = projects.build(files, keep=False, builder="dummy").warnings
    # What only the project of a reader has: other pages, and the inventory of another site.
    others = re.compile(r"external\+|'reviews'|toctree contains reference|toc\.|ref\.ref")
    assert [each for each in warnings if not others.search(each)] == []

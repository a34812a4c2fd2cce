"""The command itself: help, version, completion, and what is printed without a terminal."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview import __version__
from sphinx_paperreview.cli import main
from sphinx_paperreview.cli.app import COMMANDS
from tests.harness import CONF, write_files

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [command.__name__.rstrip("_").replace("_", "-") for command in COMMANDS]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start the command as a shell does."""
    return subprocess.run(
        [sys.executable, "-m", "sphinx_paperreview", *arguments],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | environment,
        check=False,
    )


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Return the exit status of a command, and what it printed on either stream."""
    return (main(arguments), *capsys.readouterr())


@pytest.mark.parametrize("name", NAMES)
def test_the_help_of_each_command_has_examples(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    status, out, _ = said(capsys, name, "--help")
    assert status == 0
    before, _, examples = out.partition("  Examples:\n")
    assert f"Usage: paperreview {name} " in before
    assert examples.count(f"paperreview {name}") >= 2
    assert "\x1b" not in out
    assert "╭" not in out


def test_the_help_names_each_command_in_a_whole_line(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = said(capsys, "-h")
    assert status == 0
    lines = out.partition("Commands:\n")[2].splitlines()[: len(NAMES)]
    assert [line.split()[0] for line in lines] == NAMES
    assert not [line for line in lines if line.endswith("...")]


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--version") == (0, f"paperreview {__version__}\n", "")


def test_no_argument_asks_for_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys) == said(capsys, "--help")


#: What somebody writes by mistake, in a folder with a site, a file and a configuration that fails;
#: and what the answer says.
MISTAKES = {
    "chek": "Did you mean 'check'?",
    "--frmat": "No such option",
    "init site": "there is conf.py already; --force overwrites it",
    "init 'a file'": "is a file; name a folder",
    "init new --language english": "'english' is not a language such as ko, en or zh-CN",
    "init new --host netlify": "'netlify' is not one of 'github-pages', 'gitlab', 'readthedocs'",
    "init new --url example.org": "is not an address such as https://",
    "init new --url 'https://example.org/my site'": "is not an address such as https://",
    "new 2511.00001": "paperreview init makes one",
    "new --site nowhere 2511.00001": "there is no folder",
    "new --site site": "name papers (2511.10643, an address), or give a --title",
    "new --site site banana": "write 2511.10643, doi:10.1145/",
    "new --site site 2599.99999": "2599.99999 cannot be an arXiv identifier",
    "new --site site 2511.00001 --date tomorrow": "write it as 2025-11-14",
    "new --site site --from refs.bib": "there is no file refs.bib",
    "new --site site --from nowhere": "there is no source 'nowhere'; write hf,",
    "new --site site 2511.00001 --pick 1": "name one by --from",
    "new --site site 2511.00001 --figure a.png": "'a.png' does not exist",
    "new --site site 2511.00001 --figure 'a file'": "convert it to .svg, .png or .webp",
    "new --site fails 2511.00001": "(conf.py, line 1)",
    "new --site locked 2511.00001": "cannot use papers.lock.json: it is no JSON",
    "serve nowhere": "there is no folder",
    "serve 'a file'": "there is no folder",
    "serve site --port 99999": "less than or equal to 65535",
    "serve site --builder epub": "html or dirhtml",
    "check nowhere": "there is no nowhere",
    "check 'a file'": "is no .md or .mdx file",
    "check --format yaml": "'yaml' is not one of",
    "check -j 0": "'0' is not a number of processes",
    "check site --select nonsense": "--list-codes shows them",
    "check fails": "(conf.py, line 1)",
    "check other": 'add "sphinx_paperreview" to `extensions`',
    "fetch nowhere": "there is no folder",
    "fetch .": "paperreview init makes one",
    "fetch other": 'add "sphinx_paperreview" to `extensions`',
    "fetch --timeout soon": "'soon' is not a number of seconds",
    "stats .": "paperreview init makes one",
    "stats fails": "(conf.py, line 1)",
    "publish .": "paperreview init makes one",
    "publish site": "`git init` makes one",
    "publish site --to gh-pages": "`git init` makes one",
    "import": "Choose from: docusaurus, jekyll, hugo, ablog, quarto",
    "import wordpress .": "'wordpress' is not one of",
    "import hugo nowhere": "there is no folder",
    "import hugo site": "is no site of hugo: it has no configuration",
}  # fmt: skip


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the folder in which the mistakes are made."""
    folder = tmp_path_factory.mktemp("내 글 here")
    write_files(
        folder,
        {
            ".git/HEAD": "", "a file": "", "site/conf.py": CONF, "fails/conf.py": "project = 'x\n",
            "other/conf.py": "extensions = []\n", "locked/conf.py": CONF,
            "locked/papers.lock.json": "{",
        },
    )  # fmt: skip
    return folder


@pytest.mark.parametrize("line", MISTAKES)
def test_a_mistake_is_answered_with_one_line(
    mistaken: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    line: str,
) -> None:
    monkeypatch.chdir(mistaken)
    before = sorted(mistaken.rglob("*"))
    status, out, err = said(capsys, *shlex.split(line))
    assert (status, out) == (2, "")
    assert MISTAKES[line] in err
    assert err.count("\n") == 1
    assert err.startswith("paperreview")
    assert sorted(mistaken.rglob("*")) == before


def test_an_argument_that_is_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As where the locale is C, and somebody types Hangul."""
    name = "한글".encode().decode("ascii", "surrogateescape")
    status, _out, err = said(capsys, "init", str(tmp_path / "new"), "--title", name)
    assert status == 2
    assert "choose UTF-8, as by LC_ALL=C.UTF-8" in err
    assert not list(tmp_path.iterdir())


def test_a_shell_completes_names_and_options() -> None:
    script = run("--show-completion", "bash", _PAPERREVIEW_COMPLETE="source_bash").stdout
    assert "complete -o default -F _paperreview_completion paperreview" in script
    words = {"COMP_WORDS": "paperreview check --for", "COMP_CWORD": "2"}
    found = run(**words, _PAPERREVIEW_COMPLETE="complete_bash").stdout
    assert found.split() == ["--format"]


def test_help_and_completion_start_without_sphinx() -> None:
    code = (
        "import sys\n"
        "import sphinx_paperreview.cli\n"
        "assert not {'sphinx', 'docutils', 'requests'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals")
@pytest.mark.parametrize("variables", [{}, {"NO_COLOR": "1"}])
def test_a_terminal_has_colours(variables: dict[str, str]) -> None:
    import pty

    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with subprocess.Popen(
        [sys.executable, "-m", "sphinx_paperreview", "init", "--help"],
        stdin=theirs, stdout=theirs, stderr=theirs,
        env=environment | {"TERM": "xterm-256color"} | variables,
    ) as process:  # fmt: skip
        os.close(theirs)
        text = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the end, on Linux
                break
            if not part:
                break
            text += part
    os.close(ours)
    assert process.returncode == 0
    assert "╭".encode() in text
    assert (b"\x1b[36m" in text or b"\x1b[1;36m" in text) is not bool(variables)


def test_stopped_while_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "sphinx_paperreview.cli.entry"

    class Keyboard:
        @staticmethod
        def find_spec(wanted: str, *_more: object) -> None:
            if wanted == name:
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(sys, "meta_path", [Keyboard, *sys.meta_path])
    assert main(["--help"]) == 130

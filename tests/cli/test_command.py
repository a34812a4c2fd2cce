"""The command itself: help, version, completion, and what is printed without a terminal."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sphinx_paperreview import __version__
from sphinx_paperreview.cli import main
from sphinx_paperreview.cli.app import COMMANDS

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


def stopped(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str, str]:
    """Return the exit status of a command that does nothing, and what it printed."""
    with pytest.raises(SystemExit) as raised:
        main(arguments)
    return (raised.value.code, *capsys.readouterr())


@pytest.mark.parametrize("name", NAMES)
def test_the_help_of_each_command_has_examples(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    status, out, _ = stopped(capsys, name, "--help")
    assert status == 0
    before, _, examples = out.partition("  Examples:\n")
    assert f"Usage: paperreview {name} " in before
    assert examples.count(f"paperreview {name}") >= 2
    assert "\x1b" not in out
    assert "╭" not in out


def test_the_help_names_each_command(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = stopped(capsys, "-h")
    assert status == 0
    assert [
        line.split()[0] for line in out.partition("Commands:\n")[2].splitlines()[: len(NAMES)]
    ] == NAMES


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert stopped(capsys, "--version") == (0, f"paperreview {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "Did you mean 'check'?"),
        (["check", "--format", "yaml"], "'yaml' is not one of"),
        (["check", "-j", "0"], "'0' is not a number of processes"),
        (["check", "--frmat", "json"], "--format"),
        (["fetch", "--timeout", "soon"], "'soon' is not a number of seconds"),
        ([], "Usage: paperreview"),
    ],
)
def test_a_mistake_is_answered_with_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    status, out, err = stopped(capsys, *arguments)
    assert status == 2
    assert said in out + err
    assert "Traceback" not in err


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

"""Every command of the documentation and the README is run, or a line below says why it is not.

What the tutorial and the how-tos show below a command is compared in ``test_tutorial.py`` and
``test_outputs.py``. Here the others are run, page by page, as somebody would type them; that takes
a while, so `make check` does it.
"""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import entry, services
from tests.docs.test_code_blocks import COMMANDS
from tests.docs.test_outputs import FILES
from tests.docs.test_tutorial import NOT_RUN, PAPERS, Reader
from tests.harness import CONF, ROOT, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Services
    from tests.docs.test_code_blocks import Block

__all__ = ["services"]

IS_WANTED = bool(os.environ.get("PAPERREVIEW_COMMANDS"))
#: The beginning of a command → why it is not run here.
ELSEWHERE = {
    "pip install": "takes packages from the network; test_packaging.py builds what is installed",
    "apt-get": "changes the machine",
    "curl": "asks a site on the web",
    "sphinx-intl": "is another program",
    "py -3.11": "is for Windows",
    ".venv\\Scripts": "is for Windows",
    "make": "`make check` itself begins with them",
    "python benchmarks/": "takes an hour",
    "paperreview --install-completion": "changes the shell; test_command.py has what it installs",
    "paperreview new --today": "test_new.py, with what Hugging Face answers",
    "paperreview new --from": "test_new.py, with what each service answers",
    "paperreview publish": "test_publish.py and test_outputs.py, with a remote",
    "sphinx-build -M latexpdf": "tests/latex/test_pdf.py",
    "sphinx-build new-site": "test_import.py builds what was imported",
    "sphinx-build 20": "test_federation.py divides an archive into years",
}
#: The pages whose commands are run here, each from its first to its last; those that begin in an
#: empty folder, and those that begin in a site.
EMPTY = ("README.md", "docs/ko/index.md", "docs/ko/start.md")
SITES = (
    "docs/start.md", "docs/howto/check.md", "docs/howto/migrate.md", "docs/howto/posts.md",
    "docs/howto/serve.md", "docs/howto/translate.md", "docs/howto/upgrade.md",
)  # fmt: skip
SITE = {
    "conf.py": CONF.replace('"basic"', '"paperreview"'),
    "posts/2025-11-14.md": "# A day\n\n## [One](https://arxiv.org/abs/2511.00001) `meta`\n\ntext\n",
}


def page_of(block: Block) -> str:
    return block.path.relative_to(ROOT).as_posix()


def is_shown(block: Block, line: str) -> bool:
    """Return whether the output of the command is compared in another file."""
    name = page_of(block)
    if name == "docs/tutorial.md":
        return not line.startswith(NOT_RUN)
    shown = name.startswith("docs/howto/")
    return shown and any(block.path.stem == page and part in line for page, part in FILES)


def test_every_command_is_run_or_it_is_said_why_not() -> None:
    left = [
        f"{block.name}: {line}"
        for block, line in COMMANDS
        if not line.startswith(tuple(ELSEWHERE))
        and not is_shown(block, line)
        and page_of(block) not in {*EMPTY, *SITES}
    ]
    assert left == []
    unused = [
        start for start in ELSEWHERE if not any(line.startswith(start) for _, line in COMMANDS)
    ]
    assert unused == []


@pytest.mark.slow
@pytest.mark.skipif(not IS_WANTED, reason="set PAPERREVIEW_COMMANDS, as `make check` does")
@pytest.mark.parametrize("page", [*EMPTY, *SITES])
def test_the_commands_of_a_page(tmp_path: Path, services: Services, page: str) -> None:
    home = tmp_path / "내 글 here"
    home.mkdir()
    if page in SITES:
        write_files(home, SITE)
    services.arxiv = {name: entry(name, title=title) for name, title in PAPERS.items()}
    reader = Reader(home)
    reader.environment |= {
        name: os.environ[name] for name in os.environ if name.startswith("PAPERREVIEW_")
    }
    reader.environment["BROWSER"] = "true"
    run = 0
    try:
        for block, line in COMMANDS:
            if page_of(block) != page or line.startswith(tuple(ELSEWHERE)):
                continue
            command = re.sub(r"\s+#.*", "", line)
            if command.startswith("diff "):
                subprocess.run(command.split(), cwd=reader.folder, check=True)
            elif "--mdx" not in command:  # shown in test_outputs.py
                reader.type(command)
            run += 1
        reader.stop()
    finally:
        if reader.running is not None:
            reader.running.kill()
    assert run

"""What the how-tos show below a command is what the command prints, but for numbers."""

from __future__ import annotations

import io
import json
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.cli import main
from tests.cli.conftest import entry, services
from tests.harness import CONF, PNG, ROOT, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Services

__all__ = ["services"]

POST = "# A\n\n## [One](https://arxiv.org/abs/2511.00001) `meta`\n\ntext\n"
OTHER = "# B\n\n## [Two](https://arxiv.org/abs/2511.00002) `google`\n\ntext\n\n## [Three](https://arxiv.org/abs/2511.00003)\n\ntext\n"
CHECKED = (
    "# Papers\n\n## 2. [One](https://arxiv.org/abs/2509.00001)\n\n"
    "## 3. [Two](https://arxiv.org/abs/2511.10643)\n\ntext\n\n## 5. [Three](https://arxiv.org/abs/2509.00003)\n"
)
FEDERATION = "paperreview_federation = {}\n"
#: What another archive has: two papers.
LISTED = json.dumps(
    {
        "version": 1,
        "site": {"title": "Lab"},
        "papers": [
            {"key": f"arxiv:2511.0000{n}", "title": "T", "reviews": [{"url": f"/{n}.html"}]}
            for n in "12"
        ],
    }
)
#: Page, a part of the command → the files it is run with.
FILES: dict[tuple[str, str], dict[str, str | bytes]] = {
    ("check", "paperreview check"): {
        "conf.py": CONF,
        "posts/2025-09-14.mdx": CHECKED,
        "posts/2025-09-15.mdx": "# More\n\nSee [two](./2025-09-14.mdx#arxiv-2511.10644).\n",
    },
    ("check", "paperreview check --papers"): {
        "conf.py": CONF,
        "posts/2024-02-01.mdx": (
            "# Papers\n\n## Alpha ([arXiv](https://arxiv.org/abs/2401.00008))\n"
            + "\ntext\n" * 3
            + "\n## Beta Model\n\nPaper: https://arxiv.org/abs/2401.00020\n\ntext\n"
        ),
        "posts/2024-02-06.mdx": "# Alpha\n\nPaper: https://arxiv.org/abs/2401.00055\n\ntext\n",
        "posts/2024-02-07.mdx": "# Guide\n"
        + "".join(f"\n## Step {number}\n\na\n" for number in range(4))
        + "\n## Gamma\n\n[paper](https://arxiv.org/abs/2401.00056)\n"
        + "\n## More\n\na\n\n## End\n",
    },
    ("federation", "paperreview fetch --federation"): {
        "conf.py": CONF + FEDERATION.format({"Lab": "URL/lab/", "2024": "URL/2024/"}),
    },
    ("federation", "--built"): {
        "2025/conf.py": CONF + FEDERATION.format({"2023": "URL/2023/", "2024": "URL/2024/"}),
        "site/2023/papers.json": LISTED,
        "site/2024/papers.json": LISTED,
    },
    ("metadata", "paperreview fetch"): {
        "conf.py": CONF,
        "posts/2025-11-14.mdx": OTHER
        + "".join(
            f"\n## [Four](https://{address})\n"
            for address in (
                "openreview.net/forum?id=aaaaaaaaa1",
                "openreview.net/forum?id=aaaaaaaaa2",
                "doi.org/10.1000/1",
            )
        ),
    },
    ("migrate", "paperreview check --mdx posts"): {
        "posts/2025-11-14.mdx": "# A\n" + "\n" * 10 + "이것은 가 {이것} 나\n",
        "posts/2025-11-15.mdx": "# B\n\n글은 <br>\n",
    },
    ("init", "paperreview init my-reviews"): {},
    ("import", "paperreview import hugo"): {
        "../old-site/hugo.toml": 'title = "H"\n',
        "../old-site/content/_index.md": "---\ntitle: H\n---\n\n{{< grid >}}\n",
        "../old-site/content/posts/2025-11-14-a.md": POST,
        "../old-site/content/posts/2025-11-15-b.md": OTHER,
    },
    ("new", "--figure"): {
        "conf.py": CONF,
        "home/Downloads/fig.png": PNG,
        "posts/asset/old.png": PNG,
        "posts/2025-11-03.mdx": f"import old from './asset/old.png'\n\n{POST}\n<img src={{old}} alt='' />\n",
    },
    ("new", "--fetch"): {"conf.py": CONF},
    ("publish", "paperreview stats"): {
        "conf.py": CONF,
        "posts/2025-10-14.mdx": POST,
        "posts/2025-11-14.mdx": OTHER,
    },
}


def shown(page: str, part: str) -> tuple[list[str], str]:
    """Return the command of *page* with *part*, and the lines that are shown below it."""
    text = (ROOT / "docs" / "howto" / f"{page}.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            if part in command and output:
                return shlex.split(command)[1:], output
    raise AssertionError(f"no {part!r} with an output in {page}")


def plain(text: str) -> str:
    """Return *text* with one digit for each number, its plurals alike, and bars of one length."""
    text = re.sub(r"█+", "█", re.sub(r"\d[\d,]*", "0", text))
    return re.sub(
        r"\b(files|documents|posts|addresses|places)\b", lambda match: match[1][:-1], text
    )


class Typist(io.StringIO):
    """The terminal of somebody who types what the page shows after a question."""

    def isatty(self) -> bool:
        return True

    def readline(self, *arguments: int) -> str:  # type: ignore[override]  # the size is not used
        line = super().readline()
        sys.stdout.write(line)  # a terminal shows what is typed
        return line


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, typed: str = "") -> None:
    """Let the command believe that somebody reads what it prints, and types *typed*."""
    monkeypatch.setattr("sys.stdin", Typist(typed))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.parametrize(("page", "part"), FILES)
def test_a_how_to_shows_what_is_printed(
    tmp_path: Path,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    page: str,
    part: str,
) -> None:
    services.arxiv = {name: entry(name) for name in ("2511.10643", "2511.00002", "2511.00003")}
    services.crossref = {"10.1000/1": {"message": {"DOI": "10.1000/1", "title": ["Four"]}}}
    services.huggingface = {name: {"id": name} for name in services.arxiv}
    # Of another archive, whatever its address.
    services.huggingface["papers.json"] = json.loads(LISTED)
    monkeypatch.setenv("VISUAL", "true")
    folder = tmp_path / "here"
    folder.mkdir()
    files = FILES[page, part]
    write_files(folder, {
        name: text.replace("'URL/", f"'{services.url}/") if isinstance(text, str) else text
        for name, text in files.items()
    })  # fmt: skip
    monkeypatch.chdir(folder)
    arguments, output = shown(page, part)
    if "--edit" in arguments:
        at_a_terminal(monkeypatch)
    main([word.replace("~", "home", 1) for word in arguments])
    assert plain(capsys.readouterr().out) == plain(output)


def test_the_question_before_something_is_pushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@b", *arguments], check=True)

    workflow = "steps:\n  - uses: actions/deploy-pages@v4\n"
    write_files(tmp_path / "here", {
        "conf.py": CONF, "posts/2025-11-14.mdx": POST, ".github/workflows/pages.yml": workflow,
    })  # fmt: skip
    monkeypatch.chdir(tmp_path / "here")
    git("init", "-q", "--bare", str(tmp_path / "remote.git"))
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    git("remote", "add", "origin", str(tmp_path / "remote.git"))
    arguments, output = shown("publish", "paperreview publish")
    answer = re.search(r"\[y/N\]: (.*\n)", output)
    assert answer is not None
    at_a_terminal(monkeypatch, answer[1])
    assert main(arguments) == 0
    assert plain(capsys.readouterr().out) == plain(output)
    assert any((tmp_path / "remote.git/refs/heads").iterdir())

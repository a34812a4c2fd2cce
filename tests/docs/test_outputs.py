"""What the how-tos show below a command is what the command prints, but for numbers."""

from __future__ import annotations

import re
import shlex
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
#: Page, a part of the command → the files it is run with.
FILES: dict[tuple[str, str], dict[str, str | bytes]] = {
    ("check", "paperreview check"): {
        "conf.py": CONF,
        "posts/2025-09-14.mdx": CHECKED,
        "posts/2025-09-15.mdx": "# More\n\nSee [two](./2025-09-14.mdx#arxiv-2511.10644).\n",
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


@pytest.mark.parametrize(("page", "part"), FILES)
def test_a_how_to_shows_what_is_printed(
    tmp_path: Path,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    page: str,
    part: str,
) -> None:
    services.arxiv = {"2511.10643": entry("2511.10643")}
    folder = tmp_path / "here"
    folder.mkdir()
    write_files(folder, FILES[page, part])
    monkeypatch.chdir(folder)
    arguments, output = shown(page, part)
    main([word.replace("~", "home", 1) for word in arguments])
    assert plain(capsys.readouterr().out) == plain(output)

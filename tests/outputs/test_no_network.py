"""No builder asks the network, whatever a post shows of other hosts."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from tests.harness import CONF, build_project, write_files

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:'sphinxcontrib.serializinghtml")
BUILDERS = (
    "html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml", "pseudoxml",
    "json", "pickle", "dummy", "changes", "gettext",
)  # fmt: skip
SITE = """\
html_theme = "paperreview"
html_baseurl = "https://example.org/"
html_theme_options = {"giscus": {"repo": "a/b", "repo_id": "1", "category": "c", "category_id": "2"}}
paperreview_federation = {"lab": "https://lab.example.org/"}
paperreview_remote_faces = True
paperreview_map = True
latex_documents = [("index", "x.tex", "x", "x", "manual")]
"""
POST = """\
---
image: https://example.org/cover.png
authors:
  - {name: Kim, url: https://example.org/, image_url: https://example.org/kim.png}
---

# Day

## [One](https://arxiv.org/abs/2511.00001)

![a](https://example.org/a.png) <img src="https://example.org/b.svg" alt="b" />

<video src="https://example.org/v.mp4" poster="https://example.org/p.png" />

<iframe src="https://www.youtube.com/embed/abcdef" />

[paper](https://example.org/x.pdf), https://huggingface.co/papers/2511.00002, doi:10.1145/3292500

```{figure} https://example.org/c.png
Words.
```

```{include} https://example.org/part.md
```

```{csv-table}
:url: https://example.org/table.csv
```
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the project; a builder takes what another has read, but for ``gettext``."""
    folder = tmp_path_factory.mktemp("network")
    index = "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
    conf = CONF.replace('html_theme = "basic"\n', SITE)
    write_files(folder / "src", {"conf.py": conf, "index.md": index, "posts/2025-11-01.mdx": POST})
    return folder


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_build_asks_nobody(folder: Path, monkeypatch: pytest.MonkeyPatch, builder: str) -> None:
    asked: list[object] = []

    def refuse(*arguments: Any, **_names: Any) -> NoReturn:
        asked.append(arguments)
        raise OSError("a build may not use the network")

    for place, name in (
        (socket.socket, "connect"), (socket.socket, "connect_ex"), (socket.socket, "sendto"),
        (socket, "getaddrinfo"), (socket, "gethostbyname"),
    ):  # fmt: skip
        monkeypatch.setattr(place, name, refuse)
    builddir = folder / ("messages" if builder == "gettext" else "built")
    built = build_project(folder / "src", builder=builder, builddir=builddir)
    assert asked == []
    assert "posts/2025-11-01" in built.env.found_docs

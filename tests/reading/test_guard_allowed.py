"""What the guard of posts lets through, and what the settings and links of the author open."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from tests.harness import CONF, PNG, build_project, picture, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Build

REMOTE = "http://127.0.0.1:9/far.png"
GOOD = f"""\
# 2025-03-01

```{{include}} ../shared.md
```

```{{literalinclude}} /code/a.py
```

```{{csv-table}} Numbers
:file: ../code/a.csv
```

```{{figure}} fig.png
:figwidth: image

Caption
```

{{download}}`the code <../code/a.py>` and [mail](mailto:a@example.org) and
[site](https://example.org/?a=1&copy=2) and ![far]({REMOTE}).

{{octicon}}`report;1em;sd-text-info`

$\\href{{https://example.org/}}{{x}}$
"""
FILES = {
    "index.md": "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n",
    "shared.md": "Shared *words*.\n", "code/a.py": "answer = 42\n", "code/a.csv": "one,two\n",
    "posts/fig.png": picture(30, 20), "posts/plot.svg":
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]>'
    '<svg xmlns="&ns;" width="9" height="9"><style>g{fill:red}</style><a href="https://x.org/">'
    '<path d="M0 0"/></a></svg>',
}  # fmt: skip
HTML = (
    '<details open><summary>More</summary>\n\n<b class="x">bold</b> H<sub>2</sub>O\n\n</details>\n\n'
    '<img src="fig.png" alt="x" width="30">\n\n<p style="color: red; text-align: center">red</p>\n\n'
    "<table><tr><td colspan=2>cell</td></tr></table>\n"
)
CONF = f"{CONF}exclude_patterns = ['shared.md']\n"
RAW = "```{raw} html\n<script>own()</script>\n```\n"


@pytest.mark.parametrize("suffix", ["md", "mdx"])
def test_harmless_things_stay(build: Build, suffix: str) -> None:
    built = build(
        {**FILES, f"posts/2025-03-01.{suffix}": f"{GOOD}\n![plot](plot.svg)\n"},
        more_conf='myst_enable_extensions = ["dollarmath"]\n',
    )
    page = BeautifulSoup(built.read("posts/2025-03-01.html"), "lxml")
    text = page.get_text()
    for word in ("Shared words", "answer = 42", "two", "Caption", "the code"):
        assert word in text
    assert page.find("svg", class_="sd-octicon-report")
    addresses = {tag.get("href") for tag in page.find_all("a")}
    # docutils hides the @ from those who collect addresses.
    assert {"mailto:a%40example.org", "https://example.org/?a=1&copy=2"} <= addresses
    assert {tag["src"] for tag in page.select(".body img, main img")} >= {REMOTE}
    assert built.exists("_images/plot.svg")
    assert "paperreview.unsafe" not in built.codes
    assert "paperreview.image" not in built.codes


def test_plain_html_of_markdown_stays(build: Build) -> None:
    built = build(
        {**FILES, "posts/2025-03-01.md": f"# A\n\n{HTML}"},
        conf=f"{CONF}myst_heading_anchors = 1\n",  # so that MyST reads it
    )
    page = built.read("posts/2025-03-01.html")
    for part in HTML.split("\n"):
        assert part.strip() in page
    assert built.codes == []


def test_other_documents_are_left_alone(build: Build) -> None:
    text = f"# About\n\n{RAW}\n<script>mine()</script>\n\n<a href=' javascript:x()'>x</a>\n"
    page = build({**FILES, "about.md": text}).read("about.html")
    for part in ("own()", "mine()", " javascript:x()"):
        assert part in page


@pytest.mark.parametrize("suffix", ["md", "mdx"])
def test_trusted_posts_may_do_all(build: Build, suffix: str) -> None:
    files = {**FILES, f"posts/2025-03-01.{suffix}": f"# A\n\n{RAW}"}
    more = "paperreview_trusted = True\n"
    assert "<script>own()</script>" in build(files, conf=CONF + more).read("posts/2025-03-01.html")
    guarded = build(files, conf=CONF)
    assert "<script>own()</script>" not in guarded.read("posts/2025-03-01.html")
    assert "&lt;script&gt;own()" in guarded.read("posts/2025-03-01.html")
    assert guarded.codes == ["paperreview.unsafe"]
    assert re.search(rf"2025-03-01\.{suffix}:3: ", guarded.warnings[0])


def test_a_directive_makes_a_post_of_any_document(build: Build) -> None:
    text = f"# A\n\n```{{paper:post}}\n:date: 2025-03-01\n```\n\n{RAW}"
    built = build({"any.md": text})
    assert built.codes == ["paperreview.unsafe"]
    assert "<script>own()" not in built.read("any.html")


@pytest.mark.parametrize("builder", ["epub", "latex", "texinfo"])
@pytest.mark.parametrize("fetch", [False, True])
def test_pictures_of_other_hosts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, builder: str, fetch: bool
) -> None:
    asked: list[Any] = []

    def connect(_self: socket.socket, address: Any) -> None:
        asked.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr(socket.socket, "connect", connect)
    conf = f"{CONF}paperreview_fetch_images = {fetch}\n"
    post = f"# A\n\n![far words]({REMOTE})\n\n[![linked words]({REMOTE})](https://example.org/)\n"
    write_files(tmp_path, {**FILES, "conf.py": conf, "posts/2025-03-01.mdx": post})
    built = build_project(tmp_path, builder=builder)
    assert bool(asked) is fetch
    if not fetch:
        suffixes = {"epub": "*.xhtml", "latex": "*.tex", "texinfo": "*.texi"}
        shown = "".join(path.read_text() for path in built.outdir.rglob(suffixes[builder]))
        assert "far words" in shown
        assert "linked words" in shown


def make_linked(tmp_path: Path, target: Path, files: dict[str, str | bytes]) -> Path:
    """Make a source folder whose ``posts`` is a link to *target*, which holds *files*."""
    source = tmp_path / "src"
    write_files(source, {"conf.py": CONF, "index.md": "# Home\n"})
    write_files(target, files)
    (source / "posts").symlink_to(target)
    return source


VAULT: dict[str, str | bytes] = {
    "2025-03-01.mdx": "import P from './_p.mdx';\nimport data from './d.json';\n\n# A\n\n<P />\n\n"
    "{data.word} ![x](fig.png) ![y](/posts/fig.png) ![up](../up.png)\n",
    "2025-03-02.md": "# B\n\n![x](fig.png)\n",
    "_p.mdx": "partial words\n",
    "d.json": '{"word": "imported"}',
    "fig.png": PNG,
}


def test_a_folder_of_posts_may_be_a_link(tmp_path: Path) -> None:
    vault = tmp_path / "elsewhere" / "vault"
    source = make_linked(tmp_path, vault, VAULT)
    (tmp_path / "elsewhere" / "up.png").write_bytes(PNG)
    built = build_project(source)
    page = BeautifulSoup(built.read("posts/2025-03-01.html"), "lxml")
    assert "partial words" in page.get_text()
    assert "imported" in page.get_text()
    shown = [tag["src"] for tag in page.find_all("img")]
    assert len([src for src in shown if src.startswith("../_images/")]) == 2
    assert "_images/" in built.read("posts/2025-03-02.html")
    assert built.codes == ["paperreview.image"]  # ../up.png, which is not there


def test_a_link_to_what_holds_the_source_folder_is_not_followed(tmp_path: Path) -> None:
    source = tmp_path / "a" / "src"
    write_files(source, {"conf.py": CONF, "index.md": "# Home\n"})
    write_files(tmp_path / "a", {"2025-03-01.mdx": "# A\n\n![x](fig.png)\n", "fig.png": PNG})
    (source / "posts").symlink_to(tmp_path / "a")
    (source / "posts" / "src").exists()
    built = build_project(source, confoverrides={"exclude_patterns": ["posts/src"]})
    assert not built.exists("_images/fig.png")
    assert any("so it is not followed" in each for each in built.warnings)


def test_links_of_git_annex_are_followed(tmp_path: Path) -> None:
    source = tmp_path / "repo" / "src"
    annex = tmp_path / "repo" / ".git" / "annex" / "objects" / "aa" / "key"
    write_files(
        tmp_path, {"repo/.git/annex/objects/aa/key": PNG, "other/.git/annex/objects/k": PNG}
    )
    write_files(
        source,
        {"conf.py": CONF, "index.md": "# Home\n", "posts/2025-03-01.mdx":
         "# A\n\n![x](fig.png)\n\n![z](far.png)\n"},
    )  # fmt: skip
    (source / "posts" / "fig.png").symlink_to(annex)
    (source / "posts" / "far.png").symlink_to(tmp_path / "other/.git/annex/objects/k")
    built = build_project(source)
    assert built.exists("_images/fig.png")
    assert not built.exists("_images/far.png")
    assert len(built.warnings) == 1
    assert "far.png" in built.warnings[0]


def test_a_file_of_people_that_leads_outside_is_reported(tmp_path: Path) -> None:
    source = tmp_path / "src"
    write_files(source, {"conf.py": CONF, "index.md": "# Home\n"})
    write_files(tmp_path, {"secret.yml": "TOPSECRET: {name: TOPSECRET}\n"})
    (source / "authors.yml").symlink_to(tmp_path / "secret.yml")
    built = build_project(source)
    assert any("symbolic link that leads outside" in each for each in built.warnings)
    assert not [name for name, data in built.files().items() if b"TOPSECRET" in data]


ALONE = '''
import docutils.core
from docutils import nodes
from docutils.parsers.rst import Directive

TEXT = """
.. role:: html(raw)
   :format: html

.. raw:: html

   <b>bold</b>

.. csv-table::

   one, two

Words :html:`<i>`
"""


class Cover(Directive):
    def run(self):
        return [nodes.paragraph("", docutils.core.publish_doctree(TEXT).astext())]


def setup(app):
    app.add_directive("cover", Cover)
'''


def test_texts_that_another_extension_has_docutils_parse(build: Build) -> None:
    files = {"posts/2025-11-14.rst": "Post\n====\n\nText.\n\n.. cover::\n"}
    built = build(files, more_conf=ALONE)
    assert built.warnings == []
    assert "Words" in built.read("posts/2025-11-14.html")

"""Hostile values through every place of a post, looked for in every file of every builder."""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import socket
import sys
import threading
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from tests.harness import CONF, PNG, build_project, write_files
from tests.reading.hostile import ADDRESSES, DRAWINGS, MARKUP, PATHS, STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bs4 import Tag

    from tests.harness import Built


pytestmark = [
    pytest.mark.filterwarnings("ignore:'sphinxcontrib.serializinghtml"),
    pytest.mark.timeout(900),  # the first test waits for all builds
]
BUILDERS = ("html", "epub", "latex", "texinfo", "text", "xml", "json")
SECRET = "TOPSECRET"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
#: Attributes that a browser follows, and all that it runs when something happens.
FOLLOWED = {
    "href", "src", "srcset", "poster", "action", "formaction", "data", "background", "cite", "ping",
    "longdesc", "manifest", "xlink:href", "codebase", "classid", "archive", "profile", "imagesrcset", "data-target",
}  # fmt: skip
BAD = {
    "object",
    "embed",
    "applet",
    "frame",
    "frameset",
    "portal",
    "bgsound",
    "foreignobject",
}

#: Directives and roles that read elsewhere, fetch, run or add markup, in reStructuredText.
DIRECTIVES = """\
.. raw:: html

   <script>XSS()</script>

.. raw:: html
   :file: {up}/secret.txt

.. raw:: html
   :url: {server}raw

.. raw:: latex

   \\input{{{absolute}}}\\XSSlatex

.. include:: {up}/secret.txt

.. include:: {absolute}

.. include:: /{absolute}
   :literal:

.. include:: <../../../../../../../../../../..{absolute}>

.. include:: ../inside.txt
   :parser: evil

.. include:: folder/secret.txt

.. include:: link.txt

.. include:: ../.env

.. literalinclude:: {up}/secret.txt

.. literalinclude:: /../secret.txt

.. literalinclude:: ../inside.txt
   :diff: {up}/secret.txt

.. literalinclude:: /.git/config

.. csv-table:: x
   :file: {up}/secret.csv

.. csv-table:: x
   :file: {absolute}

.. csv-table:: x
   :url: {server}csv

.. figure:: {up}/secret.png
   :figwidth: image

.. figure:: {absolute}
   :figwidth: image

.. image:: {up}/secret.png
   :target: javascript:XSS()

.. image:: local.png

.. image:: many.*

.. image:: //{host}

.. role:: bad(raw)
   :format: html

Words :bad:`<script>XSS()</script>` and :download:`x <{up}/secret.txt>` and
:download:`x <javascript://XSS>` and :download:`x <link.txt>` and :download:`x <page.html>` and
:octicon:`report;1em;"onload="XSS()` and :octicon:`report;1em;"><script>XSS()</script>` and
:material-regular:`home;1em;"onload="XSS()` and :paper:builds-on:`javascript:XSS()` and
:paper:ref:`x <url:javascript:XSS()>`.

.. paper:header:: url:javascript:XSS()
   :compares: url:javascript:XSS()

.. meta::
   :http-equiv=refresh: 0;url=javascript:XSS()

.. tabularcolumns:: |l|>{{\\input{{{absolute}}}\\XSSlatex}}l|

.. toctree::

   x <javascript://XSS/%0aXSS()>

.. button-link:: javascript:XSS()

.. card:: x
   :link: javascript:XSS()

.. ifconfig:: __import__("os").environ.setdefault("XSSRAN", "1")

   x

.. automodule:: evil

.. inheritance-diagram:: evil

.. math::

   \\href{{javascript:XSS()}}{{x}} \\style{{background:url(//XSS.org)}}{{y}}
"""


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[str]]]:
    """Serve pictures on this machine; the list has the path of each request."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(PNG)

        def log_message(self, *args: object) -> None:
            pass

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}/", asked
    running.shutdown()
    running.server_close()


def fill(path: str, base: Path) -> str:
    """Return one of the hostile paths for a post in ``posts`` of the source folder in *base*."""
    absolute = str(base / "secret.png")
    filled = path.replace("{up}", "../..").replace("{absolute}", absolute)
    return filled.replace("{host}", absolute[1:])


def in_brackets(address: str) -> str:
    """Return *address* as Markdown can hold it in a link."""
    return re.sub(r"[<>\n\r\x00]", "", address)


def hostile_files(base: Path, server: str) -> dict[str, str | bytes]:
    """Return the source folder, by path."""
    parts: dict[str, list[str]] = {
        "links": [],
        "media": [],
        "styles": [],
        "markup": [],
        "paths": [],
    }
    markdown, plain = [], []
    for number, address in enumerate(ADDRESSES):
        written = json.dumps(address)
        parts["links"].append(
            f"<a href={{{written}}}>link{number}</a> [text{number}](<{in_brackets(address)}>) "
            f"![alt{number}](<{in_brackets(address)}>) <img src={{{written}}} alt='img{number}' />"
        )
        parts["media"].append(
            f"<video src={{{written}}} poster={{{written}}} />\n\n"
            f"<iframe src={{{written}}} title='frame{number}' />\n\n"
            f"<q cite={{{written}}}>quote{number}</q>"
        )
        if not set(address) & set("\"'\0"):
            parts["links"].append(f'<a href="{address}">plain{number}</a>'.replace("\n", "&#10;"))
        markdown.append(
            f"[link{number}](<{in_brackets(address)}>) ![alt](<{in_brackets(address)}>)"
        )
        quiet = re.sub(r"[<>`\n\r\x00\\\s]", "", address)
        plain.append(
            f"`word{number} <{quiet}>`__ text.\n\n.. image:: {quiet}\n   :target: {quiet}\n"
        )
    for number, style in enumerate(STYLES):
        written = json.dumps(style)
        parts["styles"].append(
            f"<div style={{{{background: {written}, width: {written}, font: {written}}}}}>style{number}"
            f"</div>\n\n<span style={{{{color: {written}}}}}>colour{number}</span>"
        )
    for number, markup in enumerate(MARKUP):
        parts["markup"].append(f"markup{number}\n\n{markup}\n\nwords {markup} words")
        markdown.append(f"{markup}\n\nwords{number} {markup} words")
    for number, path in enumerate(PATHS):
        written = fill(path, base)
        for_markdown = written.replace("\\", "\\\\")
        parts["paths"].append(
            f"![path{number}](<{for_markdown}>) [file{number}](<{for_markdown}>) "
            f"<img src={{{json.dumps(written)}}} alt='seen{number}' />\n\n"
            f"<video src={{{json.dumps(written)}}} />"
        )
        markdown.append(f"![path{number}](<{for_markdown}>) [file{number}](<{for_markdown}>)")
        quiet = written.replace("\\", "\\\\")
        plain.append(f".. image:: {quiet}\n\n.. figure:: {quiet}\n\n:download:`x <{quiet}>`\n")
    drawn = "\n\n".join(
        f"![drawing{number}](d{number}.svg) [get{number}](d{number}.svg)"
        for number in range(len(DRAWINGS))
    )
    parts["paths"].append(drawn)
    markdown.append(drawn)
    directives = (
        DIRECTIVES.replace("{{", "{").replace("}}", "}").replace("{up}", "../..")
        .replace("{absolute}", str(base / "secret.txt")).replace("{server}", server)
        .replace("{host}", str(base / "secret.png")[1:])
    )  # fmt: skip
    fences = "\n\n".join(as_fences(directives))
    markdown.append("```{eval-rst}\n" + directives + "\n```")
    imports = (
        "import A from '../../secret.json'\nimport B from '../../secret.mdx'\n"
        "import C from './link.json'\nimport D from './folder/secret.mdx'\n"
        "import E from '//localhost/secret.json'\nimport F from '@site/../secret.json'\n\n"
    )
    head = (
        "---\nmyst:\n  enable_extensions: [substitution]\n  substitutions: {x: y}\n"
        "  html_meta: {'http-equiv=refresh': '0;url=javascript:XSS()'}\n"
        "  url_schemes: {bad: 'javascript:XSS()//{{path}}'}\n"
        "image: javascript:XSS()\ncode: ' javascript:XSS()'\nproject: 'javascript:XSS()'\n"
        "authors:\n  - {name: A, url: ' javascript:XSS()', image_url: 'javascript:XSS()', "
        "socials: {x: 'javascript:XSS()', github: 'javascript:XSS()'}}\n"
        "aliases: ['javascript:XSS()', '//XSS.org/a', '../../out']\n---\n\n"
    )
    evil = """{{ cycler.__init__.__globals__.os.environ.setdefault("XSSRAN", "1") }} {{ x }}"""
    good = f"![remote picture]({server}a.png)\n\n[![linked]({server}b.png)](https://example.org/)"
    return {
        "index.md": "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n",
        **{
            f"posts/2025-03-0{day}-{name}.mdx": f"# {name}\n\n" + "\n\n".join(lines)
            for day, (name, lines) in enumerate(parts.items(), 1)
        },
        "posts/2025-03-10-head.mdx": f"{head}# Head\n\n{evil}\n\n## [P](https://arxiv.org/abs/2501.00001)\n",
        "posts/2025-03-11-fences.mdx": f"{imports}# Fences\n\n{good}\n\n{{A}} {{A.a}} <B /> {{C}} <D /> "
        f"{{E}} {{F}}\n\n{fences}\n\n```{{eval-rst}}\n{directives}\n```\n",
        "posts/2025-03-12-markdown.md": f"{head}# Markdown\n\n{evil}\n\n{good}\n\n[bad](bad:x)\n\n"
        + "\n\n".join(markdown),
        "posts/2025-03-13-fences.md": f"# Fences\n\n{fences}\n",
        "posts/2025-03-14-plain.rst": f"Plain\n=====\n\n{directives}\n\n.. image:: {server}c.png\n\n"
        ".. _far: javascript:XSS()\n\nA far_ link and |sub|.\n\n.. |sub| image:: javascript:XSS()\n\n"
        + "\n".join(plain),
        "authors.yml": "".join(
            f"p{number}:\n  name: Person {number}\n  url: {json.dumps(address)}\n"
            f"  image_url: {json.dumps(address)}\n  socials: {{x: {json.dumps(address)}}}\n"
            for number, address in enumerate(ADDRESSES) if address.isprintable()
        ),
        "inside.txt": "This file is inside.\n",
        "evil.py": 'import os\nos.environ["XSSRAN"] = "1"\nclass Parser: pass\n',
        "posts/page.html": "<script>XSS()</script>",
        "posts/x.png": PNG, "posts/local.png": PNG, "posts/many.png": PNG,
        ".git/config": SECRET, ".env": SECRET,
        **{f"posts/d{number}.svg": f"{SVG} width='9' height='9'>{part}</svg>" for number, part in enumerate(DRAWINGS)},
        "conf.py": CONF.replace('"sphinx_paperreview"', '"sphinx_paperreview", "sphinx.ext.ifconfig", "sphinx.ext.autodoc", "sphinx.ext.inheritance_diagram"')
        + f"import sys\nsys.path.insert(0, {str(base / 'src')!r})\n"
        'html_baseurl = "https://example.org/"\nlatex_documents = [("index", "x.tex", "x", "x", "manual")]\n'
        'suppress_warnings = ["epub.unknown_project_files"]\n',
    }  # fmt: skip


def as_fences(directives: str) -> Iterator[str]:
    """Yield the directives as fences of MyST."""
    for part in re.split(r"\n\n(?=\.\. )", directives):
        found = re.match(r"\.\. ([\w-]+):: ?(.*)\n?", part)
        if found:
            body = "\n".join(line[3:] for line in part[found.end() :].split("\n"))
            yield f"```{{{found[1]}}} {found[2]}\n{body}\n```"


@pytest.fixture(scope="module")
def hostile(
    tmp_path_factory: pytest.TempPathFactory, server: tuple[str, list[str]]
) -> Iterator[dict[str, Built]]:
    """Build the hostile project with each builder; any connection to elsewhere is an error."""
    base = tmp_path_factory.mktemp("hostile").resolve()
    source = base / "src"
    secret = PNG + SECRET.encode()
    outside: dict[str, str | bytes] = {
        "secret.txt": SECRET, "secret.csv": f"{SECRET},b", "secret.json": f'{{"a": "{SECRET}"}}',
        "secret.mdx": f"# {SECRET}\n", "secret.png": secret, "other/secret.png": secret,
        "other/secret.txt": SECRET, "other/secret.mdx.txt": SECRET,
    }  # fmt: skip
    write_files(base, outside)
    write_files(source, hostile_files(base, server[0]))
    for name, target in {
        "link.png": base / "secret.png", "link.txt": base / "secret.txt", "folder": base / "other",
        "link.json": base / "secret.json", "chain.png": "link.png", "hidden.png": "../.env",
        "circle.png": "circle.png", "many.jpg": base / "secret.png",
        "local.en.png": base / "secret.png", "2025-03-20-linked.mdx": base / "secret.mdx",
        "2025-03-21-linked.md": base / "secret.txt", "2025-03-22-linked.rst": base / "secret.txt",
    }.items():  # fmt: skip
        (source / "posts" / name).symlink_to(target)
    (source / "folder").symlink_to(base / "other")
    os.mkfifo(source / "posts" / "pipe.png")
    connect = socket.socket.connect
    reached: list[object] = []

    def refuse(_self: socket.socket, address: Any) -> None:
        reached.append(address)
        raise OSError("a build may not use the network")

    socket.socket.connect = refuse  # type: ignore[method-assign,assignment]
    os.environ.pop("XSSRAN", None)
    path = list(sys.path)
    try:
        yield {
            builder: build_project(source, builder=builder, builddir=base / "built")
            for builder in BUILDERS
        }
    finally:
        socket.socket.connect = connect  # type: ignore[method-assign]
        sys.path[:] = path
        sys.modules.pop("evil", None)
        assert not reached
        shutil.rmtree(base)


def written(built: Built) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the output, and what is packed in it."""
    for name, data in built.files().items():
        yield name, data
        if name.endswith(".epub"):
            with zipfile.ZipFile(built.outdir / name) as packed:
                yield from ((f"{name}/{each}", packed.read(each)) for each in packed.namelist())


def scheme_of(address: str) -> str:
    """Return the scheme that a browser reads (URL Standard, basic URL parser); empty for none."""
    bare = address.strip("".join(map(chr, range(33)))).translate({9: None, 10: None, 13: None})
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", bare)
    return found[1].lower() if found else ""


def parsed(markup: str) -> BeautifulSoup:
    """Return *markup* as XML if it says so, else as HTML."""
    return BeautifulSoup(markup, "xml" if markup.lstrip().startswith("<?xml") else "lxml")


def _has_active_content(tag: Tag) -> bool:
    if tag.name.lower() in {"style", "base"}:
        return "XSS" in tag.decode()
    if tag.name.lower() != "script":
        return False
    if tag.get("type") == "application/ld+json":  # any words, but no such address
        return bool(re.search(r'"\s*(?:javascript|vbscript|data|file):', tag.decode()))
    # What it runs; that of a redirect has an address besides.
    return "XSS" in f"{tag.string or ''} {tag.get('src', '')}"


def active(page: BeautifulSoup) -> Iterator[str]:
    """Yield what in *page* a browser would run, load from the hosts of the table, or submit."""
    for tag in page.find_all(True):
        name = tag.name.lower()
        if name in BAD or _has_active_content(tag):
            yield tag.decode()[:200]
        for key, value in tag.attrs.items():
            text = " ".join(value) if isinstance(value, list) else str(value)
            is_picture = re.match(r"data:image/(png|svg\+xml,%3Csvg)", text) and "XSS" not in text
            if key.lower().startswith("on") or key.lower() in {"srcdoc", "data-script"}:
                yield f"{name} {key}={text[:100]}"
            target = str(tag.get("content", "")).partition("=")[2]  # our redirects have one
            if key.lower() == "http-equiv" and scheme_of(target) not in {"", "http", "https"}:
                yield f"{name} {key}={target[:100]}"
            if key.lower() in FOLLOWED and not is_picture:
                is_shown = key.lower() in {"src", "poster"}
                calls = set() if is_shown else {"mailto", "tel"}
                if scheme_of(text) not in {"", "http", "https", *calls}:
                    yield f"{name} {key}={text[:100]}"
                if name not in {"a", "q"} and re.match(r"(https?:|[/\\\\])[/\\\\]+XSS", text):
                    yield f"{name} {key}={text[:100]}"
            if key.lower() == "style" and re.search(r"XSS|url|image-set|position", text, re.I):
                yield f"{name} {key}={text[:100]}"


@pytest.mark.parametrize("builder", BUILDERS)
def test_nothing_runs(hostile: dict[str, Built], builder: str) -> None:
    found = []
    for name, data in written(hostile[builder]):
        if name.endswith((".html", ".xhtml", ".xml", ".ncx", ".opf", ".svg")):
            found += [f"{name}: {what}" for what in active(parsed(data.decode()))]
        elif name.endswith(".fjson"):
            found += [
                f"{name}: {what}" for what in active(parsed(json.loads(data).get("body", "")))
            ]
        assert not (name.endswith(".svg") and b"XSS" in data), name
    assert not found
    assert "XSSRAN" not in os.environ


@pytest.mark.parametrize("builder", BUILDERS)
def test_nothing_from_outside_is_shown(hostile: dict[str, Built], builder: str) -> None:
    for name, data in written(hostile[builder]):
        assert SECRET.encode() not in data, name
    assert not any(re.search(rf"\b{SECRET}\b", each) for each in hostile[builder].warnings)


@pytest.mark.parametrize("builder", BUILDERS)
def test_nothing_is_fetched(
    hostile: dict[str, Built], server: tuple[str, list[str]], builder: str
) -> None:
    assert hostile[builder].files()
    assert server[1] == []
    assert not any("Could not fetch" in each for each in hostile[builder].warnings)


def test_no_command_reaches_latex(hostile: dict[str, Built]) -> None:
    for name, data in written(hostile["latex"]):
        if name.endswith(".tex"):
            assert not re.search(rb"(?<!textbackslash\{\})\\(?:input|XSSlatex)\{?/", data), name
            assert b"\\XSSlatex" not in data.replace(b"\\PYG", b"")


def test_words_stay(hostile: dict[str, Built]) -> None:
    html = hostile["html"]
    links = BeautifulSoup(html.read("posts/2025-03-01-links.html"), "lxml").get_text()
    styles = BeautifulSoup(html.read("posts/2025-03-03-styles.html"), "lxml").get_text()
    assert not [number for number in range(len(ADDRESSES)) if f"link{number}" not in links]
    assert not [number for number in range(len(STYLES)) if f"style{number}" not in styles]
    assert "remote picture" in hostile["latex"].read("x.tex")


def test_linked_posts_are_left_out(hostile: dict[str, Built]) -> None:
    html = hostile["html"]
    assert not [name for name in html.files() if "linked" in name]
    reported = [each for each in html.warnings if "symbolic link that leads outside" in each]
    assert len([each for each in reported if "this post" in each]) == 3

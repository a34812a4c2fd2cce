"""Drawings in SVG load nothing when they are opened by their own address."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup

from tests.harness import CONF, build_project, write_files

if TYPE_CHECKING:
    from pathlib import Path

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:h="http://www.w3.org/1999/xhtml" width="9" height="9">'
)
INNER = f"{HEAD}<path d='M0 0'/></svg>".encode()
INDEX = "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
#: Where builders write pictures.
SVG = re.compile(r"(?:^_images|figures)/.*\.svg$", re.IGNORECASE)
#: What a browser loads for a drawing of its own.
LOADING = (
    '<style>@import "//XSS";</style>',
    "<style>@IMPORT url(//XSS)</style>",
    "<style>@\\69mport '//XSS'</style>",
    '<style>@import url("https://XSS/css?a:400;500&amp;b")</style>',
    "<style>@imp<!-- -->ort '//XSS'</style>",
    "<style>@imp<g/>ort '//XSS'</style>",
    "<style><style>@import '//XSS'</style></style>",
    "<style><![CDATA[a{fill:url(//XSS)}]]></style>",
    "<style>a{fill:url( '//XSS' )}</style>",
    "<style>a{fill:\\75 rl(//XSS)}</style>",
    "<style>a{fill:\\000055\nr\\6C (//XSS)}</style>",
    "<style>\\75@import '//XSS';rl(//x)</style>",
    '<style>a{x:"/*";fill:url(//XSS);y:"*/"}</style>',
    "<style>a{background:image-set(var(--x) 1x, '//XSS' 2x)}</style>",
    "<style>a{background:-webkit-image-set('//XSS' 1x)}</style>",
    "<style>a{background:src('//XSS')}</style>",
    "<style>@font-face{font-family:x;src:url(https://XSS/x.woff2)}</style>",
    '<h:style>@import "//XSS"</h:style>',
    '<title><style>@import "//XSS"</style></title>',
    '<g style="fill:url(//XSS)"/>',
    '<g fill="url(//XSS#a)"/>',
    '<g filter="URL(&quot;//XSS#a&quot;)"/>',
    '<set attributeName="cursor" to="url(//XSS)"/>',
    '<animate attributeName="fill" values="red;url(//XSS)"/>',
    '<image href="https://XSS/x.png"/>',
    '<image xlink:href="//XSS/x.png"/>',
    '<feImage href="//XSS/x.png"/>',
    '<use href="//XSS/x.svg#a"/>',
    '<font-face-uri xlink:href="//XSS/x.svg#a"/>',
    '<foreignObject><h:img src="//XSS"/></foreignObject>',
    '<foreignObject><h:img srcset="//XSS 1x"/></foreignObject>',
    '<foreignObject><h:td background="//XSS"/></foreignObject>',
    '<a href="https://x.org" ping="//XSS"><text>x</text></a>',
)
#: What only names a part of the drawing, or holds what is shown.
HELD = (
    '<g fill="url(#a)" filter=\'url("#b")\' style="mask:url( #c )"/><use xlink:href="#a"/>',
    "<style>@font-face{font-family:x;src:url(data:font/woff2;base64,AA==)}</style>",
    '<image href="data:image/png;base64,AA=="/>',
    # What the inner drawing loads, no browser loads for a picture.
    f'<image xlink:href="data:image/svg+xml,{quote(HEAD)}%3Cimage%20href=%22//x%22/%3E%3C/svg%3E"/>',
    f'<filter><feImage href="data:image/svg+xml;charset=utf-8;base64,{b64encode(INNER).decode()}"/></filter>',
    '<a href="https://x.org"><text>url of an image (the source)</text></a>',
    '<text content="url(//x)" id="import">@import "x"</text>',
)


def project(base: Path, drawings: tuple[str, ...], post: str) -> None:
    files: dict[str, str | bytes] = {
        f"posts/d{n}.svg": f"{HEAD}{drawing}<desc>Kept &amp; shown</desc></svg>"
        for n, drawing in enumerate(drawings)
    }
    files |= {"conf.py": CONF, "index.md": INDEX, "posts/2025-01-02-a.md": f"# T\n\n{post}\n"}
    write_files(base, files)


@pytest.mark.parametrize("builder", ["html", "singlehtml", "epub", "texinfo"])
def test_drawings_are_shown_without_what_they_load(tmp_path: Path, builder: str) -> None:
    pictures = "\n\n".join(f"![Drawing {n}](d{n}.svg)" for n in range(len(LOADING)))
    project(tmp_path, LOADING, pictures)
    write_files(tmp_path, {"posts/O.SVG": f"{HEAD}{LOADING[0]}<desc>Kept &amp; shown</desc></svg>"})
    write_files(tmp_path, {"posts/2025-01-03-b.md": "# U\n\n![Other](O.SVG)\n"})
    built = build_project(tmp_path, builder=builder)
    written = {name: data.decode() for name, data in built.files().items() if SVG.search(name)}
    assert len(written) == len(LOADING) + 1
    for name, data in written.items():
        assert "XSS" not in data, name
        assert "Kept &amp; shown" in data
        assert BeautifulSoup(data, "xml").svg["width"] == "9"
    warned = [each for each in built.warnings if "embed it in the drawing" in each]
    assert len(warned) == len(LOADING) + 1
    assert "2025-01-02-a.md:3" in warned[0]


def test_drawings_that_hold_all_are_copied_as_they_are(tmp_path: Path) -> None:
    project(tmp_path, HELD, "\n\n".join(f"![Drawing {n}](d{n}.svg)" for n in range(len(HELD))))
    built = build_project(tmp_path)
    for n, drawing in enumerate(HELD):
        assert drawing in built.read(f"_images/d{n}.svg")
    assert built.warnings == []


def test_a_style_keeps_what_loads_nothing(tmp_path: Path) -> None:
    style = (
        "@import url(https://XSS/css2?family=A:wght@400;700);text{font-size:2px}"
        "@font-face{font-family:B;src:local('B'),url('https://XSS/b.woff2') format('woff2')}"
        "g&gt;path{stroke:red;fill:url(#a)}"
    )
    project(tmp_path, (f"<style>{style}</style>",), "![a](d0.svg)")
    written = build_project(tmp_path).read("_images/d0.svg")
    for part in ("text{font-size:2px}", "local('B')", "g&gt;path{stroke:red;fill:url(#a)}"):
        assert part in written
    assert "XSS" not in written


def test_an_edited_drawing_is_written_anew(tmp_path: Path) -> None:
    project(tmp_path, (LOADING[0],), "![a](d0.svg)")
    built = build_project(tmp_path)
    changed = {"posts/d0.svg": f"{HEAD}<text>Harmless</text></svg>"}
    built = built.rebuild(changed)
    assert built.read("_images/d0.svg") == f"{HEAD}<text>Harmless</text></svg>"
    changed = {"posts/d0.svg": f"{HEAD}<text>New</text>{LOADING[0]}</svg>"}
    written = built.rebuild(changed).read("_images/d0.svg")
    assert "New" in written
    assert "XSS" not in written


def test_a_download_of_a_drawing_that_loads_something_is_left_out(tmp_path: Path) -> None:
    project(tmp_path, (LOADING[0], HELD[0]), "{download}`one <d0.svg>` {download}`two <d1.svg>`")
    built = build_project(tmp_path)
    assert len(built.warnings) == 1
    assert "a download is left out: d0.svg" in built.warnings[0]
    assert [name for name in built.files() if name.endswith(".svg")] == [
        name for name in built.files() if name.endswith("/d1.svg")
    ]

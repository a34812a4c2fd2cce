"""Documents by whatever name their files have; and what has a document's suffix and is none."""

from __future__ import annotations

import os
import re
import socket
import sys
import unicodedata
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from sphinx_paperreview.core.files import committed
from sphinx_paperreview.reading.files.project import LARGEST
from tests.harness import CONF, PNG, build_project, write_files
from tests.outputs.test_paths import BASE, assert_as_clean, post

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness import Build, Built

NFC, NFD = (unicodedata.normalize(form, "증류 é") for form in ("NFC", "NFD"))
posix = pytest.mark.skipif(sys.platform == "win32", reason="no such file names there")
#: Two names that are one on macOS.
apart = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="one name there")


def dead_links(site: Built) -> list[tuple[str, str]]:
    """Return the links and sources of all pages, feeds and lists that lead to no file."""
    files, base = set(site.files()), "https://example.org/"
    found = []
    for name in sorted(files):
        if name.startswith((".doctrees", "_sources", "_static")):
            continue
        links: list[str] = []
        if name.endswith((".html", ".xml", ".txt", ".md")):
            text = site.read(name)
            links = re.findall(r'(?<=\s)(?:href|src|url)="([^"]*)"', text)
            links += re.findall(r"(https://example\.org/[^\s<>\")\]]*)", text)
        elif name.endswith(".json") and not name.startswith("_search"):
            links = re.findall(r'"(https://example\.org/[^"\\]*)\\?"', site.read(name))
        for link in map(unescape, links):
            parts = urlsplit(urljoin(base + name.replace("%", "%25").replace("#", "%23")
                                     .replace("?", "%3F"), link))  # fmt: skip
            if parts.netloc != "example.org":
                continue
            path = unquote(parts.path).lstrip("/")
            if not {path, f"{path}index.html", f"{path}/index.html"} & files:
                found.append((name, link))
    return found


@posix
@pytest.mark.parametrize(
    "name", ["a b", "a#b", "a?b", "100%", "a%20b", "a&b", "a'b\"c", "a+b;c=d,e", "a:b", NFC, NFD],
)  # fmt: skip
def test_every_link_to_a_post_leads_to_it(build: Build, name: str) -> None:
    """A name that ends an address, or escapes a character in one, is written as an escape."""
    path = f"posts/2025-11-14-{name}.mdx"
    link = unicodedata.normalize("NFC", name).replace("%", "%25").replace("#", "%23")
    link = link.replace("?", "%3F").replace(" ", "%20")
    files = {
        path: post(1, "/old"),
        "posts/2025-11-15.mdx": f"# Other\n\n[to it](./2025-11-14-{link}.mdx)\n",
    }
    conf = BASE + 'html_theme = "paperreview"\npaperreview_docusaurus_blog = "blog"\n'
    site = build(files, more_conf=conf)
    assert site.warnings == []
    docname = unicodedata.normalize("NFC", path).removesuffix(".mdx")
    assert "Post 1" in site.read(f"{docname}.html")
    assert dead_links(site) == []
    sources = re.findall(r'href="(\.\./_sources/[^"]*)"', site.read(f"{docname}.html"))
    assert sources
    assert_as_clean(site.rebuild({path: post(2)}))


@posix
def test_addresses_of_dirhtml_are_reported_where_they_are_dead(build: Build) -> None:
    files = {"posts/2025-11-14-a#b.mdx": post(1), "posts/2025-11-15-가 b.mdx": post(2)}
    site = build(files, more_conf=BASE, builder="dirhtml")
    (warning,) = site.warnings
    assert warning.startswith("posts/2025-11-14-a#b.mdx:1: ")
    assert "rename" in warning


@posix
@pytest.mark.parametrize(("on_disk", "written"), [(NFD, NFC), (NFC, NFD), (NFD, NFD)])
def test_pictures_files_and_partials_in_another_form(
    build: Build, on_disk: str, written: str
) -> None:
    address = written.replace(" ", "%20")
    text = (
        f"---\nimage: ./{written}.png\n---\n\nimport Part from './_{written}.mdx';\n\n# Post\n\n"
        f"![words](./{address}.png) [file](./{address}.csv)\n\n<Part />\n"
    )
    files = {
        f"posts/{on_disk}.png": PNG,
        f"posts/{on_disk}.csv": "1,2",
        f"posts/_{on_disk}.mdx": "Words of the part.\n",
        "posts/2025-11-14.mdx": text,
    }
    site = build(files, more_conf=BASE)
    assert site.warnings == []
    assert "Words of the part" in site.read("posts/2025-11-14.html")
    assert dead_links(site) == []


@apart
def test_two_forms_of_one_name_are_reported(build: Build) -> None:
    files = {f"posts/2025-11-14-{NFD}.mdx": post(1), f"posts/2025-11-14-{NFC}.mdx": post(2)}
    site = build(files, more_conf=BASE)
    (warning,) = site.warnings
    assert warning.startswith(f"posts/2025-11-14-{NFC}.mdx:1: WARNING: two files have this name")
    assert "Post 2" in site.read(f"posts/2025-11-14-{NFC}.html")
    site = site.rebuild({
        f"posts/2025-11-14-{NFC}.mdx": None, f"posts/2025-11-14-{NFD}.mdx": post(1)
    })  # fmt: skip
    assert site.warnings == []
    assert "Post 1" in site.read(f"posts/2025-11-14-{NFC}.html")
    assert_as_clean(site)


@posix
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("2025-11-14\nx", "a line break"),
        ("2025-11-14\rx", "control character"),
        ("2025-11-14\x1b[31m", "control character"),
        ("2025-11-14-\udcff", "not UTF-8"),
        ("2025-11-14\u2028x", "control character"),
        ("2025-11-14-\\input{secret}", "LaTeX runs"),
        ("2025-11-14-^^5cinput{secret}", "LaTeX runs"),
        ("2025-11-14" + "x" * 239, "longer than 240 bytes"),
        ("2025-11-14" + "가" * 78, "longer than 240 bytes"),
        ("", "the file name is only a suffix"),
    ],
)
def test_a_name_that_no_page_can_have_is_reported(build: Build, name: str, reason: str) -> None:
    files = {"posts/2025-11-01.mdx": post(1)}
    site = build(files, more_conf=BASE)
    before = site.files()
    site = site.rebuild({f"posts/{name}.mdx": post(2)})
    (warning,) = site.warnings
    assert reason in warning
    assert "\n" not in warning
    assert {path for path in site.files() if not path.startswith(".")} == {
        path for path in before if not path.startswith(".")
    }


def put_socket(path: Path) -> None:
    """Bind a socket, by a path that is short enough for one."""
    bound = socket.socket(socket.AF_UNIX)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        bound.bind(f"/proc/self/fd/{folder}/{path.name}")
    finally:
        os.close(folder)
        bound.close()


def put_large(path: Path) -> None:
    """Write a file with a hole, which takes no room on the disk."""
    with path.open("wb") as file:
        file.write(b"# TOPSECRET\n")
        file.truncate(LARGEST + 1)


@pytest.mark.skipif(sys.platform != "linux", reason="pipes, sockets and devices have other rules")
def test_what_is_no_file_is_never_opened(build: Build, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    site = build({"posts/2025-11-01.mdx": post(1)}, more_conf=BASE)
    site.rebuild()
    makers: dict[str, Callable[[Path], None]] = {
        "pipe": os.mkfifo,
        "socket": put_socket,
        "device": lambda path: path.symlink_to("/dev/zero"),
        "linked": lambda path: path.symlink_to(pipe),
        "folder": Path.mkdir,
        "large": put_large,
    }
    said = {}
    for kind, make in makers.items():
        for suffix in ("mdx", "md", "rst"):
            name = f"posts/2025-11-14-{kind}-{suffix}.{suffix}"
            make(site.srcdir / name)
            if kind != "folder":
                said[f"{name}:1"] = "larger than 32 MB" if kind == "large" else "not a regular file"
    site = site.rebuild()
    places = [each.partition(": WARNING: ")[::2] for each in site.warnings]
    assert sorted(said) == sorted(place for place, _message in places)
    assert all(said[place] in message for place, message in places)
    assert not list(site.outdir.glob("posts/2025-11-14*"))


@posix
@pytest.mark.parametrize("name", ["papers.lock.json", "papers.federation.json"])
def test_a_file_of_the_command_that_is_too_large_is_not_read(
    build: Build, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(committed, "LARGEST", 1 << 20)
    conf = 'paperreview_federation = {"x": "https://example.org/"}\n'
    files = {"posts/2025-11-01.mdx": post(1), name: " " * ((1 << 20) + 1)}
    built = build(files, more_conf=BASE + conf)
    assert [each for each in built.warnings if name in each] == [
        each for each in built.warnings if f"cannot use {name}: it has more than 1 MiB; " in each
    ]
    assert sum(name in each for each in built.warnings) == 1


def test_a_broken_link_and_an_unreadable_file_are_reported(build: Build, tmp_path: Path) -> None:
    site = build({"posts/2025-11-01.mdx": post(1)}, more_conf=BASE)
    link = site.srcdir / "posts/2025-11-14.mdx"
    site.rebuild()
    link.symlink_to(tmp_path / "nowhere")
    try:
        (warning,) = site.rebuild().warnings
        assert warning.startswith("posts/2025-11-14.mdx:1: WARNING: the file cannot be read")
    finally:
        link.unlink()


def test_two_formats_of_one_document_are_reported_by_sphinx(build: Build) -> None:
    site = build({"a.md": "# A\n", "a.rst": "A\n=\n"}, more_conf=BASE)
    (warning,) = site.warnings
    assert 'multiple files found for the document "a": ' in warning


def test_a_name_that_is_left_out_is_not_reported(build: Build) -> None:
    conf = BASE + 'exclude_patterns = ["posts/*x.mdx", "left"]\n'
    name = "2025-11-14" + "x" * 239 + ".mdx"
    files = {"posts/2025-11-01.mdx": post(1), f"posts/{name}": post(2), f"left/{name}": post(3)}
    assert build(files, more_conf=conf).warnings == []


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_links_to_folders_end(tmp_path: Path) -> None:
    """Two links lead back, one out to a folder around the project, others on 2**9 ways down."""
    posts = tmp_path / "src/posts"
    for n in range(10):
        folder = posts / f"d{n}"
        folder.mkdir(parents=True)
        (folder / f"n{n}.mdx").write_text("# Note\n")
        for name in "xy" if n < 9 else "":
            (folder / name).symlink_to(f"../d{n + 1}")
    (posts / "self").symlink_to(".")
    (posts / "back").symlink_to("../posts")
    (posts / "around").symlink_to(tmp_path)
    files = {"conf.py": CONF, "index.md": "# Home\n", "posts/2025-11-14.mdx": "# Post\n\nText.\n"}
    write_files(tmp_path / "src", files)
    built = build_project(tmp_path / "src", builddir=tmp_path / "built")
    assert built.exists("posts/2025-11-14.html")
    assert built.exists("posts/d0/x/n1.html")
    assert len(built.env.found_docs) < 150
    said = sorted(each.partition(": WARNING")[0] for each in built.warnings if "followed" in each)
    assert said[:1] == ["posts/around:1"]
    assert {"posts/back:1", "posts/self:1"} <= set(said)
    assert len(said) < 14

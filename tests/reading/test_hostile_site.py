"""Every hostile value in every place, by every builder: nothing is active in any file.

By default a few values are written by one builder; all of them if ``PAPERREVIEW_HOSTILE`` is set, as
in ``make check``.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from tests.harness import CONF, build_project, write_files
from tests.reading.hostile_site import (
    IS_WHOLE,
    SECRETS,
    entries_of,
    found_in,
    surfaces,
    values,
    write_site,
)
from tests.reading.test_guard import written

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("myst_nb")
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:'sphinxcontrib"),
    pytest.mark.timeout(7200),
]
BUILDERS = ["html"]
if IS_WHOLE:
    # The first reads, the others take what it has read.
    BUILDERS += ["dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml",
                 "pseudoxml", "json"]  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.getbasetemp())


@pytest.mark.parametrize("builder", BUILDERS)
def test_nothing_is_active_in_any_file(
    base: Path, builder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[object] = []

    def refuse(_self: socket.socket, address: Any) -> None:
        reached.append(address)
        raise OSError("a build may not use the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    built = build_project(base / "src", builder=builder, builddir=base / "built")
    found: list[str] = []
    papers: dict[str, int] = {}
    for name, data in written(built):
        found += [f"{name}: {what}" for what in found_in(name, data, base)]
        if "/" not in name and (number := entries_of(name, data)) is not None:
            papers[name] = number
    assert found == []
    assert reached == []
    # No value makes an entry of its own in a bibliography.
    assert len(set(papers.values())) <= 1
    assert len(papers) == (4 if builder in {"html", "dirhtml", "json"} else 0)
    assert {path.name for path in base.iterdir()} <= {"src", "built", *SECRETS}


NAMES = (
    'a"><img src=x onerror=XSS()>', "b'><img src=x onerror=XSS()>", 'c" onclick="XSS()', "d<set onload=XSS()>",
    "e&quot;><img src=x onerror=XSS()>", "f%22><img src=x onerror=XSS()>",
)  # fmt: skip


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub", "json", "xml"])
def test_names_of_documents_are_no_markup(
    tmp_path_factory: pytest.TempPathFactory, builder: str
) -> None:
    base = tmp_path_factory.getbasetemp() / "names"  # that of the builder before
    conf = CONF.replace('"basic"', '"paperreview"')
    index = "# Home\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
    paper = "## [P](https://arxiv.org/abs/2501.00001)\n\nThe same ids in all.\n"
    files = {f"posts/2025-01-02-{name}.mdx": f"# T{n}\n\n{paper}" for n, name in enumerate(NAMES)}
    write_files(base / "src", {"conf.py": conf, "index.md": index, **files})
    built = build_project(base / "src", builder=builder, builddir=base / "built")
    assert len([name for name in built.env.found_docs if "XSS" in name]) == len(NAMES)
    assert [
        f"{name}: {what}" for name, data in written(built) for what in found_in(name, data, base)
    ] == []


def test_there_are_many_values_and_places(base: Path) -> None:
    assert len(values(base)) >= 970
    assert surfaces() >= 460

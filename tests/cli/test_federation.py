"""``paperreview fetch --federation``: the snapshot of other archives."""

from __future__ import annotations

import json
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_paperreview.cli import main
from tests.harness import CONF, write_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def paper(number: int) -> dict[str, Any]:
    url = f"/posts/{number}.html#a"
    return {"key": f"arxiv:2511.{number:05}", "title": f"논문 {number}", "reviews": [{"url": url}]}


def listed(*numbers: int) -> dict[str, Any]:
    return {"version": 1, "site": {"title": "Lab"}, "papers": [paper(each) for each in numbers]}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and the address at which it is served."""
    folder = tmp_path / "served"
    folder.mkdir()

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, directory=str(folder), **kwargs)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def project(tmp_path: Path, archives: dict[str, str], conf: str = "") -> Path:
    folder = tmp_path / "나의 리뷰"
    conf = f"{CONF}paperreview_federation = {archives!r}\n{conf}"
    write_files(folder, {"conf.py": conf, "index.md": "# 리뷰\n"})
    return folder


def put(folder: Path, name: str, data: object) -> None:
    write_files(folder, {name: json.dumps(data, ensure_ascii=False)})


def keys_of(folder: Path, name: str = "lab") -> list[str]:
    data = json.loads((folder / "papers.federation.json").read_text(encoding="utf-8"))
    return [key.partition(".")[2].lstrip("0") for key in data["archives"][name]["papers"]]


def test_a_snapshot_is_taken_and_a_second_run_changes_nothing(
    served: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(served[0], "papers.json", listed(1, 2))
    put(served[0], "2024/papers.json", listed(3))
    folder = project(tmp_path, {"lab": served[1], "2024": f"{served[1]}/2024/index.html"})
    assert main(["fetch", str(folder), "--federation"]) == 0
    assert capsys.readouterr().out == (
        "lab: 2 papers\n2024: 1 paper\npapers.federation.json: written\n"
    )
    assert keys_of(folder) == ["1", "2"]
    text = (folder / "papers.federation.json").read_text(encoding="utf-8")
    assert f'"{served[1]}/2024/posts/3.html#a"' in text
    assert main(["fetch", str(folder), "--federation"]) == 0
    assert capsys.readouterr().out.endswith("papers.federation.json: unchanged\n")


def test_a_large_archive_is_read_by_its_years(served: tuple[Path, str], tmp_path: Path) -> None:
    years = [
        {"year": "2025", "url": "/papers-2025.json"},
        {"year": "2024", "url": "/papers-2024.json"},
        {"year": "2023", "url": "https://elsewhere.example.org/papers-2023.json"},
    ]
    put(served[0], "papers.json", {"version": 1, "site": {}, "years": years})
    put(served[0], "papers-2025.json", listed(1))
    put(served[0], "papers-2024.json", listed(2))
    folder = project(tmp_path, {"lab": served[1]})
    assert main(["fetch", str(folder), "--federation"]) == 0
    assert keys_of(folder) == ["1", "2"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "lab: has no papers.json; what the file has of it is kept"),
        ("<html>", "lab: answers with something that is not JSON"),
        ("[]", "lab: answers with something that is not a JSON object"),
        ('{"version": 1}', 'lab: it has no list "papers"'),
        ('{"version": 2, "papers": []}', "lab: its version is 2"),
    ],
)
def test_what_cannot_be_read_is_kept_as_it_was(
    served: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str],
    content: str | None, reason: str,
) -> None:  # fmt: skip
    put(served[0], "papers.json", listed(1))
    folder = project(tmp_path, {"lab": served[1]})
    assert main(["fetch", str(folder), "--federation"]) == 0
    write_files(served[0], {"papers.json": content})
    assert main(["fetch", str(folder), "--federation"]) == 1
    assert reason.replace("lab it", "lab: it").replace("lab: its", "lab: its") in (
        capsys.readouterr().err
    )
    assert keys_of(folder) == ["1"]


def test_years_that_are_not_online_yet_are_read_from_their_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path / "site/2024", "papers.json", listed(7))
    folder = project(tmp_path, {"lab": "https://example.org/2024/"})
    built = f"lab={tmp_path / 'site/2024'}"
    assert main(["fetch", str(folder), "--federation", "--built", built]) == 0
    assert keys_of(folder) == ["7"]
    assert "https://example.org/2024/posts/7.html#a" in (
        folder / "papers.federation.json"
    ).read_text(encoding="utf-8")
    other = f"elsewhere={tmp_path}"
    assert main(["fetch", str(folder), "--federation", "--built", other]) == 2
    assert "does not name elsewhere" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--built", "lab"], ["--federation", "--built", "lab=none"]])
def test_wrong_options_are_refused(tmp_path: Path, options: list[str]) -> None:
    assert main(["fetch", str(project(tmp_path, {"lab": "https://e.org"})), *options]) == 2


def test_a_project_that_names_no_archive_is_told_what_to_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fetch", str(project(tmp_path, {})), "--federation"]) == 2
    assert "paperreview_federation = {'name': 'https://…/'}" in capsys.readouterr().err


def test_a_snapshot_outside_the_source_folder_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = project(
        tmp_path, {"lab": "https://e.org"}, "paperreview_federation_file = '../a.json'\n"
    )
    assert main(["fetch", str(folder), "--federation"]) == 2
    assert "../a.json" in capsys.readouterr().err
    assert not (tmp_path / "a.json").exists()

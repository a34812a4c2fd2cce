"""``paperreview serve`` from outside: its pages, its events, its messages and its end."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.cli import main
from tests.cli.serve.conftest import DRAFT, FILES, POST
from tests.harness import write_files

if TYPE_CHECKING:
    from tests.cli.serve.conftest import Served

PAGE = POST.replace(".mdx", ".html")


def test_page_has_a_script_that_follows_it(served: Served) -> None:
    status, text = served.get(f"/{PAGE}")
    assert status == 200
    assert f'data-file="{PAGE}"' in text
    assert served.get("/_paperreview/preview.js")[0] == 200
    # On the disk it is as a build writes it.
    root = next((served.source.parent / "cache/paperreview/serve").iterdir())
    assert "_paperreview" not in (root / "html" / PAGE).read_text(encoding="utf-8")


def test_draft_says_that_it_is_one(served: Served) -> None:
    text = served.get("/" + DRAFT.replace(".mdx", ".html"))[1]
    assert 'data-state="draft"' in text
    assert "Draft: not published" in text
    assert "data-state" not in served.get(f"/{PAGE}")[1]


def test_nothing_is_written_beside_the_sources(served: Served) -> None:
    found = {path.name for path in served.source.rglob("*")}
    assert found <= {Path(name).name for name in FILES} | {"posts", "authors.yml"}


@pytest.mark.parametrize(
    "path",
    [
        "/../doctrees/environment.pickle",
        "/%2e%2e/doctrees/environment.pickle",
        "/..%2fdoctrees%2fenvironment.pickle",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/posts/..%5c..%5cproblems.json",
        "/%252e%252e/doctrees/environment.pickle",
        "/.%2e/%2e./doctrees/environment.pickle",
        "/posts/%2e%2e/%2e%2e/doctrees/environment.pickle",
        "/%c0%ae%c0%ae/doctrees/environment.pickle",
        "/_paperreview/../doctrees/environment.pickle",
        "/_paperreview/%2e%2e%2f%2e%2e%2fdoctrees/environment.pickle",
        "/..;/doctrees/environment.pickle",
        "/%uff0e%uff0e/doctrees/environment.pickle",
        "/leak.txt",
        "/leak.html",
        "/leak/passwd",
        "/\x00".replace("\x00", "%00"),
        "/" + "a" * 3000,
    ],
)
def test_no_file_outside_of_the_pages_is_served(served: Served, path: str) -> None:
    html = next((served.source.parent / "cache/paperreview/serve").iterdir()) / "html"
    links = {"leak.txt": "passwd", "leak.html": "passwd", "leak": ""}
    for name, target in links.items():
        (html / name).symlink_to(f"/etc/{target}")
    try:
        status, text = served.get(path)
    finally:
        for name in links:
            (html / name).unlink()
    assert status == 404
    assert "root:" not in text


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", ""]
)
def test_other_names_of_this_machine_are_refused(served: Served, host: str) -> None:
    for path in ("/", f"/{PAGE}", "/_paperreview/events", "/_paperreview/preview.js"):
        assert served.get(path, Host=host) == (400, "Invalid host header")


def test_another_site_may_not_listen(served: Served) -> None:
    assert served.get("/_paperreview/events", **{"Sec-Fetch-Site": "cross-site"})[0] == 403


def test_only_this_machine_is_listened_to(served: Served) -> None:
    for address in {each[4][0] for each in socket.getaddrinfo(socket.gethostname(), None)}:
        if not str(address).startswith("127."):
            with pytest.raises(OSError, match=r"refused|unreach|No route"):
                socket.create_connection((str(address), served.port), timeout=2)


def test_browser_is_told_of_a_saved_post(served: Served) -> None:
    events = served.events(
        PAGE, served.get(f"/{PAGE}")[1].partition('data-seen="')[2][:32].partition('"')[0]
    )
    assert next(events)[0] == "state"
    built = served.output.count("ready: ")
    served.save(POST, FILES[POST] + "\n새 문장이다.\n")
    assert next(value for name, value in events if name == "reload") == PAGE
    assert "새 문장이다." in served.get(f"/{PAGE}")[1]
    served.wait_for("ready: ", built + 1)


def test_problem_is_shown_until_it_is_corrected(served: Served) -> None:
    events = served.events(PAGE)
    served.save(POST, FILES[POST] + "\n{a.b}\n")
    problems = next(
        value["problems"] for name, value in events if name == "state" and value["problems"]
    )
    assert [(each["file"], each["code"]) for each in problems] == [
        (POST, "paperreview.mdx.expression")
    ]
    assert problems[0]["page"] == PAGE
    served.wait_for(r"2025-11-14\.mdx:\d+:1: .*\[paperreview\.mdx\.expression\]")
    served.save(POST, FILES[POST])
    assert next(True for name, value in events if name == "state" and not value["problems"])


def test_no_edit_is_lost_while_it_builds(served: Served) -> None:
    for number in range(6):
        served.save(POST, FILES[POST] + f"\nedit {number}.\n")
        served.save("posts/2025-11-16.mdx", f"# Another\n\nedit {number}.\n")
    events = served.events("posts/2025-11-16.html")
    for name, value in events:
        both = [served.get(f"/{PAGE}")[1], served.get("/posts/2025-11-16.html")[1]]
        if (
            name == "state"
            and value["phase"] == "ready"
            and all("edit 5." in text for text in both)
        ):
            break
    (served.source / "posts/2025-11-16.mdx").unlink()
    assert any(served.get("/posts/2025-11-16.html")[0] == 404 for _event in events)


def test_broken_configuration_is_shown_and_the_pages_stay(served: Served) -> None:
    events = served.events(PAGE)
    served.save("conf.py", FILES["conf.py"] + "1 / 0\n")

    def failure() -> str:
        return next(
            value["message"]
            for name, value in events
            if name == "state" and value["phase"] == "failed"
        )

    path, line = served.source / "conf.py", FILES["conf.py"].count("\n") + 1
    # One line, without the traceback that Sphinx puts into it.
    assert failure() == f"conf.py fails: ZeroDivisionError: division by zero ({path}, line {line})"
    assert served.get(f"/{PAGE}")[0] == 200
    served.wait_for("the build failed: conf.py fails: ")
    served.save("conf.py", "project = 'Reviews'\n")
    assert failure().startswith("its conf.py does not load this extension; add ")
    served.save("conf.py", FILES["conf.py"].replace("Reviews", "새 이름"))
    assert next(True for name, _value in events if name == "reload")
    assert "새 이름" in served.get(f"/{PAGE}")[1]


def test_file_that_goes_while_it_is_read_is_no_failure(served: Served) -> None:
    path = served.source / "posts/2025-11-17.mdx"
    going = (
        "import pathlib\n\ndef go(*_arguments):\n"
        f"    pathlib.Path({str(path)!r}).unlink(missing_ok=True)\n\n"
        'def setup(app):\n    app.connect("env-before-read-docs", go, priority=999)\n'
    )
    events = served.events(PAGE)
    write_files(served.source, {str(path): "# Gone soon\n", "conf.py": FILES["conf.py"] + going})
    phases = []
    for name, value in events:
        phases += [value["phase"]] if name == "state" else []
        if phases[-1:] == ["ready"] and not path.exists():
            break
    assert "failed" not in phases, served.output
    served.save("conf.py", FILES["conf.py"])


def test_second_session_of_a_project_is_refused(
    served: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(served.source.parent / "cache"))
    assert main(["serve", str(served.source)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("paperreview serve: another paperreview serve shows this")


def test_folder_that_cannot_be_used_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(tmp_path / "site", FILES)
    (tmp_path / "kept/paperreview.lock").mkdir(parents=True)
    assert main(["serve", str(tmp_path / "site"), "--build-dir", str(tmp_path / "kept")]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"paperreview serve: {tmp_path}/kept/paperreview.lock: Is a directory")
    assert "move away" in said


def test_port_that_is_in_use_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    write_files(tmp_path / "site", FILES)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["serve", str(tmp_path / "site"), "--port", port]) == 2
    assert (
        capsys.readouterr().err
        == f"paperreview serve: port {port} is in use; choose another, or leave --port out\n"
    )


def _children(parent: int) -> list[str]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    rows = [line.split() for line in listed.stdout.splitlines()]
    return [pid for pid, each in rows if each == str(parent)]


def test_it_ends_with_all_its_processes(served: Served) -> None:
    """The last test of this session."""
    events = served.events(PAGE)
    assert next(events)[0] == "state"
    while not (builders := _children(served.process.pid)):
        time.sleep(0.1)  # it is started anew where the configuration has changed
    assert len(builders) == 1
    before = served.output
    assert served.stop() == 0
    assert "Traceback" not in served.output.removeprefix(before)
    for pid in builders:
        assert not Path("/proc", pid).exists()

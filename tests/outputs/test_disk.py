"""A full disk, files in the way of others, two builds at once, an odd clock, an upgrade."""

from __future__ import annotations

import builtins
import contextlib
import errno
import io
import os
import pickle
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.application import Sphinx
from sphinx.errors import ConfigError, SphinxError

from sphinx_paperreview.domain.domain import PaperDomain
from sphinx_paperreview.outputs.disk import BusyError, DiskError
from tests.harness import CONF, ROOT, write_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness import Build, Built

POST = (
    "---\ntags: [{0}]\n---\n# About {0}\n\n## [T](https://arxiv.org/abs/2511.10643) `google`\n\n"
    "Only {0} says this.\n"
)
ALPHA, BETA = "posts/2025-11-13.mdx", "posts/2025-11-14.mdx"
FILES = {ALPHA: POST.format("alpha"), BETA: POST.format("beta")}
DRAFT = FILES[BETA].replace("tags:", "draft: true\ntags:")


def no_room(name: str | None = None) -> OSError:
    """Return the error of a full disk, as a write or as the system raises it."""
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)


def output(built: Built) -> dict[str, bytes]:
    return {name: data for name, data in built.files().items() if name != ".buildinfo.bak"}


# -- a full disk -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["index.html", "search.html", "2025-11-14.html"])
def test_a_page_that_is_not_written_whole_ends_the_build(
    build: Build, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Sphinx itself warns, leaves a short page, and exits with 0."""
    built = build(FILES)
    before = output(built)
    write = Path.write_text

    def fail(path: Path, text: str, *args: Any, **names: Any) -> int:
        if path.name != name:
            return write(path, text, *args, **names)
        write(path, text[:100], *args, **names)
        raise no_room()

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_text", fail)
        with pytest.raises(DiskError, match=f"{name}: .*build again"):
            built.rebuild(freshenv=True, confoverrides={"html_title": "Other"})
    assert output(built.rebuild()) == before


@pytest.mark.parametrize("step", range(0, 40, 8))
def test_a_build_recovers_from_a_disk_that_was_full(
    build: Build, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """The first build fails at one of its writes; the next ones are as ever."""
    wanted = output(build({**FILES, "posts/none.md": None}))
    left = step
    opened = builtins.open

    class Cut(io.FileIO):
        def write(self, data: Any) -> int:
            super().write(bytes(data)[: len(data) // 2])
            raise no_room()

    def count(path: Any, mode: str = "r", *args: Any, **names: Any) -> Any:
        nonlocal left
        left -= mode == "xb"  # as kept files and those beside pages are written
        return Cut(path, mode) if left < 0 and mode == "xb" else opened(path, mode, *args, **names)

    files = {**FILES, "z.txt": f"{step}"}  # a project of its own
    built = None
    with monkeypatch.context() as patched, contextlib.suppress(DiskError):
        patched.setattr(builtins, "open", count)
        built = build(files)
    assert (built is None) == (left < 0)
    if built is None:
        built = build(files)
    assert output(built) == wanted


@pytest.mark.parametrize("parallel", [1, 2])
def test_a_doctree_that_is_not_written_is_one_clear_error(
    build: Build, monkeypatch: pytest.MonkeyPatch, parallel: int
) -> None:
    """Sphinx says of it that it is to be reported to its developers."""

    def fail(*_args: object, **_names: object) -> None:
        raise no_room("a.doctree")

    monkeypatch.setattr(pickle, "dump", fail)
    message = r"a\.doctree: No space left on device; .*build again"
    with pytest.raises(SphinxError) as caught:
        build({**FILES, "v.txt": f"{parallel}"}, parallel=parallel)
    # Sphinx drops the error of a process that ends before it starts the next one.
    if parallel == 1 or isinstance(caught.value, DiskError):
        assert isinstance(caught.value, DiskError)
        assert re.search(message, str(caught.value))
        assert re.search(message, caught.value.category)  # the line that Sphinx shows first


@pytest.mark.parametrize("name", ["paperreview.lock", "papers.json"])
def test_a_disk_that_cannot_be_written_is_one_clear_error(
    build: Build, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Of another error of a handler, Sphinx says that it is to be reported to its developers."""
    read_only = OSError(errno.EROFS, os.strerror(errno.EROFS), f"/{name}")
    built = build({**FILES, "y.txt": name}, confoverrides={"html_theme": "paperreview"})
    open_file, replace = os.open, os.replace

    def refuse(function: Callable[..., Any]) -> Callable[..., Any]:
        def refused(*args: Any, **names: Any) -> Any:
            if any(str(each).endswith(name) for each in args):
                raise read_only
            return function(*args, **names)

        return refused

    monkeypatch.setattr(os, "open", refuse(open_file))
    monkeypatch.setattr(os, "replace", refuse(replace))
    with pytest.raises(DiskError, match=f"{name}: Read-only file system; the build is not"):
        built.rebuild({BETA: POST.format("gamma")}, freshenv=True)


@pytest.mark.parametrize("damage", [b"", b"# Sphinx build info version 1\n", b"\xff"])
def test_a_cut_buildinfo_is_made_anew(build: Build, damage: bytes) -> None:
    built = build(FILES)
    before = output(built)
    (built.outdir / ".buildinfo").write_bytes(damage)
    assert output(built.rebuild()) == before


# -- an upgrade --------------------------------------------------------------------------------------


def no_list(folder: Path) -> None:
    """The state of the first version: no list of files beside it, and no digest."""
    for path in folder.glob("paperreview-*.files"):
        path.unlink()


def no_state(folder: Path) -> None:
    for path in folder.glob("paperreview-*.json"):
        path.unlink()


def cut_list(folder: Path) -> None:
    for path in folder.glob("paperreview-*.files"):
        path.write_bytes(path.read_bytes()[:-3])


def nothing(folder: Path) -> None:
    """Let all be as it was."""


@pytest.mark.parametrize("damage", [nothing, no_list, no_state, cut_list])
@pytest.mark.parametrize("change", [DRAFT, None])
def test_nothing_stays_of_a_post_that_went_at_an_upgrade(
    build: Build,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[Path], None],
    change: str | None,
) -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("sphinx_paperreview") and hasattr(module, "package_digest"):
            monkeypatch.setattr(module, "package_digest", lambda: "0" * 24)
    monkeypatch.setattr(PaperDomain, "data_version", 0)
    older = build(FILES)
    assert older.exists("tags/beta.html")
    monkeypatch.undo()
    damage(Path(older.env.doctreedir))
    newer = older.rebuild({BETA: change})
    left = {name for name, data in output(newer).items() if b"Only beta" in data or "beta" in name}
    assert left == set()
    assert not newer.exists("posts/2025-11-14.html")
    assert newer.exists("tags/alpha.html")


def test_other_code_of_the_same_version_judges_all_anew(tmp_path: Path) -> None:
    """What is installed from a repository has one version for many states of the code."""
    older = tmp_path / "older"
    shutil.copytree(ROOT / "sphinx_paperreview", older / "sphinx_paperreview")
    with (older / "sphinx_paperreview/reading/states/state.py").open("a", encoding="utf-8") as code:
        code.write("\nPublicationState.verdict = lambda self, *now, **names: ''\n")
    write_files(tmp_path / "src", {**FILES, BETA: DRAFT, "conf.py": CONF, "index.md": "# I\n"})
    command = [sys.executable, "-m", "sphinx", "-q", str(tmp_path / "src"), str(tmp_path / "out")]
    counts = []
    for code in (older, ROOT):
        environment = {**os.environ, "PYTHONPATH": str(code)}
        subprocess.run(command, env=environment, cwd=tmp_path, check=True)
        texts = [path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()]
        counts.append(sum(b"Only beta" in text for text in texts))
    assert counts[0] > 1
    assert counts[1] == 0


# -- two builds at once ------------------------------------------------------------------------------

#: Build, and wait for a line once documents are being read.
WAITING = """\
import sys
from sphinx.application import Sphinx

app = Sphinx(*sys.argv[1:], "html", status=None, warning=sys.stderr)

def wait(*_arguments):
    print("reading", flush=True)
    sys.stdin.readline()

app.connect("env-before-read-docs", wait)
app.build()
"""


@pytest.mark.skipif(os.name != "posix", reason="signals and folders that can be locked")
def test_the_second_of_two_builds_is_reported(build: Build, tmp_path: Path) -> None:
    built = build(FILES)
    src, out, trees = built.srcdir, built.outdir, Path(built.env.doctreedir)
    command = [sys.executable, "-c", WAITING, *map(str, (src, src, out, trees))]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, env=environment, **pipes) as first:
        assert first.stdin
        assert first.stdout
        assert first.stdout.readline() == "reading\n"
        for builder in ("html", "epub"):  # as `make -j html epub`, which share the doctrees
            with pytest.raises(BusyError, match=f"process {first.pid}.*-d"):
                built.rebuild(builder=builder)
        with pytest.raises(BusyError, match=f"is using {re.escape(str(out))};"):
            Sphinx(src, src, out, tmp_path / "trees", "html", status=None, warning=None)
        environment_file = trees / "environment.pickle"
        assert environment_file.exists()
        first.stdin.write("go\n")
        first.stdin.close()
        assert first.wait(60) == 0
    before = output(built)
    with subprocess.Popen(command, env=environment, **pipes) as killed:
        assert killed.stdout
        assert killed.stdout.readline() == "reading\n"
        killed.kill()
        killed.wait(60)
    # The lock went with its process.
    subprocess.run(command, env=environment, input="go\n", text=True, check=True)
    assert output(built) == before


# -- the clock and the locale ------------------------------------------------------------------------


@pytest.mark.parametrize("epoch", ["", " ", "abc", "1e9", "9" * 20, "1.5", "-" + "9" * 20])
def test_an_epoch_that_is_none_is_reported_at_once(
    build: Build, monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(ConfigError, match=r"SOURCE_DATE_EPOCH .* set it to .* or unset it"):
        build({})


def test_a_page_whose_name_cannot_be_encoded_is_reported(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``LC_ALL=POSIX`` without UTF-8 mode, where only a tag has letters of another alphabet."""
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")
    with pytest.raises(
        ConfigError, match=r"cannot use the name tags/비전\.html; set .*PYTHONUTF8=1"
    ):
        build({ALPHA: POST.format("비전"), "x.txt": "posix"})


def test_a_clock_that_goes_back_and_forth(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five years ahead, back, and ahead again; each time a post changes."""
    now, real = 0, time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: real() + now)
    built = build(FILES)
    for number, years in enumerate((5, 0, -5, 5, 0)):
        now = years * 365 * 86_400 * 10**9
        text = POST.format(f"gamma{number}")
        built = built.rebuild({BETA: text})
        assert output(built) == output(build({**FILES, BETA: text}))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are UTF-8")
@pytest.mark.parametrize("name", ["a", "글"])
def test_a_locale_without_utf_8(tmp_path: Path, name: str) -> None:
    """A site is built as ever; or not at all, and so not without a post."""
    files = {"conf.py": CONF, "index.md": "# 홈\n", f"posts/2025-11-14-{name}.md": "# 글\n"}
    write_files(tmp_path / "src", files)
    environment = {
        **os.environ, "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    out = tmp_path / "out"
    command = [sys.executable, "-m", "sphinx", "-q", str(tmp_path / "src"), str(out)]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    if name.isascii():
        assert (done.returncode, done.stderr) == (0, b"")
        assert "글" in (out / "posts/2025-11-14-a.html").read_text(encoding="utf-8")
    else:
        assert done.returncode == 2
        assert b"set the environment variable PYTHONUTF8=1, or LC_ALL=C.UTF-8" in done.stderr

"""``paperreview publish``: what is pushed, where to, and what stops it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.cli import main
from tests.harness import CONF, write_files

if TYPE_CHECKING:
    from pathlib import Path

POST = "# A\n\n## [One](https://arxiv.org/abs/2511.00001)\n\ntext\n"
WORKFLOW = "steps:\n  - uses: actions/deploy-pages@v4\n"


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.strip()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a repository with a site, and a remote in a folder with a blank in its name."""
    for name, value in (("NAME", "Kim"), ("EMAIL", "kim@example.org")):
        monkeypatch.setenv(f"GIT_AUTHOR_{name}", value)
        monkeypatch.setenv(f"GIT_COMMITTER_{name}", value)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    folder, remote = tmp_path / "내 사이트", tmp_path / "the remote.git"
    write_files(folder, {"conf.py": CONF, "posts/2025-11-14.md": POST, ".gitignore": "_build/\n"})
    git(tmp_path, "init", "--quiet", "--bare", str(remote))
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "remote", "add", "origin", str(remote))
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "first")
    return folder


def commit_to(remote: Path, branch: str, files: dict[str, str]) -> Path:
    """Let somebody else commit *files* to *branch*; return the folder of their clone."""
    clone = remote.parent / f"clone of {branch}"
    git(remote.parent, "clone", "--quiet", "--branch", branch, str(remote), str(clone))
    write_files(clone, files)
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "-m", "theirs")
    git(clone, "push", "--quiet")
    return clone


def run(site: Path, *options: str) -> int:
    return main(["publish", str(site), *options])


def test_the_built_site_to_a_branch(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    remote = site.parent / "the remote.git"
    assert run(site, "--to", "gh-pages", "--yes") == 0
    names = git(remote, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    assert {".nojekyll", "index.html", "posts/2025-11-14.html"} <= set(names)
    assert not [name for name in names if name.endswith((".doctree", "environment.pickle"))]
    clone = commit_to(remote, "gh-pages", {"CNAME": "reviews.example.org", "mine.html": "mine"})
    first = git(clone, "rev-parse", "HEAD")
    write_files(site, {"posts/2025-11-15.md": POST.replace("00001", "00002")})
    assert run(site, "--to", "origin/gh-pages", "-y", "-m", "more") == 0
    assert git(remote, "rev-parse", "gh-pages^") == first
    assert git(remote, "log", "-1", "--format=%s", "gh-pages") == "more"
    names = git(remote, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    assert {"posts/2025-11-15.html", "CNAME", "mine.html"} <= set(names)
    assert git(site, "status", "--porcelain") == "?? posts/2025-11-15.md"
    assert "pushed: the site to gh-pages of origin" in capsys.readouterr().out


def test_a_branch_with_the_site_of_another_program(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    remote = site.parent / "the remote.git"
    git(site, "push", "--quiet", "origin", "HEAD:pages", "HEAD:dev")
    theirs = {"CNAME": "a.example.org", "index.html": "old", "old/index.html": "old"}
    commit_to(remote, "pages", theirs)
    assert run(site, "--to", "pages", "--yes") == 0
    names = git(remote, "ls-tree", "-r", "--name-only", "pages").splitlines()
    assert {"CNAME", "index.html"} <= set(names)
    assert not {"old/index.html", "conf.py"} & set(names)
    before = git(remote, "rev-parse", "dev")
    capsys.readouterr()
    assert run(site, "--to", "dev", "--yes") == 2
    assert "dev holds .gitignore and no site" in capsys.readouterr().err
    assert git(remote, "rev-parse", "dev") == before


@pytest.mark.parametrize("name", ["https://git.example.org/me/x.git", "two words", "origin/a:b"])
def test_no_name_of_a_branch(site: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(site, "--to", name, "--yes") == 2
    out, err = capsys.readouterr()
    assert "is no name of a branch; write gh-pages" in err
    assert out == ""


def test_a_commit_without_a_branch(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(site, "checkout", "--quiet", "--detach")
    assert run(site, "--yes") == 2
    assert capsys.readouterr().err == (
        "paperreview publish: no branch is checked out, but one commit; git switch BRANCH first\n"
    )
    # As in a job of a host, which checks a commit out.
    assert run(site, "--to", "gh-pages") == 2
    assert capsys.readouterr().err.startswith(
        "paperreview publish: would push the site to gh-pages of origin ("
    )


def test_no_repository(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / ".git").rename(site.parent / "elsewhere")
    assert run(site, "--yes") == 2
    assert capsys.readouterr().err == (
        f"paperreview publish: {site} is in no repository of git; `git init` makes one, or "
        "--to ./public writes the site into a folder\n"
    )


def test_nothing_is_pushed_unasked(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    remote = site.parent / "the remote.git"
    assert run(site, "--to", "gh-pages") == 2
    out, err = capsys.readouterr()
    assert "say --yes" in err
    assert out == ""  # nothing was built in vain
    assert run(site, "--to", "gh-pages", "--dry-run") == 0
    assert "would push the site to gh-pages" in capsys.readouterr().out
    assert run(site, "--to", "main", "--yes") == 2
    assert "is the branch with the sources" in capsys.readouterr().err
    assert git(remote, "branch", "--list") == ""


def test_the_sources_to_a_host(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(site, "--yes") == 2
    assert "no workflow says where" in capsys.readouterr().err
    write_files(site, {".github/workflows/pages.yml": WORKFLOW})
    assert run(site, "--yes") == 2
    assert "1 file is not committed (.github/" in capsys.readouterr().err
    git(site, "add", ".")
    git(site, "commit", "--quiet", "-m", "workflow")
    assert run(site, "--yes") == 0
    assert "GitHub (pages.yml) builds it now" in capsys.readouterr().out
    head = git(site, "rev-parse", "HEAD")
    assert git(site.parent / "the remote.git", "rev-parse", "main") == head


def test_a_branch_that_went_on_is_not_overwritten(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(site, {".gitlab-ci.yml": "pages: {}\n"})
    git(site, "add", ".")
    git(site, "commit", "--quiet", "-m", "theirs")
    git(site, "push", "--quiet", "origin", "main")
    theirs = git(site, "rev-parse", "HEAD")
    git(site, "commit", "--quiet", "--amend", "-m", "mine")
    assert run(site, "--yes") == 2
    assert "rejected" in capsys.readouterr().err
    assert git(site.parent / "the remote.git", "rev-parse", "main") == theirs


def test_a_problem_stops_it(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(site, {"posts/2025-11-15.md": "# B\n\n[x](./nowhere.md)\n"})
    target = site / "out put"
    assert run(site, "--to", str(target), "--yes") == 1
    out, err = capsys.readouterr()
    assert "1 place in 1 file" in out
    assert "nothing is published" in err
    assert not target.exists()


def test_a_folder_within_the_sources(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was published is no source, and is replaced; what is not, is neither."""
    target = site / "public"
    assert run(site, "--to", str(target), "--yes") == 0
    assert (target / "posts/2025-11-14.html").is_file()
    (site / "posts/2025-11-14.md").rename(site / "posts/2025-11-13.md")
    mine = {"mine.html": "mine", ".git/HEAD": "of a clone", "posts/2025-11-13.html": "mine"}
    write_files(target, mine)
    outside = site.parent / "outside.html"
    outside.write_text("mine")
    with (target / ".published").open("a", encoding="utf-8") as listed:
        listed.write(f"../../outside.html\n{outside}\n")
    capsys.readouterr()
    assert run(site, "--to", str(target), "--yes") == 0
    assert "kept: posts/2025-11-13.html, which was not published" in capsys.readouterr().out
    assert not (target / "posts/2025-11-14.html").exists()
    assert {name: (target / name).read_text() for name in mine} == mine
    assert outside.is_file()
    assert main(["stats", str(site)]) == 0
    assert "1 post, 1 review of 1 paper" in capsys.readouterr().out


def test_a_link_in_the_folder_is_not_followed(site: Path) -> None:
    target, outside = site.parent / "public", site.parent / "outside"
    write_files(outside, {"mine.html": "mine"})
    assert run(site, "--to", str(target), "--yes") == 0
    (target / "link").symlink_to(outside)
    with (target / ".published").open("a", encoding="utf-8") as listed:
        listed.write("link/mine.html\n")
    assert run(site, "--to", str(target), "--yes") == 0
    assert (outside / "mine.html").read_text() == "mine"


def test_a_folder_of_something_else(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Refused before anything is built; the mark of a published folder makes none of the sources."""
    write_files(site.parent / "mine", {"a.txt": "a", ".nojekyll": ""})
    write_files(site, {".published": ""})
    write_files(site.parent, {".published": ""})
    for folder, said in {
        site.parent / "mine": "name an empty folder",
        site.parent / "mine" / "a.txt": "is a file; name a folder",
        site: "holds the sources",
        site.parent: "holds the sources",
    }.items():
        assert run(site, "--to", str(folder), "--yes") == 2
        out, err = capsys.readouterr()
        assert said in err
        assert out == ""
    assert (site.parent / "mine" / "a.txt").is_file()
    assert (site / "conf.py").is_file()

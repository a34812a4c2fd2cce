"""Publish a site: nothing is pushed that was not checked and built, and nothing is forced."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_paperreview.cli import console
from sphinx_paperreview.cli.check import check
from sphinx_paperreview.cli.project import ProjectError, found_project, reason_of
from sphinx_paperreview.cli.publishing.git import GitError, git, root_of
from sphinx_paperreview.cli.publishing.place import is_published, replace_site
from sphinx_paperreview.cli.report import report

if TYPE_CHECKING:
    from collections.abc import Callable

#: Files by which a host builds what is pushed, each with its name.
_HOSTS = {
    ".gitlab-ci.yml": "GitLab",
    ".readthedocs.yaml": "Read the Docs",
    ".readthedocs.yml": "Read the Docs",
}


class PublishError(Exception):
    """The site cannot be published; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is published, and where to."""

    folder: Path
    #: A branch (``gh-pages``, ``origin/gh-pages``) or a folder (``./site``); empty: the branch
    #: that a workflow builds from.
    to: str = ""
    message: str = "Publish the site"
    yes: bool = False
    dry_run: bool = False
    ignore_warnings: bool = False
    jobs: int = 1


def publish(options: Options) -> int:
    """Carry out the command; return its exit status: 0, 1 (something was found) or 2."""
    try:
        return _publish(options)
    except (PublishError, ProjectError, GitError) as error:
        console.complain(f"paperreview publish: {error}")
        return 2


def _publish(options: Options) -> int:
    confdir = found_project(options.folder)
    what, carry_out = _plan(confdir, options)
    is_asked = not (options.yes or options.dry_run)
    if is_asked and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise PublishError(f"would {what}; there is no terminal to ask at, so say --yes")
    found = [each for each in check([confdir], options.jobs) if each.severity != "advice"]
    if found:
        text = report(sorted(found, key=lambda each: (each.file, each.line or 0)), "text")
        console.say(text.removesuffix("\n"))
        if not options.ignore_warnings:
            console.complain("nothing is published; correct this, or give --ignore-warnings")
            return 1
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch, "site")
        _build(confdir, site, Path(scratch, "doctrees"), options.jobs)
        files = sum(path.is_file() for path in site.rglob("*"))
        console.say(f"built: {console.number_of(files, 'file')}")
        if options.dry_run:
            console.say(f"would {what}")
        elif options.yes or typer.confirm(f"{what}?", default=False):
            carry_out(site)
    return 0


def _plan(confdir: Path, options: Options) -> tuple[str, Callable[[Path], None]]:
    """Return what is done with the built site, as words and as a function.

    Raise :exc:`PublishError` or :exc:`.GitError` if it cannot be done, before anything is built.
    """
    folder = _folder(options.to)
    if folder is not None:
        _check_folder(folder, confdir)
        return f"write the site into {folder}", lambda site: _copy(site, folder)
    root = root_of(confdir)
    branch = git(confdir, "branch", "--show-current")
    if not options.to:
        if not branch:
            raise PublishError("no branch is checked out, but one commit; git switch BRANCH first")
        host = _host(root)
        _check_clean(confdir)
        what = f"push {branch} to its remote, where {host} builds it"
        remote = _configured(confdir, f"branch.{branch}.remote") or _only_remote(confdir)
        return what, lambda _site: _push_sources(confdir, remote, branch, host)
    remotes = git(confdir, "remote").split()
    first, _, rest = options.to.partition("/")
    remote, target = (first, rest) if first in remotes and rest else (
        _only_remote(confdir), options.to
    )  # fmt: skip
    if target == branch:
        raise PublishError(f"{branch} is the branch with the sources; name another one")
    _check_name(confdir, target)
    url = git(confdir, "remote", "get-url", "--push", remote)
    return f"push the site to {target} of {remote} ({url})", lambda site: _push_site(
        confdir, site, remote, target, options.message
    )


def _folder(to: str) -> Path | None:
    """Return the folder that *to* means; None for a branch."""
    is_path = to.startswith((".", "/", "~")) or (len(to) > 1 and to[1] == ":")
    return Path(to).expanduser() if is_path else None


def _check_name(confdir: Path, branch: str) -> None:
    """Refuse what cannot be the name of a *branch*, such as an address."""
    try:
        git(confdir, "check-ref-format", "--branch", branch)
    except GitError as error:
        raise PublishError(
            f"{branch!r} is no name of a branch; write gh-pages, origin/gh-pages, or a folder as "
            "./public"
        ) from error


def _host(root: Path) -> str:
    """Return who builds what is pushed from the repository at *root*."""
    for name, host in _HOSTS.items():
        if (root / name).is_file():
            return host
    for path in sorted((root / ".github" / "workflows").glob("*.y*ml")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if "deploy-pages" in text or "gh-pages" in text:
            return f"GitHub ({path.name})"
    raise PublishError(
        "no workflow says where the site is published; write one with paperreview init --host "
        "github-pages, or name a branch or a folder with --to"
    )


def _check_clean(confdir: Path) -> None:
    changed = git(confdir, "status", "--porcelain").splitlines()
    if changed:
        raise PublishError(
            f"{console.number_of(len(changed), 'file is', 'files are')} not committed "
            f"({changed[0][3:]}); commit them first, for the host builds what is committed"
        )


def _check_folder(folder: Path, confdir: Path) -> None:
    """Refuse a *folder* whose files are not those of an earlier call."""
    if folder.exists() and not folder.is_dir():
        raise PublishError(f"{folder} is a file; name a folder")
    if confdir.is_relative_to(folder.resolve()):
        raise PublishError(f"{folder} holds the sources; name another folder")
    if folder.exists() and not is_published(folder) and _others(folder, ".git"):
        raise PublishError(f"{folder} holds files that were not published by this command; name "
                           "an empty folder")  # fmt: skip


def _others(folder: Path, *names: str) -> list[str]:
    """Return what is in *folder* besides *names*."""
    return sorted({each.name for each in folder.iterdir()} - set(names))


def _build(confdir: Path, site: Path, doctrees: Path, jobs: int) -> None:
    """Build *confdir* from nothing into *site*; raise :exc:`PublishError` if that fails."""
    warnings = StringIO()
    try:
        with patch_docutils(confdir), docutils_namespace():
            app = Sphinx(
                confdir, confdir, site, doctrees, "html", status=None, warning=warnings,
                freshenv=True, parallel=jobs,
            )  # fmt: skip
            app.build(force_all=True)
    except Exception as error:  # whatever conf.py and the extensions of the project raise
        raise PublishError(f"the build fails: {reason_of(error)}") from error
    if app.statuscode:
        raise PublishError("the build fails; run sphinx-build to see why")
    # .buildinfo, by which a folder of the sources is known as the output of a build, stays.
    (site / ".nojekyll").touch()


def _push_sources(confdir: Path, remote: str, branch: str, host: str) -> None:
    git(confdir, "push", remote, f"HEAD:refs/heads/{branch}")
    console.say(f"pushed: {branch} to {remote}; {host} builds it now")


def _configured(confdir: Path, key: str) -> str:
    """Return the value of *key* in the configuration of git; empty if it has none."""
    try:
        return git(confdir, "config", key)
    except GitError:
        return ""


def _only_remote(confdir: Path) -> str:
    remotes = git(confdir, "remote").split()
    if not remotes:
        raise PublishError("the repository has no remote; add one with git remote add origin URL")
    return "origin" if "origin" in remotes else remotes[0]


def _copy(site: Path, folder: Path) -> None:
    """Replace what an earlier call put into *folder* by *site*."""
    _say_taken(replace_site(site, folder))
    console.say(f"written: {folder}")


def _say_taken(names: list[str]) -> None:
    for name in names:
        console.say(f"kept: {name}, which was not published by this command")


def _push_site(confdir: Path, site: Path, remote: str, branch: str, message: str) -> None:
    """Commit *site* to *branch* of *remote* and push it; history is only added to."""
    url = git(confdir, "remote", "get-url", "--push", remote)
    with tempfile.TemporaryDirectory() as scratch:
        clone = Path(scratch, "branch")
        there = bool(git(confdir, "ls-remote", "--heads", url, f"refs/heads/{branch}"))
        if there:
            git(confdir, "clone", "--quiet", "--depth", "1", "--branch", branch, url, str(clone))
            _clear(clone, branch)
        else:
            git(confdir, "init", "--quiet", f"--initial-branch={branch}", str(clone))
            git(clone, "remote", "add", "origin", url)
        _say_taken(replace_site(site, clone))
        git(clone, "add", "--all", "--force")
        if not git(clone, "status", "--porcelain"):
            console.say("nothing has changed since it was published")
            return
        for key in ("user.name", "user.email"):
            if value := _configured(confdir, key):
                git(clone, "config", key, value)
        git(clone, "commit", "--quiet", "--message", message)
        git(clone, "push", "origin", f"HEAD:refs/heads/{branch}")
    console.say(f"pushed: the site to {branch} of {remote}")


def _clear(clone: Path, branch: str) -> None:
    """Remove the site that another program put on *branch*; refuse a branch that has none.

    The file ``CNAME``, in which GitHub keeps the domain of the site, stays.
    """
    names = _others(clone, ".git", "CNAME")
    if is_published(clone) or not names:
        return
    if "index.html" not in names:
        raise PublishError(f"{branch} holds {names[0]} and no site; name another branch")
    git(clone, "rm", "-r", "--quiet", "--", *names)

"""The few commands of git that publishing needs; none of them forces anything."""

from __future__ import annotations

import subprocess
from pathlib import Path


class GitError(Exception):
    """Git refuses; the text is its own, or says what is missing."""


def root_of(folder: Path) -> Path:
    """Return the root of the repository that holds *folder*; raise :exc:`GitError` without one."""
    try:
        return Path(git(folder, "rev-parse", "--show-toplevel"))
    except GitError as error:
        # "Not a git repository" is said here; any other reason is git's own to say.
        why = "" if "not a git repository" in str(error) else f" ({error})"
        raise GitError(
            f"{folder} is in no repository of git{why}; `git init` makes one, or "
            "--to ./public writes the site into a folder"
        ) from error


def git(folder: Path, *arguments: str) -> str:
    """Run git in *folder* and return what it prints; raise :exc:`GitError` if it fails.

    It asks for no password.
    """
    try:
        done = subprocess.run(  # noqa: S603  # no shell; arguments of our own
            ["git", "-c", "core.quotePath=false", *arguments],  # noqa: S607  # found on the PATH
            cwd=folder, capture_output=True, encoding="utf-8", errors="replace", check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise GitError("there is no git on this machine") from error
    if done.returncode:
        lines = [line for line in done.stderr.strip().splitlines() if not line.startswith("hint:")]
        raise GitError(" ".join(lines[-3:]) or f"git {arguments[0]} failed")
    return done.stdout.strip()

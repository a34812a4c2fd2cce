"""When each document was last changed, as the history of its repository tells."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

_TIMEOUT = 60


def last_changes(folder: Path) -> dict[Path, dt.datetime]:
    """Return for each file under *folder* (resolved path) the time of its last commit.

    Empty where there is no repository, no git, or only a part of the history: there every file
    would seem to be as old as the clone.
    """
    if _git(folder, "rev-parse", "--is-shallow-repository").strip() != "false":
        return {}
    root = _git(folder, "rev-parse", "--show-toplevel").strip()
    log = _git(
        folder, "-c", "core.quotePath=false", "log", "--format=%x00%ct", "--name-only", "-z",
        "--no-renames", "--", ".",
    )  # fmt: skip
    result: dict[Path, dt.datetime] = {}
    time: dt.datetime | None = None
    for part in log.split("\0"):
        name = part.strip("\n")
        if name.isdecimal():
            time = dt.datetime.fromtimestamp(int(name), dt.UTC)
        elif name and time is not None:
            result.setdefault(Path(root, name).resolve(), time)
    return result


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603  # arguments of our own
            ["git", "-C", str(folder), *arguments],  # noqa: S607  # the user's own git
            capture_output=True,
            check=False,
            timeout=_TIMEOUT,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else ""

"""When each document was last changed, from the history of its git repository."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview.reading.files.site_files import zone_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

#: Seconds that one call of git may take.
_TIMEOUT = 60


def read_changes(env: BuildEnvironment, docnames: Iterable[str]) -> dict[str, dt.datetime]:
    """Return when each of *docnames* was last committed, by docname, in the zone of the site.

    It is empty without git, without a repository, and where only a part of the history is there (a
    shallow clone), since every file would seem to be as old as the clone.
    """
    names = list(docnames)
    if not names:
        return {}
    changes = _last_commits(Path(env.srcdir))
    zone = zone_of(env.config)
    paths = {docname: Path(env.doc2path(docname)).resolve() for docname in names}
    return {
        docname: changes[path].astimezone(zone)
        for docname, path in paths.items()
        if path in changes
    }


def _last_commits(folder: Path) -> dict[Path, dt.datetime]:
    """Return the time of the last commit of each file under *folder*, by resolved path."""
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
        done = subprocess.run(  # noqa: S603  # no argument is from outside
            ["git", "-C", str(folder), *arguments],  # noqa: S607  # whichever git is on the PATH
            capture_output=True,
            check=False,
            timeout=_TIMEOUT,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else ""

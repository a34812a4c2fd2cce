"""Which output each path of the output folder belongs to, and what is said of those left out."""

from __future__ import annotations

from dataclasses import dataclass

from sphinx.util.logging import getLogger

from sphinx_paperreview.core.files.filenames import fold_path
from sphinx_paperreview.warnings import WarningKind, warn

LOGGER = getLogger(__name__)

#: The owner of what another extension writes.
OTHER = "another extension"
#: Maximum number of paths that a warning lists.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """A path of the output folder, and the output that needs it, its owner."""

    #: Path relative to the output folder, with slashes.
    path: str
    #: The owner as a warning names it, such as ``the document 'posts/a'``.
    owner: str
    #: Source location for warnings about the owner: docname and line.
    location: tuple[str, int] | None = None
    #: Whether the author asked for this path, so that its loss is always reported.
    wanted: bool = False
    #: Whether a file or document of the author may replace the owner without a warning.
    replaceable: bool = False
    #: The same, and a file of another extension may, too (``llms.txt``, ``robots.txt``).
    yields: bool = False


class Claims:
    """The claims that were granted; they have to be made in the order of priority."""

    def __init__(self) -> None:
        self._files: dict[str, Claim] = {}
        self._folders: dict[str, Claim] = {}

    def take(self, claim: Claim) -> Claim | None:
        """Grant *claim* and return None, or return the claim that it conflicts with.

        Claims conflict if their paths are equal (as of :func:`.fold_path`), or if one is a parent
        folder of the other.
        """
        path = fold_path(claim.path)
        if other := self._owner(path):
            return other
        self._files[path] = claim
        while path := path.rpartition("/")[0]:
            if path in self._folders:
                break
            self._folders[path] = claim
        return None

    def owner(self, path: str) -> Claim | None:
        """Return the granted claim that conflicts with *path*, or None."""
        return self._owner(fold_path(path))

    def _owner(self, path: str) -> Claim | None:
        if other := self._files.get(path) or self._folders.get(path):
            return other
        while path := path.rpartition("/")[0]:
            if other := self._files.get(path):
                return other
            if path in self._folders:
                return None
        return None


class Losses:
    """Claims that were refused, reported together for each owner that they conflict with."""

    def __init__(self) -> None:
        self._found: dict[Claim, list[Claim]] = {}

    def add(self, claim: Claim, other: Claim) -> None:
        """Note that *claim* was refused because of *other*."""
        is_same = claim.path == other.path
        if is_same and claim.yields and other.owner == OTHER:
            LOGGER.info("%s is left to another extension", claim.path)
        elif not (is_same and other.wanted and (claim.replaceable or claim.yields)):
            self._found.setdefault(other, []).append(claim)

    def report(self) -> None:
        """Warn of all refused claims (:attr:`.WarningKind.PATH`), and forget them."""
        for other, claims in self._found.items():
            for claim in (claim for claim in claims if claim.wanted):
                warn(
                    WarningKind.PATH,
                    "%s is left out: %s has the path %s of the output; choose another path for one "
                    "of them",
                    claim.owner, other.owner, other.path, location=claim.location,
                )  # fmt: skip
            paths = [claim.path for claim in claims if not claim.wanted]
            if paths:
                warn(
                    WarningKind.PATH,
                    "%s has the path %s of the output, so these files are left out: %s; rename or "
                    "delete it, or rename the pages with paperreview_urls",
                    other.owner, other.path, _list(paths), location=other.location,
                )  # fmt: skip
        self._found.clear()


def _list(paths: list[str]) -> str:
    named = ", ".join(paths[:_NAMED])
    return named if len(paths) <= _NAMED else f"{named} and {len(paths) - _NAMED} more"

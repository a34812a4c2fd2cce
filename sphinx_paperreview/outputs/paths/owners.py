"""Decide which output each path of the output folder belongs to, and which files may be deleted.

The priority is the same in clean and incremental builds: a file of ``html_extra_path``, a
document, Sphinx or another extension, a page or file of this extension, a redirect. An output whose
path is taken is left out. A file counts as another extension's if it exists and is not in the
record of earlier builds, or if it was written during this build but not by it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.builders import escapes_links
from sphinx_paperreview.core.files.digests import bytes_digest, digest
from sphinx_paperreview.core.files.filenames import fold_path
from sphinx_paperreview.core.files.store import write_atomic
from sphinx_paperreview.outputs.paths.builder_files import (
    NOT_IN_LINKS,
    SPHINX_FOLDERS,
    author_files,
    page_file,
    sphinx_claims,
)
from sphinx_paperreview.outputs.paths.claims import OTHER, Claim, Claims, Losses
from sphinx_paperreview.outputs.paths.folder import (
    OutputError,
    OutputFolder,
    file_time,
    is_same,
    regular_files,
    remove_unfinished,
    signature,
)
from sphinx_paperreview.outputs.state import remove_files
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment


class OutputPaths:
    """The paths of the output folder in one build, with their owners and the record of the last.

    :param start: the time when the build began, as of :func:`file_time`
    :param files: the paths that the last build wrote, those of documents included; none if they
        are not all known
    :param record: what :meth:`record` returned at the end of the last build
    :param extensions: names of the extensions that are used
    :param renewed: the paths of pages whose times this build has set
    """

    def __init__(
        self, builder: StandaloneHTMLBuilder, start: int, files: Iterable[str],
        record: Mapping[str, Any], extensions: Iterable[str], renewed: AbstractSet[str],
    ) -> None:  # fmt: skip
        self._builder = builder
        self.author = author_files(builder)
        self._copies: dict[str, str] = dict(record.get("author", {}))
        self._marks: dict[str, str] = dict(record.get("marks", {}))
        self._others: dict[str, str] = dict(record.get("others", {}))
        root, owned = Path(builder.outdir), frozenset(files)
        self._extensions = digest(sorted(extensions))
        abandoned: set[str] = set()
        if record and record.get("extensions") != self._extensions:
            # Files of extensions that are no longer used may be replaced.
            abandoned = {
                path for path, mark in self._others.items() if mark == signature(root / path)
            }
        trusted = start >= record.get("end", 0)
        self.folder = OutputFolder(
            root, start if trusted else None, owned | abandoned if owned else None, renewed
        )
        if record.get("open"):
            remove_unfinished(root)
        self._claims = Claims()
        self._losses = Losses()
        for path in self.author:
            self._claims.take(_of_author(path))

    def claim_documents(self, env: BuildEnvironment) -> None:
        """Claim the page of each document; :func:`displaced_documents` has reported conflicts."""
        for docname in sorted(env.found_docs):
            self._claims.take(_of_document(self._builder, docname))

    def clear_way(self, env: BuildEnvironment) -> set[str]:
        """Make room for what Sphinx writes, and return the docnames whose page does not exist.

        Copies of files that are no longer in ``html_extra_path`` are deleted.

        :raises OutputError: a file or folder that earlier builds did not write is in the way
        """
        gone = (path for path in self._copies if path not in self.author)
        remove_files(
            self.folder.root,
            [path for path in gone if self._copies[path] == signature(self.folder.root / path)],
        )
        for name in SPHINX_FOLDERS:
            self.folder.clear_folder(name)
        for claim in sphinx_claims(self._builder):
            other = self._claims.owner(claim.path)
            if other and other.owner == _AUTHOR and fold_path(other.path) != fold_path(claim.path):
                raise OutputError(
                    f"{other.path}: {_AUTHOR} has this path, but {claim.owner} needs the path "
                    f"{claim.path}; rename the file"
                )
            self.folder.clear_way(claim.path)
        for path in self.author:
            self.folder.clear_way(path)
        stale = set()
        for docname in sorted(env.found_docs):
            path = page_file(self._builder, docname)
            if not self.folder.clear_way(path):
                stale.add(docname)
        return stale

    def claim_sphinx(self, reviews: AbstractSet[str]) -> None:
        """Claim Sphinx's own pages and files.

        Sphinx overwrites the page of a document with that name. Projects use empty documents for
        entries in the table of contents, so only the loss of one of the *reviews* (docnames) is
        reported, as :attr:`.WarningKind.PATH`.
        """
        for claim in sphinx_claims(self._builder):
            other = self._claims.take(claim)
            if other is not None and other.location and other.location[0] in reviews:
                warn(
                    WarningKind.PATH,
                    "the document is not shown: %s has the path %s of the output; rename the "
                    "document",
                    claim.owner, claim.path, location=other.location,
                )  # fmt: skip

    def claim(self, claim: Claim) -> bool:
        """Return whether *claim* is granted; :meth:`report_losses` warns of it if not."""
        other = self._claims.owner(claim.path)
        if other is None and self.folder.is_foreign(claim.path):
            is_new = self.folder.is_written_now(claim.path)
            other = Claim(claim.path, OTHER if is_new else _STRAY)
            self._others[claim.path] = ""
            self._claims.take(other)
        if other is not None:
            self._losses.add(claim, other)
            return False
        self._claims.take(claim)
        return True

    def report_losses(self) -> None:
        """Warn of all claims that were refused (:attr:`.WarningKind.PATH`)."""
        self._losses.report()

    def remove(self, old: Iterable[str], current: AbstractSet[str]) -> None:
        """Delete the files *old* that are not *current*, unless another extension wrote them.

        A file directly in the output folder that was changed since we wrote it is kept, with a
        warning (:attr:`.WarningKind.PATH`): it may be the user's (``robots.txt``). In other
        folders it is deleted, because it may have text of a post that is no longer published.
        """
        doomed = []
        for path in sorted(set(old) - current):
            owner = self._claims.owner(path)
            if owner is not None and owner.path == path:
                continue
            mark = self._marks.get(path)
            if self.folder.is_written_now(path):
                self._others[path] = ""
            elif mark and self.folder.has(path) and mark != _digest_of(self.folder.root / path):
                warn(
                    WarningKind.PATH,
                    "%s is no longer needed, but was changed after the build wrote it, so it is "
                    "not deleted; delete it if it is not yours",
                    self.folder.root / path, location=None,
                )  # fmt: skip
            else:
                doomed.append(path)
        remove_files(self.folder.root, doomed)

    def author_copies(self) -> dict[str, str]:
        """Return the sources of the author's files by their output paths."""
        return {path: str(source) for path, source in self.author.items()}

    def restore_author_files(self) -> None:
        """Copy the author's files again that were overwritten after Sphinx had copied them."""
        for path, source in self.author.items():
            target = self.folder.root / path
            try:
                if is_same(source, target):
                    continue
                data, status = source.read_bytes(), source.stat()
            except OSError:  # Sphinx has warned that it cannot be copied
                continue
            self.folder.clear_way(path)
            write_atomic(target, data)
            os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))

    def is_as_recorded(self, files: Iterable[str]) -> bool:
        """Return whether the folder has all of *files*, and no new ones of other extensions.

        To be called after :meth:`claim_sphinx`. *files* are those of the last build.
        """
        there = set(regular_files(self.folder.root))
        known = {*files, *self._others, *self.author}
        return known - self._others.keys() <= there and not any(
            self._claims.owner(name) is None and self.folder.is_written_now(name)
            for name in there - known
            if "/" not in name
        )

    def renewed(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return *record*, that of the last build, after a build that wrote nothing of ours."""
        root = self.folder.root
        marks = {
            part: {path: signature(root / path) for path in record[part]}
            for part in ("author", "others")
        }
        kept = {name: value for name, value in record.items() if name != "open"}
        return {**kept, **marks, "end": file_time(root)}

    def record(self, current: AbstractSet[str], ours: Iterable[str]) -> dict[str, Any]:
        """Return what the next build needs to know; called at the end of a build.

        :param current: the files that exist now, those of documents included
        :param ours: those of *current* that do not belong to a document
        """
        root = self.folder.root
        with os.scandir(root) as entries:
            names = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
        for name in names:
            unclaimed = self._claims.owner(name) is None and name not in current
            if unclaimed and self.folder.is_written_now(name):
                self._others[name] = ""
        others = {path: signature(root / path) for path in sorted(self._others.keys() - current)}
        return {
            "author": {path: signature(root / path) for path in sorted(self.author)},
            "marks": {
                path: _digest_of(root / path)
                for path in sorted(ours)
                if "/" not in path and self.folder.has(path)
            },
            "others": {path: mark for path, mark in others.items() if mark},
            "extensions": self._extensions,
            "end": file_time(root),
        }


def displaced_documents(builder: StandaloneHTMLBuilder, env: BuildEnvironment) -> set[str]:
    """Return the docnames whose page cannot be written, each with a warning.

    Its path conflicts with that of another document, or a file of ``html_extra_path`` is in the
    place of a folder. A document whose page is replaced by a file of ``html_extra_path`` is still
    read, since lists and feeds use it. The warnings are :attr:`.WarningKind.PATH`.
    """
    claims, displaced = Claims(), set()
    for path in author_files(builder):
        claims.take(_of_author(path))
    for docname in sorted(env.found_docs):
        if not escapes_links(builder) and NOT_IN_LINKS.search(docname):
            # Unlike that of html, get_target_uri of dirhtml escapes nothing.
            warn(
                WarningKind.PATH,
                "the builder dirhtml writes broken links to this document, because its name has "
                "one of the characters # ? % \\; rename it, or use the builder html",
                location=(docname, 1),
            )
        claim = _of_document(builder, docname)
        other = claims.take(claim)
        if other is None:
            continue
        same_file = fold_path(other.path) == fold_path(claim.path)
        if same_file and other.path != claim.path:
            continue  # they differ in case only, so they are two files on most web servers
        by_author = same_file and other.owner == _AUTHOR
        if not by_author:
            displaced.add(docname)
        warn(
            WarningKind.PATH,
            "the document is not shown: %s has the path %s of the output; rename the document"
            if by_author
            else "the document is left out: %s has the path %s of the output; rename the document",
            other.owner, other.path, location=(docname, 1),
        )  # fmt: skip
    return displaced


_AUTHOR = "a file of html_extra_path"
_STRAY = "a file that no build recorded (delete it if it is not needed)"


def _of_author(path: str) -> Claim:
    return Claim(path, _AUTHOR, wanted=True)


def _of_document(builder: StandaloneHTMLBuilder, docname: str) -> Claim:
    path = page_file(builder, docname)
    return Claim(path, f"the document {docname!r}", (docname, 1), wanted=True)


def _digest_of(path: Path) -> str:
    """Return a digest of the content of the file at *path*; empty if it cannot be read."""
    try:
        return bytes_digest(path.read_bytes())
    except OSError:
        return ""

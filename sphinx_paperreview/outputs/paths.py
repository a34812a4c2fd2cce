"""Decide which output each path of the output folder belongs to, and which files may be deleted.

The priority is the same in clean and incremental builds: a file of ``html_extra_path``, a
document, Sphinx or another extension, a page or file of this extension, a redirect. An output whose
path is taken is left out. A file counts as another extension's if it exists and is not in the
record of earlier builds, or if it was written during this build but not by it.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
import time
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from sphinx.errors import SphinxError
from sphinx.util.logging import getLogger
from sphinx.util.matching import Matcher

from sphinx_paperreview._compat import is_placed
from sphinx_paperreview.core.builders import escapes_links, stores_context
from sphinx_paperreview.core.digests import bytes_digest, digest, text_digest
from sphinx_paperreview.core.filenames import fold_path
from sphinx_paperreview.core.store import write_atomic
from sphinx_paperreview.domain.scope import changes_page
from sphinx_paperreview.outputs.state import remove_files
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

#: Folders of the output that Sphinx fills.
SPHINX_FOLDERS = ("_static", "_images", "_downloads", "_sources")
#: Characters that have to be escaped in a URL, but themes do not escape them in links to sources.
_NOT_IN_LINKS = re.compile(r"[#?%\\]")
#: The name of a temporary file of :func:`.write_atomic`.
_UNFINISHED = re.compile(r"\.[0-9a-f]{32}\.tmp")
#: Maximum number of paths that a warning lists.
_NAMED = 3


class OutputError(SphinxError):
    """A path that the build needs is taken by a file or folder that no build has written."""

    category = "Output error"


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
        if other := self.owner(claim.path):
            return other
        path = fold_path(claim.path)
        self._files[path] = claim
        while path := path.rpartition("/")[0]:
            if path in self._folders:
                break
            self._folders[path] = claim
        return None

    def owner(self, path: str) -> Claim | None:
        """Return the granted claim that conflicts with *path*, or None."""
        path = fold_path(path)
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
        if is_same and claim.yields and other.owner == _OTHER:
            getLogger(__name__).info("%s is left to another extension", claim.path)
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


# -- paths of the builder ------------------------------------------------------------------------


def page_file(builder: StandaloneHTMLBuilder, page: str) -> str:
    """Return the path of *page*, a docname or the name of a gathered page, in the output folder."""
    path = os.fspath(builder.get_output_path(page))
    return path[len(os.fspath(builder.outdir)) + 1 :].replace(os.sep, "/")


def source_suffix(env: BuildEnvironment, docname: str) -> str:
    """Return the suffix of the source of *docname*, in any Unicode form of the file name."""
    name = unicodedata.normalize("NFC", env.doc2path(docname, base=False).name)
    return name.removeprefix(docname.rpartition("/")[2])


def source_name(builder: StandaloneHTMLBuilder, docname: str) -> str:
    """Return the path in ``_sources`` of the copy of *docname*; empty if there is none.

    The copy is Markdown where we may change the page (:mod:`.source_copies`), else the source.
    Themes do not escape it in links, so characters with a meaning in URLs (``#``, ``?``, ``%``,
    backslash) become hyphens, and a digest is appended to the name.
    """
    config, env = builder.config, builder.env
    if not config.html_copy_source or not type(builder).copysource or is_placed(env, docname):
        return ""
    is_changed = changes_page(builder, docname)
    if is_changed and stores_context(builder):
        return ""  # SerializingHTMLBuilder would copy the source to any path that it is given
    suffix = ".md" if is_changed else source_suffix(env, docname)
    link_suffix = str(config.html_sourcelink_suffix)
    name = docname
    if _NOT_IN_LINKS.search(name):
        name = f"{_NOT_IN_LINKS.sub('-', name)}-{text_digest(name, 8)}"
    return name + suffix + ("" if suffix == link_suffix else link_suffix)


def document_files(builder: StandaloneHTMLBuilder, env: BuildEnvironment) -> set[str]:
    """Return the paths of the pages and the copied sources of all documents."""
    files = {page_file(builder, docname) for docname in env.found_docs}
    sources = (source_name(builder, docname) for docname in env.found_docs)
    return files | {f"_sources/{name}" for name in sources if name}


def sphinx_claims(builder: StandaloneHTMLBuilder) -> Iterator[Claim]:
    """Yield claims for what Sphinx itself writes, apart from the pages of documents."""
    pages = [name for name, _template in builder.config.html_additional_pages.items()]
    pages += [each[0] for each in getattr(builder, "domain_indices", ())]
    pages += ["search"] if getattr(builder, "search", False) else []
    pages += ["genindex"] if getattr(builder, "use_index", False) else []
    for name in pages:
        yield Claim(page_file(builder, name), f"Sphinx's page {name!r}")
    files = ["objects.inv", getattr(builder, "searchindex_filename", ""), ".buildinfo"]
    for name in filter(None, files):
        yield Claim(name, f"Sphinx's file {name}")


def author_files(builder: StandaloneHTMLBuilder) -> dict[str, Path]:
    """Return the sources of the author's files (``html_extra_path``) by their output paths.

    As in Sphinx, ``exclude_patterns`` applies, and of two files with one path the later one counts.
    """
    excluded = Matcher(builder.config.exclude_patterns)
    found: dict[str, Path] = {}
    for entry in builder.config.html_extra_path:
        source = Path(builder.confdir, entry)
        if source.is_file():
            found[source.name] = source
            continue
        for folder, folders, names in os.walk(source, followlinks=True):
            base = Path(folder).relative_to(source).as_posix()
            folders[:] = [name for name in folders if not excluded(f"{base}/{name}")]
            for name in names:
                if not excluded(f"{base}/{name}") and Path(folder, name).is_file():
                    found[str(PurePosixPath(base, name))] = Path(folder, name)
    # Sphinx reads it to find what to write again; that of another build would be wrong.
    found.pop(".buildinfo", None)
    return found


# -- the output folder ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OutputFolder:
    """The output folder during one build.

    :param root: the folder
    :param start: the time of its file system when the build began, in ns; None if that is
        earlier than the end of the last build, so that times cannot be compared
    :param owned: paths of the files that earlier builds recorded, which may be replaced and
        deleted. None without a record: then files that are older than this build are taken for the
        output of an earlier build, and may be replaced but not deleted
    """

    root: Path
    start: int | None
    owned: AbstractSet[str] | None
    #: Folders that exist and are not symbolic links, as far as checked.
    _clear: set[str] = field(default_factory=set, init=False)

    def has(self, path: str) -> bool:
        """Return whether there is a regular file at *path*; a symbolic link does not count."""
        status = _status(self.root / path)
        return status is not None and stat.S_ISREG(status.st_mode)

    def is_written_now(self, path: str) -> bool:
        """Return whether the file at *path* was written since the build began."""
        status = _status(self.root / path)
        return status is not None and self._is_new(status)

    def _is_new(self, status: os.stat_result) -> bool:
        if self.start is None:
            return False
        # A copy may keep the mtime of its source but not the ctime. On Windows st_ctime_ns is the
        # time of creation.
        times = (status.st_ctime_ns, status.st_mtime_ns)
        return (times[0] if os.name == "posix" else max(times)) >= self.start

    def is_foreign(self, path: str) -> bool:
        """Return whether another extension or program wrote the file at *path*.

        Must be called before this build writes the file.
        """
        status = _status(self.root / path)
        if status is None or not stat.S_ISREG(status.st_mode):
            return False
        return self._is_new(status) or (self.owned is not None and path not in self.owned)

    def clear_way(self, path: str) -> bool:
        """Delete what prevents writing a file at *path*: symbolic links, output of earlier builds.

        :return: whether there is a regular file at *path* already

        :raises OutputError: a file or folder that earlier builds did not write is in the way
        """
        parts = path.split("/")
        for length in range(1, len(parts)):
            folder = "/".join(parts[:length])
            if folder in self._clear:
                continue
            status = _status(self.root / folder)
            if status is None:
                return False
            if stat.S_ISDIR(status.st_mode):
                self._clear.add(folder)
                continue
            if not stat.S_ISLNK(status.st_mode) and folder not in (self.owned or ()):
                raise self._error(folder, "a folder", "a file")
            (self.root / folder).unlink()
            return False
        status = _status(self.root / path)
        if status is None:
            return False
        if stat.S_ISDIR(status.st_mode):
            found = (
                Path(folder, name).relative_to(self.root).as_posix()
                for folder, _folders, names in os.walk(self.root / path)
                for name in names
            )
            remove_files(self.root, [name for name in found if name in (self.owned or ())])
            # A folder without files may be deleted, whoever made it.
            _remove_empty(self.root / path)
            if (self.root / path).exists():
                raise self._error(path, "a file", "a folder")
        elif not stat.S_ISREG(status.st_mode):
            (self.root / path).unlink()
        return stat.S_ISREG(status.st_mode)

    def clear_folder(self, name: str) -> None:
        """Delete symbolic links at and below the folder *name*, which Sphinx would write through.

        :raises OutputError: there is a file at *name*
        """
        path = self.root / name
        status = _status(path)
        if status is None:
            return
        if stat.S_ISLNK(status.st_mode):
            path.unlink()
        elif not stat.S_ISDIR(status.st_mode):
            raise self._error(name, "a folder", "a file")
        for folder, folders, names in os.walk(path):
            for each in (*folders, *names):
                entry = Path(folder, each)
                if entry.is_symlink():
                    entry.unlink()

    def _error(self, path: str, wanted: str, found: str) -> OutputError:
        return OutputError(
            f"{self.root / path}: the build needs {wanted} here, but there is {found} that it did "
            "not write; move it away, or build into another folder"
        )


def _status(path: Path) -> os.stat_result | None:
    """Return the status of *path*, following no symbolic link; None if it does not exist."""
    try:
        return path.lstat()
    except (OSError, ValueError):
        return None


def file_time(folder: Path) -> int:
    """Return the current time of the file system of *folder*, in ns."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            return os.fstat(file.fileno()).st_mtime_ns
    except OSError:
        return time.time_ns()


def signature(path: Path) -> str:
    """Return size and time of the file at *path*, to compare later; empty if it does not exist."""
    status = _status(path)
    return f"{status.st_size} {status.st_mtime_ns}" if status is not None else ""


def _remove_unfinished(root: Path) -> None:
    """Delete the temporary files of :func:`.write_atomic` that a killed build has left."""
    for folder, _folders, names in os.walk(root):
        for name in names:
            if _UNFINISHED.fullmatch(name):
                Path(folder, name).unlink(missing_ok=True)


def _regular_files(root: Path) -> Iterator[str]:
    """Yield the paths of the regular files in *root*, following no symbolic link."""
    pending = [""]
    while pending:
        folder = pending.pop()
        with os.scandir(root / folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(f"{folder}{entry.name}/")
                elif entry.is_file(follow_symlinks=False):
                    yield f"{folder}{entry.name}"


def _remove_empty(folder: Path) -> None:
    """Delete *folder* and its subfolders if they contain no files."""
    for each, _folders, _names in os.walk(folder, topdown=False):
        try:
            Path(each).rmdir()
        except OSError:
            return


def _is_same(source: Path, target: Path) -> bool:
    """Return whether *target* is a copy of *source*, by size and then by time or content."""
    one, other = source.stat(), _status(target)
    if other is None or not stat.S_ISREG(other.st_mode) or one.st_size != other.st_size:
        return False
    return one.st_mtime_ns == other.st_mtime_ns or source.read_bytes() == target.read_bytes()


# -- one build -----------------------------------------------------------------------------------


class OutputPaths:
    """The paths of the output folder in one build, with their owners and the record of the last.

    :param start: the time when the build began, as of :func:`file_time`
    :param files: the paths that the last build wrote, those of documents included
    :param record: what :meth:`record` returned at the end of the last build
    :param extensions: names of the extensions that are used
    """

    def __init__(
        self, builder: StandaloneHTMLBuilder, start: int, files: Iterable[str],
        record: Mapping[str, Any], extensions: Iterable[str],
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
            root, start if trusted else None, owned | abandoned if owned else None
        )
        if record.get("open"):
            _remove_unfinished(root)
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
            other = Claim(claim.path, _OTHER if self.folder.is_written_now(claim.path) else _STRAY)
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
                if _is_same(source, target):
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
        there = set(_regular_files(self.folder.root))
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
        if not escapes_links(builder) and _NOT_IN_LINKS.search(docname):
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
_OTHER = "another extension"
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

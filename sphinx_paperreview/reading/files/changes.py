"""Find the documents whose sources have changed, by content; Sphinx compares only times.

The environment has the digests of all files that a document was read from, together with the
records of the document. It also has the digests of the doctrees: if a doctree or a file of records
beside it is missing or damaged, the document is read again.
"""

from __future__ import annotations

import ast
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.files.store import WORDS
from sphinx_paperreview.search.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.core.files.known_files import KnownFiles

#: A file by its path from the source folder, and the digest of its content.
Source = tuple[str, str]


def changed_documents(
    env: BuildEnvironment, data: Mapping[str, Any], known: KnownFiles, docnames: Iterable[str]
) -> list[str]:
    """Return those of *docnames* that have to be read again.

    Their source or a file that they depend on has changed, or their doctree or a file that is kept
    beside the doctrees is missing or damaged.

    :param data: the tables of the ``paper`` domain
    """
    doctreedir = Path(env.doctreedir)
    units, words = UNITS.path(doctreedir, "%s"), WORDS.path(doctreedir, "%s")
    patterns = str(units), str(words)
    doctrees = f"{doctreedir}{os.sep}%s.doctree"

    def is_whole(docname: str) -> bool:
        sources: tuple[Source, ...] = data["sources"].get(docname, ())
        if not sources or sources[0][0] != str(env.doc2path(docname, base=False)):
            return False
        if any(_digest(env, known, name) != value for name, value in sources):
            return False
        if known.digest(doctrees % docname) != data["doctrees"].get(docname):
            return False
        kept = [patterns[0] % name for name in data["search"].get(docname, ())]
        papers = data["papers"].get(docname, ())
        kept += [patterns[1] % name for name in {paper.words for paper in papers} if name]
        return all(map(known.seal, kept))

    return [docname for docname in docnames if not is_whole(docname)]


def unchanged_documents(
    env: BuildEnvironment, data: Mapping[str, Any], known: KnownFiles, docnames: Iterable[str]
) -> set[str]:
    """Return those of *docnames* that need not be read again, however new their files are.

    A document may also depend on files whose digests are not known, such as catalogs of messages:
    Sphinx adds them before it decides what is outdated, and drops them when it reads the document.

    :param data: the tables of the ``paper`` domain
    """
    digested = {docname: dict(data["sources"].get(docname, ())) for docname in docnames}
    found = {name for name, files in digested.items() if _dependencies(env, name) <= files.keys()}
    return found.difference(changed_documents(env, data, known, sorted(found)))


def _dependencies(env: BuildEnvironment, docname: str) -> set[str]:
    root = f"{env.srcdir}{os.sep}"
    return {str(path).removeprefix(root) for path in env.dependencies.get(docname, ())}


def _digest(env: BuildEnvironment, known: KnownFiles, name: str) -> str:
    return known.digest(os.path.join(env.srcdir, name))  # noqa: PTH118  # called often


def sources_before(
    env: BuildEnvironment, known: KnownFiles, docnames: Iterable[str]
) -> dict[str, Source]:
    """Return the source of each of *docnames*; called before they are read.

    So a file that changes while it is read has a different digest in the next build.
    """
    names = {docname: str(env.doc2path(docname, base=False)) for docname in docnames}
    return {docname: (name, _digest(env, known, name)) for docname, name in names.items()}


def sources_of(
    env: BuildEnvironment, known: KnownFiles, docname: str, before: Source | None
) -> tuple[Source, ...]:
    """Return the files that *docname* was read from, its own source first.

    :param before: its own source, as of :func:`sources_before`
    """
    name = str(env.doc2path(docname, base=False))
    own = before or (name, _digest(env, known, name))
    others = sorted(_dependencies(env, docname))
    return (own, *((other, _digest(env, known, other)) for other in others))


def note_doctrees(
    env: BuildEnvironment, known: KnownFiles, doctrees: dict[str, str]
) -> None:  # fmt: skip
    """Add to *doctrees* the digests of those that were written in this build."""
    for docname in sorted(env.all_docs.keys() - doctrees.keys()):
        path = Path(env.doctreedir, f"{docname}.doctree")
        doctrees[docname] = known.digest(str(path))


def code_digest(confdir: Path, known: KnownFiles) -> str:
    """Return a digest of the Python code of a project, which may affect all documents.

    It covers every function and class of ``conf.py``, and every module that was imported from its
    folder. Sphinx compares only the names of functions, and no modules.
    """
    modules = {
        os.path.relpath(name, confdir): known.digest(name)
        for name in sorted(_modules(f"{confdir}{os.sep}"))
    }
    return digest((_functions(confdir / "conf.py"), sorted(modules.items())))


def _functions(path: Path) -> tuple[str, ...]:
    """Return the functions and classes of the module at *path*, as they are parsed."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return ()
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
    return tuple(ast.dump(node) for node in ast.walk(tree) if isinstance(node, kinds))


def _modules(root: str) -> Iterator[str]:
    """Yield the files below *root* from which modules were imported, but for installed ones."""
    for module in list(sys.modules.values()):
        name = getattr(module, "__file__", None)
        if isinstance(name, str) and name.startswith(root) and "site-packages" not in name:
            yield name

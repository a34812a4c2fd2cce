"""Tables of contents of documents in little memory: as bytes, until someone asks for them.

Sphinx keeps one of each document in the environment, for toctrees and for the page. That of a post
with eight papers is some sixty nodes, each with five lists that are empty: 54 KB, four times as
much as everything else that is known of it, to be read and written by each build.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

from sphinx_paperreview._compat import use_contents
from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class PackedContents(MutableMapping[str, nodes.bullet_list]):
    """The tables of contents of documents by docname (``env.tocs``).

    One that is asked for stays as it is, so that it may be changed in place, until it is packed
    again. Once the environment is in its file (:meth:`settle`), no change would be kept.
    """

    def __init__(self, found: Mapping[str, nodes.bullet_list]) -> None:
        self._found: dict[str, nodes.bullet_list | bytes] = {**found}
        #: The bytes of those that were asked for, and that nobody changes any more.
        self._settled: dict[str, bytes] = {}

    def __getitem__(self, docname: str) -> nodes.bullet_list:
        """Return the table of contents of *docname*."""
        found = self._found[docname]
        if isinstance(found, bytes):
            self._settled[docname] = found
            # From the file of the environment, which is a pickle itself.
            found = pickle.loads(zlib.decompress(found))  # noqa: S301  # nosec B301
            self._found[docname] = found
        return found

    def __setitem__(self, docname: str, contents: nodes.bullet_list) -> None:
        """Set the table of contents of *docname*."""
        self._settled.pop(docname, None)
        self._found[docname] = contents

    def __delitem__(self, docname: str) -> None:
        """Delete the table of contents of *docname*."""
        self._settled.pop(docname, None)
        del self._found[docname]

    def __getstate__(self) -> dict[str, Any]:
        """Return what is kept in the file of the environment."""
        return {"_found": self._found}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take over what was kept."""
        self._found, self._settled = state["_found"], {}

    def __contains__(self, docname: object) -> bool:
        """Return whether *docname* has one, without a look at it."""
        return docname in self._found

    def __iter__(self) -> Iterator[str]:
        """Iterate over docnames."""
        return iter(self._found)

    def __len__(self) -> int:
        """Return how many documents have one."""
        return len(self._found)

    def pack(self, docname: str) -> None:
        """Make bytes of the table of contents of *docname*, if it has one."""
        found = self._found.get(docname, b"")
        if not isinstance(found, bytes):
            settled = self._settled.pop(docname, b"")
            self._found[docname] = settled or zlib.compress(
                pickle.dumps(found, pickle.HIGHEST_PROTOCOL), 1
            )

    def settle(self) -> None:
        """Take those that are asked for from now on as unchanged when they are packed again."""
        self._settled.clear()


def forget_purged(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget the table of contents of a document that is read again or gone (``env-purge-doc``).

    Sphinx would ask for it first, and it may have nodes of an extension that is gone.
    """
    if docname in env.tocs:
        del env.tocs[docname]


def pack_read(app: Sphinx, doctree: nodes.document) -> None:
    """Pack the table of contents of a document that was read (``doctree-read``)."""
    _pack(app.env, [app.env.docname])


def pack_merged(
    app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment
) -> None:
    """Pack the tables of contents that another process has read (``env-merge-info``)."""
    _pack(env, docnames)


def settle(app: Sphinx, builder: Builder) -> None:
    """Expect no more changes: section numbers are written already (``write-started``)."""
    if isinstance(found := cast("object", app.env.tocs), PackedContents):
        found.settle()


def pack_written(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Pack the table of contents of a page, unless others show it, too (``html-page-context``)."""
    if doctree is not None and pagename not in app.env.files_to_rebuild:
        _pack(app.env, [pagename])


def _pack(env: BuildEnvironment, docnames: Iterable[str]) -> None:
    """Pack the tables of contents of those of *docnames* that are ours."""
    for docname in filter(domain_of(env).has_records, docnames):
        _packed(env).pack(docname)


def _packed(env: BuildEnvironment) -> PackedContents:
    """Return the tables of contents of *env*, which are of this kind from now on."""
    found = cast("object", env.tocs)
    if not isinstance(found, PackedContents):
        found = PackedContents(env.tocs)
        use_contents(env, found)
    return found

"""Whether what stands around the text of gathered pages under another theme has changed.

Such a theme shows the toctrees of the project beside each page, and other extensions may add lists
of their own there. Nobody says what they show, so it is looked at: of the pages that are up to date
by themselves, one of each kind and folder is written again. If it comes out other than it was, so
would the others.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview.core.files.digests import bytes_digest
from sphinx_paperreview.outputs.paths.builder_files import page_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinx_paperreview.outputs.page import Page


class Samples:
    """The pages to be written again, and those that are outdated if these come out different.

    :param pages: gathered pages that are up to date by themselves, and in the output
    :param alone: names of pages whose surroundings are like those of no other page
    """

    def __init__(
        self, builder: StandaloneHTMLBuilder, pages: Iterable[Page], alone: Collection[str]
    ) -> None:
        self._builder = builder
        groups: dict[tuple[str, str, str], list[Page]] = {}
        for page in pages:
            # Links start from the folder of the address, as those of a frame do.
            folder = posixpath.dirname(builder.get_target_uri(page.name).rstrip("/"))
            name = page.name if page.name in alone else ""
            groups.setdefault((folder, page.kind, name), []).append(page)
        self._groups = [(self._content(group[0]), group) for group in groups.values()]

    def _content(self, page: Page) -> str:
        file = Path(self._builder.outdir, page_file(self._builder, page.name))
        return bytes_digest(file.read_bytes())

    @property
    def pages(self) -> list[Page]:
        """The pages to be written again, one of each kind and folder."""
        return [group[0] for _content, group in self._groups]

    def outdated(self) -> list[Page]:
        """Return the pages that need to be written as well, after :attr:`pages` were."""
        return [
            page
            for content, (first, *rest) in self._groups
            if rest and self._content(first) != content
            for page in rest
        ]

"""Files beside the pages: feeds, exports, what machines read (``build-finished``).

Each is described before it is made: a digest of what it is made of decides whether it has to be
written at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import quote, urljoin

from sphinx_paperreview import __version__
from sphinx_paperreview.core.digests import digest
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.outputs.page import Page

#: What an address may hold as it is, in the words of RFC 3986; a builder's escapes stay.
_SAFE = "%/?:@!$&'()*+,;=-._~#"


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of the output folder: where it lies, what decides its content, how it is made."""

    #: Path from the output folder, with slashes.
    name: str
    #: Of everything that the content depends on.
    digest: str
    make: Callable[[], bytes]


class Site:
    """What the makers of files need to know of a site that is built.

    :param pages: every gathered page of the site, for those who list pages
    """

    def __init__(self, builder: StandaloneHTMLBuilder, pages: Sequence[Page] = ()) -> None:
        self.builder = builder
        self.pages = pages
        self._urls: dict[str, str] = {}
        domain = domain_of(builder.env)
        self.archive: Archive = domain.archive
        self.settings: Settings = domain.settings

    @property
    def env(self) -> BuildEnvironment:
        """Return the environment of the build."""
        return self.builder.env

    @property
    def config(self) -> Config:
        """Return the project's configuration."""
        return self.builder.config

    @property
    def base(self) -> str:
        """Return the site's address with a slash at its end; ``/`` where none is configured."""
        return base_url(self.builder)

    def url(self, page: str, anchor: str = "") -> str:
        """Return the address of *page* (a docname or a gathered page), absolute if the base is."""
        uri = self._urls.get(page)
        if uri is None:
            uri = urljoin(self.base, quote(self.builder.get_target_uri(page), safe=_SAFE))
            self._urls[page] = uri
        return f"{uri}#{anchor}" if anchor else uri

    def file_url(self, name: str) -> str:
        """Return the address of the file *name* of the output folder."""
        return self.base + name

    def image_url(self, image: str) -> str:
        """Return the address of a post's *image*; nothing for a file that is not there."""
        if is_web(image):
            return image
        name = self.env.images[image][1] if image in self.env.images else ""
        return f"{self.base}{self.builder.imagedir}/{quote(name)}" if name else ""

    def exports(self, name: str) -> bool:
        """Tell whether ``paperreview_exports`` asks for the files called *name*."""
        return name in self.settings.exports

    @cached_property
    def addresses(self) -> str:
        """Return a digest of what every address depends on, and the head of every file."""
        config, settings = self.config, self.settings
        return digest((
            __version__, self.base, self.builder.name, self.builder.link_suffix, config.root_doc,
            config.project, config.language, settings.description, sorted(settings.urls.items()),
        ))  # fmt: skip

    @cached_property
    def page_digests(self) -> dict[str, str]:
        """Return the digest of each gathered page by its name."""
        return {page.name: page.digest for page in self.pages}

    @cached_property
    def own_files(self) -> frozenset[str]:
        """Names of the files that the author puts into the output folder (``html_extra_path``)."""
        names: set[str] = set()
        for entry in self.config.html_extra_path:
            path = Path(self.builder.confdir, entry)
            found = path.rglob("*") if path.is_dir() else (path,)
            root = path if path.is_dir() else path.parent
            names |= {file.relative_to(root).as_posix() for file in found if file.is_file()}
        return frozenset(names)


def base_url(builder: StandaloneHTMLBuilder) -> str:
    """Return the address of the site with a slash at its end; ``/`` where none is configured."""
    return cast("str", builder.config.html_baseurl).rstrip("/") + "/"

"""Files beside the pages: feeds, exports, what machines read (``build-finished``).

Each is described before it is made: a digest of what it is made of decides whether it has to be
written at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from urllib.parse import urljoin

from sphinx_paperreview.domain import domain_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive import Archive
    from sphinx_paperreview.config import Settings


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the output folder: where it lies, what decides its content, how it is made."""

    #: Path from the output folder, with slashes.
    name: str
    #: Of everything that the content depends on.
    digest: str
    make: Callable[[], bytes]


class OutputSite:
    """What the makers of files need to know of a site that is built."""

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self.builder = builder
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
        uri = urljoin(self.base, self.builder.get_target_uri(page))
        return f"{uri}#{anchor}" if anchor else uri

    def file_url(self, name: str) -> str:
        """Return the address of the file *name* of the output folder."""
        return self.base + name


def base_url(builder: StandaloneHTMLBuilder) -> str:
    """Return the address of the site with a slash at its end; ``/`` where none is configured."""
    return cast("str", builder.config.html_baseurl).rstrip("/") + "/"

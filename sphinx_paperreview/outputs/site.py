"""A site that is built, and the files beside its pages (feeds, exports), not yet made.

Each file is described by a digest of all it is made of. It is made and written only if that
digest is not the one of the last build (:mod:`sphinx_paperreview.outputs.state`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from sphinx_paperreview.citations.library import PaperLibrary
from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.files.package import package_digest
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.outputs.page import Described
    from sphinx_paperreview.outputs.paths.claims import Claim

#: Characters that are not escaped in a path: those that RFC 3986 allows, and ``%``, as a builder
#: may have escaped others already.
_SAFE = "%/?:@!$&'()*+,;=-._~#"


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of the output folder that is not made yet."""

    #: Path from the output folder, with slashes.
    name: str
    #: Digest of everything that the content depends on.
    digest: str
    #: Returns the content.
    make: Callable[[], bytes]
    #: What asks for the path, where it is not we ourselves.
    claim: Claim | None = None


class Site:
    """A site that is built: its archive, settings and addresses.

    :param pages: every gathered page of the site, for the sitemap and other lists of pages
    :param library: the citations that its pages show, if it has some
    """

    def __init__(
        self, builder: StandaloneHTMLBuilder, pages: Sequence[Described] = (),
        library: PaperLibrary | None = None,
    ) -> None:  # fmt: skip
        self.builder = builder
        self.pages = pages
        self._library = library
        self._urls: dict[str, str] = {}
        self._document_digests: dict[str, str] = {}
        #: Digests of papers by their keys (:func:`.papers_json.paper_digest`).
        self.paper_digests: dict[str, str] = {}
        #: Names of the kept texts of other archives, once the search index is described.
        self.other_units: set[str] = set()
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
        """Return ``html_baseurl`` with a slash at its end; ``/`` if it is empty."""
        return base_url(self.builder)

    @property
    def has_address(self) -> bool:
        """Whether ``html_baseurl`` says where the site is: it has a scheme and a host.

        Where a host tells the address to its own builds alone, projects set a path for all others:
        ``os.environ.get("READTHEDOCS_CANONICAL_URL", "/")``.
        """
        return is_web(self.base)

    def url(self, page: str, anchor: str = "") -> str:
        """Return the address of *page*, a docname or the name of a gathered page.

        It is absolute if the site :attr:`has an address <has_address>`, else it begins with ``/``.
        """
        uri = self._urls.get(page)
        if uri is None:
            uri = self.base + self.place(page)
            self._urls[page] = uri
        return f"{uri}#{anchor}" if anchor else uri

    def place(self, page: str) -> str:
        """Return the address of *page* from the root of the site, escaped."""
        return quote(self.builder.get_target_uri(page), safe=_SAFE)

    @cached_property
    def library(self) -> PaperLibrary:
        """The citations of the papers of the site, which pages and bibliographies share."""
        return self._library or PaperLibrary(self.archive)

    @cached_property
    def languages(self) -> dict[str, str]:
        """The language tags (BCP 47) of ``paperreview_languages``, each with the site's address.

        An address ends with a slash. There are none where the setting does not name this build.
        """
        known = {tag(code): url.rstrip("/") + "/" for code, url in self.settings.languages.items()}
        return known if tag(self.config.language) in known else {}

    def translations(self, page: str) -> list[tuple[str, str]]:
        """Return language and address of *page* in each of ``paperreview_languages``.

        ``x-default``, the first of them, is for readers of other languages. It is empty where the
        setting does not name this build.
        """
        found = [(code, url + self.place(page)) for code, url in self.languages.items()]
        return [*found, ("x-default", found[0][1])] if found else []

    def file_url(self, name: str) -> str:
        """Return the address of the file *name* of the output folder."""
        return self.base + name

    def image_url(self, image: str) -> str:
        """Return the address of *image*, a URL or a path; empty if there is no such file."""
        if is_web(image):
            return image
        name = self.env.images[image][1] if image in self.env.images else ""
        return f"{self.base}{self.builder.imagedir}/{quote(name)}" if name else ""

    def exports(self, name: str) -> bool:
        """Return whether ``paperreview_exports`` names the kind of file *name*."""
        return name in self.settings.exports

    @cached_property
    def addresses(self) -> str:
        """Digest of what every address depends on, and of what each file says about the site."""
        config, settings = self.config, self.settings
        return digest((
            package_digest(), self.base, self.builder.name, self.builder.link_suffix,
            config.root_doc, config.project, config.language, settings.description,
            sorted(settings.urls.items()),
        ))  # fmt: skip

    def document_digest(self, docname: str) -> str:
        """Return a digest of what files of papers show of the document *docname*."""
        if docname not in self._document_digests:
            post, title = self.archive.post(docname), self.env.titles.get(docname)
            shown: object = title.astext() if title is not None else docname
            if post:
                updated = self.archive.updated(post).isoformat()
                shown = updated, post.title, self.archive.people(post)
            self._document_digests[docname] = digest(shown)
        return self._document_digests[docname]

    @cached_property
    def page_digests(self) -> dict[str, str]:
        """Digests of the gathered pages by name."""
        return {page.name: page.digest for page in self.pages}


def tag(language: str) -> str:
    """Return *language* as BCP 47 writes it: ``zh-CN`` for ``zh_CN``."""
    return language.replace("_", "-")


def base_url(builder: StandaloneHTMLBuilder) -> str:
    """Return ``html_baseurl`` with a slash at its end; ``/`` if it is empty."""
    return cast("str", builder.config.html_baseurl).rstrip("/") + "/"

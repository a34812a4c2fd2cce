"""Where the site generators that a source folder was written for serve its documents.

Each has a :class:`~sphinx_paperreview.reading.layouts.configuration.Program`, in a module of its
own.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.files.generators import site_generator
from sphinx_paperreview.reading.layouts import (
    astro,
    books,
    dendron,
    docusaurus,
    eleventy,
    hugo,
    jekyll,
    jupyter_book,
    logseq,
    mkdocs,
    obsidian,
    pelican,
    quarto,
    quartz,
    schemas,
    vitepress,
)
from sphinx_paperreview.reading.layouts.configuration import SiteFolder
from sphinx_paperreview.reading.layouts.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from os import PathLike

    from sphinx_paperreview.reading.files.generators import Generator
    from sphinx_paperreview.reading.layouts.configuration import Program

#: Most folders directly in the source folder that are asked for a site.
MAX_FOLDERS = 200
#: Folders that hold no site of their own.
_OTHERS = frozenset({"node_modules", "build", "public", "_site", "vendor", "static", "themes"})
#: Of Gatsby, whose configuration is a program, nothing is known.
_PROGRAMS: Mapping[Generator, Program] = {
    "Astro": astro.PROGRAM,
    "Contentlayer": schemas.CONTENTLAYER,
    "Dendron": dendron.PROGRAM,
    "Docusaurus": docusaurus.PROGRAM,
    "Eleventy": eleventy.PROGRAM,
    "GitBook": books.GITBOOK,
    "Hexo": jekyll.HEXO,
    "Hugo": hugo.PROGRAM,
    "Jekyll": jekyll.JEKYLL,
    "Jupyter Book": jupyter_book.PROGRAM,
    "Logseq": logseq.PROGRAM,
    "mdBook": books.MDBOOK,
    "MkDocs": mkdocs.PROGRAM,
    "Nuxt Content": schemas.NUXT,
    "Obsidian": obsidian.PROGRAM,
    "Pelican": pelican.PROGRAM,
    "Quarto": quarto.PROGRAM,
    "Quartz": quartz.PROGRAM,
    "Velite": schemas.VELITE,
    "VitePress": vitepress.VITEPRESS,
    "VuePress": vitepress.VUEPRESS,
}


def read_layout(srcdir: str | PathLike[str]) -> Layout:
    """Return the layout of the source folder: of a site in it, or in a folder directly in it."""
    return Layout.joined(
        part for root in _roots(srcdir) for part in _parts(SiteFolder(srcdir, root))
    )


def _parts(site: SiteFolder) -> Iterator[Layout]:
    """Yield what each program that made a site of the folder says; nothing if none did."""
    found = site_generator(Path(site.srcdir, site.root))
    if found:
        yield Layout(found, (site.root,))
    for name in sorted(found):
        if program := _PROGRAMS.get(name):
            yield program.layout_of(site)


def _roots(srcdir: str | PathLike[str]) -> Iterator[str]:
    yield ""
    try:
        with os.scandir(srcdir) as entries:
            names = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return
    free = [name for name in names if not name.startswith((".", "_")) and name not in _OTHERS]
    yield from free[:MAX_FOLDERS]


def read_configuration(folder: str | PathLike[str], generator: Generator) -> dict[str, Any]:
    """Return what the configuration of *generator* in *folder* says, as far as it is literal.

    Empty if there is none or if it cannot be read.
    """
    program = _PROGRAMS.get(generator)
    return program.configuration(SiteFolder(folder)) if program else {}

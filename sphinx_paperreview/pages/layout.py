"""Digest of what affects every page: configuration, code, templates, style sheets and scripts.

Sphinx writes a checksum of each style sheet and script into the pages (``my.css?v=…``), but does
not write the pages again when one of these files changes.
"""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import docutils
import sphinx

from sphinx_paperreview._compat import translations_file
from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.files.package import package_digest
from sphinx_paperreview.outputs.state import config_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.extension import Extension

    from sphinx_paperreview.core.files.known_files import KnownFiles

#: Suffixes of files that have a checksum in pages, and of templates of such files.
_ASSETS = (".css", ".js", ".css_t", ".js_t", ".css.jinja", ".js.jinja")


def layout_digest(
    builder: StandaloneHTMLBuilder,
    extensions: Mapping[str, Extension],
    code: str,
    known: KnownFiles,
) -> str:
    """Return a digest of what affects every page of *builder*.

    :param code: digest of the code of the project
    """
    info, config = builder.build_info, builder.config
    themes = [Path(folder) for folder in builder.theme.get_theme_dirs()]
    templates = [Path(builder.confdir, name) for name in config.templates_path]
    static = [Path(builder.confdir, name) for name in config.html_static_path]
    static += [folder / "static" for folder in themes]
    versions = sorted((name, str(each.version)) for name, each in extensions.items())
    return digest((
        package_digest(), sphinx.__version__, docutils.__version__, version("pygments"), versions,
        info.config_hash, info.tags_hash, config_digest(config), code,
        tuple(_contents(known, themes, ())), tuple(_contents(known, templates, ())),
        tuple(_contents(known, static, _ASSETS)), known.digest(str(translations_file(builder))),
    ))  # fmt: skip


def _contents(
    known: KnownFiles, paths: Iterable[Path], suffixes: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Yield name and digest of the files at and below *paths*.

    :param suffixes: those of the files; if empty, all files outside of folders ``static``
    """
    for path in paths:
        if path.is_file():
            yield path.name, known.digest(str(path))
        for folder, folders, names in os.walk(path):
            if not suffixes and "static" in folders:
                folders.remove("static")
            folders.sort()
            for name in sorted(names):
                if not suffixes or name.endswith(suffixes):
                    file = os.path.join(folder, name)  # noqa: PTH118  # called often
                    yield os.path.relpath(file, path), known.digest(file)

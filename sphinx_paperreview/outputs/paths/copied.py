"""Files that Sphinx copies to the output: images, downloads, static files, sources of documents.

Sphinx does not copy a file again if the copy has the same size and time, although the content may
differ; and it never deletes the copy of a static file that no longer exists.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.matching import DOTFILES, Matcher

from sphinx_paperreview.core.builders import stores_context, writes_html
from sphinx_paperreview.core.files.store import write_atomic
from sphinx_paperreview.domain.builders import html_builder
from sphinx_paperreview.outputs.paths.builder_files import author_files
from sphinx_paperreview.outputs.paths.copied_files import copied_files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.core.files.known_files import KnownFiles

#: Suffixes of static files that are templates; Sphinx renders them in every build.
_TEMPLATES = ("_t", ".jinja")


def check_copied(app: Sphinx) -> None:
    """Raise :exc:`~sphinx.errors.ConfigError` for folders that have no end (``builder-inited``)."""
    if writes_html(app.builder):
        builder = html_builder(app.builder)
        static_files(builder)
        author_files(builder)


def static_files(builder: StandaloneHTMLBuilder) -> dict[str, str]:
    """Return the static files of themes and of the project by their paths in the output."""
    config, found = builder.config, dict[str, str]()
    excluded = Matcher([*config.exclude_patterns, "**/.*"])
    themes = [] if stores_context(builder) else builder.theme.get_theme_dirs()
    folders = [
        *((Path(folder, "static"), DOTFILES, "the theme")
          for folder in reversed(themes)),
        *((Path(builder.confdir, name), excluded, "html_static_path")
          for name in config.html_static_path),
    ]  # fmt: skip
    for folder, left_out, setting in folders:
        for name, path in copied_files(folder, left_out, setting):
            target = next((name.removesuffix(e) for e in _TEMPLATES if name.endswith(e)), name)
            found[f"_static/{target}"] = path
    return found


def document_copies(builder: StandaloneHTMLBuilder, env: BuildEnvironment) -> dict[str, str]:
    """Return the images and downloads of documents by their paths in the output."""
    images = {f"{builder.imagedir}/{name}": path for path, (_docs, name) in env.images.items()}
    others = {f"_downloads/{name}": path for path, (_docs, name) in env.dlfiles.items()}
    return {target: str(Path(env.srcdir, path)) for target, path in (images | others).items()}


def refresh(outdir: Path, copies: Mapping[str, str], known: KnownFiles) -> None:
    """Write again the *copies* with the size and time of their source but other content.

    :param copies: the path of each source by the path of its copy, relative to *outdir*
    """
    for target, source in copies.items():
        path = os.path.join(outdir, target)  # noqa: PTH118  # called often
        try:
            one, other = os.stat(source), os.stat(path)  # noqa: PTH116  # called often
        except (OSError, ValueError):
            continue
        if one.st_size != other.st_size or one.st_mtime != other.st_mtime:
            continue
        if not source.endswith(_TEMPLATES) and known.digest(source) != known.digest(path):
            write_atomic(Path(path), Path(source).read_bytes())
            shutil.copystat(source, path)

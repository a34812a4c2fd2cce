"""Files that Sphinx copies to the output: images, downloads, static files, sources of documents.

Sphinx does not copy a file again if the copy has the same size and time, although the content may
differ; and it never deletes the copy of a static file that no longer exists.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview.core.files.store import write_atomic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.core.files.known_files import KnownFiles

#: Suffixes of static files that are templates; Sphinx renders them in every build.
_TEMPLATES = ("_t", ".jinja")


def static_files(builder: StandaloneHTMLBuilder) -> dict[str, str]:
    """Return the static files of themes and of the project by their paths in the output."""
    config, found = builder.config, dict[str, str]()
    paths = [Path(folder, "static") for folder in reversed(builder.theme.get_theme_dirs())]
    paths += [Path(builder.confdir, name) for name in config.html_static_path]
    for path in paths:
        if path.is_file():
            found[f"_static/{path.name}"] = str(path)
        for folder, folders, names in os.walk(path, followlinks=True):
            folders[:] = [name for name in folders if not name.startswith(".")]
            below = os.path.relpath(folder, path).replace(os.sep, "/")
            for name in names:
                target = next((name.removesuffix(e) for e in _TEMPLATES if name.endswith(e)), name)
                if not name.startswith("."):
                    place = target if below == "." else f"{below}/{target}"
                    found[f"_static/{place}"] = os.path.join(folder, name)  # noqa: PTH118  # often
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

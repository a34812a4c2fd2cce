"""Documents that are read again although their source has not changed."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.core.model import Link


def reread_linking(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return documents that link to a document which was added or removed (``env-get-outdated``).

    MyST decides while reading whether ``[text](other.md)`` is a document, by the existence of the
    file. The MDX parser decides it while writing, so MDX files need not be read again.
    """
    links: dict[str, tuple[Link, ...]] = env.domains["paper"].data["links"]
    suffixes = app.config.source_suffix
    return sorted(
        docname
        for docname, found in links.items()
        if docname in env.found_docs
        and suffixes.get(env.doc2path(docname).suffix) != "mdx"
        and any(link.type == "myst" and _is_outdated(env, link, tuple(suffixes)) for link in found)
    )


def _is_outdated(env: BuildEnvironment, link: Link, suffixes: tuple[str, ...]) -> bool:
    target = _target_document(env, link)
    if not target:
        return False
    exists = target in env.found_docs or any(
        Path(env.srcdir, target + suffix).is_file() for suffix in suffixes
    )
    return exists != (link.domain == "doc")


def _target_document(env: BuildEnvironment, link: Link) -> str:
    """Return the docname that a link of Markdown names, whether it exists or not."""
    if link.domain == "doc":
        return link.target
    path = link.target.partition("#")[0]
    if not path:
        return ""
    folder = "" if path.startswith("/") else posixpath.dirname(link.docname)
    return env.path2doc(posixpath.normpath(posixpath.join(folder, path.lstrip("/")))) or ""

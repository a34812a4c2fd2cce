"""Documents that are read again though their source did not change."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.core.model import Link


def hide_outputs(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Take out Markdown that a build wrote to a folder within the sources (``env-get-outdated``).

    Sphinx leaves out its own ``_sources`` alone; the folders of its output hold ``.buildinfo``.
    """
    built: dict[str, bool] = {"": False}

    def is_built(folder: str) -> bool:
        if folder not in built:
            own = Path(env.srcdir, folder, ".buildinfo").is_file()
            built[folder] = own or is_built(posixpath.dirname(folder))
        return built[folder]

    hidden = {docname for docname in env.found_docs if is_built(posixpath.dirname(docname))}
    _take_out(hidden, env, added, changed, removed)
    return []


def _take_out(
    hidden: set[str], env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> None:
    added -= hidden
    changed -= hidden
    removed |= hidden & env.all_docs.keys()
    env.project.docnames -= hidden


def reread_linking(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Have documents read again that link to what came or went (``env-get-outdated``).

    MyST decides while it reads whether ``[text](other.md)`` is a document, by looking for the
    file. Our own parser leaves that to the time of writing.
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
    target = target_document(env, link)
    if not target:
        return False
    there = target in env.found_docs or any(
        Path(env.srcdir, target + suffix).is_file() for suffix in suffixes
    )
    return there != (link.domain == "doc")


def target_document(env: BuildEnvironment, link: Link) -> str:
    """Return the document that a link of Markdown means, whether it exists or not."""
    if link.domain == "doc":
        return link.target
    path = link.target.partition("#")[0]
    if not path:
        return ""
    folder = "" if path.startswith("/") else posixpath.dirname(link.docname)
    return env.path2doc(posixpath.normpath(posixpath.join(folder, path.lstrip("/")))) or ""

"""Documents that are read again although their source has not changed."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview.mdx.language import Language, is_in_docusaurus

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.core.model import Link
    from sphinx_paperreview.mdx.language import Reading


def reread_linking(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return documents that link to a document which was added or removed (``env-get-outdated``).

    MyST decides while reading whether ``[text](other.md)`` is a document, by the existence of the
    file. Our parser decides it while writing, so that its documents need not be read again.
    """
    links: dict[str, tuple[Link, ...]] = env.domains["paper"].data["links"]
    readings: dict[str, Reading] = env.domains["paper"].data["readings"]
    suffixes = app.config.source_suffix
    return sorted(
        docname
        for docname, found in links.items()
        if docname in env.found_docs
        and (docname not in readings or readings[docname].language is Language.MYST)
        and any(link.type == "myst" and _is_outdated(env, link, tuple(suffixes)) for link in found)
    )


def reread_in_docusaurus(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return documents whose language is another because a Docusaurus site came or went.

    The event is ``env-get-outdated``.
    """
    readings: dict[str, Reading] = env.domains["paper"].data["readings"]
    return sorted(
        docname
        for docname, reading in readings.items()
        if docname in env.found_docs
        and reading.is_docusaurus is not None
        and reading.is_docusaurus != is_in_docusaurus(env, docname)
    )


def _is_outdated(env: BuildEnvironment, link: Link, suffixes: tuple[str, ...]) -> bool:
    target = _target_document(env, link)
    if not target:
        return False
    exists = target in env.found_docs or any(
        os.path.isfile(Path(env.srcdir, target + suffix))  # noqa: PTH113  # false for names that the system refuses
        for suffix in suffixes
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

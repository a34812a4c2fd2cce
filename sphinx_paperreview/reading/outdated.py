"""Documents that are read again although their source has not changed."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    domain: Any = env.domains["paper"]
    links: dict[str, tuple[Link, ...]] = domain.data["links"]
    suffixes = app.config.source_suffix
    return sorted(
        docname
        for docname, found in links.items()
        if docname in env.found_docs
        and suffixes.get(env.doc2path(docname).suffix) != "mdx"
        and any(link.type == "myst" and _is_outdated(env, link, tuple(suffixes)) for link in found)
    )


def reread_finding(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return documents for whose addresses another file is found now (``env-get-outdated``).

    A file was added in a place that was searched in vain, or another file has the name that was
    searched for anywhere. With the path under which a site is served all of them may change.
    """
    domain: Any = env.domains["paper"]
    if domain.data["bases"] != domain.layout.bases:
        domain.data["bases"] = domain.layout.bases
        return sorted(env.found_docs & env.all_docs.keys())
    sought: dict[str, tuple[str, ...]] = domain.data["sought"]
    named: dict[str, tuple[tuple[str, str], ...]] = domain.data["named"]
    root = str(env.srcdir)
    found = {
        docname
        for docname, paths in sought.items()
        if any(os.path.isfile(os.path.join(root, path)) for path in paths)  # noqa: PTH113, PTH118  # often
    }
    found |= {
        docname
        for docname, answers in named.items()
        if any(domain.file_names.find(name) != path for name, path in answers)
    }
    return sorted(found & env.found_docs)


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

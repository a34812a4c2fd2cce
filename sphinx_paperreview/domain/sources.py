"""Event handlers by which documents are read again when their content has changed, and only then.

What they decide is in :mod:`sphinx_paperreview.reading.files.changes`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.reading.files.changes import (
    changed_documents,
    code_digest,
    sources_before,
    sources_of,
    unchanged_documents,
)
from sphinx_paperreview.reading.hidden import own_tags

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def leave_unchanged(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Read none of our documents again that is merely newer (``env-get-outdated``).

    After a checkout all are. Of other documents Sphinx alone decides: they may depend on more than
    they say, and be touched for that.
    """
    domain = domain_of(env)
    ours = filter(domain.has_records, sorted(changed - env.reread_always))
    changed -= unchanged_documents(env, domain.data, domain.known_files, ours)
    return []


def reread_changed(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the documents whose sources have changed (``env-get-outdated``)."""
    domain = domain_of(env)
    known = (env.found_docs & env.all_docs.keys()) - added - changed
    code = digest((code_digest(Path(app.confdir), domain.known_files), own_tags(app)))
    if code != domain.data["code"]:
        domain.data["code"] = code
        return sorted(known)
    return changed_documents(env, domain.data, domain.known_files, sorted(known))


def note_sources(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Store digests of the sources that are about to be read (``env-before-read-docs``)."""
    domain = domain_of(env)
    domain.sources_before = sources_before(env, domain.known_files, docnames)


def note_read(app: Sphinx, document: nodes.document) -> None:
    """Store digests of the files that a document was read from (``doctree-read``)."""
    domain, docname = domain_of(app.env), app.env.docname
    before = domain.sources_before.get(docname)
    domain.data["sources"][docname] = sources_of(app.env, domain.known_files, docname, before)

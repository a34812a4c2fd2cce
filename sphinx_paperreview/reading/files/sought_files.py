"""Files that addresses of documents name: where they were looked for, and what is found now."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def reread_finding(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return documents for whose addresses another file is found now (``env-get-outdated``).

    A file was added in a place that was searched in vain, or another file has the name that was
    searched for anywhere. With the program of a site, or the path under which it is served, all of
    them may change.
    """
    domain: Any = env.domains["paper"]
    site = (*domain.layout.bases, *sorted(domain.layout.generators))
    if domain.data["bases"] != site:
        domain.data["bases"] = site
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

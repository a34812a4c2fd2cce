"""Digest of all that pages and files beside pages are made of.

As long as it is the same, none of them has to be described to see that it is up to date.
"""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import ENV_PICKLE_FILENAME

from sphinx_paperreview.core.digests import digest
from sphinx_paperreview.outputs.state import config_digest
from sphinx_paperreview.reading.publishing import has_hidden_source
from sphinx_paperreview.search.backends import engine_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_paperreview.core.image_copies import PictureCopies
    from sphinx_paperreview.domain.domain import PaperDomain


def site_digest(
    domain: PaperDomain, copies: PictureCopies, layout: str, author: Iterable[str],
    sought: Iterable[str],
) -> str:  # fmt: skip
    """Return the digest, or an empty text where it cannot be told.

    Fonts of social cards and the program Pagefind are not part of the project, so what they make
    is described in each build.

    :param layout: a digest of what shapes every page
    :param author: paths of the author's own files in the output
    :param sought: names of documents that count if there is a source that is not published
    """
    env, known, settings = domain.env, domain.known_files, domain.settings
    if settings.social_cards or engine_of(settings) == "pagefind":
        return ""
    # All records are in it; it is written only if a document was read.
    kept = known.digest(str(Path(env.doctreedir, ENV_PICKLE_FILENAME)))
    if not kept:
        return ""
    names = sorted(env.images)
    if settings.citation_style.endswith(".csl"):
        names.append(settings.citation_style)
    files = [known.digest(os.path.join(env.srcdir, name)) for name in names]  # noqa: PTH118  # often
    return digest((
        kept, layout, config_digest(env.config, whole=True), version("pillow"),
        sorted(env.found_docs), sorted(copies.items()), files, sorted(author),
        domain.read_beside(), [name for name in sorted(sought) if has_hidden_source(env, name)],
    ))  # fmt: skip

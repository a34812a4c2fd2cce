"""Links to papers whose host ``paperreview fetch`` has asked: ``linkcheck`` need not ask again.

arXiv wants three seconds between two requests and closes to whoever asks faster; what stands
behind doi.org often refuses programs. The builder knows neither, and an archive has hundreds of
links to both.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview._compat import is_set
from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core.builders import checks_links
from sphinx_paperreview.core.files.committed import CommittedFileError
from sphinx_paperreview.core.files.lockfile import read_lockfile
from sphinx_paperreview.core.papers.identifiers import (
    canonical_url,
    identify,
    is_identifier,
    pdf_url,
)
from sphinx_paperreview.domain.scope import changes_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder


def ignore_known(app: Sphinx, builder: Builder) -> None:
    """Ignore links to papers of the lockfile (``write-started``), unless the project says which.

    ``linkcheck`` lists them as ignored. A lockfile that cannot be read has been warned of.
    """
    name = "linkcheck_ignore"
    if not checks_links(builder) or is_set(app.config, name) or not changes_site(builder):
        return
    lock = settings_of(app.config).lock
    try:
        papers = read_lockfile(Path(app.srcdir, lock)).papers if lock else {}
    except CommittedFileError:
        return
    keys = sorted(key for key, entry in papers.items() if entry.metadata.title)
    # The builder tries one expression after the other: one for all takes least.
    if known := "|".join(_patterns(keys)):
        app.config[name] = [rf"(?i)https?://(?:{known})(?:v\d+)?(?:\.pdf)?(?:#.*)?$"]


def _patterns(keys: list[str]) -> Iterator[str]:
    for key in keys:
        if (paper := identify(key)) is not None and is_identifier(paper):
            for address in {canonical_url(paper): 0, pdf_url(paper): 0}:
                if address:
                    yield re.escape(address.partition("://")[2])

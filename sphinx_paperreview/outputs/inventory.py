"""``objects.inv``, which is not written again by a build in which nothing is new."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import INVENTORY_FILENAME

from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from sphinx.builders import Builder


def inventory_digest(builder: Builder) -> str:
    """Return the digest of the inventory in the output folder; empty if there is none."""
    path = Path(builder.outdir, INVENTORY_FILENAME)
    return domain_of(builder.env).known_files.digest(str(path))


def keep_inventory(builder: Builder, known: str) -> None:
    """Keep *builder* from writing the inventory if it is there as the last build wrote it.

    Sphinx writes it in each build, which takes a tenth of one in which nothing is new. Can go when
    Sphinx does so only if an object has changed.

    :param known: what :func:`inventory_digest` returned at the end of the last build
    """
    if known and known == inventory_digest(builder):
        vars(builder)["dump_inventory"] = lambda: None

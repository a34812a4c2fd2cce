"""``objects.inv``, which is not written again by a build in which no object is new."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import INVENTORY_FILENAME

from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from sphinx_paperreview.domain.domain import PaperDomain


def inventory_digest(builder: Builder) -> str:
    """Return the digest of the inventory in the output folder; empty if there is none."""
    path = Path(builder.outdir, INVENTORY_FILENAME)
    return domain_of(builder.env).known_files.digest(str(path))


def objects_digest(domain: PaperDomain) -> str:
    """Return a digest of the objects in the inventory but for those of *domain* and their labels.

    These are as they were where :func:`.facts_digest` is.
    """
    ours, domains = domain.data["labels"], domain.env.domains.sorted()
    others = [each for each in domains if each is not domain]
    found = [
        sorted(each for each in other.get_objects() if each[0] not in ours) for other in others
    ]
    return digest(found)


def keep_inventory(builder: Builder, known: str) -> None:
    """Keep *builder* from writing the inventory if it is there as the last build wrote it.

    Sphinx writes it in each build, which takes a tenth of one in which nothing is new, and a
    twentieth of one in which only a text is. Can go when Sphinx does so only if an object has
    changed.

    :param known: what :func:`inventory_digest` returned at the end of the last build
    """
    if known and known == inventory_digest(builder):
        vars(builder)["dump_inventory"] = lambda: None

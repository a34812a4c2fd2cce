"""The generators whose sites ``paperreview import`` reads."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """A site generator."""

    DOCUSAURUS = "docusaurus"
    JEKYLL = "jekyll"
    HUGO = "hugo"
    ABLOG = "ablog"
    QUARTO = "quarto"

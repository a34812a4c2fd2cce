"""The hosts that ``paperreview init`` writes files for."""

from __future__ import annotations

from enum import StrEnum


class Host(StrEnum):
    """A service that builds the site and serves it."""

    GITHUB = "github-pages"
    GITLAB = "gitlab"
    READTHEDOCS = "readthedocs"

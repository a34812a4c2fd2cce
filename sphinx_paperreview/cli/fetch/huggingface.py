"""Hugging Face: the repository with the code of a paper, and its project page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.cli.fetch.arxiv import Arxiv
from sphinx_paperreview.cli.fetch.client import ServiceError
from sphinx_paperreview.cli.fetch.service import Service, read_json
from sphinx_paperreview.core.files.lockfile import checked_metadata

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_paperreview.core.model import Metadata, PaperId


class HuggingFace(Service):
    """The pages of papers at Hugging Face.

    Source: https://huggingface.co/docs/hub/api and https://huggingface.co/docs/hub/rate-limits
    (500 requests in five minutes).
    """

    name = "huggingface"
    label = "Hugging Face"
    fields = ("code", "project")
    pause = 0.6
    home = "https://huggingface.co"
    # Most papers have no page there.
    absence_is_final = True

    @classmethod
    def knows(cls, identifier: PaperId) -> bool:
        """Return whether *identifier* is an arXiv identifier of the form used since 2007."""
        return Arxiv.knows(identifier) and "/" not in identifier.value

    def ask(self, papers: Sequence[PaperId]) -> dict[str, Metadata]:
        """Ask for the only paper in *papers*."""
        paper = papers[0]
        found = read_json(self.client, f"{self.url}/api/papers/{paper.value}")
        if found is None:
            return {}
        if found.get("id") != paper.value:
            raise ServiceError("answers for another paper")
        addresses = {"code": found.get("githubRepo"), "project": found.get("projectPage")}
        return {paper.key: checked_metadata(addresses)}

"""What every service has in common.

An answer is taken for the paper that it names itself, never for the one that was asked for;
every value passes :func:`~sphinx_paperreview.lockfile.checked_metadata`.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from sphinx_paperreview.cli.fetch.client import ServiceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_paperreview.cli.fetch.client import Client
    from sphinx_paperreview.core.model import Metadata, PaperId


class Service(ABC):
    """One service on the web: for which papers it is asked, and what it tells of them."""

    #: As it stands in the lockfile, and as people call it.
    name: ClassVar[str]
    label: ClassVar[str]
    #: Fields of :class:`~sphinx_paperreview.model.Metadata` that come from here.
    fields: ClassVar[tuple[str, ...]]
    #: Least seconds between two requests, and most papers in one.
    pause: ClassVar[float]
    size: ClassVar[int] = 1
    #: Where it is asked, unless a site has a mirror of its own.
    home: ClassVar[str]
    #: Whether it is asked a second time for what it does not know.
    retry_unknown: ClassVar[bool] = False
    #: Whether it need not be asked again in the next run for what it does not know.
    absence_is_final: ClassVar[bool] = False

    def __init__(self, client: Client, url: str) -> None:
        self.client = client
        self.url = url.rstrip("/")

    @classmethod
    @abstractmethod
    def knows(cls, identifier: PaperId) -> bool:
        """Tell whether papers such as *identifier* are asked for here."""

    @abstractmethod
    def ask(self, papers: Sequence[PaperId]) -> dict[str, Metadata]:
        """Return what is known of *papers*, at most :attr:`size`, by key.

        Those that the service does not know are left out. Raise
        :exc:`~sphinx_paperreview.fetch.client.ServiceError` if nothing can be told.
        """


def read_json(client: Client, url: str) -> dict[str, Any] | None:
    """Return the mapping at *url*; None where the service does not know of it."""
    answer = client.get(url)
    if answer.status in {404, 410}:
        return None
    if answer.status != 200:
        raise ServiceError(f"answers {answer.status}")
    try:
        value = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise ServiceError("answers with something that is no JSON") from error
    if not isinstance(value, dict):
        raise ServiceError("answers with something that is no mapping")
    return value

"""The base class of all services.

Metadata is stored for the paper that the answer names, not for the paper that was asked for.
Every value passes :func:`~sphinx_paperreview.core.files.lockfile.checked_metadata`.
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
    """A web service: which papers it knows, and which metadata it has of them."""

    #: Its name in the lockfile.
    name: ClassVar[str]
    #: Its name in messages.
    label: ClassVar[str]
    #: The fields of :class:`~sphinx_paperreview.core.model.Metadata` that it fills.
    fields: ClassVar[tuple[str, ...]]
    #: Minimum number of seconds between two requests.
    pause: ClassVar[float]
    #: Maximum number of papers in one request.
    size: ClassVar[int] = 1
    #: The address of its interface, unless the environment names a mirror.
    home: ClassVar[str]
    #: Whether papers that it did not return are asked for a second time in the same run.
    retry_unknown: ClassVar[bool] = False
    #: Whether a paper that it does not know is recorded as asked, so that no later run asks again.
    absence_is_final: ClassVar[bool] = False

    def __init__(self, client: Client, url: str) -> None:
        self.client = client
        self.url = url.rstrip("/")

    @classmethod
    @abstractmethod
    def knows(cls, identifier: PaperId) -> bool:
        """Return whether this service is asked for a paper such as *identifier*."""

    @abstractmethod
    def ask(self, papers: Sequence[PaperId]) -> dict[str, Metadata]:
        """Return the metadata of *papers*, at most :attr:`size`, by key.

        Papers that the service does not know are left out. Raise
        :exc:`~sphinx_paperreview.cli.fetch.client.ServiceError` if it gives no usable answer.
        """


def read_json(client: Client, url: str) -> dict[str, Any] | None:
    """Return the JSON object at *url*; None for the status 404 or 410.

    Raise :exc:`~sphinx_paperreview.cli.fetch.client.ServiceError` for any other answer.
    """
    answer = client.get(url)
    if answer.status in {404, 410}:
        return None
    if answer.status != 200:
        raise ServiceError(f"answers {answer.status}")
    try:
        value = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise ServiceError("answers with something that is not JSON") from error
    if not isinstance(value, dict):
        raise ServiceError("answers with something that is not a JSON object")
    return value

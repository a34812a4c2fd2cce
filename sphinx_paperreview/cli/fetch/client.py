"""An HTTP client of one service: it names itself, waits between requests, and gives up.

It is built on ``requests``; ``urllib3``'s :class:`~urllib3.util.Retry` repeats failed requests.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import threading
import time
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import requests
import urllib3.exceptions
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3.util import Retry

from sphinx_paperreview import __version__
from sphinx_paperreview.core import urls
from sphinx_paperreview.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from urllib3.response import BaseHTTPResponse

#: Maximum of an answer in bytes, decompressed; a hundred abstracts are a tenth of it.
LARGEST = 8 * 1024 * 1024
#: Maximum wait before a request is repeated, in seconds, and maximum number of repetitions.
_LONGEST_WAIT, _REPEATS = 120, 4
#: Maximum time for a whole answer, in timeouts.
WHOLE = 4
#: Seconds after which a network that does not answer is none.
PATIENCE = 3.0
#: Maximum number of redirects of one request.
_REDIRECTS = 5
#: Status codes after which a request is repeated.
_REPEATED = (429, 500, 502, 503, 504)
#: Number of characters of a header that are searched, and of one that a message quotes.
_HEADER, _QUOTED = 1024, 80


class ServiceError(Exception):
    """A service gave no usable answer; the text is a sentence without its subject, the service.

    :param status: of its answer; 0 if none arrived
    """

    def __init__(self, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.status = status


class OfflineError(ServiceError):
    """No service can be reached at all."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a service: 200, or a status that is not a failure of the service (404)."""

    status: int
    body: bytes


class _Retry(Retry):
    """Repetitions that wait at least the pause of the service, and a limited time.

    ``backoff_factor`` is that pause.
    """

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> Self:
        """Count a repetition; close *response*, which urllib3 would read to its end."""
        if response is not None:
            response.close()
        return super().increment(method, url, response, *args, **kwargs)

    def get_backoff_time(self) -> float:
        """Return the seconds before the next try, also before the first repetition."""
        return max(self.backoff_factor, super().get_backoff_time())

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        """Return the seconds that *response* asks to wait: ``Retry-After`` or ``RateLimit``."""
        try:
            seconds = super().get_retry_after(response)
        except (urllib3.exceptions.InvalidHeader, ValueError, OverflowError):
            seconds = None  # no number and no day, or one that is too large
        if seconds is None and response.status == 429:
            # Hugging Face sends RateLimit: "api";r=0;t=55
            match = re.search(r";\s*t=(\d{1,9})", response.headers.get("RateLimit", "")[:_HEADER])
            seconds = float(match[1]) if match else None
        if seconds is not None and seconds > _LONGEST_WAIT:
            raise ServiceError(f"asks to wait {min(seconds, 1e9):.0f} s")
        return max(seconds, self.backoff_factor) if seconds is not None else None


class _Deadline:
    """Cuts the connection of a request that takes longer than it may.

    ``requests`` bounds only the wait for each part, so a service that sends its headers one byte a
    minute would be waited for without end.

    :param seconds: for one try, from the request to the last byte of the answer
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.passed = False
        self._timer: threading.Timer | None = None

    @property
    def reason(self) -> str:
        """Return the text of a :exc:`ServiceError` for an answer that is too slow."""
        return f"has not answered whole within {self.seconds:g} s"

    def start(self, connection: Any) -> None:
        """Begin to count, for a try over *connection*."""
        self.stop()
        self.passed = False
        self._timer = threading.Timer(self.seconds, self._cut, [connection.sock])
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        """Let the connection be."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _cut(self, sock: socket.socket | None) -> None:
        self.passed = True
        if sock is not None:
            with contextlib.suppress(OSError):
                # Not the method of an SSL socket, which would be changed under its reader.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


class _Surroundings:
    """Keeps a service on the web from sending a request on into the network of this machine.

    A redirect, or a service of names that answers differently the second time, could else make this
    command ask what only this machine reaches.
    """

    def __init__(self) -> None:
        self._begins_outside: bool | None = None

    def begin(self) -> None:
        """Forget the requests before: the next one is to an address that the author names."""
        self._begins_outside = None

    def check(self, connected: socket.socket) -> None:
        """Raise :exc:`ServiceError` if *connected* leads inside, and the first request outside."""
        host = connected.getpeername()[0].partition("%")[0]  # without the zone of IPv6
        is_outside = ipaddress.ip_address(host).is_global
        if self._begins_outside is None:
            self._begins_outside = is_outside
        elif self._begins_outside and not is_outside:
            raise ServiceError(f"leads to {host}, an address within this network; it is not asked")


class _Adapter(HTTPAdapter):
    """Checks each connection by *surroundings*, and starts the *deadline* of each try."""

    def __init__(self, retry: Retry, deadline: _Deadline, surroundings: _Surroundings) -> None:
        self._deadline = deadline
        self._surroundings = surroundings
        super().__init__(max_retries=retry)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """Return the pool of connections, which are checked and count the time of an answer."""
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        kind = type(pool).ConnectionCls
        deadline, surroundings = self._deadline, self._surroundings

        class Connection(kind):  # type: ignore[misc,valid-type]  # one of two classes of urllib3
            def connect(self) -> None:
                super().connect()
                surroundings.check(self.sock)

            def putrequest(self, *args: Any, **kwargs: Any) -> None:
                if self.sock is not None:  # a connection that is used again
                    surroundings.check(self.sock)
                super().putrequest(*args, **kwargs)

            def getresponse(self) -> Any:
                deadline.start(self)
                try:
                    return super().getresponse()
                except (OSError, HTTPException, urllib3.exceptions.HTTPError) as error:
                    if deadline.passed:  # not to be repeated
                        raise ServiceError(deadline.reason) from error
                    raise

        Connection.__name__ = kind.__name__
        pool.ConnectionCls = Connection
        return pool


class _Session(requests.Session):
    """Leaves redirects alone: :class:`Client` follows them."""

    def get_redirect_target(self, _response: requests.Response) -> None:
        """Return none; of a redirect, requests would read the body to its end."""


class Client:
    """Sends requests to one service, one after the other.

    :param pause: minimum number of seconds between two requests
    :param timeout: seconds to wait for a connection, and for each part of an answer
    :param mailto: mail address for the ``User-Agent``; empty: none is sent
    """

    def __init__(self, *, pause: float, timeout: float, mailto: str = "") -> None:
        self.pause = pause
        self.timeout = timeout
        self._last = float("-inf")
        self._session = _Session()
        self._session.headers["User-Agent"] = f"sphinx-paperreview/{__version__}" + (
            f" (mailto:{mailto})" if mailto else ""
        )
        # Proxies are taken from the environment, passwords (.netrc) are not.
        self._session.auth = _no_authentication
        retry = _Retry(
            total=_REPEATS,
            connect=1,
            backoff_factor=pause,
            backoff_max=_LONGEST_WAIT,
            status_forcelist=_REPEATED,
            allowed_methods={"GET"},
            raise_on_status=False,
        )
        self._deadline = _Deadline(WHOLE * timeout)
        self._surroundings = _Surroundings()
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, _Adapter(retry, self._deadline, self._surroundings))

    def __enter__(self) -> Self:
        """Return the client itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close its connections."""
        self._session.close()

    def get(self, url: str, params: Mapping[str, str | int] | None = None) -> Answer:
        """Return the answer at *url* with the query *params*, or where it redirects to.

        Raise :exc:`ServiceError` for a status that is not 200, 400, 404 or 410 after all
        repetitions, where no answer arrives, and for a redirect that is not followed.
        """
        self._wait()
        self._surroundings.begin()
        try:
            for _ in range(_REDIRECTS + 1):
                found = self._ask(url, params)
                if isinstance(found, Answer):
                    return found
                url, params = found, None
            raise ServiceError(f"redirects more than {_REDIRECTS} times")
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            if self._deadline.passed:
                raise ServiceError(self._deadline.reason) from error
            raise ServiceError(self._reason(error)) from error
        finally:
            self._deadline.stop()
            self._last = time.monotonic()

    def _ask(self, url: str, params: Mapping[str, str | int] | None) -> Answer | str:
        """Return the answer at *url*, or the address to which it redirects."""
        with self._session.get(url, params=params, timeout=self.timeout, stream=True) as response:
            self._note_limits(response.headers)
            if response.is_redirect:
                return _target(response)
            if response.status_code not in {200, 400, 404, 410}:
                reason = one_line(response.reason or "")[:_QUOTED]
                raise ServiceError(f"answers {response.status_code} {reason}", response.status_code)
            return Answer(response.status_code, self._body(response))

    def _wait(self) -> None:
        left = self._last + self.pause - time.monotonic()
        if left > 0:
            time.sleep(left)

    def _body(self, response: requests.Response) -> bytes:
        """Return the body of *response*; raise :exc:`ServiceError` if it is too long or slow."""
        body = bytearray()
        while chunk := response.raw.read1(65536, decode_content=True):
            body += chunk
            if len(body) > LARGEST:
                raise ServiceError(f"answers with more than {LARGEST >> 20} MiB")
        if self._deadline.passed:  # a connection that is cut may look like an end
            raise ServiceError(self._deadline.reason)
        return bytes(body)

    def _note_limits(self, headers: Mapping[str, str]) -> None:
        """Lengthen the pause if headers, such as those of Crossref, ask for it."""
        limit = re.fullmatch(r"\d{1,6}", headers.get("X-Rate-Limit-Limit", ""))
        interval = re.fullmatch(r"(\d{1,6})s?", headers.get("X-Rate-Limit-Interval", ""))
        if limit and interval and int(limit[0]):
            self.pause = max(self.pause, min(int(interval[1]) / int(limit[0]), _LONGEST_WAIT))

    def _reason(self, error: Exception) -> str:
        """Return the text of a :exc:`ServiceError` for *error*."""
        cause = getattr(error.args[0], "reason", error) if error.args else error
        if isinstance(cause, urllib3.exceptions.NameResolutionError):
            return "is not found by its name; is there a network?"
        if isinstance(cause, urllib3.exceptions.NewConnectionError):
            return "cannot be reached"
        if isinstance(cause, (requests.Timeout, urllib3.exceptions.TimeoutError)):
            return f"does not answer within {self.timeout:g} s"
        if isinstance(cause, (requests.exceptions.SSLError, urllib3.exceptions.SSLError)):
            return "has no certificate that is trusted here"
        if isinstance(cause, (requests.ConnectionError, urllib3.exceptions.ProtocolError)):
            return "breaks the connection"
        return f"cannot be asked ({type(cause).__name__})"


def is_offline(urls: Iterable[str]) -> bool:
    """Return whether no host of *urls* accepts a connection within :data:`PATIENCE`.

    Nothing is sent. Where a proxy is set, nothing is known, and the answer is false.
    """
    places = {_place(url) for url in urls if not get_environ_proxies(url)}
    known = {place for place in places if place is not None}
    if not known or len(known) < len(places):
        return False
    answered = threading.Event()
    open_places = len(known)
    lock = threading.Lock()

    def try_one(place: tuple[str, int]) -> None:
        nonlocal open_places
        try:
            socket.create_connection(place, timeout=PATIENCE).close()
        except OSError:
            with lock:
                open_places -= 1
                if not open_places:
                    answered.set()
        else:
            answered.set()

    # The look-up of a name cannot be interrupted, so that it is not waited for.
    for place in known:
        threading.Thread(target=try_one, args=(place,), daemon=True).start()
    return not answered.wait(PATIENCE) or not open_places


def _place(url: str) -> tuple[str, int] | None:
    """Return host and port of a web address; None for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}[parts.scheme]
    except (ValueError, KeyError):
        return None
    return (parts.hostname, port) if parts.hostname else None


def _target(response: requests.Response) -> str:
    """Return the address to which *response* redirects.

    Raise :exc:`ServiceError` if it is none of the web.
    """
    written = response.headers["Location"]
    target = urls.clean_address(urls.join(response.url, written))
    if target is None or not urls.is_web(target):
        shown = one_line(written)[:_QUOTED]
        raise ServiceError(f"redirects to “{shown}”, which is no address of the web")
    return target


def _no_authentication(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Leave *request* without a user name and a password."""
    return request

"""A local server that answers as arXiv, Crossref and Hugging Face do."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest

from sphinx_paperreview.cli.fetch import client

if TYPE_CHECKING:
    from collections.abc import Iterator

FEED = """\
<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/1</id>
  <title>arXiv Query: search_query=&amp;id_list=&amp;start=0&amp;max_results=10</title>
  <link href="https://arxiv.org/api/query?search_query=" type="application/atom+xml"/>
  <opensearch:totalResults>1</opensearch:totalResults>
{}</feed>
"""
ERROR = """\
  <entry>
    <id>https://arxiv.org/api/errors#incorrect_id_format</id>
    <title>Error</title>
    <summary>incorrect id format</summary>
  </entry>
"""


@dataclass
class Reply:
    """A response that is sent instead of the usual answer."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    #: Whether the body never comes.
    silent: bool = False
    #: The part that comes without end, a byte at a time, each in less than a timeout.
    slow: str = ""


def entry(name: str, *, version: int = 1, title: str = "", **more: str) -> str:
    """Return an entry of arXiv's feed, its lines broken as there."""
    title = title or f"A study of\n  {name}"
    extra = "".join(f"<arxiv:{key}>{escape(text)}</arxiv:{key}>" for key, text in more.items())
    return f"""\
  <entry>
    <id>http://arxiv.org/abs/{name}v{version}</id>
    <title>{escape(title)}</title>
    <updated>2025-11-20T10:00:00Z</updated>
    <link href="https://arxiv.org/abs/{name}v{version}" rel="alternate" type="text/html"/>
    <summary>We study &lt;b&gt; and $x$.
  It works.</summary>
    <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.AI" scheme="http://arxiv.org/schemas/atom"/>
    <category term="68T50; 90C99" scheme="http://arxiv.org/schemas/atom"/>
    <published>2025-11-13T18:59:57Z</published>
    <arxiv:primary_category term="cs.AI"/>
    <author><name>José García</name></author>
    <author><name>김민수</name></author>
    {extra}
  </entry>
"""


@dataclass
class Services:
    """The data of the server, its requests, and responses to send first."""

    url: str = ""
    #: Entries of arXiv by id; works by DOI; papers of Hugging Face by id.
    arxiv: dict[str, str] = field(default_factory=dict)
    crossref: dict[str, dict[str, Any]] = field(default_factory=dict)
    huggingface: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: Ids for which arXiv refuses a whole list.
    refused: set[str] = field(default_factory=set)
    #: The requests: service, path or identifiers, headers.
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    instead: dict[str, deque[Reply]] = field(default_factory=lambda: defaultdict(deque))
    #: The seconds of each call of :func:`time.sleep`, which does not wait in tests.
    waits: list[float] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def questions(self, service: str) -> list[str]:
        """Return the requests to *service*, in order."""
        return [what for name, what, _headers in self.asked if name == service]

    def answer(self, path: str, headers: dict[str, str]) -> Reply:
        """Return the response for *path*."""
        parts = urlsplit(path)
        service, _, rest = parts.path.strip("/").partition("/")
        if service == "arxiv":
            query = parse_qs(parts.query)
            rest = query["id_list"][0]
            count = int(query["max_results"][0])
        self.asked.append((service, unquote(rest), headers))
        if self.instead[service]:
            return self.instead[service].popleft()
        if service == "arxiv":
            names = rest.split(",")
            assert count == len(names)
            # As arXiv: in an order of its own, the unknown left out.
            found = [self.arxiv[name] for name in sorted(names) if name in self.arxiv]
            text = FEED.format(ERROR if self.refused & set(names) else "".join(found))
            return Reply(200, text.encode())
        known = self.crossref if service == "crossref" else self.huggingface
        name = unquote(rest.removeprefix("works/").removeprefix("api/papers/"))
        if name not in known:
            return Reply(404, b"Resource not found.")
        return Reply(200, json.dumps(known[name]).encode())


def _handler(services: Services) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle(self) -> None:
            # A client that is stopped closes its connections.
            with contextlib.suppress(ConnectionError):
                super().handle()

        def do_GET(self) -> None:
            reply = services.answer(self.path, dict(self.headers))
            if reply.slow:
                self.close_connection = True
                self.send_slowly(reply.slow)
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if reply.silent:
                services.released.wait()
            try:
                self.wfile.write(reply.body)
            except OSError:
                self.close_connection = True

        def send_slowly(self, part: str) -> None:
            chunked = "Transfer-Encoding: chunked\r\n\r\n"
            start, text = {
                "status": ("", "HTTP/1.1 200 O" + "K" * 1000),
                "headers": ("HTTP/1.1 200 OK\r\n", "X: " + "y" * 1000),
                "body": ("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", "z" * 1000),
                "chunks": (f"HTTP/1.1 200 OK\r\n{chunked}", "0" * 1000),
                "informational": ("", "HTTP/1.1 100 Continue\r\n\r\n" * 100),
            }[part]
            self.wfile.write(start.encode())
            for char in text:
                self.wfile.write(char.encode())
                if services.released.wait(0.02):
                    return

        def log_message(self, *_arguments: object) -> None:
            pass

    return Handler


def closed_address() -> str:
    """Return an address of this machine at which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """Start the server, direct all requests to it, and do not wait between them."""
    found = Services()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(found))
    found.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    for name in ("arxiv", "crossref", "huggingface"):
        monkeypatch.setenv(f"PAPERREVIEW_{name.upper()}_URL", f"{found.url}/{name}")
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "PAPERREVIEW_MAILTO"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763942400")  # 2025-11-24
    monkeypatch.setattr(time, "sleep", found.waits.append)
    # Between two requests passes no time but what is waited.
    clock = SimpleNamespace(monotonic=lambda: sum(found.waits), sleep=found.waits.append)
    monkeypatch.setattr(client, "time", clock)
    # The server is there, however long it takes to be told.
    monkeypatch.setattr(client, "PATIENCE", 60.0)
    try:
        yield found
    finally:
        found.released.set()
        server.shutdown()
        server.server_close()
        thread.join()

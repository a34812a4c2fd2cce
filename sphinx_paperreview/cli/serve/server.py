"""The pages of a preview on loopback, and the events that tell browsers of changes.

Every page gets a script, which listens to the events, and a line at its top if it is not published.
Nothing is added to the files. Requests under another name than that of this machine are refused: a
site on the web could otherwise have its own name point here and read the drafts (DNS rebinding).
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import stat
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sphinx_paperreview.core.files.digests import bytes_digest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The names of this machine that a browser may use.
HOSTS = ("127.0.0.1", "localhost")
#: Addresses of our own, beside those of the site.
_OWN = "/_paperreview"
_HEAD = re.compile(rb"<head\b[^<>]*+>", re.IGNORECASE)
_BODY = re.compile(rb"<body\b[^<>]*+>", re.IGNORECASE)
_HEADERS = {
    "cache-control": "no-store",
    # No other site may show or read what is here.
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
_LINES = {
    "draft": "Draft: not published",
    "scheduled": "Scheduled: not published before its date",
    "expired": "Expired: no longer published",
    "doubt": "Not published, as what it says of itself is not understood",
}
_LINE = (
    '<div role="note" class="paperreview-unpublished" data-state="{0}" style="all:initial;'
    "display:block;box-sizing:border-box;padding:.5rem 1rem;background:#7a3e00;color:#fff;"
    'font:600 .9375rem/1.4 system-ui,sans-serif;text-align:center">{1}</div>'
)
_WAITING = (
    b'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
    b'content="width=device-width"><meta name="color-scheme" content="light dark"><title>%s'
    b'</title></head><body style="font:1rem/1.5 system-ui,sans-serif;padding:2rem">'
    b"<p>%s</p></body></html>"
)


class Hub:
    """What browsers are told: the state of the preview, and that their page has changed.

    :param output: the folder of the pages
    """

    def __init__(self, output: Path) -> None:
        self._output = output
        self._browsers: dict[asyncio.Queue[tuple[str, str] | None], tuple[str, str]] = {}
        self._state: dict[str, Any] = {"phase": "building", "message": "", "problems": []}
        self._unpublished: Mapping[str, str] = {}
        self.closed = False

    @property
    def is_built(self) -> bool:
        """Whether there has been a build."""
        return bool(self._state["phase"] == "ready")

    def page(self, file: str) -> tuple[bytes, str, str]:
        """Return content, state and digest of the page *file*; all empty if there is none."""
        path = Path(os.path.normpath(self._output / file))
        state = self._unpublished.get(file, "")
        try:
            if not path.resolve().is_relative_to(self._output.resolve()):
                return b"", "", ""
            data = path.read_bytes()
        except (OSError, ValueError):
            return b"", "", ""
        return data, state, bytes_digest(data + state.encode(), 16)

    def set_state(self, **changes: Any) -> None:
        """Change the state, and tell every browser."""
        self._state |= changes
        for queue in self._browsers:
            queue.put_nowait(("state", json.dumps(self._state)))

    def set_unpublished(self, unpublished: Mapping[str, str]) -> None:
        """Set why pages are not published, by their paths."""
        self._unpublished = unpublished

    def tell_changes(self, *, everything: bool = False) -> None:
        """Have browsers load their page again if it is not what they show, or *everything*."""
        for queue, (file, seen) in self._browsers.items():
            digest = self.page(file)[2]
            if everything or digest != seen:
                self._browsers[queue] = file, digest
                queue.put_nowait(("reload", file))

    async def events(self, file: str, seen: str) -> AsyncIterator[bytes]:
        """Yield the events for a browser that shows *file* in the form *seen*."""
        queue: asyncio.Queue[tuple[str, str] | None] = asyncio.Queue()
        self._browsers[queue] = file, seen
        try:
            yield _event("state", json.dumps(self._state))
            if self.page(file)[2] != seen:
                yield _event("reload", file)
            while not self.closed and (event := await queue.get()) is not None:
                yield _event(*event)
        finally:
            del self._browsers[queue]

    def close(self) -> None:
        """End the events, so that the server can end."""
        self.closed = True
        for queue in self._browsers:
            queue.put_nowait(None)


def _event(name: str, data: str) -> bytes:
    return f"event: {name}\ndata: {data}\n\n".encode()


class _Pages(StaticFiles):
    """The files of the output; pages with our script, and our line where it is due."""

    def __init__(self, hub: Hub, output: Path) -> None:
        super().__init__(directory=output, html=True, check_dir=False)
        self._hub = hub
        self._root = os.path.realpath(output)

    async def check_config(self) -> None:
        """Accept a folder that the first build has not made yet."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a page with what it needs for the preview, and any other file as it is."""
        if scope["method"] not in {"GET", "HEAD"}:
            return PlainTextResponse("Method not allowed\n", 405, {"allow": "GET, HEAD"})
        try:
            full, status = self.lookup_path(path)
        except (OSError, ValueError):
            full, status = "", None
        if status is None:
            return self._missing(path)
        is_folder = stat.S_ISDIR(status.st_mode)
        if is_folder and (not scope["path"].endswith("/") or not full.endswith(".html")):
            full = os.path.join(full, "index.html")  # noqa: PTH118  # as the other paths here
            if not self._hub.page(self._name(full))[2]:
                return self._missing(path)
        if not full.endswith((".html", ".htm")) or (is_folder and scope["path"][-1:] != "/"):
            response: Response = await super().get_response(path, scope)
            return response
        file = self._name(full)
        data, state, digest = self._hub.page(file)
        return HTMLResponse(_with_preview(data, file, digest, state))

    def _name(self, path: str) -> str:
        return os.path.relpath(path, self._root).replace(os.sep, "/")

    def _missing(self, path: str) -> Response:
        """Return the page of what is not there, which is replaced once it is."""
        wanted = "index.html" if path == "." else Path(path).as_posix()
        data = self._hub.page("404.html")[0] if self._hub.is_built else b""
        if not data:
            words = b"There is no such page." if self._hub.is_built else b"The site is being built."
            data = _WAITING % (words, words)
        return HTMLResponse(_with_preview(data, wanted, "", ""), 404 if self._hub.is_built else 503)


def _with_preview(data: bytes, file: str, digest: str, state: str) -> bytes:
    """Return the page *data* with our script, and a line for a *state*."""
    script = (
        f'<script src="{_OWN}/preview.js" data-file="{escape(file)}" data-seen="{digest}" '
        "defer></script>"
    ).encode()
    data = _insert(data, _HEAD, script)
    if state:
        line = _LINE.format(escape(state), escape(_LINES.get(state, state)))
        data = _insert(data, _BODY, line.encode())
    return data


def _insert(data: bytes, tag: re.Pattern[bytes], what: bytes) -> bytes:
    found = tag.search(data)
    place = found.end() if found else 0
    return data[:place] + what + data[place:]


class _Headers:
    """Adds :data:`_HEADERS` to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
                names = {name for name, _value in added}
                kept = [each for each in message["headers"] if each[0].lower() not in names]
                message = {**message, "headers": [*kept, *added]}
            await send(message)

        await self._app(scope, receive, send_with_headers)


def make_application(hub: Hub, output: Path) -> Starlette:
    """Return the web application that shows the pages in the folder *output*."""
    script = files(__package__).joinpath("preview.js").read_text(encoding="utf-8")

    async def events(request: Request) -> Response:
        # Browsers say where a request comes from; a page of another site gets nothing.
        if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return PlainTextResponse("Refused\n", 403)
        query = request.query_params
        stream = hub.events(unquote(query.get("file", "")), query.get("seen", ""))
        return StreamingResponse(stream, media_type="text/event-stream")

    async def preview(request: Request) -> Response:
        return Response(script, media_type="text/javascript")

    return Starlette(
        routes=[
            Route(f"{_OWN}/events", events),
            Route(f"{_OWN}/preview.js", preview),
            Mount("/", _Pages(hub, output)),
        ],
        middleware=[
            Middleware(_Headers),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS), www_redirect=False),
        ],
    )

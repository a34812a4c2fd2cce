"""``paperreview fetch``: what is asked, what is kept, and what happens when a service fails."""

from __future__ import annotations

import io
import json
import re
import socket
import sys
import threading
from collections import deque
from typing import TYPE_CHECKING, Any

import pytest
import requests

from sphinx_paperreview import __version__
from sphinx_paperreview.cli import main
from sphinx_paperreview.cli.fetch import client as client_module
from tests.cli.conftest import FEED, Reply, closed_address, entry
from tests.harness import CONF, write_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Services
    from tests.harness import Built

POST = """\
# 2025-11-14 논문

## 1. [Étude](https://arxiv.org/abs/2511.10643v1) `google`

글. [둘](https://arxiv.org/abs/2501.00002) 과 [셋](https://openreview.net/forum?id=abcdef).

## 2. [학술지](https://doi.org/10.1145/3612345)

글.
"""
WORK = {
    "status": "ok",
    "message-type": "work",
    "message": {
        "DOI": "10.1145/3612345",
        "title": ["Réseaux &amp; <i>graphes</i>"],
        "subtitle": ["Une étude"],
        "author": [
            {"given": "민수", "family": "김", "sequence": "first"},
            {"name": "The Consortium", "sequence": "additional"},
        ],
        "container-title": ["ACM Computing Surveys"],
        "published": {"date-parts": [[2024, 3, 5]]},
        "abstract": "<jats:title>Abstract</jats:title><jats:p>A &lt; B.</jats:p><jats:p>C.</jats:p>",
    },
}
PLACES = {
    "id": "2511.10643",
    "title": "Étude",
    "upvotes": 12,
    "githubRepo": "https://github.com/someone/etude",
    "projectPage": "javascript:alert(1)",
}


class Project:
    """A folder of posts, and the command run on it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.lock = folder / "papers.lock.json"
        self.capsys = capsys
        self.out = self.err = ""

    def write(self, files: dict[str, str | bytes | None], conf: str = "") -> Project:
        base = {"conf.py": CONF + conf, "index.md": "# 리뷰\n"}
        write_files(self.folder, {**base, **files})
        return self

    def fetch(self, *options: str) -> int:
        try:
            status = main(["fetch", str(self.folder), *options])
        finally:
            self.out, self.err = self.capsys.readouterr()
        return status

    @property
    def papers(self) -> dict[str, Any]:
        papers: dict[str, Any] = json.loads(self.lock.read_text(encoding="utf-8"))["papers"]
        return papers


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Project:
    return Project(tmp_path / "src", capsys).write({"posts/2025-11-14.mdx": POST})


@pytest.fixture
def known(services: Services) -> Services:
    """Know all papers of the post."""
    journal = {"journal_ref": "Proc.  of\nNeurIPS 2025", "doi": "10.1145/999"}
    services.arxiv = {
        "2511.10643": entry("2511.10643", version=3, title="Étude  of\n  things", **journal),
        "2501.00002": entry("2501.00002"),
    }
    services.crossref = {"10.1145/3612345": WORK}
    services.huggingface = {"2511.10643": PLACES}
    return services


def many(count: int) -> dict[str, str | bytes | None]:
    """Return a post that mentions *count* papers of arXiv."""
    links = "\n".join(
        f"- [x](https://arxiv.org/abs/2501.{number:05})" for number in range(1, count + 1)
    )
    return {"posts/2025-11-14.mdx": f"# 글\n\n{links}\n"}


def test_what_is_kept(project: Project, known: Services) -> None:
    assert project.fetch() == 0
    papers = project.papers
    assert list(papers) == ["arxiv:2501.00002", "arxiv:2511.10643", "doi:10.1145/3612345"]
    assert papers["arxiv:2511.10643"] == {
        "title": "Étude of things",
        "authors": ["José García", "김민수"],
        "published": "2025-11-13",
        "year": "2025",
        "venue": "Proc. of NeurIPS 2025",
        "doi": "10.1145/999",
        "abstract": "We study <b> and $x$. It works.",
        "version": 3,
        "code": "https://github.com/someone/etude",
        "categories": ["cs.AI", "cs.CL"],
        "source": ["arxiv", "huggingface"],
        "fetched": "2025-11-24",
    }
    assert papers["doi:10.1145/3612345"] == {
        "title": "Réseaux & graphes: Une étude",
        "authors": ["민수 김", "The Consortium"],
        "published": "2024-03-05",
        "year": "2024",
        "venue": "ACM Computing Surveys",
        "doi": "10.1145/3612345",
        "abstract": "A < B. C.",
        "source": ["crossref"],
        "fetched": "2025-11-24",
    }
    assert papers["arxiv:2501.00002"]["source"] == ["arxiv", "huggingface"]
    assert "left out, as no service is asked for them: 1 openreview" in project.out
    assert project.err == ""


def test_who_is_asked_how_often_and_how_fast(project: Project, known: Services) -> None:
    assert project.fetch("--mailto", "me@example.org") == 0
    assert known.questions("arxiv") == ["2511.10643,2501.00002"]
    assert known.questions("crossref") == ["works/10.1145/3612345"]
    assert known.questions("huggingface") == ["api/papers/2511.10643", "api/papers/2501.00002"]
    agent = f"sphinx-paperreview/{__version__} (mailto:me@example.org)"
    assert {headers["User-Agent"] for _service, _what, headers in known.asked} == {agent}
    assert [round(wait, 1) for wait in known.waits] == [0.6]


def test_the_second_run_asks_for_nothing(project: Project, known: Services) -> None:
    project.fetch()
    before, time = project.lock.read_bytes(), project.lock.stat().st_mtime_ns
    known.asked.clear()
    assert project.fetch() == 0
    assert known.asked == []
    assert "nothing to ask for" in project.out
    assert (project.lock.read_bytes(), project.lock.stat().st_mtime_ns) == (before, time)


def test_update_keeps_what_has_not_changed(
    project: Project, known: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.fetch()
    before = project.papers
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764547200")  # 2025-12-01
    known.arxiv["2501.00002"] = entry("2501.00002", version=2)
    del known.arxiv["2511.10643"], known.huggingface["2511.10643"]
    assert project.fetch("--update") == 0
    after = project.papers
    assert after.pop("arxiv:2501.00002") == before.pop("arxiv:2501.00002") | {
        "version": 2,
        "fetched": "2025-12-01",
    }
    assert after == before
    assert "arXiv does not know arxiv:2511.10643 (posts/2025-11-14)" in project.out


def test_the_same_answers_give_the_same_bytes(project: Project, known: Services) -> None:
    project.fetch("--only", "doi:10.1145/3612345")
    project.fetch()
    by_parts = project.lock.read_bytes()
    project.lock.unlink()
    project.fetch()
    assert project.lock.read_bytes() == by_parts
    assert by_parts.endswith(b"}\n")
    assert b"\r" not in by_parts
    assert "김민수".encode() in by_parts


def test_batches_and_pauses(project: Project, services: Services) -> None:
    services.arxiv = {f"2501.{n:05}": entry(f"2501.{n:05}") for n in range(1, 231)}
    project.write(many(230))
    assert project.fetch() == 0
    assert [len(question.split(",")) for question in services.questions("arxiv")] == [100, 100, 30]
    assert [round(wait) for wait in services.waits[:2]] == [3, 3]
    assert len(project.papers) == 230


def test_gaps_in_a_feed_are_asked_for_again(project: Project, known: Services) -> None:
    half = FEED.format(known.arxiv["2511.10643"]).encode()
    known.instead["arxiv"] = deque([Reply(200, half)])
    assert project.fetch() == 0
    assert known.questions("arxiv") == ["2511.10643,2501.00002", "2501.00002"]
    assert len(project.papers) == 3


def test_what_is_unknown_is_asked_for_in_the_next_run(project: Project, known: Services) -> None:
    entries = dict(known.arxiv)
    known.arxiv.clear()
    known.crossref.clear()
    assert project.fetch() == 0
    assert "arXiv does not know arxiv:2501.00002 (posts/2025-11-14)" in project.out
    assert "Crossref does not know doi:10.1145/3612345 (posts/2025-11-14)" in project.out
    assert not project.lock.exists()
    assert known.questions("huggingface") == []
    known.arxiv = entries
    assert project.fetch() == 0
    assert list(project.papers) == ["arxiv:2501.00002", "arxiv:2511.10643"]


@pytest.mark.parametrize("status", [200, 400])
def test_a_wrong_identifier_spoils_no_others(
    project: Project, services: Services, status: int
) -> None:
    services.arxiv = {f"2501.{n:05}": entry(f"2501.{n:05}") for n in range(1, 20)}
    services.refused = {"2501.00007"}
    if status == 400:
        services.instead["arxiv"] = deque([Reply(400, b"bad request")])
    project.write(many(19))
    assert project.fetch() == 0
    assert len(project.papers) == 18
    assert "does not know arxiv:2501.00007" in project.out


def test_a_service_that_refuses_everything(project: Project, services: Services) -> None:
    services.refused = {f"2501.{n:05}" for n in range(1, 101)}
    project.write(many(100))
    assert project.fetch("--only", "2501.00001") == 0
    services.asked.clear()
    assert project.fetch() == 1
    assert len(services.questions("arxiv")) == 21
    assert "arXiv says: incorrect id format: arxiv:2501.00001, " in project.err


def test_waiting_as_long_as_a_service_asks(project: Project, known: Services) -> None:
    known.instead["arxiv"] = deque(
        [Reply(429, b"Rate exceeded.", {"Retry-After": "17"}), Reply(503, b""), Reply(500, b"")]
    )
    known.instead["huggingface"] = deque(
        [Reply(429, b"", {"RateLimit": '"api";r=0;t=55'}), Reply(503, b"", {"Retry-After": "x"})]
    )
    assert project.fetch() == 0
    assert [round(wait, 1) for wait in known.waits] == [17, 6, 12, 55, 1.2, 0.6]
    assert len(project.papers) == 3


def test_crossrefs_own_limit(project: Project, known: Services) -> None:
    project.write(
        {"a.mdx": "# A\n\n[a](https://doi.org/10.1000/a) [b](https://doi.org/10.1000/b)\n"}
    )
    limits = {"X-Rate-Limit-Limit": "5", "X-Rate-Limit-Interval": "4s"}
    known.instead["crossref"] = deque([Reply(404, b"", limits)])
    assert project.fetch() == 0
    assert [round(wait, 1) for wait in known.waits] == [0.8, 0.8, 0.6]


def test_a_wait_that_is_too_long(project: Project, known: Services) -> None:
    known.instead["arxiv"] = deque([Reply(503, b"", {"Retry-After": "3600"})])
    assert project.fetch() == 1
    assert "arXiv asks to wait 3600 s: arxiv:2511.10643, arxiv:2501.00002" in project.err
    assert known.waits == [pytest.approx(0.6, abs=0.1)]
    assert project.papers["arxiv:2511.10643"]["source"] == ["huggingface"]
    assert project.fetch() == 0
    assert project.papers["arxiv:2511.10643"]["source"] == ["arxiv", "huggingface"]


@pytest.mark.parametrize(
    "wait", ["9" * 400, "9" * 5000, "inf", "-100", "Fri, 31 Dec 99999 23:59:59 GMT"]
)
def test_a_wait_that_is_none(project: Project, known: Services, wait: str) -> None:
    known.instead["crossref"] = deque([Reply(429, b"", {"Retry-After": wait})])
    status = project.fetch("--only", "doi:10.1145/3612345")
    assert status == (1 if wait == "9" * 400 else 0)
    assert status == 0 or re.search(r"Crossref asks to wait \d{4,10} s: ", project.err)


def test_a_service_that_fails_loses_nothing(project: Project, known: Services) -> None:
    project.fetch()
    before = project.lock.read_bytes()
    for service in ("arxiv", "crossref", "huggingface"):
        known.instead[service] = deque([Reply(500, b"oops")] * 20)
    assert project.fetch("--update") == 1
    assert project.lock.read_bytes() == before
    assert "Crossref answers 500 Internal Server Error: doi:10.1145/3612345" in project.err
    assert "3 papers are not complete; run the same command again" in project.err
    assert max(known.waits) <= 60


def test_a_service_that_is_down_is_left_alone(project: Project, services: Services) -> None:
    services.arxiv = {f"2501.{n:05}": entry(f"2501.{n:05}") for n in range(1, 31)}
    services.instead["huggingface"] = deque([Reply(500, b"")] * 1000)
    project.write(many(30))
    assert project.fetch() == 1
    assert len(services.questions("huggingface")) == 15
    assert project.err.count("arxiv:2501.") == 30
    assert {paper["title"] for paper in project.papers.values()} == {
        f"A study of 2501.{n:05}" for n in range(1, 31)
    }


GARBAGE = {
    "text": b"Rate exceeded.",
    "html": b"<html><body>Sign in</body></html>",
    "nothing": b"",
    "cut": FEED.format(entry("2511.10643")).encode()[:-30],
    "entities": b"<!DOCTYPE feed [<!ENTITY a 'b'>]>" + FEED.format("").encode().split(b"?>", 1)[1],
    "encoding": b"<?xml version='1.0' encoding='nonsense'?><feed/>",
    "list": b"[1, 2]",
    "deep": b"[" * 100_000,
    "bytes": b"\xff\xfe\x00\xd8",
    "gzip": b"no gzip at all",
}


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage(project: Project, known: Services, name: str) -> None:
    headers = {"Content-Encoding": "gzip"} if name == "gzip" else {}
    for service, count in (("arxiv", 1), ("crossref", 1), ("huggingface", 2)):
        known.instead[service] = deque([Reply(200, GARBAGE[name], headers)] * count)
    assert project.fetch() == 1
    assert not project.lock.exists()
    assert "Traceback" not in project.err
    assert project.fetch() == 0
    assert len(project.papers) == 3


def test_an_answer_for_another_paper(project: Project, known: Services) -> None:
    known.arxiv["2501.00002"] = entry("2502.99999")
    known.crossref["10.1145/3612345"] = {"message": {"DOI": "10.1145/1", "title": ["Another"]}}
    known.huggingface["2511.10643"] = PLACES | {"id": "2511.99999"}
    assert project.fetch() == 1
    assert list(project.papers) == ["arxiv:2511.10643"]
    assert "code" not in project.papers["arxiv:2511.10643"]
    assert "Crossref answers for another DOI: doi:10.1145/3612345" in project.err
    assert "Hugging Face answers for another paper: arxiv:2511.10643" in project.err


@pytest.mark.parametrize(
    "change",
    [
        {"title": []},
        {"title": None},
        {"title": [7]},
        {"title": ["<i> </i>"]},
    ],
)
def test_a_work_without_a_title(
    project: Project, known: Services, change: dict[str, object]
) -> None:
    message = {**WORK["message"], "subtitle": [], **change}  # type: ignore[dict-item]
    known.crossref["10.1145/3612345"] = {"message": message}
    assert project.fetch() == 1
    assert "Crossref sends no title: doi:10.1145/3612345" in project.err


def test_values_of_a_wrong_type_are_left_out(project: Project, known: Services) -> None:
    known.crossref["10.1145/3612345"] = {
        "message": {
            "DOI": "10.1145/3612345",
            "title": ["A \ud800\u0007\u202etitle\u2028here" + " and more" * 1000],
            "author": ["x", {"given": 3}, {"family": "García"}, None],
            "container-title": {"a": 1},
            "event": {"name": "KDD '24"},
            "published": {"date-parts": [[None]]},
            "issued": {"date-parts": [[2024, "3", 10**30]]},
            "abstract": ["x"],
        }
    }
    known.huggingface["2511.10643"] = PLACES | {"githubRepo": 7, "projectPage": "https://a b/"}
    assert project.fetch() == 0
    found = project.papers["doi:10.1145/3612345"]
    assert found.pop("title").startswith("A title here and more")
    assert found == {
        "authors": ["García"],
        "year": "2024",
        "venue": "KDD '24",
        "doi": "10.1145/3612345",
        "source": ["crossref"],
        "fetched": "2025-11-24",
    }
    assert {"code", "project"}.isdisjoint(project.papers["arxiv:2511.10643"])


def test_an_answer_that_is_too_large(
    project: Project, known: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "LARGEST", 1 << 20)
    known.instead["arxiv"] = deque([Reply(200, b" " * (2 << 20))])
    assert project.fetch("--only", "2511.10643") == 1
    assert "arXiv answers with more than 1 MiB: arxiv:2511.10643" in project.err
    assert "1 paper is not complete; run the same command again" in project.err


def test_a_service_that_does_not_answer(
    project: Project, known: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "WHOLE", 1000)  # not the first to pass on a busy machine
    # On a busy machine, headers are late as well: such a request is repeated.
    known.instead["arxiv"] = deque([Reply(200, b"<feed/>", silent=True)] * 10)
    assert project.fetch("--timeout", "0.1") == 1
    assert "arXiv does not answer within 0.1 s: arxiv:2511.10643" in project.err


@pytest.mark.parametrize("part", ["status", "headers", "body", "chunks", "informational"])
def test_a_service_that_sends_one_byte_after_the_other(
    project: Project, known: Services, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two bytes are 0.02 s apart: far below a timeout, also where the machine is busy.
    monkeypatch.setattr(client_module, "WHOLE", 0.01)
    known.instead["crossref"] = deque([Reply(200, b" " * 500, slow=part)])
    assert project.fetch("--timeout", "100", "--only", "doi:10.1145/3612345") == 1
    assert "Crossref has not answered whole within 1 s: doi:10.1145/3612345" in project.err
    assert len(known.questions("crossref")) == 1


@pytest.mark.parametrize("status", [302, 503])
def test_what_comes_beside_a_redirect_or_a_failure_is_not_read(
    project: Project, known: Services, status: int
) -> None:
    headers = {"Location": "/crossref/works/10.1145/3612345"} if status == 302 else {}
    known.instead["crossref"] = deque([Reply(status, b"x", headers, silent=True)])
    assert project.fetch("--timeout", "60", "--only", "doi:10.1145/3612345") == 0
    assert known.questions("crossref")[1:] == ["works/10.1145/3612345"]
    assert list(project.papers) == ["doi:10.1145/3612345"]


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "FILE://localhost/etc/passwd", "ftp://127.0.0.1/x", "data:text/xml,<feed/>",
     "javascript:XSS()", "http://[::1", "http://x:99999999/", "//[x", "ftp://x/\x1b[31m"],
)  # fmt: skip
def test_a_redirect_to_what_is_not_on_the_web(
    project: Project, known: Services, address: str
) -> None:
    known.instead["crossref"] = deque([Reply(301, b"", {"Location": address})])
    assert project.fetch("--only", "doi:10.1145/3612345") == 1
    shown = address.replace("\x1b", "")
    assert project.err.startswith(
        f"Crossref redirects to “{shown}”, which is no address of the web: doi:10.1145/3612345\n"
    )
    assert len(known.questions("crossref")) == 1


def test_redirects_without_end(project: Project, known: Services) -> None:
    known.instead["crossref"] = deque([Reply(302, b"", {"Location": "/crossref/x"})] * 20)
    assert project.fetch("--only", "doi:10.1145/3612345") == 1
    assert "Crossref redirects more than 5 times: doi:10.1145/3612345" in project.err


def test_a_service_of_the_web_leads_to_no_machine_of_this_network(
    project: Project, known: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the service itself is one of this network, as a mirror is, its redirects are followed."""
    second = "10.1145/4712345"
    project.write({"b.mdx": f"# B\n\n## [B](https://doi.org/{second})\n\nWords.\n"})
    place = known.url.replace("127.0.0.1", "localhost") + "/crossref/works/"
    known.crossref = {name: WORK | {"message": WORK["message"] | {"DOI": name}}
                      for name in ("10.1145/3612345", second)}  # fmt: skip
    redirect = Reply(302, b"", {"Location": place + second})
    known.instead["crossref"] = deque([Reply(200, json.dumps(WORK).encode()), redirect])
    ports: list[int] = []

    def peer(connected: socket.socket) -> tuple[str, int]:
        """Take the first connection for one to the web, and others for some within the network."""
        ports.append(connected.getsockname()[1])
        return ("93.184.215.14", 443) if ports[-1] == ports[0] else ("10.0.0.7", 80)

    options = ["--only", "doi:10.1145/3612345", "--only", f"doi:{second}"]
    with monkeypatch.context() as patched:
        patched.setattr(socket.socket, "getpeername", peer)
        # The second request goes over the connection of the first.
        assert project.fetch(*options) == 1
    refused = "Crossref leads to 10.0.0.7, an address within this network; it is not asked"
    assert f"{refused}: doi:{second}\n" in project.err
    assert list(project.papers) == ["doi:10.1145/3612345"]
    known.instead["crossref"] = deque([redirect])
    assert project.fetch(*options) == 0
    assert len(project.papers) == 2


def test_a_service_that_cannot_be_reached(
    project: Project, known: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.setenv("PAPERREVIEW_CROSSREF_URL", address)
    monkeypatch.setenv("PAPERREVIEW_HUGGINGFACE_URL", "file:///etc")
    assert project.fetch() == 1
    assert "Crossref cannot be reached: doi:10.1145/3612345" in project.err
    assert "Hugging Face cannot be asked (InvalidSchema): arxiv:2511.10643" in project.err


def test_without_a_network(
    project: Project, known: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ARXIV", "CROSSREF", "HUGGINGFACE"):
        monkeypatch.setenv(f"PAPERREVIEW_{name}_URL", closed_address())
    assert project.fetch() == 1
    assert project.err == (
        "paperreview fetch: no service can be reached; is there a network? Nothing has changed\n"
    )
    assert known.waits == []
    assert not project.lock.exists()


def test_a_network_that_swallows_everything(
    project: Project, known: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()

    def swallow(*_arguments: object, **_options: object) -> None:
        released.wait()
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", swallow)
    monkeypatch.setattr(client_module, "PATIENCE", 0.1)
    assert project.fetch() == 1
    released.set()
    assert "is there a network?" in project.err
    assert known.asked == []


def test_stopped_and_taken_up_again(
    project: Project, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.arxiv = {f"2501.{n:05}": entry(f"2501.{n:05}") for n in range(1, 151)}
    project.write(many(150))
    send = requests.Session.send

    def stop(session: requests.Session, *arguments: Any, **options: Any) -> requests.Response:
        reply = send(session, *arguments, **options)
        if len(services.questions("arxiv")) == 2:
            raise KeyboardInterrupt
        return reply

    with monkeypatch.context() as patched:
        patched.setattr(requests.Session, "send", stop)
        assert project.fetch() == 130
    assert "run the same command again to go on" in project.err
    assert len(project.papers) == 100


def test_the_rest_after_a_stop(project: Project, services: Services) -> None:
    services.arxiv = {f"2501.{n:05}": entry(f"2501.{n:05}") for n in range(1, 151)}
    project.write(many(100)).fetch()
    project.write(many(150))
    services.asked.clear()
    assert project.fetch() == 0
    assert [len(question.split(",")) for question in services.questions("arxiv")] == [50]
    assert len(services.questions("huggingface")) == 50


def test_only_what_is_named(project: Project, known: Services) -> None:
    assert project.fetch("--only", "https://arxiv.org/pdf/2511.10643v1") == 0
    assert list(project.papers) == ["arxiv:2511.10643"]
    assert project.fetch("--only", "arxiv:2511.99999") == 2
    assert "no document names arxiv:2511.99999" in project.err


def test_a_dry_run(project: Project, known: Services) -> None:
    assert project.fetch("--dry-run") == 0
    assert known.asked == []
    assert not project.lock.exists()
    assert f"arXiv ({known.url}/arxiv) would be asked for 2:\n  arxiv:2511.10643\n" in project.out
    project.fetch()
    assert project.fetch("-n") == 0
    assert project.out.endswith("there is nothing to ask for\n")


def test_what_the_project_no_longer_names(project: Project, known: Services) -> None:
    project.fetch()
    project.write({"posts/2025-11-14.mdx": "# 글\n\n## [A](https://arxiv.org/abs/2511.10643)\n"})
    project.fetch()
    assert len(project.papers) == 3
    project.fetch("--prune", "--dry-run")
    assert "would be removed: doi:10.1145/3612345" in project.out
    assert len(project.papers) == 3
    assert project.fetch("--prune") == 0
    assert list(project.papers) == ["arxiv:2511.10643"]


def test_posts_that_are_not_published(project: Project, known: Services) -> None:
    project.write({"posts/2025-11-14.mdx": f"---\ndraft: true\n---\n\n{POST}"})
    project.fetch()
    assert not project.lock.exists()
    project.fetch("--drafts")
    assert len(project.papers) == 3


def test_papers_of_relations_and_of_unlisted_posts(project: Project, known: Services) -> None:
    text = (
        "---\nunlisted: true\npapers:\n  '2511.10643': {compares: 'arxiv:2501.00002'}\n---\n\n"
        "# 글\n\n## [A](https://arxiv.org/abs/2511.10643)\n"
    )
    project.write({"posts/2025-11-14.mdx": text})
    project.fetch()
    assert list(project.papers) == ["arxiv:2501.00002", "arxiv:2511.10643"]


def test_acl_papers_have_a_doi_by_rule(project: Project, services: Services) -> None:
    project.write({"posts/2025-11-14.mdx": "# 글\n\n[a](https://aclanthology.org/P19-1001)\n"})
    doi = "10.18653/v1/p19-1001"
    services.crossref["10.18653/v1/P19-1001"] = {"message": {"DOI": doi, "title": ["A"]}}
    assert project.fetch() == 0
    assert project.papers["acl:P19-1001"]["doi"] == doi


def test_the_file_that_conf_py_names(project: Project, known: Services) -> None:
    project.write({}, conf='paperreview_lock = "data/known.json"\n')
    assert project.fetch() == 0
    assert (project.folder / "data" / "known.json").is_file()
    project.write({}, conf='paperreview_lock = ""\n')
    assert project.fetch() == 2
    assert "paperreview_lock is empty" in project.err


@pytest.mark.parametrize("text", ["{", '{"version": 99, "papers": {}}', "[]"])
def test_a_file_that_cannot_be_used_is_left_alone(
    project: Project, known: Services, text: str
) -> None:
    project.lock.write_text(text, encoding="utf-8")
    assert project.fetch("--update") == 2
    assert "cannot use papers.lock.json" in project.err
    assert project.lock.read_text(encoding="utf-8") == text
    assert known.asked == []


def test_projects_that_cannot_be_read(project: Project, known: Services, tmp_path: Path) -> None:
    (project.folder / "conf.py").write_text("extensions = []\n", encoding="utf-8")
    assert project.fetch() == 2
    assert 'add "sphinx_paperreview" to `extensions`' in project.err
    (project.folder / "conf.py").write_text("1 / 0\n", encoding="utf-8")
    assert project.fetch() == 2
    assert "ZeroDivisionError" in project.err
    assert main(["fetch", str(tmp_path / "nowhere")]) == 2


def test_a_file_that_cannot_be_written(
    project: Project, known: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write({"data": "a file\n"}, conf='paperreview_lock = "data/known.json"\n')
    assert project.fetch() == 2
    assert "cannot write" in project.err


@pytest.mark.parametrize(
    "options", [["--timeout", "0"], ["--timeout", "x"], ["--mailto", "me\nX: y@z"]]
)
def test_wrong_options(project: Project, services: Services, options: list[str]) -> None:
    assert project.fetch(*options) == 2


def test_the_doctrees_of_a_build(
    build: Callable[..., Built], known: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    built = build({"posts/2025-11-14.mdx": POST})
    project = Project(built.srcdir, capsys)
    assert project.fetch("-d", str(built.app.doctreedir)) == 0
    assert len(project.papers) == 3
    project.lock.unlink()
    assert built.rebuild().files() == built.files()


def test_a_bar_where_there_is_a_terminal(
    project: Project, known: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert project.fetch() == 0
    assert "Hugging Face:" in terminal.getvalue()


def test_nothing_is_asked_by_a_build(
    build: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise AssertionError("a build opens a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    papers = {"arxiv:2511.10643": {"title": "A", "version": 3}}
    lock = json.dumps({"version": 1, "papers": papers})
    built = build({"posts/2025-11-14.mdx": POST, "papers.lock.json": lock})
    assert built.warnings == []
    assert "v3 is out" in built.read("posts/2025-11-14.html")

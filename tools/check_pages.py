"""Check pages of a built site with Lighthouse and the Nu HTML checker.

Both are Node packages, run by ``npx`` in the versions below; the HTML checker also needs Java. A
tool that cannot be run is skipped with a message.

    python tools/check_pages.py example_site/_build/html index.html archive.html
    python tools/check_pages.py --runs 5 example_site/_build/html $(cat pages)
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gzip
import io
import json
import os
import shutil
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import IO, TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from tools.setup_browser import find_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

LIGHTHOUSE, CHECKER = "lighthouse@12.8.2", "vnu-jar@26.9.27"
#: The minimum score of each category, of 100.
MINIMUM = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}


class _Handler(SimpleHTTPRequestHandler):
    """Serve files as hosts of static sites do: text is compressed."""

    def log_message(self, *args: object) -> None:
        """Log nothing."""

    def send_head(self) -> IO[bytes] | None:  # type: ignore[override]  # its file may be in memory
        path = Path(self.translate_path(self.path))
        kind = self.guess_type(str(path))
        is_text = kind.startswith("text/") or kind.endswith(("javascript", "json", "xml"))
        if not (path.is_file() and is_text):
            return super().send_head()
        data = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return io.BytesIO(data)


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve *folder* on the loopback interface; yield its URL, with a slash at the end."""
    handler = functools.partial(_Handler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def audit(url: str) -> dict[str, Any]:
    """Return Lighthouse's report on the page at *url*, for a phone."""
    command = [
        "npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", "--output-path=stdout",
        "--chrome-flags=--headless=new --no-sandbox",
    ]  # fmt: skip
    environment = {**os.environ, "CHROME_PATH": str(find_browser() or "")}
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def scores(url: str, runs: int) -> dict[str, float]:
    """Return the scores of a page, each the median of *runs*."""
    found: dict[str, list[float]] = {name: [] for name in MINIMUM}
    for _ in range(runs):
        categories = audit(url)["categories"]
        for name, values in found.items():
            values.append(100 * categories[name]["score"])
    return {name: median(values) for name, values in found.items()}


def html_errors(files: list[Path]) -> list[str]:
    """Return the errors that the Nu HTML checker reports for *files*."""
    command = ["npx", "--yes", "--package", CHECKER, "vnu", "--stdout"]
    command += ["--errors-only", "--format", "json"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, check=False)
    return [f"{each['url']}: {each['message']}" for each in json.loads(done.stdout)["messages"]]


def main() -> int:
    """Print the results; return 1 if a page has an HTML error or too low a score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("pages", nargs="+")
    parser.add_argument("--runs", type=int, default=1, help="runs of Lighthouse for each page")
    options = parser.parse_args()
    status = 0
    if not shutil.which("npx"):
        print("check_pages: Lighthouse and the HTML checker are skipped, there is no npx")
        return 0
    if shutil.which("java"):
        errors = html_errors([options.site / page for page in options.pages])
        print(*errors, f"{len(errors)} HTML errors on {len(options.pages)} pages", sep="\n")
        status |= bool(errors)
    else:
        print("check_pages: the HTML checker is skipped, there is no java")
    with serve(options.site) as url:
        for page in options.pages:
            found = scores(url + page, options.runs)
            low = [name for name, value in found.items() if value < MINIMUM[name]]
            print(page, *(f"{name} {value:.0f}" for name, value in found.items()), *low)
            status |= bool(low)
    return status


if __name__ == "__main__":
    sys.exit(main())

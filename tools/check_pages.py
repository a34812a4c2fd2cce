"""Hold pages of a built site against Lighthouse and the Nu HTML checker.

Both are tools for Node, run by ``npx`` in the versions below; the HTML checker needs Java too.
Where one of them is missing it is said and left out.

    python tools/check_pages.py example_site/_build/html index.html archive.html
    python tools/check_pages.py --runs 5 example_site/_build/html $(cat pages)
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import shutil
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from tools.setup_browser import find_browser

LIGHTHOUSE, CHECKER = "lighthouse@12.8.2", "vnu-jar@26.9.27"
#: The least score of each category, of 100.
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Keep quiet."""


def serve(folder: Path) -> str:
    """Serve *folder* on loopback as long as the program runs; return its address."""
    handler = functools.partial(_Handler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}/"


def audit(url: str) -> dict[str, Any]:
    """Return Lighthouse's report of the page at *url*, as on a phone."""
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
    found: dict[str, list[float]] = {name: [] for name in LEAST}
    for _ in range(runs):
        categories = audit(url)["categories"]
        for name, values in found.items():
            values.append(100 * categories[name]["score"])
    return {name: median(values) for name, values in found.items()}


def html_errors(files: list[Path]) -> list[str]:
    """Return what the Nu HTML checker has against *files*."""
    command = ["npx", "--yes", "--package", CHECKER, "vnu", "--stdout"]
    command += ["--errors-only", "--format", "json"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, check=False)
    return [f"{each['url']}: {each['message']}" for each in json.loads(done.stdout)["messages"]]


def main() -> int:
    """Print what was found; return 1 if a page falls short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("pages", nargs="+")
    parser.add_argument("--runs", type=int, default=1, help="runs of Lighthouse on each page")
    options = parser.parse_args()
    status = 0
    if not shutil.which("npx"):
        print("check_pages: Lighthouse and the HTML checker are left out, there is no npx")
        return 0
    if shutil.which("java"):
        errors = html_errors([options.site / page for page in options.pages])
        print(*errors, f"{len(errors)} HTML errors on {len(options.pages)} pages", sep="\n")
        status |= bool(errors)
    else:
        print("check_pages: the HTML checker is left out, there is no java")
    address = serve(options.site)
    for page in options.pages:
        found = scores(address + page, options.runs)
        low = [name for name, value in found.items() if value < LEAST[name]]
        print(page, *(f"{name} {value:.0f}" for name, value in found.items()), *low)
        status |= bool(low)
    return status


if __name__ == "__main__":
    sys.exit(main())

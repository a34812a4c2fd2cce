"""Make the short form of the scripts of the search, which is what pages load.

The sources lie in ``sphinx_paperreview/search/scripts``; a test tells where one has changed since.
Needs npx:

    python tools/minify.py
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

ESBUILD = "esbuild@0.25.11"
PACKAGE = Path(__file__).parents[1] / "sphinx_paperreview"
SOURCES, OUTPUT = PACKAGE / "search" / "scripts", PACKAGE / "theme" / "static"


def mark(source: Path) -> str:
    """Return the first line of what is made of *source*."""
    text = source.read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
    return f"/* of search/scripts/{source.name}, {digest} */\n"


def main() -> int:
    """Write the short form of each source."""
    for source in sorted(SOURCES.glob("*.js")):
        command = ["npx", "--yes", ESBUILD, "--minify", "--charset=utf8", "--target=es2022"]
        done = subprocess.run([*command, str(source)], capture_output=True, check=True)
        (OUTPUT / source.name).write_text(mark(source) + done.stdout.decode(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

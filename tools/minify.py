"""Minify the scripts of the search; pages load the minified files.

The sources are in ``sphinx_paperreview/search/scripts``, the minified files in
``sphinx_paperreview/theme/static``. A test fails if a source has changed since. It needs npx:

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
    """Return the first line of the minified file, which has a digest of *source*."""
    text = source.read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
    return f"/* of search/scripts/{source.name}, {digest} */\n"


def main() -> int:
    """Write the minified file of each source."""
    for source in sorted(SOURCES.glob("*.js")):
        command = ["npx", "--yes", ESBUILD, "--minify", "--charset=utf8", "--target=es2022"]
        done = subprocess.run([*command, str(source)], capture_output=True, check=True)
        (OUTPUT / source.name).write_text(mark(source) + done.stdout.decode(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

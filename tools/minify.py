"""Minify the style sheets and scripts; pages load the minified files.

The folders of the sources are the keys of ``FOLDERS``, those of the minified files its values. A
test fails if a source has changed since. It needs npx:

    python tools/minify.py
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

ESBUILD = "esbuild@0.25.11"
PACKAGE = Path(__file__).parents[1] / "sphinx_paperreview"
FOLDERS = {
    "search/scripts": "theme/static",
    "theme/sources": "theme/static",
    "theme/sources/paperreview": "theme/paperreview/static",
}
SUFFIXES = {".css", ".js"}


def sources() -> dict[Path, Path]:
    """Return the minified file of each source."""
    return {
        path: PACKAGE / target / path.name
        for folder, target in FOLDERS.items()
        for path in sorted((PACKAGE / folder).iterdir())
        if path.suffix in SUFFIXES
    }


def mark(source: Path) -> str:
    """Return the first line of the minified file, which has a digest of *source*."""
    digest = hashlib.sha256(source.read_text(encoding="utf-8").encode("utf-8")).hexdigest()[:16]
    return f"/* of {source.relative_to(PACKAGE).as_posix()}, {digest} */\n"


def main() -> int:
    """Write the minified file of each source that has changed."""
    for source, target in sources().items():
        if target.exists() and target.read_text(encoding="utf-8").startswith(mark(source)):
            continue
        command = ["npx", "--yes", ESBUILD, "--minify", "--charset=utf8", "--target=es2022"]
        if source.suffix == ".css":
            command.pop()  # no colour, nesting or layer of the sheets is to be written otherwise
        done = subprocess.run([*command, str(source)], capture_output=True, check=True)
        target.write_text(mark(source) + done.stdout.decode(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

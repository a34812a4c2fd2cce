"""Build the example site, and keep quiet about what one of its posts does on purpose.

    python tools/build_example.py example_site/_build/html

``writing-in-mdx`` shows what Docusaurus would refuse, and how each such place is reported. Its
warnings become one line; every other warning is printed as Sphinx gives it. Exit as Sphinx does.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

SITE = Path(__file__).parents[1] / "example_site"
POST = "posts/2025/2025-09-19-writing-in-mdx.mdx"


def is_on_purpose(line: str) -> bool:
    """Return whether *line* is a warning of the post that shows warnings."""
    place = line.partition(": WARNING: ")[0].replace("\\", "/")
    return place.rstrip("0123456789").endswith(f"{POST}:")


def main() -> int:
    """Build into the folder that the argument names; return the exit status of Sphinx."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("outdir", type=Path)
    outdir = parser.parse_args().outdir
    command = [sys.executable, "-m", "sphinx", "-q", "-N", "-b", "html", "-j", "auto"]
    done = subprocess.run(
        [*command, str(SITE), str(outdir)], check=False, stderr=subprocess.PIPE, text=True,
        encoding="utf-8", errors="replace",
    )  # fmt: skip
    lines = done.stderr.splitlines()
    meant = [line for line in lines if is_on_purpose(line)]
    for line in lines:
        if line not in meant:
            print(line, file=sys.stderr)
    if meant:
        print(f"{POST} is reported on purpose: it shows what Docusaurus would refuse.")
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main())

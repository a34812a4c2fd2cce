"""The code that runs: what other code has read and kept is read and made again."""

from __future__ import annotations

import functools
from pathlib import Path

from sphinx_paperreview.core.files.digests import bytes_digest, digest

_PACKAGE = Path(__file__).parents[2]
#: Suffixes of modules, and of the words that they are given.
_SUFFIXES = {".py", ".toml"}


@functools.cache
def package_digest() -> str:
    """Return a digest of the modules of this package, and of their data.

    The number of a version would not do: one that is installed from a repository has the same
    number for many states of the code.
    """
    paths = sorted(path for path in _PACKAGE.rglob("*") if path.suffix in _SUFFIXES)
    return digest([(path.name, bytes_digest(path.read_bytes())) for path in paths])

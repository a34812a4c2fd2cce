"""JSON files that the command writes, the author commits, and every build reads.

They have a version and one table: ``{"version": 1, "papers": {…}}``. Lines are short and equal data
gives equal bytes, so that version control shows what has changed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.files.store import size_of, write_changed

if TYPE_CHECKING:
    from pathlib import Path


#: Maximum size of such a file in bytes.
LARGEST = 200 << 20


class CommittedFileError(ValueError):
    """The file cannot be used; the text says why and what to do."""


def read_table(path: Path, table: str, version: int, way_out: str) -> dict[str, Any]:
    """Return the mapping *table* of the file at *path*; empty if the file does not exist.

    Raise :exc:`CommittedFileError` if the file cannot be read, is larger than :data:`LARGEST`, is
    not such a file, or has another version.

    :param way_out: what the author can do, for the text of the error
    """
    if not path.is_file():
        return {}
    if size_of(path) > LARGEST:
        raise CommittedFileError(f"it has more than {LARGEST >> 20} MiB; {way_out}")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CommittedFileError(f"it is no JSON ({error}); {way_out}") from error
    if not isinstance(data, dict) or not isinstance(data.get(table), dict):
        raise CommittedFileError(f'it has no "{table}"; {way_out}')
    if data.get("version") != version:
        raise CommittedFileError(
            f"its version is {data.get('version')!r}, this release reads {version}; "
            f"update sphinx-paperreview, or {way_out}"
        )
    found: dict[str, Any] = data[table]
    return found


def write_table(path: Path, table: str, version: int, content: dict[str, Any]) -> bool:
    """Write *content* as the mapping *table* to *path* in one step.

    :return: whether the file has changed; it is not written if it would not change
    """
    text = json.dumps({"version": version, table: content}, ensure_ascii=False, indent=1)
    return write_changed(path, (text + "\n").encode("utf-8", "replace"))

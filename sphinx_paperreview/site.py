"""The two files of a site that name its people and tags, in Docusaurus' form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from sphinx_paperreview.model import Person, Term
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from os import PathLike


def read_people(srcdir: str | PathLike[str], name: str) -> dict[str, Person]:
    """Return the people of ``authors.yml`` by key; empty where there is no such file."""
    return {
        key: person_from(key, entry if isinstance(entry, dict) else {"name": str(entry)})
        for key, entry in _read(srcdir, name).items()
    }


def read_tags(srcdir: str | PathLike[str], name: str) -> dict[str, Term]:
    """Return the tags of ``tags.yml`` by key; empty where there is no such file."""
    return {key: _tag(key, entry) for key, entry in _read(srcdir, name).items()}


def person_from(key: str, entry: dict[str, Any]) -> Person:
    """Return the person that a mapping of Docusaurus' author keys describes."""

    def text(*names: str) -> str:
        return next((str(entry[name]) for name in names if entry.get(name)), "")

    return Person(
        key=key,
        name=text("name") or key,
        title=text("title"),
        url=_web(text("url")),
        email=text("email"),
        image=_web(text("image_url", "imageURL")),
        description=text("description"),
    )


def _web(url: str) -> str:
    """Return *url* if a page may link to it."""
    return url if url.startswith(("https://", "http://", "/", "./", "mailto:")) else ""


def _tag(key: str, entry: object) -> Term:
    values = entry if isinstance(entry, dict) else {}
    label = str(values.get("label") or key)
    return Term("tag", "", label, str(values.get("description") or ""))


def _read(srcdir: str | PathLike[str], name: str) -> dict[str, Any]:
    path = Path(srcdir, name)
    if not name or not path.is_file() or not path.resolve().is_relative_to(Path(srcdir).resolve()):
        return {}
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        warn(
            WarningKind.AUTHORS_FILE,
            "cannot read %s: %s; write it as YAML, one key for each entry",
            name,
            " ".join(str(error).split()),
            location=f"{path}:{mark.line + 1}" if mark else str(path),
        )
        return {}
    if not isinstance(data, dict):
        return {}
    return {str(key): value for key, value in data.items()}

"""Read the configuration of a site generator; it is only parsed, never run."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from sphinx_paperreview.core.files.paths import source_path
from sphinx_paperreview.core.metadata import toml_text, yaml_text
from sphinx_paperreview.core.site_addresses import route_key
from sphinx_paperreview.core.urls import path_in
from sphinx_paperreview.mdx.javascript.objects import read_object

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from os import PathLike

    from sphinx_paperreview.reading.layouts.layout import Layout

#: Tags of YAML by which a program would run or look up something: ``!!python/name:x``, ``!ENV``.
_TAGS = re.compile(r"(?<=[\s\[])!!?[\w./:-]+")
#: Largest file that is parsed, in bytes.
MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """A folder that a site generator makes a site of."""

    srcdir: str | PathLike[str]
    #: The folder, from the source folder; empty for the source folder itself.
    root: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """A site generator: the names of its configuration, and what that says of the layout."""

    #: Called with the site and its configuration, which is empty if there is none.
    layout: Callable[[SiteFolder, Mapping[str, Any]], Layout]
    #: Names of the configuration, from the root of the site; the first that exists counts.
    files: tuple[str, ...] = ()
    #: If it is JavaScript: the object that has one of these keys is the configuration.
    keys: tuple[str, ...] = ()

    def configuration(self, site: SiteFolder) -> dict[str, Any]:
        """Return the configuration of *site*, as far as it is literal; empty if it is malformed."""
        if not self.keys:
            return data_in(site.srcdir, site.root, self.files)
        _suffix, text = _text(site.srcdir, site.root, self.files)
        return read_object(text, self.keys) if text else {}

    def layout_of(self, site: SiteFolder) -> Layout:
        """Return what the configuration of *site* says of its layout."""
        return self.layout(site, self.configuration(site))


def text_in(srcdir: str | PathLike[str], root: str, *names: str) -> str:
    """Return the text of the first file of *names* in *root*; empty if it cannot be read."""
    return _text(srcdir, root, names)[1]


def data_in(srcdir: str | PathLike[str], root: str, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the mapping in the first file of *names* in *root*; empty if it is malformed."""
    data = value_in(srcdir, root, names)
    return data if isinstance(data, dict) else {}


def value_in(srcdir: str | PathLike[str], root: str, names: tuple[str, ...]) -> object:
    """Return what the first file of *names* in *root* holds; None if it is malformed.

    Each is TOML or YAML, of which JSON is a part, by its suffix.
    """
    suffix, text = _text(srcdir, root, names)
    try:
        if suffix == ".toml":
            return toml_text.load(text)
        return yaml_text.load(_TAGS.sub("", text), fast=True).data
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _text(srcdir: str | PathLike[str], root: str, names: tuple[str, ...]) -> tuple[str, str]:
    """Return the suffix and the text of the first file of *names* in *root*; both may be empty."""
    for name in names:
        path = Path(srcdir, root, name)
        # The gate for paths, which refuses hidden files, is for those that a text names.
        is_own = name.startswith(".") and path.is_file() and not path.is_symlink()
        if not is_own and not source_path(srcdir, f"/{posixpath.join(root, name)}").exists:
            continue
        try:
            if path.stat().st_size <= MAX_BYTES:
                return path.suffix, path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue
    return "", ""


def folder_in(root: str, path: object, default: str) -> str | None:
    """Return the folder *path* of *root*; None if it lies outside of the source folder.

    :param path: the value of a setting; *default* is taken if it is no text
    """
    written = path if isinstance(path, str) and path.strip() else default
    joined = posixpath.normpath(posixpath.join(root, written.lstrip("/")))
    if joined == ".." or joined.startswith("../"):
        return None
    return "" if joined == "." else joined


def base_path(value: object) -> str:
    """Return the path of the address *value*, without slashes at its ends; empty if it is none."""
    return route_key(path_in(value)) if isinstance(value, str) else ""

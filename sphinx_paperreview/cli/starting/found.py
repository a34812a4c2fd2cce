"""What the configuration of another site generator says that a ``conf.py`` says as well."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sphinx
from babel import Locale, UnknownLocaleError

from sphinx_paperreview.core.metadata.values import as_text
from sphinx_paperreview.core.text import one_line
from sphinx_paperreview.core.urls import clean_address, is_web, join, split
from sphinx_paperreview.reading.files.generators import site_generator
from sphinx_paperreview.reading.layouts.programs import read_configuration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx_paperreview.reading.files.generators import Generator


@dataclass(frozen=True, slots=True)
class Facts:
    """A site's facts; empty where they are not known."""

    title: str = ""
    description: str = ""
    #: As Sphinx names languages: ``ko``, ``pt_BR``.
    language: str = ""
    #: Address of the home page, with a slash at its end.
    base: str = ""
    authors: tuple[str, ...] = ()
    #: Where Docusaurus serves its posts, from the root of the site.
    blog: str = ""


@dataclass(frozen=True, slots=True)
class FolderFacts:
    """The facts of a folder, and where they come from."""

    facts: Facts = field(default_factory=Facts)
    #: The program that the folder was made for; empty if none is known.
    generator: Generator | str = ""


def find_facts(folder: Path) -> FolderFacts:
    """Return what the configuration of a site generator in *folder* says of its site.

    Configurations are parsed, never run. Values that cannot be used are left out.
    """
    for name in sorted(site_generator(folder) or _undecided(folder)):
        reader = _READERS.get(name)
        if reader is not None:
            data = read_configuration(folder, name)
            if data:
                return FolderFacts(reader(data), name)
    return FolderFacts()


def _undecided(folder: Path) -> frozenset[Generator]:
    """Return Hugo for a folder that has nothing but its ``config.toml``."""
    named = any((folder / f"config.{end}").is_file() for end in ("toml", "yaml", "yml"))
    return frozenset({"Hugo"}) if named else frozenset()


def joined(first: Facts, other: Facts) -> Facts:
    """Return *first*, with what it does not say from *other*."""
    names = [each.name for each in fields(Facts)]
    return Facts(**{name: getattr(first, name) or getattr(other, name) for name in names})


def language_of(written: str) -> str:
    """Return the language *written* (``ko-KR``, ``zh-Hans``) as Sphinx names it; else empty.

    The form with a country is used only where Sphinx has a translation for it.
    """
    try:
        locale = Locale.parse(written.strip().replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return ""
    country = locale.territory or {"Hans": "CN", "Hant": "TW"}.get(locale.script or "", "")
    if locale.language == "zh":
        country = country or "CN"
    full = f"{locale.language}_{country}"
    known = Path(sphinx.__file__).parent / "locale"
    return full if country and (known / full).is_dir() else locale.language


def _text(value: object) -> str:
    return one_line(as_text(value) or "")


def _address(*parts: object) -> str:
    """Return the web address that *parts* make, with a slash at its end; else empty."""
    address = ""
    for part in parts:
        text = _text(part)
        if text:
            address = join(f"{address.rstrip('/')}/", text.lstrip("/")) if address else text
    address = f"{address.rstrip('/')}/" if address else ""
    found = split(address) if is_web(address) else None
    return (clean_address(address) or "") if found is not None and found.hostname else ""


def _names(*values: object) -> tuple[str, ...]:
    """Return the names of people in *values*: texts, mappings with ``name``, lists of these."""

    def listed(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            yield from listed(value.get("name"))
        elif isinstance(value, list):
            for item in value:
                yield from listed(item)
        elif text := _text(value):
            yield text

    return next((found for value in values if (found := tuple(listed(value)))), ())


def _at(data: object, *keys: str) -> Any:
    """Return the value at the path *keys*; None where there is none."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _first(*values: object) -> str:
    return next((text for value in values if (text := _text(value))), "")


def _docusaurus(data: Mapping[str, Any]) -> Facts:
    blog: object = "blog"
    for preset in data.get("presets") or ():
        options = preset[1] if isinstance(preset, list) and len(preset) > 1 else {}
        given = options.get("blog", {}) if isinstance(options, dict) else {}
        blog = "" if given is False else _at(given, "routeBasePath") or blog
    return Facts(
        _text(data.get("title")), _text(data.get("tagline")),
        language_of(_text(_at(data, "i18n", "defaultLocale"))),
        _address(data.get("url"), data.get("baseUrl")), blog=_text(blog).strip("/"),
    )  # fmt: skip


def _jekyll(data: Mapping[str, Any]) -> Facts:
    return Facts(
        _first(data.get("title"), data.get("name")),
        _first(data.get("description"), data.get("tagline"), data.get("subtitle")),
        language_of(_first(data.get("lang"), data.get("locale"), data.get("language"))),
        _address(data.get("url"), data.get("baseurl")),
        _names(data.get("author"), data.get("authors"), _at(data, "social", "name")),
    )


def _hexo(data: Mapping[str, Any]) -> Facts:
    languages = data.get("language")
    language = languages[0] if isinstance(languages, list) and languages else languages
    return Facts(
        _text(data.get("title")), _first(data.get("description"), data.get("subtitle")),
        language_of(_text(language)), _address(data.get("url")), _names(data.get("author")),
    )  # fmt: skip


def _hugo(data: Mapping[str, Any]) -> Facts:
    data = {str(key).lower(): value for key, value in data.items()}
    language = _text(data.get("defaultcontentlanguage")) or "en"
    own = _at(data, "languages", language)
    params = data.get("params")
    written = _first(
        _at(own, "languageCode"), data.get("locale"), data.get("languagecode"),
        data.get("defaultcontentlanguage"),
    )  # fmt: skip
    return Facts(
        _first(_at(own, "title"), data.get("title")),
        _first(_at(own, "params", "description"), _at(params, "description")),
        language_of(written),
        _address(data.get("baseurl")),
        _names(_at(params, "author"), _at(params, "authors"), data.get("author")),
    )


def _quarto(data: Mapping[str, Any]) -> Facts:
    site = _at(data, "website") or _at(data, "book") or {}
    return Facts(
        _first(_at(site, "title"), data.get("title")), _text(_at(site, "description")),
        language_of(_text(data.get("lang"))), _address(_at(site, "site-url")),
        _names(_at(site, "author"), data.get("author")),
    )  # fmt: skip


def _mkdocs(data: Mapping[str, Any]) -> Facts:
    return Facts(
        _text(data.get("site_name")), _text(data.get("site_description")),
        language_of(_text(_at(data, "theme", "language"))), _address(data.get("site_url")),
        _names(data.get("site_author")),
    )  # fmt: skip


def _book(data: Mapping[str, Any]) -> Facts:
    project = data.get("project")
    return Facts(
        _first(data.get("title"), _at(project, "title")), _text(_at(project, "description")),
        language_of(_text(_at(data, "sphinx", "config", "language"))),
        _address(_at(data, "sphinx", "config", "html_baseurl")),
        _names(data.get("author"), _at(project, "authors")),
    )  # fmt: skip


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Facts]] = {
    "Docusaurus": _docusaurus,
    "Hexo": _hexo,
    "Hugo": _hugo,
    "Jekyll": _jekyll,
    "Jupyter Book": _book,
    "MkDocs": _mkdocs,
    "Quarto": _quarto,
}

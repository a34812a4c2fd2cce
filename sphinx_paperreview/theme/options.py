"""The options of the theme (``html_theme_options``): one field of :class:`ThemeOptions` each.

A field is the declaration of its option: the check and the table of the documentation are made
from it. Sphinx itself reads names and defaults from ``paperreview/theme.toml``; a test compares
the two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.spelling import near_match
from sphinx_paperreview.core.urls import clean_address
from sphinx_paperreview.core.value_checks import SettingError, check_value, one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_COLOURS = re.compile(r"#[0-9a-f]{6}(?:[ ,]+#[0-9a-f]{6})?", re.IGNORECASE)
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
#: An address with the scheme http or https, or without a scheme.
_ADDRESS = re.compile(r"https?://|(?![a-z][\w+.-]*:)", re.IGNORECASE)
#: An attribute of a script element that is not an event handler.
_ATTRIBUTE = re.compile(r"(?!on)[a-z][a-z0-9-]*")
#: Required attributes of giscus (https://giscus.app).
_GISCUS = ("repo", "repo_id", "category", "category_id")
#: What a browser can keep for its reader.
_READER = frozenset({"marks", "news"})
#: How lists of papers and posts may look.
LAYOUTS = ("rows", "cards", "text")
#: Kinds of pages that can have comments, and when these can be loaded.
_PLACES, _TIMES = frozenset({"post", "paper"}), frozenset({"click", "view"})


def _option(
    default: str,
    meaning: str,
    absent: str,
    types: tuple[type, ...] = (str,),
    check: Callable[[Any], None] | None = None,
) -> Any:
    """Declare an option.

    :param default: as in ``theme.toml``, which knows texts alone
    :param meaning: Markdown for the documentation
    :param absent: what happens without the option, for the documentation
    :param types: the types that are accepted
    :param check: is called with a value of an accepted type; raises :exc:`.SettingError`
    """
    metadata = {"meaning": meaning, "absent": absent, "types": types, "check": check}
    return field(default=default, metadata=metadata)


def _switch(value: str | bool) -> None:
    if str(value).lower() not in {"true", "false"}:
        raise SettingError(f'must be "true" or "false", not {value!r}')


def _colours(value: str) -> None:
    if not _COLOURS.fullmatch(value.strip()):
        raise SettingError(
            f'must be a colour as "#0a5650", or two for light and dark, not {value!r}'
        )


def _links(value: Iterable[Any]) -> None:
    if not all(
        isinstance(item, dict)
        and isinstance(item.get("name"), str)
        and _is_address(item.get("url"))
        for item in value
    ):
        raise SettingError(f'must be a list of {{"name": …, "url": …}}, not {value!r}')


def _reader(value: Iterable[Any]) -> None:
    if not set(map(str, value)) <= _READER:
        raise SettingError(f'must be a list of "marks" and "news", not {value!r}')


def _giscus(value: Mapping[Any, Any]) -> None:
    missing = [name for name in _GISCUS if not isinstance(value.get(name), str) or not value[name]]
    if missing:
        raise SettingError(f"must have {', '.join(missing)}")
    if not _REPOSITORY.fullmatch(value["repo"]):
        raise SettingError(f'must have a repo of the form "owner/name", not {value["repo"]!r}')
    places, time = value.get("on", ()), value.get("load", "click")
    if not isinstance(places, list | tuple) or not set(map(str, places)) <= _PLACES:
        raise SettingError(f'must have a list of "post" and "paper" as "on", not {places!r}')
    if time not in _TIMES:
        raise SettingError(f'must have "click" or "view" as "load", not {time!r}')


def _attributes(value: Mapping[Any, Any]) -> None:
    if not _is_address(value.get("src")):
        raise SettingError('must have the address of the script as "src"')
    for name in value:
        if not isinstance(name, str) or not _ATTRIBUTE.fullmatch(name):
            raise SettingError(f"cannot have {name!r}, which is not an attribute of a script")


def _is_address(value: Any) -> bool:
    address = clean_address(value) if isinstance(value, str) and value else None
    return bool(address) and bool(_ADDRESS.match(address or ""))


@dataclass(frozen=True)
class ThemeOptions:
    """The options that the theme adds to those of Sphinx's ``basic``."""

    brand: str = _option("", "text of the link to the home page in the bar", "the project's name")
    links: str = _option(
        "",
        'more links in the bar: a list of `{"name": …, "url": …}`, after those of the archive',
        "none",
        types=(list, tuple),
        check=_links,
    )
    accent: str = _option(
        "",
        'colour of links, highlights, the calendar and the icon: `"#7a1fa2"`, or two for light '
        "and dark",
        "pine",
        check=_colours,
    )
    edit_link: str = _option(
        "",
        "URL of a source file with `{path}` in it; each post and document gets a link in its "
        "footer",
        "no link",
    )
    keys: str = _option(
        "true",
        "whether `j`, `k` and the arrows go from paper to paper, and `?` lists the keys; "
        '`"false"` turns it off for all readers',
        '`"true"`',
        types=(str, bool),
        check=_switch,
    )
    lists: str = _option(
        "rows",
        'how lists of papers and posts look until a reader chooses: `"rows"` with pictures, '
        '`"cards"`, or `"text"` without pictures',
        '`"rows"`',
        check=one_of(*LAYOUTS),
    )
    reader: str = _option(
        "",
        'what readers keep in their browser: a list of `"marks"` (papers that are read, or for '
        'later) and `"news"` (what is new since the last visit)',
        "nothing is kept",
        types=(list, tuple),
        check=_reader,
    )
    footer: str = _option("", "one line in the footer of every page, plain text", "no line")
    giscus: str = _option(
        "",
        "[comments](../howto/comments.md) below posts and pages of papers",
        "none, nothing is loaded",
        types=(dict,),
        check=_giscus,
    )
    analytics: str = _option(
        "",
        "attributes of one script that counts visits",
        "none, nothing is loaded",
        types=(dict,),
        check=_attributes,
    )


def checked(
    options: Mapping[str, Any], inherited: Iterable[str]
) -> tuple[dict[str, Any], list[str]]:
    """Return the *options* that can be used, and a sentence for each that is not.

    Left out are empty values, for which the defaults stand, values of a wrong type or form, and
    names that neither the theme nor the theme that it inherits from has.

    :param options: the project's ``html_theme_options``
    :param inherited: names of options of themes that this one inherits from
    """
    known = {item.name: item for item in fields(ThemeOptions)}
    others = set(inherited)
    usable: dict[str, Any] = {}
    problems = []
    for name, value in options.items():
        if name in known:
            if value is None or value in ("", [], (), {}):
                continue
            try:
                check_value(known[name], value)
                usable[name] = value
            except SettingError as error:
                problems.append(f"html_theme_options[{name!r}] {error}; the default is used")
        elif name in others:
            usable[name] = value
        else:
            hint = near_match(name, known)
            problems.append(f"html_theme_options has no option {name!r}{hint}; it is left out")
    return usable, problems

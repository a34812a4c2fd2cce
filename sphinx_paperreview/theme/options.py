"""The options of the theme that have a form: checked, so that templates can rely on them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_COLOURS = re.compile(r"#[0-9a-f]{6}(?:[ ,]+#[0-9a-f]{6})?", re.IGNORECASE)
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
_ADDRESS = re.compile(r"https?://|(?![a-z][\w+.-]*:)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?!on)[a-z][a-z0-9-]*")
#: What giscus cannot do without; its own configuration page tells each.
_GISCUS = ("repo", "repo_id", "category", "category_id")
#: Where its box may stand, and when it may be fetched.
_PLACES, _TIMES = frozenset({"post", "paper"}), frozenset({"click", "view"})


def checked(options: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return *options* without the values that cannot be used, and what is wrong with these."""
    result, problems = dict(options), []
    for name, check in _CHECKS.items():
        value = result.get(name)
        if not value:
            continue
        found = check(value)
        if isinstance(found, str):
            problems.append(f"html_theme_options[{name!r}] {found}")
            result[name] = ""
        else:
            result[name] = found[0]
    return result, problems


def _accent(value: Any) -> str | tuple[Any]:
    """Return the colours as a list: one, or one for light and one for dark."""
    if not isinstance(value, str) or not _COLOURS.fullmatch(value.strip()):
        return 'is no colour: write "#0a5650", or two for light and dark'
    return (re.findall(r"#\w{6}", value.lower()),)


def _links(value: Any) -> str | tuple[Any]:
    good = isinstance(value, list | tuple) and all(
        isinstance(item, dict)
        and isinstance(item.get("name"), str)
        and _is_address(item.get("url"))
        for item in value
    )
    return (value,) if good else 'is no list of {"name": …, "url": …}'


def _giscus(value: Any) -> str | tuple[Any]:
    if not isinstance(value, dict):
        return f"is no dictionary with {', '.join(_GISCUS)}"
    missing = [name for name in _GISCUS if not isinstance(value.get(name), str) or not value[name]]
    if missing:
        return f"has no {', '.join(missing)}"
    if not _REPOSITORY.fullmatch(value["repo"]):
        return 'has a repo that is not of the form "owner/name"'
    places, time = value.get("on", ["post", "paper"]), value.get("load", "click")
    if not isinstance(places, list | tuple) or not set(map(str, places)) <= _PLACES:
        return 'has an "on" that is no list of "post" and "paper"'
    if time not in _TIMES:
        return 'has a "load" that is neither "click" nor "view"'
    return ({**value, "on": list(places), "load": time},)


def _analytics(value: Any) -> str | tuple[Any]:
    if not isinstance(value, dict) or not _is_address(value.get("src")):
        return 'is no dictionary of attributes with the script\'s address in "src"'
    if not all(isinstance(name, str) and _ATTRIBUTE.fullmatch(name) for name in value):
        return "has a name that is no attribute of a script"
    return (value,)


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and bool(_ADDRESS.match(value))


_CHECKS: dict[str, Callable[[Any], str | tuple[Any]]] = {
    "accent": _accent,
    "links": _links,
    "giscus": _giscus,
    "analytics": _analytics,
}

"""Read the authors of posts, from ``authors.yml`` and from front matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_paperreview.core.metadata.values import Values
from sphinx_paperreview.core.model import Person
from sphinx_paperreview.core.urls import clean_address, is_web
from sphinx_paperreview.reading.files.site_files import read_entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from os import PathLike
    from typing import Any


#: Label and base URL of the platforms for which Docusaurus accepts a user name, by key.
_PLATFORMS = {
    "bluesky": ("Bluesky", "https://bsky.app/profile/"),
    "email": ("Email", "mailto:"),
    "github": ("GitHub", "https://github.com/"),
    "instagram": ("Instagram", "https://www.instagram.com/"),
    "linkedin": ("LinkedIn", "https://www.linkedin.com/in/"),
    "mastodon": ("Mastodon", "https://mastodon.social/@"),
    "stackoverflow": ("Stack Overflow", "https://stackoverflow.com/users/"),
    "threads": ("Threads", "https://www.threads.net/@"),
    "twitch": ("Twitch", "https://twitch.tv/"),
    "twitter": ("Twitter", "https://twitter.com/"),
    "x": ("X", "https://x.com/"),
    "youtube": ("YouTube", "https://www.youtube.com/@"),
}

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def read_people(srcdir: str | PathLike[str], name: str) -> dict[str, Person]:
    """Return the people of ``authors.yml`` by key; none if the file does not exist.

    A value that cannot be used is reported as :attr:`.WarningKind.AUTHORS_FILE` and left out.
    """
    found: dict[str, Person] = {}
    for key, entry, refuse in read_entries(srcdir, name, label="name"):
        person = read_person({"name": key, **entry, "key": key}, refuse)
        if person is not None:
            found[key] = person
    return found


def read_person(entry: Mapping[str, Any], refuse: Callable[[str], None]) -> Person | None:
    """Return the person that *entry* describes; None if it has neither key nor name.

    :param entry: a mapping with the keys that Docusaurus defines for an author
    :param refuse: called with a message for each value that cannot be used and is left out
    """
    values = Values(entry, lambda _key, message: refuse(message))
    key, name = values.text("key"), values.text("name")
    if not (key or name):
        return None
    return Person(
        key=key or name,
        name=name or key,
        title=values.text("title"),
        url=_safe(values.text("url")),
        email=values.text("email"),
        image=_picture(values.text("image_url", "imageURL")),
        description=values.text("description"),
        socials=tuple(_socials(values)),
    )


def _socials(values: Values) -> Iterator[tuple[str, str]]:
    """Yield label and URL of each profile; for a known platform a user name is enough."""
    profiles = Values(values.mapping("socials", "`socials: {github: name}`"), values.refuse)
    for platform in profiles.keys:
        name = profiles.text(platform)
        known = _PLATFORMS.get(platform.lower())
        address = name if _safe(name) or known is None else known[1] + name.removeprefix("@")
        if name and (safe := _safe(address)):
            yield (known[0] if known else platform), safe


def _picture(url: str) -> str:
    """Return *url* if it is a web address or a path, which may begin with the name of a folder."""
    address = clean_address(url) or ""
    is_path = not _SCHEME.match(address) and not address.startswith("//")
    return address if is_web(address) or is_path else ""


def _safe(url: str) -> str:
    """Return *url* if it is an allowed web address, ``mailto:`` or a path; else empty."""
    address = clean_address(url) or ""
    is_path = address.startswith(("/", "./", "mailto:"))
    return address if is_web(address) or is_path else ""

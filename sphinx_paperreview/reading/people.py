"""Authors of posts: ``authors.yml``, and authors described in a front matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.core.model import Person
from sphinx_paperreview.core.urls import clean_address, is_web
from sphinx_paperreview.reading.site_files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike
    from typing import Any


#: Name and base address of the platforms whose profiles Docusaurus knows by a user name.
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


def read_people(srcdir: str | PathLike[str], name: str) -> dict[str, Person]:
    """Return the people of ``authors.yml`` by key; none if the file does not exist."""
    return {
        key: person_from(key, entry if isinstance(entry, dict) else {"name": str(entry)})
        for key, entry in read_yaml(srcdir, name).items()
    }


def person_from(key: str, entry: dict[str, Any]) -> Person:
    """Return the person that *entry* describes, a mapping with the keys of Docusaurus' authors."""

    def text(*names: str) -> str:
        return next((str(entry[name]) for name in names if entry.get(name)), "")

    return Person(
        key=key,
        name=text("name") or key,
        title=text("title"),
        url=_safe(text("url")),
        email=text("email"),
        image=_safe(text("image_url", "imageURL")),
        description=text("description"),
        socials=tuple(_socials(entry.get("socials"))),
    )


def _socials(entries: object) -> Iterator[tuple[str, str]]:
    """Yield platform and address of each profile; for a known platform, a user name is enough."""
    for platform, value in entries.items() if isinstance(entries, dict) else ():
        name = str(value).strip()
        known = _PLATFORMS.get(str(platform).lower())
        address = name if _safe(name) or known is None else known[1] + name.removeprefix("@")
        if safe := _safe(address):
            yield (known[0] if known else str(platform)), safe


def _safe(url: str) -> str:
    """Return *url* if a page may link to it: of the web, ``mailto:``, or a path; else empty."""
    address = clean_address(url) or ""
    is_path = address.startswith(("/", "./", "mailto:"))
    return address if is_web(address) or is_path else ""

"""JSON Schemas of the files that authors write, and of the lockfile.

They are made of the names by which the readers ask: :data:`POST_KEYS`, :data:`PERSON_KEYS` and
:data:`TAG_KEYS` say with which function of
:class:`~sphinx_paperreview.core.metadata.values.Values` a key is read, the facts of papers and the
fields of the lockfile are those of their own modules.

Source: https://json-schema.org/draft/2020-12
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Literal, get_args

from sphinx_paperreview.core.files.lockfile import LockEntry
from sphinx_paperreview.core.metadata.frontmatter import KNOWN_KEYS
from sphinx_paperreview.core.model import Metadata, RelationKind
from sphinx_paperreview.reading.papers.facts.given import ADDRESSES, LISTS, TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["text", "picture", "texts", "flag", "date", "items", "mapping"]
#: What is asked of a post's front matter: the kind of the value, and what it means.
POST_KEYS: Mapping[str, tuple[Kind, str]] = {
    "title": ("text", "The title; it takes precedence over the heading."),
    "date": ("date", "The date of publication, as 2025-11-14."),
    "authors": ("items", "Keys of authors.yml, names, or mappings."),
    "author": ("items", "The same as authors."),
    "writer": ("items", "The same as authors."),
    "params": (
        "mapping",
        "Values of Hugo's templates; facts and an author among them count: {arxiv: …}.",
    ),
    "tags": ("texts", "Keys of tags.yml, or names."),
    "description": ("text", "What lists, feeds and search engines show."),
    "draft": ("flag", "true: not published."),
    "unlisted": ("flag", "true: has its page, and is in no list, feed or search."),
    "published": ("date", "false: not published; or a date."),
    "expires": ("date", "The first day on which it is no longer published."),
    "expiry_date": ("date", "The same as expires."),
    "pinned": ("flag", "true: comes first in lists of posts."),
    "series": ("text", "The series it is a part of."),
    "last_update": ("mapping", "The date of the last change: {date: 2025-11-20}."),
    "slug": ("text", "Its name in references and old addresses."),
    "aliases": ("texts", "Other old addresses of it."),
    "image": ("picture", "The image that represents it: a path, or {path: …, alt: …}."),
    "language": ("text", "Its language, as ko."),
    "papers": ("mapping", "Facts about papers, by identifier."),
}
#: What is asked of an author, in ``authors.yml`` or a front matter.
PERSON_KEYS: Mapping[str, tuple[Kind, str]] = {
    "key": ("text", "The key in authors.yml."),
    "name": ("text", "The name that is shown."),
    "title": ("text", "What they do."),
    "url": ("text", "Address of their page."),
    "email": ("text", "Mail address."),
    "image_url": ("text", "Address or path of a picture."),
    "imageURL": ("text", "The same as image_url."),
    "description": ("text", "A sentence about them."),
    "socials": ("mapping", "User names or addresses by platform: {github: kim}."),
}
#: What is asked of an entry of ``tags.yml``.
TAG_KEYS: Mapping[str, tuple[Kind, str]] = {
    "label": ("text", "The name that is shown."),
    "description": ("text", "A sentence about it."),
    "permalink": ("text", "The last part of its address."),
}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": ["string", "number", "null"]}
_WORD = {"type": ["string", "number"]}
_FLAG = {
    "anyOf": [
        {"type": ["boolean", "null"]},
        {"type": "string", "pattern": "^([Tt]rue|[Ff]alse|[Yy]es|[Nn]o|[Oo]n|[Oo]ff|)$"},
    ]
}
_DATE = {"type": ["string", "number", "null"]}


def schemas() -> dict[str, dict[str, Any]]:
    """Return the schemas by their file names."""
    return {
        "front-matter.schema.json": _front_matter(),
        "authors.schema.json": _entries("authors.yml", PERSON_KEYS),
        "tags.schema.json": _entries("tags.yml", TAG_KEYS),
        "papers.lock.schema.json": _lockfile(),
    }


def _head(title: str) -> dict[str, Any]:
    return {"$schema": _DIALECT, "title": title}


def _properties(keys: Mapping[str, tuple[Kind, str]]) -> dict[str, Any]:
    return {key: _value(key, kind) | {"description": words} for key, (kind, words) in keys.items()}


def _value(key: str, kind: Kind) -> dict[str, Any]:
    if key == "published":
        return {"type": ["boolean", "string", "number", "null"]}
    if key == "last_update":
        return {"anyOf": [_DATE, {"type": "object", "properties": {"date": _DATE}}]}
    if key == "papers":
        return {"type": ["object", "null"], "additionalProperties": _facts()}
    if kind == "items":
        person = {"type": "object", "properties": _properties(PERSON_KEYS)}
        return {"anyOf": [_TEXT, person, {"type": "array", "items": {"anyOf": [_WORD, person]}}]}
    if kind == "texts":
        named = {"type": "object", "properties": {"label": _TEXT}, "required": ["label"]}
        item = {"anyOf": [_WORD, {"type": "null"}, *([named] if key == "tags" else [])]}
        return {"anyOf": [_TEXT, {"type": "array", "items": item}]}
    plain: dict[str, dict[str, Any]] = {
        "text": _TEXT, "flag": _FLAG, "date": _DATE, "mapping": {"type": "object"},
        "picture": {"anyOf": [_TEXT, {"type": "object"}]},
    }  # fmt: skip
    return plain[kind]


def _facts() -> dict[str, Any]:
    """Return the schema of the facts of one paper."""
    address = {"type": ["string", "null"], "pattern": "^(https?://.*)?$"}
    listed = {"anyOf": [_TEXT, {"type": "array", "items": _WORD}]}
    return {
        "type": ["object", "null"],
        "properties": {
            **dict.fromkeys((*LISTS, *get_args(RelationKind)), listed),
            **dict.fromkeys((*TEXTS, "tldr"), _TEXT),
            **dict.fromkeys(ADDRESSES, address),
        },
    }


def _front_matter() -> dict[str, Any]:
    known: dict[str, Any] = {key: {} for key in sorted(KNOWN_KEYS - POST_KEYS.keys())}
    return _head("Front matter of a post") | {
        "type": "object",
        "properties": {**_properties(POST_KEYS), **known},
    }


def _entries(title: str, keys: Mapping[str, tuple[Kind, str]]) -> dict[str, Any]:
    entry = {"type": ["object", "string", "number", "null"], "properties": _properties(keys)}
    return _head(title) | {"type": "object", "additionalProperties": entry}


def _lockfile() -> dict[str, Any]:
    example = Metadata()
    properties: dict[str, Any] = {}
    for item in fields(Metadata):
        value = getattr(example, item.name)
        if isinstance(value, tuple):
            properties[item.name] = {"type": "array", "items": {"type": "string"}}
        elif isinstance(value, int):
            properties[item.name] = {"type": "integer", "minimum": 1, "maximum": 999}
        elif isinstance(value, str):
            properties[item.name] = {"type": "string"}
    for item in fields(LockEntry):
        if item.name != "metadata":
            is_list = item.name == "source"
            listed = {"type": "array", "items": {"type": "string"}}
            properties[item.name] = listed if is_list else {"type": "string"}
    del properties["citekey"]  # of a .bib file
    return _head("papers.lock.json") | {
        "type": "object",
        "required": ["version", "papers"],
        "properties": {
            "version": {"const": 1},
            "papers": {
                "type": "object",
                "additionalProperties": {
                    "type": "object", "properties": properties, "additionalProperties": False,
                },
            },
        },
    }  # fmt: skip

"""Addresses as authors of Docusaurus, Jekyll, Hugo, Hexo, Pelican and Obsidian write them.

Nothing here looks at files: an address becomes the path that it means, and a path becomes the key
under which documents are looked up.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from urllib.parse import parse_qs, unquote

from sphinx_paperreview.core.files.filenames import fold_path

#: Longest address in which templates are looked for, in characters.
MAX_LENGTH = 1000
#: ``{{ site.baseurl }}``, ``{{ site.url | … }}``: where a site is served, which links leave out.
_BASE = re.compile(r"\{\{-?\s*\w+\.(?:baseurl|base_url|url|root)\b[^{}]*\}\}", re.IGNORECASE)
#: ``{{ "/assets/x.png" | relative_url }}`` (Jekyll), ``{{ "x" | relURL }}`` (Hugo).
_FILTERED = re.compile(r"""\{\{-?\s*["']([^"'{}]*)["'][^{}]*\}\}""")
#: ``{% post_url 2025-11-14-name %}``, ``{% link _posts/x.md %}`` (Jekyll), ``{% post_link x %}``,
#: ``{% asset_path x.png %}`` (Hexo).
_TAG = re.compile(
    r"""\{%-?\s*(post_url|link|post_link|post_path|asset_path|asset_link)\s++["']?([^"'{}%]*+)["']?"""
    r"[^{}%]*+%\}"
)
#: ``{{< ref "x.md" >}}``, ``{{% relref "x" %}}`` (Hugo); ``path=`` may name the argument.
_SHORTCODE = re.compile(
    r"""\{\{[<%]-?\s*(?:rel)?ref\s++(?:path\s*+=\s*+)?+["'`]?+"""
    r"""([^"'`{}<>%]*+)["'`]?[^{}<>%]*+[>%]\}\}"""
)
#: ``{filename}x.md``, ``{static}/x.png``, and the older ``|filename|x.md`` (Pelican).
_PELICAN = re.compile(
    r"(?:\{|\||%7b|%7c)(?:filename|static|attach)(?:\}|\||%7d|%7c)", re.IGNORECASE
)
#: Endings of the address of a page, longest first.
_ENDINGS = (".markdown", ".html", ".mdx", ".htm", ".md")
_INDEXES = frozenset({"index", "_index", "readme"})
#: The number before a name by which Docusaurus orders pages: ``01-intro``, ``2. x``, ``3_y``.
_NUMBER = re.compile(r"\d+\s*[-_.]+\s*(?=[^-_.\s])")
#: A name that begins with a date or a version, whose number stays (Docusaurus).
_NOT_NUMBERED = re.compile(r"\d+[-_.]\d+")


def has_template(address: str) -> bool:
    """Return whether *address* holds a template of Jekyll, Hugo or Hexo."""
    plain = address if "{" in address else unquote(address[:MAX_LENGTH])
    return "{{" in plain or "{%" in plain


def without_templates(address: str) -> str:
    """Return *address* with the templates of Jekyll, Hugo, Hexo and Pelican replaced.

    Where the site is served is left out, so that ``{{ site.baseurl }}/a`` becomes ``/a``. A
    template that is not known stays.
    """
    if address[:1] in {"{", "|", "%"} and (found := _PELICAN.match(address)):
        address = address[found.end() :]
    if "{" not in address and "%7b" not in address.lower():
        return address
    if len(address) > MAX_LENGTH:
        return address
    if not has_template(address):
        return address
    plain = address if "{" in address else unquote(address)
    plain = _BASE.sub("", plain)
    plain = _FILTERED.sub(lambda match: match[1], plain)
    plain = _SHORTCODE.sub(lambda match: match[1].strip(), plain)
    plain = _TAG.sub(lambda match: ("/" if match[1] == "link" else "") + match[2].strip(), plain)
    return address if plain == address else plain.strip()


def without_hash_route(address: str) -> str:
    """Return *address* with a route in its fragment as a path: ``#/a/b?id=c`` becomes ``/a/b#c``.

    Source: https://docsify.js.org/#/configuration?id=routermode
    """
    if not address.startswith("#/"):
        return address
    path, _, query = address[1:].partition("?")
    heading = parse_qs(query).get("id", [""])[0]
    return f"{path}#{heading}" if heading else path


def route_key(path: str) -> str:
    """Return the form of a path or route that is equal for all ways to write it.

    Percent-encoding, slashes at the ends, ``.html`` or the suffix of a Markdown file, and a last
    part ``index`` are dropped; ``..`` does not lead above the root.
    """
    plain = unicodedata.normalize("NFC", unquote(path.split("?", 1)[0].split("#", 1)[0]))
    plain = posixpath.normpath("/" + plain.strip("/")).strip("/")
    ending = next((each for each in _ENDINGS if plain.endswith(each)), "")
    plain = plain.removesuffix(ending)
    folder, _, name = plain.rpartition("/")
    return folder if name.lower() in _INDEXES else plain


def loose_key(key: str) -> str:
    """Return *key* without regard to case, Unicode form, and blanks written as hyphens."""
    return re.sub(r"[\s_]+", "-", fold_path(key))


def without_numbers(path: str) -> str:
    """Return *path* without the numbers that order its parts in Docusaurus (``01-intro``)."""
    return "/".join(map(_without_number, path.split("/")))


def _without_number(name: str) -> str:
    match = _NUMBER.match(name)
    return name[match.end() :] if match and not _NOT_NUMBERED.match(name) else name

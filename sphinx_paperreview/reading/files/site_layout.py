"""Where the site generators that a source folder was written for serve its documents.

Their configuration says so; it is only parsed, never run: the literals of
``docusaurus.config.js``, the YAML of Jekyll, Hexo, MkDocs and Hugo, the TOML of Hugo.
"""

from __future__ import annotations

import os
import posixpath
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import yaml

from sphinx_paperreview.core.files.paths import source_path
from sphinx_paperreview.core.metadata import yaml_text
from sphinx_paperreview.core.site_addresses import route_key
from sphinx_paperreview.core.urls import path_in
from sphinx_paperreview.mdx.javascript.objects import read_object
from sphinx_paperreview.reading.files.generators import site_generator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from os import PathLike

    from sphinx_paperreview.reading.files.generators import Generator

#: The configuration of each generator.
_CONFIGS = {
    "Docusaurus": tuple(f"docusaurus.config.{end}" for end in ("js", "ts", "mjs", "cjs", "mts")),
    "GitBook": (".gitbook.yaml", ".gitbook.yml", "book.json"),
    "Hugo": tuple(
        f"{name}.{end}"
        for name in ("hugo", "config", "config/_default/hugo", "config/_default/config")
        for end in ("toml", "yaml", "yml", "json")
    ),
    "Jekyll": ("_config.yml", "_config.yaml"),
    "Hexo": ("_config.yml", "_config.yaml"),
    "mdBook": ("book.toml",),
    "MkDocs": ("mkdocs.yml", "mkdocs.yaml"),
    "Quarto": ("_quarto.yml", "_quarto.yaml"),
    "Jupyter Book": ("_config.yml", "myst.yml"),
    "Quartz": ("quartz.config.ts", "quartz.config.js"),
    "VitePress": tuple(
        f".vitepress/config{name}.{end}"
        for name in ("", "/index") for end in ("js", "ts", "mjs", "mts")
    ),
    "VuePress": tuple(f".vuepress/config.{end}" for end in ("js", "ts", "mjs", "mts")),
}  # fmt: skip
#: Tags of YAML by which a program would run or look up something: ``!!python/name:x``, ``!ENV``.
_TAGS = re.compile(r"(?<=[\s\[])!!?[\w./:-]+")
#: Largest file that is parsed, in bytes, and most folders below the source folder that are asked.
MAX_BYTES, MAX_FOLDERS = 1 << 20, 200
#: Folders that hold no site of their own.
_OTHERS = frozenset({"node_modules", "build", "public", "_site", "vendor", "static", "themes"})
#: Default folder and route of each plugin of Docusaurus.
_PLUGINS = {"docs": ("docs", "docs"), "blog": ("blog", "blog"), "pages": ("src/pages", "")}


@dataclass(frozen=True, slots=True)
class Content:
    """A folder of documents, and the address at which its generator serves it."""

    #: From the source folder, without slashes at its ends; empty for the source folder itself.
    folder: str
    #: From the root of the site, likewise.
    base: str
    #: How addresses are made: ``docs`` and ``blog`` as in Docusaurus; ``posts`` by a pattern with a
    #: date; ``pages`` by the path.
    kind: str
    #: The pattern of addresses (``/:year/:month/:title/``); empty for the one of *kind*.
    permalink: str = ""
    #: Whether categories are in lower case in these addresses (Jekyll).
    lower: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """What the generators of a source folder say about the addresses of its documents."""

    generators: frozenset[Generator] = frozenset()
    #: Folders that hold a configuration, from the source folder.
    roots: tuple[str, ...] = ()
    #: Paths under which the site is served (``baseUrl``), without slashes at their ends.
    bases: tuple[str, ...] = ()
    contents: tuple[Content, ...] = ()
    #: Old address and new one of each redirect in the configuration.
    redirects: tuple[tuple[str, str], ...] = field(default=())
    #: Expressions for the paths of files, from the source folder, that no page is made of.
    excluded: tuple[re.Pattern[str], ...] = field(default=())
    #: What documents inherit by the configuration: the program, the folder, ``cascade`` of Hugo or
    #: ``defaults`` of Jekyll, in whose form also what other programs say is.
    inherited: tuple[tuple[Generator, str, Any], ...] = field(default=(), compare=False)

    def excludes(self, path: str) -> bool:
        """Return whether a configuration says that no page is made of the file *path*."""
        return any(pattern.search(path) for pattern in self.excluded)

    def content_of(self, docname: str) -> Content | None:
        """Return the innermost content folder that *docname* lies in."""
        inside = (
            each
            for each in self.contents
            if not each.folder or docname.startswith(f"{each.folder}/")
        )
        return max(inside, key=lambda each: len(each.folder), default=None)


def read_layout(srcdir: str | PathLike[str]) -> Layout:
    """Return the layout of the source folder: of a site in it, or in a folder directly in it."""
    generators: set[Generator] = set()
    roots: list[str] = []
    bases: list[str] = []
    contents: dict[str, Content] = {}
    redirects: list[tuple[str, str]] = []
    excluded: list[re.Pattern[str]] = []
    inherited: list[tuple[Generator, str, Any]] = []
    for root in _roots(srcdir):
        found = site_generator(Path(srcdir, root))
        if not found:
            continue
        generators |= found
        roots.append(root)
        for name in sorted(found):
            reader = _READERS.get(name)
            part = reader(srcdir, root) if reader else Layout()
            bases += part.bases
            redirects += part.redirects
            excluded += part.excluded
            inherited += part.inherited
            for content in part.contents:
                contents.setdefault(content.folder, content)
    return Layout(
        frozenset(generators),
        tuple(roots),
        tuple(dict.fromkeys(base for base in bases if base)),
        tuple(contents.values()),
        tuple(redirects),
        tuple(excluded),
        tuple(inherited),
    )


def _roots(srcdir: str | PathLike[str]) -> Iterator[str]:
    yield ""
    try:
        with os.scandir(srcdir) as entries:
            names = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return
    free = [name for name in names if not name.startswith((".", "_")) and name not in _OTHERS]
    yield from free[:MAX_FOLDERS]


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


def text_in(srcdir: str | PathLike[str], root: str, name: str) -> str:
    """Return the text of the file *name* in *root*; empty if it cannot be read."""
    return _text(srcdir, root, (name,))[1]


def data_in(srcdir: str | PathLike[str], root: str, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the mapping in the first file of *names* in *root*; empty if it is malformed."""
    data = _data_in(srcdir, root, names)
    return data if isinstance(data, dict) else {}


def _data_in(srcdir: str | PathLike[str], root: str, names: tuple[str, ...]) -> object:
    """Return what the first file of *names* in *root* holds; None if it is malformed."""
    suffix, text = _text(srcdir, root, names)
    try:
        if suffix == ".toml":
            return tomllib.loads(text)
        return yaml_text.load(_TAGS.sub("", text), fast=True).data
    except (tomllib.TOMLDecodeError, yaml.YAMLError, ValueError, RecursionError):
        return None


def read_configuration(folder: str | PathLike[str], generator: Generator) -> dict[str, Any]:
    """Return what the configuration of *generator* in *folder* says, as far as it is literal.

    Empty if there is none or if it cannot be read. Of JavaScript it is the object that has the
    title or the address of the site.
    """
    names = _CONFIGS.get(generator, ())
    if generator == "Docusaurus":
        _suffix, text = _text(folder, "", names)
        return read_object(text, ("baseUrl", "presets")) if text else {}
    return data_in(folder, "", names)


def _within(root: str, path: object, default: str) -> str | None:
    """Return the folder *path* of *root*; None if it lies outside of the source folder."""
    written = path if isinstance(path, str) and path.strip() else default
    joined = posixpath.normpath(posixpath.join(root, written.lstrip("/")))
    if joined == ".." or joined.startswith("../"):
        return None
    return "" if joined == "." else joined


def _base(value: object) -> str:
    """Return the path of the address *value*, without slashes at its ends."""
    return route_key(path_in(value)) if isinstance(value, str) else ""


# -- what is left out --------------------------------------------------------------------------

#: Files and folders of which Docusaurus makes no page unless its configuration says otherwise.
_PARTIALS = ("**/_*.{md,mdx}", "**/_*/**", "**/*.test.{md,mdx}", "**/__tests__/**")
#: Most patterns of a configuration, and the longest.
_MOST_PATTERNS, _LONGEST_PATTERN = 200, 200
#: How often a pattern may have ``**``, or stars in braces.
_MOST_DEEP = 3
#: The filter of Quartz for which only ``publish: true`` publishes a note; not in a comment.
_EXPLICIT = re.compile(r"^[^/\n]*\bExplicitPublish\(", re.MULTILINE)
_GLOB = re.compile(r"\*\*/|\*\*|\*|\?|\{[^{}]*\}|\[[^\[\]/]+\]|.", re.DOTALL)
#: An expression whose groups are repeated may take exponential time.
_REPEATED_GROUP = re.compile(r"\)[*+{?]")


def _patterns(value: object) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip() and len(item) <= _LONGEST_PATTERN:
            yield item.strip()


def _excluded(
    folder: str, value: object, *, crosses: bool = False, end: str = ""
) -> tuple[re.Pattern[str], ...]:
    """Return expressions for the glob patterns *value*, which begin in *folder*.

    :param crosses: whether ``*`` matches a slash as well
    :param end: what may follow, as an expression
    """
    base = re.escape(f"{folder}/") if folder else ""
    globs = list(_patterns(value))[:_MOST_PATTERNS]
    return tuple(
        re.compile(rf"\A{base}{glob_expression(glob.strip('/'), crosses=crosses)}{end}\Z")
        for glob in globs
    )


def glob_expression(glob: str, *, crosses: bool) -> str:
    """Return the expression for *glob*; *crosses* says whether ``*`` matches a slash.

    What is between two stars is searched once, as in :func:`fnmatch.translate`, so that a hostile
    pattern takes no exponential time. Behind more of ``**`` than :data:`_MOST_DEEP`, all matches.
    """
    one = "." if crosses else "[^/]"
    found: list[str] = []
    chunk: list[str] = []
    deep, star = 0, ""
    for match in _GLOB.finditer(glob.removeprefix("./")):
        part = match[0]
        if part == "*":
            found.append(f"(?>{star}?{''.join(chunk)})" if star else "".join(chunk))
            chunk, star = [], f"{one}*"
        elif part in {"**", "**/"}:
            found += [star, *chunk, ".*" if part == "**" else "(?:.*/)?"]
            chunk, star = [], ""
        elif part == "?":
            chunk.append(one)
        elif len(part) > 1 and part[0] == "{":
            ways = (glob_expression(way, crosses=crosses) for way in part[1:-1].split(","))
            chunk.append(f"(?:{'|'.join(ways)})")
        elif len(part) > 1:
            sign = "^" if part[1] in "!^" else ""
            chunk.append(f"[{sign}{re.escape(part[1 + len(sign) : -1])}]")
        else:
            chunk.append(re.escape(part))
        deep += part != "*" and "*" in part
        if deep > _MOST_DEEP:
            return "".join((*found, star, *chunk, ".*"))
    return "".join((*found, star, *chunk))


# -- Docusaurus --------------------------------------------------------------------------------


def _docusaurus(srcdir: str | PathLike[str], root: str) -> Layout:
    _suffix, text = _text(srcdir, root, _CONFIGS["Docusaurus"])
    data = read_object(text, ("presets", "baseUrl")) if text else {}
    contents: list[Content] = []
    redirects: list[tuple[str, str]] = []
    excluded: list[re.Pattern[str]] = []

    def add(kind: str, options: object) -> None:
        given = options if isinstance(options, dict) else {}
        path, route = _PLUGINS[kind]
        folder = _within(root, given.get("path"), path)
        written = given.get("routeBasePath")
        if folder is not None:
            base = route_key(written) if isinstance(written, str) else route
            contents.append(Content(folder, base, kind))
            written = given.get("exclude")
            excluded.extend(
                _excluded(folder, written if isinstance(written, list) else [*_PARTIALS])
            )

    for item in _listed(data.get("plugins")):
        name, options = item
        kind = next((each for each in _PLUGINS if f"content-{each}" in name), "")
        if kind:
            add(kind, options)
        for rule in options.get("redirects") or () if "redirects" in name else ():
            redirects += _redirects(rule)
    presets = list(_listed(data.get("presets")))
    options = presets[0][1] if presets else {}
    for kind in _PLUGINS:
        if options.get(kind, {}) is not False:
            add(kind, options.get(kind))
    return Layout(
        bases=(_base(data.get("baseUrl")),), contents=tuple(contents), redirects=tuple(redirects),
        excluded=tuple(excluded),
    )  # fmt: skip


def _listed(value: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield name and options of each plugin or preset with options."""
    for item in value if isinstance(value, list) else ():
        if isinstance(item, list) and len(item) > 1 and isinstance(item[1], dict):
            yield item[0] if isinstance(item[0], str) else "", item[1]


def _redirects(rule: object) -> Iterator[tuple[str, str]]:
    if isinstance(rule, dict) and isinstance(rule.get("to"), str):
        old = rule.get("from")
        for address in old if isinstance(old, list) else [old]:
            if isinstance(address, str):
                yield address, rule["to"]


# -- Jekyll, Hexo, Hugo and others ---------------------------------------------------------------

#: The patterns of Jekyll by their names.
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title",
    "pretty": "/:categories/:year/:month/:day/:title",
    "ordinal": "/:categories/:year/:y_day/:title",
    "weekdate": "/:categories/:year/:week/:title",
    "none": "/:categories/:title",
}


def _jekyll(srcdir: str | PathLike[str], root: str) -> Layout:
    data = data_in(srcdir, root, _CONFIGS["Jekyll"])
    written = data.get("permalink")
    pattern = _STYLES.get(written, written) if isinstance(written, str) else _STYLES["date"]
    above = _within(root, data.get("collections_dir"), "") or root
    posts = posixpath.join(above, "_posts")
    contents = [Content(root, "", "pages"), Content(posts, "", "posts", pattern, lower=True)]
    collections = data.get("collections")
    for name, options in collections.items() if isinstance(collections, dict) else ():
        given = options.get("permalink") if isinstance(options, dict) else None
        folder = _within(above, f"_{name}", "")
        if folder is not None and folder != posts:
            own = given if isinstance(given, str) else f"/{name}/:path"
            contents.append(Content(folder, str(name), "posts", own, lower=True))
    included = {each.strip("/") for each in _patterns(data.get("include"))}
    written = [each for each in _patterns(data.get("exclude")) if each.strip("/") not in included]
    written += _without_output(collections)
    return Layout(
        bases=(_base(data.get("baseurl")),), contents=tuple(contents),
        excluded=_excluded(root, written, crosses=True, end="(?:/.*)?"),
        inherited=(("Jekyll", root, data.get("defaults")),),
    )  # fmt: skip


def _without_output(collections: object) -> list[str]:
    """Return the folders of the *collections* of which Jekyll is told to make no pages."""
    found = collections.items() if isinstance(collections, dict) else ()
    told = ((name, given.get("output")) for name, given in found if isinstance(given, dict))
    return [f"**/_{name}" for name, output in told if output is False]


def _hexo(srcdir: str | PathLike[str], root: str) -> Layout:
    data = data_in(srcdir, root, _CONFIGS["Jekyll"])
    folder = _within(root, data.get("source_dir"), "source")
    if folder is None:
        return Layout()
    written = data.get("permalink")
    pattern = written if isinstance(written, str) else ":year/:month/:day/:title"
    contents = (
        Content(folder, "", "pages"),
        Content(posixpath.join(folder, "_posts"), "", "posts", pattern),
    )
    return Layout(bases=(_base(data.get("root")), _base(data.get("url"))), contents=contents)


def _hugo(srcdir: str | PathLike[str], root: str) -> Layout:
    data = data_in(srcdir, root, _CONFIGS["Hugo"])
    data = {str(key).lower(): value for key, value in data.items()}
    folder = _within(root, data.get("contentdir"), "content")
    if folder is None:
        return Layout()
    contents = [Content(folder, "", "pages")]
    permalinks = data.get("permalinks")
    patterns = permalinks if isinstance(permalinks, dict) else {}
    pages = patterns.get("page")
    for section, pattern in {**patterns, **(pages if isinstance(pages, dict) else {})}.items():
        inside = _within(folder, section, "") if isinstance(section, str) else None
        if isinstance(pattern, str) and inside is not None:
            contents.append(Content(inside, section.strip("/"), "posts", pattern))
    return Layout(
        bases=(_base(data.get("baseurl")),), contents=tuple(contents),
        excluded=(
            *_ignored(folder, data.get("ignorefiles")),
            *_excluded(folder, data.get("ignored_content")),  # Zola
        ),
        inherited=(("Hugo", folder, data.get("cascade")),),
    )  # fmt: skip


def _ignored(folder: str, value: object) -> tuple[re.Pattern[str], ...]:
    """Return the expressions ``ignoreFiles`` of Hugo, which are searched in paths of *folder*."""
    found: list[re.Pattern[str]] = []
    for written in list(_patterns(value))[:_MOST_PATTERNS]:
        if not _REPEATED_GROUP.search(written):
            try:
                found.append(re.compile(rf"\A{re.escape(folder)}/(?:.*?(?:{written}))"))
            except re.error:
                continue
    return tuple(found)


def _jupyter_book(srcdir: str | PathLike[str], root: str) -> Layout:
    data = data_in(srcdir, root, _CONFIGS["Jekyll"])
    excluded = list(_excluded(root, data.get("exclude_patterns"), crosses=True))
    project = data_in(srcdir, root, ("myst.yml",)).get("project")
    if isinstance(project, dict):
        excluded += _excluded(root, project.get("exclude"), end="(?:/.*)?")
    if data.get("only_build_toc_files") is True:
        base = re.escape(f"{root}/") if root else ""
        # The older form of the file is a list.
        names = _toc_files(_data_in(srcdir, root, ("_toc.yml", "_toc.yaml")))
        stems = (re.sub(r"\.(?:md|ipynb|rst)$", "", name) for name in sorted(names))
        listed = "|".join(map(re.escape, stems))
        if listed:
            excluded.append(re.compile(rf"\A{base}(?!(?:{listed})\.[A-Za-z]+\Z)"))
    return Layout(excluded=tuple(excluded))


def _toc_files(data: object) -> set[str]:
    """Return the documents that a table of contents of Jupyter Book names."""
    found: set[str] = set()
    stack = [data]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            found |= {str(item[key]) for key in ("root", "file") if isinstance(item.get(key), str)}
            stack += item.values()
        elif isinstance(item, list):
            stack += item
    return found


# -- mdBook and GitBook ------------------------------------------------------------------------

#: A chapter in a table of contents: a link to a file.
_CHAPTER = re.compile(r"\]\(\s*(?:<(?P<bracketed>[^<>\n]+)>|(?P<bare>[^()\s]+))")


def _mdbook(srcdir: str | PathLike[str], root: str) -> Layout:
    book = data_in(srcdir, root, _CONFIGS["mdBook"]).get("book")
    folder = _within(root, book.get("src") if isinstance(book, dict) else None, "src")
    return _with_summary(srcdir, folder, "SUMMARY.md")


def _gitbook(srcdir: str | PathLike[str], root: str) -> Layout:
    data = data_in(srcdir, root, _CONFIGS["GitBook"])
    structure = data.get("structure")
    written = structure.get("summary") if isinstance(structure, dict) else None
    summary = written if isinstance(written, str) and written.strip() else "SUMMARY.md"
    return _with_summary(srcdir, _within(root, data.get("root"), ""), summary.removeprefix("./"))


def _with_summary(srcdir: str | PathLike[str], folder: str | None, name: str) -> Layout:
    """Return the layout of a book: no page is made of what its table of contents does not name.

    Nor of the table itself. Of a book without one, all is read.
    """
    if folder is None:
        return Layout()
    _suffix, text = _text(srcdir, folder, (name,))
    above = posixpath.dirname(posixpath.join(folder, name))
    written = (found["bracketed"] or found["bare"] for found in _CHAPTER.finditer(text))
    joined = (posixpath.normpath(posixpath.join(above, unquote(each))) for each in written)
    chapters = {path.partition("#")[0] for path in joined}
    chapters = {path for path in chapters if path.endswith((".md", ".markdown"))}
    contents = (Content(folder, "", "pages"),)
    if not chapters:
        return Layout(contents=contents)
    base = re.escape(f"{folder}/") if folder else ""
    named = "|".join(map(re.escape, sorted(chapters)))
    excluded = re.compile(rf"(?!(?:{named})\Z)\A{base}.*\.(?:md|markdown)\Z", re.DOTALL)
    return Layout(contents=contents, excluded=(excluded,))


def _mkdocs(srcdir: str | PathLike[str], root: str) -> Layout:
    data = data_in(srcdir, root, _CONFIGS["MkDocs"])
    folder = _within(root, data.get("docs_dir"), "docs")
    base = _base(data.get("site_url"))
    if folder is None:
        return Layout()
    left_out = (
        pattern
        for key in ("exclude_docs", "draft_docs")
        for pattern in _excluded(folder, _ignored_by_git(data.get(key)), end="(?:/.*)?")
    )
    return Layout(bases=(base,), contents=(Content(folder, "", "pages"),), excluded=tuple(left_out))


def _ignored_by_git(value: object) -> list[str]:
    """Return the glob patterns of lines as ``.gitignore`` has them; exceptions are left out."""
    lines = value.splitlines() if isinstance(value, str) else ()
    found = (line.partition(" #")[0].strip() for line in lines)
    return [
        line if "/" in line.rstrip("/") else f"**/{line}"
        for line in found
        if line and not line.startswith(("#", "!"))
    ]


def _quarto(srcdir: str | PathLike[str], root: str) -> Layout:
    data = data_in(srcdir, root, _CONFIGS["Quarto"])
    written: list[str] = []
    for part in ("website", "book"):
        options = data.get(part)
        written += _patterns(options.get("drafts") if isinstance(options, dict) else None)
    project = data.get("project")
    rendered = project.get("render") if isinstance(project, dict) else None
    written += [each[1:] for each in _patterns(rendered) if each.startswith("!")]
    return Layout(excluded=_excluded(root, written, end="(?:/.*)?"))


def _pelican(srcdir: str | PathLike[str], root: str) -> Layout:
    # Its configuration is code; this is the default of what it says.
    return Layout(contents=(Content(posixpath.join(root, "content"), "", "pages"),))


def _quartz(srcdir: str | PathLike[str], root: str) -> Layout:
    _suffix, text = _text(srcdir, root, _CONFIGS["Quartz"])
    data = read_object(text, ("ignorePatterns",)) if text else {}
    folder = posixpath.join(root, "content")
    published = [{"values": {"published": False}}] if _EXPLICIT.search(text) else None
    return Layout(
        contents=(Content(folder, "", "pages"),),
        excluded=_excluded(folder, data.get("ignorePatterns"), end="(?:/.*)?"),
        inherited=(("Quartz", folder, published),),
    )


def _vitepress(srcdir: str | PathLike[str], root: str) -> Layout:
    _suffix, text = _text(srcdir, root, _CONFIGS["VitePress"])
    data = read_object(text, ("srcExclude", "srcDir")) if text else {}
    folder = _within(root, data.get("srcDir"), "")
    if folder is None:
        return Layout()
    return Layout(
        contents=(Content(folder, "", "pages"),),
        excluded=_excluded(folder, data.get("srcExclude")),
    )


def _vuepress(srcdir: str | PathLike[str], root: str) -> Layout:
    _suffix, text = _text(srcdir, root, _CONFIGS["VuePress"])
    data = read_object(text, ("pagePatterns",)) if text else {}
    written = [each[1:] for each in _patterns(data.get("pagePatterns")) if each.startswith("!")]
    return Layout(
        contents=(Content(root, "", "pages"),), excluded=_excluded(root, written, end="(?:/.*)?")
    )


def _by_path(srcdir: str | PathLike[str], root: str) -> Layout:
    return Layout(contents=(Content(root, "", "pages"),))


def _astro(srcdir: str | PathLike[str], root: str) -> Layout:
    folders = ("src/content", "src/pages")
    return Layout(
        contents=tuple(Content(posixpath.join(root, each), "", "pages") for each in folders)
    )


_READERS: Mapping[Generator, Callable[[str | PathLike[str], str], Layout]] = {
    "Astro": _astro,
    "Docusaurus": _docusaurus,
    "GitBook": _gitbook,
    "Hexo": _hexo,
    "Hugo": _hugo,
    "Jekyll": _jekyll,
    "Jupyter Book": _jupyter_book,
    "mdBook": _mdbook,
    "MkDocs": _mkdocs,
    "Obsidian": _by_path,
    "Pelican": _pelican,
    "Quarto": _quarto,
    "Quartz": _quartz,
    "VitePress": _vitepress,
    "VuePress": _vuepress,
}

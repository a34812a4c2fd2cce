"""Which documents are posts, and the record of each."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_paperreview._compat import is_set
from sphinx_paperreview.config import THEME, settings_of
from sphinx_paperreview.core import languages
from sphinx_paperreview.core.files.filenames import stem_of
from sphinx_paperreview.core.metadata import dates, frontmatter
from sphinx_paperreview.core.metadata.names import display, is_more, read_names
from sphinx_paperreview.core.metadata.values import Values, split_text, text_keys
from sphinx_paperreview.core.model import Person, Post
from sphinx_paperreview.core.sentences import without_marks
from sphinx_paperreview.core.urls import clean_address, is_web
from sphinx_paperreview.mdx.front_matter import front_matter_of
from sphinx_paperreview.mdx.parser import MdxParser
from sphinx_paperreview.mdx.render.files import find_file, is_file, look_up
from sphinx_paperreview.mdx.render.titles import IS_PAGE
from sphinx_paperreview.nodes import nodes_of_kinds, paper_facts, post_header
from sphinx_paperreview.reading.excerpts import document_excerpt
from sphinx_paperreview.reading.files.site_files import zone_of
from sphinx_paperreview.reading.papers.facts.labelled_keys import gives_authors_of_paper, is_fact
from sphinx_paperreview.reading.papers.facts.labels import title_of_paper
from sphinx_paperreview.reading.posts.ablog import ablog_data
from sphinx_paperreview.reading.posts.people import read_person
from sphinx_paperreview.reading.posts.post_rules import PostRules
from sphinx_paperreview.reading.states.evidence import state_of
from sphinx_paperreview.reading.states.state import PublicationState
from sphinx_paperreview.reading.states.words.claims import is_day
from sphinx_paperreview.reading.states.words.keys import PUBLICATION_KEYS
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.nodes import shown_text
    from sphinx_paperreview.reading.posts.post_rules import Posts

#: Name in the data of the document being read: whether it has a directive ``paper:post``.
HAS_HEADER = "paperreview_post_header"
#: Keys for who wrote a post; for who wrote the post or its paper; and those of a paper.
_AUTHORS = ("authors", "author", "writer", "작성자", "글쓴이", "作成者", "執筆者", "撰稿人")
_OF_EITHER = ("作者", "著者")
_OF_PAPERS = (
    "paper", "arxiv", "arxiv_id", "doi", "venue", "journal", "论文", "論文", "会议", "期刊", "学会",
)  # fmt: skip
#: Programs that have categories beside tags, and those that divide a text of tags at blanks.
_WITH_CATEGORIES = frozenset({"Hexo", "Hugo", "Jekyll", "Pelican", "Quarto"})
_AT_BLANKS = frozenset({"Jekyll", "Obsidian"})
#: Other keys of tags, where there is no ``tags``; ``topics`` are Zenn's.
_OF_TAGS = ("tag", "topics", "태그", "标签", "標籤", "タグ")
#: How many nodes of a document the field list at its top is among.
_MOST_BEFORE_FIELDS = 3
#: Name in the same data: the texts of the front matter, maybe translated, by their keys.
TEXTS = "paperreview_texts"
#: Keys of the file in a mapping that describes a picture.
_PICTURE_KEYS = ("path", "src", "url", "feature", "teaser", "thumbnail", "thumb")
#: Suffixes of pictures that other sites can show in a preview.
_BITMAPS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")


def rules_of(app: Sphinx) -> PostRules:
    """Return what a project says about which documents are posts.

    A project that has set up MyST, or says itself how ``.md`` is read, has posts by pattern alone.
    """
    parsers, suffixes = app.registry.get_source_parsers(), app.config.source_suffix
    ours = all(
        issubclass(parsers.get(suffixes[suffix] or "", MdxParser), MdxParser)
        for suffix in (".md", ".mdx")
        if suffix in suffixes
    )
    is_guest = app.config.html_theme != THEME and not is_set(app.config, "paperreview_posts")
    chosen = is_set(app.config, "source_suffix") and suffixes.get(".md", "mdx") != "mdx"
    return PostRules(
        tuple(settings_of(app.config).posts),
        finds_folders=ours and not chosen and not is_set(app.config, "paperreview_posts"),
        asks_hosts_for_dates=is_guest,
        leaves_hosts=is_guest and "ablog" in app.extensions,
    )


def is_post_by_name(env: BuildEnvironment, docname: str) -> bool:
    """Return whether *docname* is where posts are, or has a date where dated documents are posts.

    It was decided before documents were read
    (:mod:`~sphinx_paperreview.reading.posts.post_rules`).
    """
    found: Posts = env.domains["paper"].data["found_posts"]
    return docname in found.names


def note_page(app: Sphinx, docname: str, content: list[str]) -> None:
    """Note for the parser whether a document is not a post by its name (``source-read``)."""
    app.env.current_document[IS_PAGE] = not is_post_by_name(app.env, docname)


def clean_fields(app: Sphinx, document: nodes.document) -> None:
    """Remove messages of docutils from the fields at the top of a post (``doctree-read``).

    They name paths of the machine that builds, and Sphinx takes them for a part of the value.
    """
    if is_post_by_name(app.env, app.env.docname):
        for docinfo in document.children[:_MOST_BEFORE_FIELDS]:
            if isinstance(docinfo, nodes.docinfo):
                _remove_messages(docinfo)


def _remove_messages(node: nodes.Node) -> None:
    for message in nodes_of_kinds(node, nodes.system_message):
        message.parent.remove(message)


def headers_of(env: BuildEnvironment, document: nodes.document) -> list[post_header]:
    """Return what the directives ``paper:post`` left in *document*, which is gone through for it.

    A document without such a directive is not gone through.
    """
    return nodes_of_kinds(document, post_header) if env.current_document.get(HAS_HEADER) else []


def is_post(env: BuildEnvironment, document: nodes.document) -> bool:
    """Tell whether *document* is a post: by its name, or by a ``paper:post`` directive.

    Or it is one of ABlog, where that counts.
    """
    return (
        is_post_by_name(env, env.docname)
        or any(headers_of(env, document))
        or ablog_data(env, document, docinfo_of(document)) is not None
    )


def data_of(env: BuildEnvironment, document: nodes.document) -> dict[str, Any]:
    """Return the metadata of *document*: its front matter or field list, and ``paper:post``."""
    directive: dict[str, Any] = {}
    for node in headers_of(env, document):
        directive |= node["data"]
    directive = (ablog_data(env, document, docinfo_of(document)) or {}) | directive
    if env.doc2path(env.docname).suffix in {".rst", ".txt"}:
        return docinfo_of(document) | directive
    return {**front_matter_of(env).data, **directive}


def translated(env: BuildEnvironment, key: str, written: str) -> str:
    """Return the translation of a text of the metadata, else what is *written* there.

    Papers are recognised in the author's words, which are in :func:`data_of`.
    """
    texts: dict[str, shown_text] = env.current_document.get(TEXTS) or {}
    return str(texts[key]["shown"]) if key in texts else written


def claims_of(env: BuildEnvironment, document: nodes.document) -> PublicationState | None:
    """Return what directives and fields of *document* say about its publication; None for nothing.

    Its source was asked before it was read; this is what only docutils understands.
    """
    directives = [node["data"] for node in headers_of(env, document)]
    fields = docinfo_of(document)
    state = state_of((*directives, fields), zone_of(env.config))
    return None if state == PublicationState() else state


def read_post(env: BuildEnvironment, document: nodes.document) -> Post | None:
    """Return the record of *document* if it is a post with a date, else None.

    Warns of a missing date (:attr:`WarningKind.DATE`), of misspelt keys
    (:attr:`WarningKind.FRONT_MATTER`) and of a missing image (:attr:`WarningKind.IMAGE`).
    """
    if not is_post(env, document):
        return None
    docname, zone = env.docname, zone_of(env.config)
    data = data_of(env, document)
    values = _gate(env, document, data)
    _check_keys(data, docname)
    heading = next(iter(document.findall(nodes.title)), None)
    title = translated(env, "title", values.text("title"))
    if heading is not None and (not title or heading.get("translated")):
        title = " ".join(heading.astext().split())
    title = title or stem_of(docname)
    date = post_date(data, docname, heading.astext() if heading is not None else "", zone)
    if date is None:
        if not data.get("date"):  # else it was reported before
            _warn_of_no_date(env, docname)
        return None
    text = "\n".join(
        part.astext() for part in nodes_of_kinds(document, nodes.TextElement) if _is_prose(part)
    )
    image, has_image = _image(env, document, _picture_given(values))
    # Hugo and Pelican call it a summary, Jekyll and Hexo an excerpt.
    description = values.text("description") or values.quiet().text("summary", "excerpt")
    return Post(
        docname=docname,
        line=heading.line or 1 if heading is not None else 1,
        title=title,
        date=date,
        updated=_updated(values, date, zone),
        authors=() if _has_authors_of_paper(env, document, data) else _authors(values),
        tags=tags_of(env, values),
        description=without_marks(translated(env, "description", description))
        or document_excerpt(document, title_of_paper(title)),
        language=values.text("language") or languages.language_of(text),
        minutes=languages.minutes(text),
        unlisted=values.flag("unlisted", doubt=True),
        slug=values.text("slug").strip("/"),
        series=values.text("series"),
        pinned=values.flag("pinned"),
        image=image,
        has_image=has_image,
        aliases=values.texts("aliases"),
    )


def tags_of(env: BuildEnvironment, values: Values) -> tuple[str, ...]:
    """Return the tags in the front matter *values*, as the program of the site reads them.

    Categories are tags where the program has them; a text of several is divided as it does.
    """
    domain: Any = env.domains["paper"]
    generators = domain.layout.generators
    keys = ("categories", "category") if generators & _WITH_CATEGORIES else ()
    found: list[str] = []
    for key in (values.get("tags", *_OF_TAGS)[0], *keys):
        written = values.get(key)[1]
        if isinstance(written, str) and key != "category" and generators & _AT_BLANKS:
            found += split_text(written, ", ")
        else:
            found += (values.quiet() if key in keys else values).texts(key, label="label")
    if "Obsidian" in generators:
        found = [tag.removeprefix("#") for tag in found]
    return tuple(dict.fromkeys(found))


def _warn_of_no_date(env: BuildEnvironment, docname: str) -> None:
    """Warn of a post without a date; where most have none, once for all of them."""
    found: Posts = env.domains["paper"].data["found_posts"]
    number = found.undated.get(docname, 1)
    message = "this post has no date that can be read and stays a plain page"
    if number > 1:
        more = "one more post" if number == 2 else f"{number - 1} more posts"  # two
        message = f"this and {more} have no date and stay plain pages"
    if number:
        warn(
            WarningKind.DATE,
            "%s; name the file 2025-11-14-name, or write `date: 2025-11-14` into its front matter",
            message,
            location=(docname, 1),
        )


def _gate(env: BuildEnvironment, document: nodes.document, data: Mapping[str, Any]) -> Values:
    """Return the values of a post; one that is refused is warned of at the line of its key.

    The kind of the warning is :attr:`WarningKind.FRONT_MATTER`.
    """
    options: dict[str, int] = {}
    for node in headers_of(env, document):
        options |= dict.fromkeys(node["data"], node.line or 1)
    is_rst = env.doc2path(env.docname).suffix in {".rst", ".txt"}
    front_matter = None if is_rst else front_matter_of(env)

    def refuse(key: str, message: str) -> None:
        line = options.get(key) or (front_matter.line_of(key) if front_matter else 1)
        warn(WarningKind.FRONT_MATTER, "%s", message, location=(env.docname, line))

    return Values(data, refuse)


def post_date(
    data: Mapping[str, Any], docname: str, heading: str, zone: dt.tzinfo
) -> dt.datetime | None:
    """Return the date of a post: from ``date``, else its name, else its heading.

    Other keys for a date of publication (``pubDate`` …), then those for the day on which it was
    written (``created``), count where its name has none.
    A malformed date, with which a post is only shown as a draft, was reported before
    (:mod:`~sphinx_paperreview.reading.states.publishing`), and counts as none.
    """
    if data.get("date"):
        with contextlib.suppress(ValueError):
            return dates.parse_date(data["date"], zone)
    if found := dates.date_from_name(docname, zone):
        return found
    for key in (*PUBLICATION_KEYS, *filter(is_day, data)):
        with contextlib.suppress(ValueError):
            return dates.parse_date(data.get(key), zone)
    return dates.date_from_text(heading, zone)


def _updated(values: Values, date: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Return the date of the last update, never before *date*."""
    _key, value = values.get("last_update")
    value = value.get("date") if isinstance(value, dict) else value
    if value in (None, ""):
        return date
    try:
        return max(date, dates.parse_date(value, zone))
    except ValueError as error:
        values.refuse("last_update", f"the date of `last_update` cannot be read: {error}")
        return date


def _has_authors_of_paper(
    env: BuildEnvironment, document: nodes.document, data: Mapping[str, Any]
) -> bool:
    """Return whether the authors in *data* wrote the only paper that *document* reviews."""
    domain: Any = env.domains["paper"]
    return (
        gives_authors_of_paper(data, domain.layout.generators)
        and len(nodes_of_kinds(document, paper_facts)) == 1
    )


def _authors(values: Values) -> tuple[Person, ...]:
    """Return the authors in a front matter: keys, names, or mappings that describe them.

    The key may be a word of another language.
    """
    is_of_paper = values.get(*_OF_PAPERS)[1] is not None
    keys = _AUTHORS if is_of_paper else (*_AUTHORS, *_OF_EITHER)
    key, value = values.get(*keys)
    if isinstance(value, str):
        names = read_names(value.strip().removeprefix("[").removesuffix("]"))
        items: list[Any] = [display(name.strip("\"'")) for name in names]
    else:
        items = list(values.items(*keys))
    found = []
    for item in items:
        if isinstance(item, dict):
            person = read_person(item, partial(values.refuse, key))
            if person is None:
                values.refuse(key, f"an author under `{key}` has no name; write `name: …`")
            else:
                found.append(person)
        elif is_more(item):
            values.refuse(
                key, f"`{key}` names nobody by {item!r}; write the names, or leave it out"
            )
        else:
            found.append(Person(item, item))
    return tuple(dict.fromkeys(found))


def _check_keys(data: dict[str, Any], docname: str) -> None:
    for key, meant in sorted(frontmatter.misspelt(data).items()):
        if is_fact(key):
            continue
        warn(
            WarningKind.FRONT_MATTER,
            "the front matter key %r is unknown; did you mean %r?",
            key,
            meant,
            location=(docname, 1),
        )


def _picture_given(values: Values) -> str:
    """Return the path or address in ``image``, which is a mapping in themes of Jekyll and Astro."""
    value = values.get("image")[1]
    if isinstance(value, dict):
        inner = Values(text_keys(value), values.refuse)
        if any(key in _PICTURE_KEYS for key in inner.keys):
            return inner.text(*_PICTURE_KEYS)
    return values.text("image")


def _image(env: BuildEnvironment, document: nodes.document, given: str) -> tuple[str, bool]:
    """Return the picture for previews of a post, and whether the front matter names it.

    The picture is an address or a path in the source folder: the one *given* in the front matter,
    else the first bitmap in the text, since social networks do not show SVG. Sphinx is asked to
    copy a *given* file.
    """
    if is_web(given) and (address := clean_address(given)):
        return address, True
    if given:
        found = find_file(env, given, env.docname)
        if found.lower().endswith(_BITMAPS):
            env.note_dependency(found)
            env.images.add_file(env.docname, found)
            return found, True
        place = look_up(env, given, env.docname)
        if place.path:
            env.note_dependency(place.path)  # so that it is read again when the file is added
        warn(
            WarningKind.IMAGE,
            "the front matter's image %s: %s; add the file, correct the path or write a full "
            "address",
            place.problem or "is no bitmap in the source folder",
            given[:200],
            location=(env.docname, 1),
        )
    addresses = (str(node.get("uri", "")) for node in nodes_of_kinds(document, nodes.image))
    bitmaps = (address for address in addresses if address.lower().endswith(_BITMAPS))
    local = (address for address in bitmaps if "://" not in address and "\0" not in address)
    written = (address for address in local if look_up(env, address, env.docname).exists)
    paths = (env.relfn2path(address, env.docname)[0] for address in written)
    return next((path for path in paths if is_file(Path(env.srcdir, path))), ""), False


def _is_prose(node: nodes.TextElement) -> bool:
    return isinstance(node, (nodes.paragraph, nodes.title))


def _written(field: nodes.field) -> str:
    """Return the value of *field* without messages of docutils, which name paths of the builder."""
    value = field[1]
    if any(not isinstance(child, nodes.paragraph) for child in value.children):
        value = value.deepcopy()
        _remove_messages(value)
    return str(value.astext())


def docinfo_of(document: nodes.document) -> dict[str, Any]:
    """Return the field list at the top of *document* by lower-case name."""
    data: dict[str, Any] = {}
    for docinfo in document.children[:_MOST_BEFORE_FIELDS]:
        if not isinstance(docinfo, (nodes.docinfo, nodes.field_list)):
            continue
        for node in docinfo.children:
            if isinstance(node, nodes.field):
                data[node[0].astext().lower()] = _written(node)
            elif isinstance(node, nodes.authors):
                data["authors"] = [author.astext() for author in node.children]
            elif isinstance(node, nodes.TextElement):
                data[node.tagname] = node.astext()
    return data

"""Every ``paperreview_*`` value of ``conf.py``: one field of :class:`Settings` each.

A field is the only declaration of its value: the registration with Sphinx, the check of what a
project writes and the reference in the documentation are made from it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, fields
from datetime import UTC
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from sphinx_paperreview.core.metadata import dates
from sphinx_paperreview.core.urls import clean_address, is_web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from dataclasses import Field

    from sphinx.config import Config

#: First segments of the addresses of gathered pages, which ``paperreview_urls`` may rename.
SEGMENTS = ("archive", "tags", "orgs", "authors", "series", "papers", "page", "statistics",
            "gallery", "map")  # fmt: skip
#: Kinds of files for other programs, of which ``paperreview_exports`` names those to be written.
EXPORTS = (
    "json", "markdown", "llms", "sitemap", "robots", "bibtex", "csl", "ris", "csv", "slices",
)  # fmt: skip
#: Those that a site writes unasked: all but bibliographies of parts of the archive.
_USUAL_EXPORTS = [name for name in EXPORTS if name != "slices"]
#: Formats of the smaller copies of images, of which ``paperreview_image_formats`` names some;
#: a browser takes the first that it knows.
IMAGE_FORMATS = ("avif", "webp")
#: Name of our theme.
THEME = "paperreview"
#: Dialects around Markdown, which ``paperreview_dialects`` switches.
DIALECTS = (
    "github", "kramdown", "pandoc", "obsidian", "hackmd", "tex", "liquid", "hugo", "notion",
    "tistory", "extra", "bbcode", "foreign", "docsify", "mdbook", "zenn", "roam", "mdc",
)  # fmt: skip
#: Those that Docusaurus shows otherwise; the others it refuses.
NOT_IN_DOCUSAURUS = frozenset({
    "github", "obsidian", "hackmd", "tex", "notion", "extra", "bbcode", "foreign", "docsify",
    "zenn", "roam", "mdc",
})  # fmt: skip
#: Forms by which ``paperreview_recognise`` lets a section, a document or a row review a paper.
FORMS = ("headings", "facts", "documents", "lists", "tables")
#: Kinds of pages for which a social card can be drawn.
CARDS = ("post", "paper")


class SettingError(ValueError):
    """A value of ``conf.py`` cannot be used; the message follows the name of the setting.

    :param usable: the part of the value that can be used; None: the default is used instead
    """

    def __init__(self, message: str, usable: Any = None) -> None:
        super().__init__(message)
        self.usable = usable


#: The tag of a language, as Sphinx or BCP 47 writes it.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def _value(
    default: Any,
    help_text: str,
    rebuild: str = "env",
    types: tuple[type, ...] = (),
    check: Callable[[Any], object] | None = None,
) -> Any:
    """Declare a setting.

    :param rebuild: what Sphinx does when the value changes (``add_config_value``)
    :param types: the types that are accepted, by default that of *default*
    :param check: is called with a value of an accepted type; raises :exc:`SettingError`
    """
    metadata = {
        "help": help_text,
        "rebuild": rebuild,
        "types": types or (type(default),),
        "check": check,
    }
    if isinstance(default, (list, dict)):
        return field(default_factory=default.copy, metadata=metadata)
    return field(default=default, metadata=metadata)


def _one_of(*words: str) -> Callable[[str], None]:
    def check(value: str) -> None:
        if value not in words:
            *first, last = filter(None, words)
            named = f"{', '.join(first)} or {last}"
            raise SettingError(f"must be {named}, not {value!r}{near_match(value, words)}")

    return check


def _some_of(words: Sequence[str]) -> Callable[[Sequence[object]], None]:
    def check(value: Sequence[object]) -> None:
        unknown = [item for item in value if item not in words]
        if unknown:
            names = ", ".join(f"{item!r}{near_match(item, words)}" for item in unknown)
            usable = [item for item in value if item in words]
            raise SettingError(f"does not know {names}; it takes {', '.join(words)}", usable)

    return check


def _list_of(what: str, is_good: Callable[[object], bool]) -> Callable[[Iterable[object]], None]:
    def check(value: Iterable[object]) -> None:
        if not all(is_good(item) for item in value):
            raise SettingError(f"must be a list of {what}, not {value!r}")

    return check


def _is_text(item: object) -> bool:
    return isinstance(item, str) and bool(item)


def _is_width(item: object) -> bool:
    return isinstance(item, int) and not isinstance(item, bool) and item > 0


def _not_negative(value: int) -> None:
    if value < 0:
        raise SettingError(f"must not be negative: {value!r}")


def _percentage(value: int) -> None:
    if not 1 <= value <= 100:
        raise SettingError(f"must be from 1 to 100, not {value!r}")


def _zone(value: str) -> None:
    try:
        dates.zone(value)
    except ValueError as error:
        hint = near_match(value, available_timezones())
        raise SettingError(f"cannot be used{hint}: {error}") from error


def _moment(value: str) -> None:
    try:
        dates.now(None, value, UTC)
    except ValueError as error:
        raise SettingError(f"cannot be used: {error}") from error


def _mapping_of(
    what: str, is_good: Callable[[object, object], bool]
) -> Callable[[Mapping[object, object]], None]:
    """Return the check of a mapping to *what*; *is_good* is asked of each key and value."""

    def check(value: Mapping[object, object]) -> None:
        usable = {key: item for key, item in value.items() if is_good(key, item)}
        if len(usable) < len(value):
            refused = {key: item for key, item in value.items() if key not in usable}
            raise SettingError(f"takes {what}, not {refused!r}", usable)

    return check


def _is_segment(name: object, segment: object) -> bool:
    is_path = isinstance(segment, str) and bool(segment.strip("/")) and ".." not in segment
    return name in SEGMENTS and is_path


def _are_words(word: object, others: object) -> bool:
    are_texts = isinstance(others, (list, tuple)) and all(isinstance(each, str) for each in others)
    return isinstance(word, str) and are_texts


def _is_address(value: object) -> bool:
    return isinstance(value, str) and is_web(value) and bool(clean_address(value))


def _is_site(language: object, address: object) -> bool:
    is_tag = isinstance(language, str) and _LANGUAGE.fullmatch(language) is not None
    return is_tag and _is_address(address)


def _is_archive(name: object, address: object) -> bool:
    return isinstance(name, str) and bool(name.strip()) and _is_address(address)


def _is_macro(name: object, body: object) -> bool:
    has_arguments = isinstance(body, (list, tuple)) and len(body) == 2
    return isinstance(name, str) and (isinstance(body, str) or has_arguments)


def _switches(value: Mapping[object, object]) -> None:
    usable = {word: on for word, on in value.items() if word in DIALECTS and isinstance(on, bool)}
    if len(usable) < len(value):
        refused = ", ".join(
            f"{word!r}{'' if word in DIALECTS else near_match(word, DIALECTS)}"
            for word in value
            if word not in usable
        )
        takes = f"it takes {', '.join(DIALECTS)}, each with True or False"
        raise SettingError(f"does not know, or cannot use: {refused}; {takes}", usable)


@dataclass(frozen=True)
class Settings:
    """The extension's configuration, one field per value (named without the prefix)."""

    posts: list[str] = _value(
        ["posts/**", "blog/**"],
        "Which documents are posts: patterns over docnames. An MDX file whose name has a date is "
        "one wherever it lies. Where this is not set, so are Markdown files with a date in "
        "[folders of posts](../howto/posts.md#which-documents-are-posts). With an empty list no "
        "document is a post by its name.",
        types=(list, tuple),
        check=_list_of("patterns", _is_text),
    )
    recognise: list[str] = _value(
        ["headings", "facts", "documents"],
        "What is a review of a paper, besides a section whose title is a link to it: `headings` "
        "(a heading that has the paper's address and more words), `facts` (a section whose first "
        "lines name the paper), `documents` (a document whose front matter or first lines do), "
        "`lists` and `tables` (items and rows that begin with a paper: digests of a week).",
        types=(list, tuple),
        check=_some_of(FORMS),
    )
    orgs: dict[str, Any] = _value(
        {},
        "Organisations: a mapping of label to a list of other spellings, or to a mapping with "
        "`aliases`, `description` and `url`. Empty: every inline code in a paper's title is "
        "taken as written.",
    )
    orgs_closed: bool = _value(
        False, "Warn of an organisation that `paperreview_orgs` does not name."
    )
    authors: str = _value(
        "authors.yml",
        "File of the people who write posts, in Docusaurus' form, from the source folder; a "
        "file that does not exist is no error. Where this is not set, the `authors.yml` nearest "
        "to a post, upwards from its folder, counts for it.",
    )
    tags: str = _value(
        "tags.yml",
        "File of the tags with label and description, in Docusaurus' form, from the source "
        "folder; a file that does not exist is no error. Where this is not set, the `tags.yml` "
        "nearest to a post counts for it.",
    )
    timezone: str = _value(
        "UTC", "Zone of dates that name none, as in the IANA database.", check=_zone
    )
    now: str = _value(
        "",
        "The date up to which posts are published. `SOURCE_DATE_EPOCH` goes before it; empty: "
        "today.",
        check=_moment,
    )
    show_drafts: bool = _value(
        False, "Read drafts and scheduled posts as well, for a preview on one's own machine."
    )
    all_warnings: bool = _value(
        False,
        "Show every warning. Otherwise a build shows one of a kind for a document with more than "
        "five, and one of a kind for more than ten documents, with the number of the others and "
        "the first places.",
        rebuild="",
    )
    lint: str = _value(
        "facts",
        "What builds tell of reviews that can be read but look wrong: `facts` (the same paper "
        "twice in a post, identifiers that cannot be), `all` (also advice on numbers, titles, "
        "spellings and alternative texts, as `paperreview check` gives) or `off`.",
        check=_one_of("all", "facts", "off"),
    )
    lock: str = _value(
        "papers.lock.json",
        "File of what `paperreview fetch` found out about the papers, from the source folder; a "
        "file that does not exist is no error.",
    )
    bibliography: list[str] = _value(
        [],
        "Your own `.bib` files, from the source folder: what they say of a paper goes before the "
        "lockfile, and its key there is its key in exports.",
        "",
        types=(list, tuple),
        check=_list_of("paths", _is_text),
    )
    federation: dict[str, str] = _value(
        {},
        "Other archives whose reviews are named beside yours: a mapping of a name to the address "
        "of the archive, as `{'lab': 'https://lab.example.org/papers/'}`. What they review is read "
        "from the snapshot that `paperreview fetch --federation` writes.",
        check=_mapping_of("names with addresses (https://…)", _is_archive),
    )
    federation_file: str = _value(
        "papers.federation.json",
        "File of that snapshot, from the source folder.",
    )
    federation_search: bool = _value(
        False, "Let the search of `paperreview` find the papers of these archives, too.", "html"
    )
    citation_style: str = _value(
        "",
        "Style of the reference on the page of a paper: a name that citeproc-py knows, as "
        "`harvard-cite-them-right`, or a `.csl` file from the source folder. Empty: BibTeX alone.",
        "html",
    )
    exports: list[str] = _value(
        _USUAL_EXPORTS,
        "Files for other programs that are written beside the pages: "
        + ", ".join(EXPORTS)
        + ". With `slices` there are bibliographies of each tag, organisation, series, month and "
        "post beside that of all papers.",
        "html",
        types=(list, tuple),
        check=_some_of(EXPORTS),
    )
    ablog: bool = _value(
        False,
        "Let the posts of ABlog be posts of the archive as well: documents with its directive "
        "`post` or with `blogpost` in their metadata, and those that match `blog_post_pattern`. "
        "Drafts of ABlog are none.",
    )
    git_dates: bool = _value(
        False,
        "Take the day on which a post was last changed from the history of its git repository. A "
        "clone without the whole history (`fetch-depth: 0` on GitHub) has no such days.",
    )
    redirects: dict[str, str] = _value(
        {},
        "Addresses at which things were found before, from the site's root: a mapping of the old "
        "address to a document name or to a full address.",
        "",
    )
    docusaurus_blog: str = _value(
        "",
        "Where Docusaurus served the posts, as `blog`: the old address of every post leads to its "
        "page. Empty: no such addresses.",
        "",
    )
    components: dict[object, object] = _value(
        {},
        "Components of the site's own: a mapping of the name in MDX to the Python function that "
        "makes docutils nodes of it, as `{'Chart': 'mypkg.chart:render'}`.",
    )
    dialects: dict[str, bool] = _value(
        {},
        "Dialects around Markdown to read or not: a mapping of "
        + ", ".join(f"`{word}`" for word in DIALECTS)
        + " to `True` or `False`. All are read; beside a configuration of Docusaurus, "
        + ", ".join(f"`{word}`" for word in DIALECTS if word in NOT_IN_DOCUSAURUS)
        + " are not, because Docusaurus shows them otherwise.",
        check=_switches,
    )
    math_macros: dict[str, Any] = _value(
        {},
        'Commands for formulas as MathML, as KaTeX (`{"\\\\R": "\\\\mathbb{R}"}`) or MathJax '
        '(`{"norm": ["\\\\lVert #1\\\\rVert", 1]}`) take them. Those of `mathjax3_config` are '
        "read, too, and documents may define their own (`\\newcommand`, `\\def`).",
        check=_mapping_of("texts, or lists of a text and a number", _is_macro),
    )
    embed_hosts: list[str] = _value(
        [],
        "Further hosts whose frames (`<iframe>`) a post may show, as `example.org`. YouTube, "
        "Vimeo, Hugging Face, CodePen, CodeSandbox, StackBlitz and Replit need not be named.",
        types=(list, tuple),
        check=_list_of("hosts", _is_text),
    )
    trusted: bool = _value(
        False,
        "Let posts use every directive and role, HTML of their own and links to any file. Without "
        "it, posts cannot put HTML on the page, read files outside the source folder, fetch, or "
        "run code.",
    )
    fetch_images: bool = _value(
        False,
        "Let builders that need the files of pictures (EPUB, LaTeX, Texinfo) fetch those that "
        "posts show from other hosts. Without it, such pictures are links there.",
    )
    paper_pages: str = _value(
        "all",
        "Papers that get a page of their own: `all`, `gathered` (met more than once) or `none`.",
        check=_one_of("all", "gathered", "none"),
    )
    urls: dict[str, str] = _value(
        {},
        "Other names for the first segment of gathered pages: " + ", ".join(SEGMENTS) + ".",
        check=_mapping_of(f"other names for {', '.join(SEGMENTS)}", _is_segment),
    )
    statistics: bool = _value(True, "Make a page of statistics: papers by month, name and day.", "")
    map: bool = _value(
        True,
        "Make a map of the papers, on which similar ones lie together; only of a dozen papers or "
        "more.",
        "",
    )
    page_size: int = _value(
        20, "Posts on one page of the front list; 0 switches paging off.", check=_not_negative
    )
    feed_limit: int = _value(
        20, "Most entries in a feed; 0 switches feeds off.", "html", check=_not_negative
    )
    term_feeds: bool = _value(
        True,
        "Write a feed (Atom, with summaries) of each tag, organisation, author and series as well.",
        "html",
    )
    image_widths: list[int] = _value(
        [720, 1440],
        "Widths in pixels of the smaller copies that are made of local pictures, never larger "
        "than the picture itself; an empty list makes none.",
        "",
        types=(list, tuple),
        check=_list_of("widths in pixels", _is_width),
    )
    image_formats: list[str] = _value(
        ["webp"],
        "Formats of these copies: `webp`, and `avif` where Pillow can write it; an empty list "
        "makes none.",
        "",
        types=(list, tuple),
        check=_some_of(IMAGE_FORMATS),
    )
    image_quality: int = _value(
        80, "Quality of these copies, from 1 to 100.", "", check=_percentage
    )
    pictures: bool = _value(
        True,
        "Show a small copy of a picture of each review in lists of papers and posts, in HTML.",
        "",
    )
    remote_faces: bool = _value(
        False,
        "Let pages show the pictures of authors (`image_url`) that are on other hosts, which then "
        "learn who reads the site. Without it, they have their initials.",
        "html",
    )
    image_zoom: bool = _value(
        True,
        "Let a picture that is shown smaller than it is be a link to its file, which opens on the "
        "same page.",
        "html",
    )
    search: str = _value(
        "",
        "What searches the site: `paperreview` (its own index, a record for each paper), `sphinx` "
        "(the search of Sphinx, or of what replaces it) or `pagefind` (where it is installed). "
        "Empty: `paperreview` under the theme of that name, `sphinx` under any other.",
        check=_one_of("", "paperreview", "sphinx", "pagefind"),
    )
    search_aliases: dict[str, Any] = _value(
        {},
        "More words of the same meaning for the search, besides those it knows: a mapping of a "
        "word to a list of others, as `{'증류': ['distillation']}`.",
        "",
        check=_mapping_of("lists of words", _are_words),
    )
    social_cards: list[str] = _value(
        [],
        "Pages for which a picture with their title is drawn, for previews elsewhere: `post`, "
        "`paper`. Only where `html_baseurl` has a host.",
        "html",
        types=(list, tuple),
        check=_some_of(CARDS),
    )
    card_fonts: list[str] = _value(
        ["system"],
        "Fonts of these pictures, in the order in which they are asked for a letter: files from "
        "the source folder, and `system` for those of the machine. Last comes the one that Pillow "
        "brings, which has Latin letters alone.",
        "",
        types=(list, tuple),
        check=_list_of("paths", _is_text),
    )
    languages: dict[str, str] = _value(
        {},
        "The builds of this project in other languages: a mapping of a language to the address of "
        "its site, as `{'ko': 'https://example.org/', 'en': 'https://example.org/en/'}`, this one "
        "included. Each page then names its translations (`hreflang`) and links to them. The first "
        "is for readers of any other language.",
        "html",
        check=_mapping_of("languages (ko, zh-CN) with addresses (https://…)", _is_site),
    )
    description: str = _value("", "One sentence about the site, for feeds and search engines.")


def near_match(value: object, known: Iterable[str]) -> str:
    """Return ``" (did you mean 'x'?)"`` with the most similar word of *known*; empty if none is.

    Case does not count, and syllables of Hangul are compared by their letters.
    """
    words = {_letters(word): word for word in known}
    found = get_close_matches(_letters(value), words, n=1) if isinstance(value, str) else []
    return f" (did you mean {words[found[0]]!r}?)" if found else ""


def _letters(word: str) -> str:
    return unicodedata.normalize("NFD", word).casefold()


def check_value(item: Field[Any], value: object) -> None:
    """Raise :exc:`SettingError` if the setting or option *item* cannot be *value*.

    :param item: a field with the accepted ``types`` and a ``check`` (or None) in its metadata
    """
    types, check = item.metadata["types"], item.metadata["check"]
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        raise SettingError(f"must be {' or '.join(kind.__name__ for kind in types)}, not {value!r}")
    if check is not None:
        check(value)


def validated(values: Mapping[str, Any]) -> tuple[Settings, tuple[str, ...]]:
    """Make settings of *values*, by name without the prefix.

    :return: the settings, and a sentence for each value that is not used as it was written: a
        wrong type or a wrong form becomes the default, a wrong item of a list or mapping is
        left out
    """
    problems: list[str] = []
    accepted: dict[str, Any] = {}
    for item in fields(Settings):
        if item.name not in values:
            continue
        value = values[item.name]
        try:
            check_value(item, value)
        except SettingError as error:
            instead = "the default is used" if error.usable is None else "the rest is used"
            problems.append(f"paperreview_{item.name} {error}; {instead}")
            value = error.usable
        if value is not None:
            accepted[item.name] = value
    return Settings(**accepted), tuple(problems)


@lru_cache(maxsize=1)
def settings_of(config: Config) -> Settings:
    """Return the settings of a project, each of them valid: the one way to read them.

    What is wrong in ``conf.py`` was reported at ``config-inited``
    (:func:`sphinx_paperreview.domain.settings.check_settings`). The values of one configuration are
    checked once: nobody changes them after that event.
    """
    names = [item.name for item in fields(Settings)]
    return validated({name: config[f"paperreview_{name}"] for name in names})[0]

"""Every ``paperreview_*`` value of ``conf.py``: one field of :class:`Settings` each.

The fields are the only declaration: Sphinx's registration, the validation and the table
of the documentation are made from them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

#: First segments of the addresses of gathered pages, which ``paperreview_urls`` may rename.
SEGMENTS = ("archive", "tags", "orgs", "authors", "series", "papers", "page", "statistics")
#: Kinds of files for machines, of which ``paperreview_exports`` names those to be written.
EXPORTS = (
    "json", "markdown", "llms", "sitemap", "robots", "bibtex", "csl", "ris", "csv",
)  # fmt: skip
#: Formats of the smaller copies of pictures, of which ``paperreview_image_formats`` names some;
#: a browser takes the first that it knows.
IMAGE_FORMATS = ("avif", "webp")

#: Kinds of pages for which a social card can be drawn.
CARDS = ("post", "paper")

#: Values that are one of several words.
CHOICES = {
    "paper_pages": ("all", "gathered", "none"),
    "lint": ("all", "facts", "off"),
    "search": ("paperreview", "sphinx", "pagefind"),
}


def _value(default: Any, help_text: str, rebuild: str = "env", types: tuple[type, ...] = ()) -> Any:
    metadata = {"help": help_text, "rebuild": rebuild, "types": types or (type(default),)}
    if isinstance(default, (list, dict)):
        return field(default_factory=default.copy, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Settings:
    """The extension's configuration, one field per value (named without the prefix)."""

    posts: list[str] = _value(
        ["posts/**", "blog/**"],
        "Which documents are posts: patterns over docnames. An MDX file whose name is a date is "
        "one wherever it lies. Index files and names that begin with `_` are left out; with an "
        "empty list no document is a post by its name.",
        types=(list, tuple),
    )
    orgs: dict[str, Any] = _value(
        {},
        "Organisations: a mapping of label to a list of other spellings, or to a mapping with "
        "`aliases`, `description` and `url`. Empty: every inline code in a paper's title is "
        "taken as written.",
        types=(dict,),
    )
    orgs_closed: bool = _value(
        False, "Warn of an organisation that `paperreview_orgs` does not name."
    )
    authors: str = _value(
        "authors.yml",
        "File of the people who write posts, in Docusaurus' form, from the source folder; a "
        "file that does not exist is no error.",
    )
    tags: str = _value(
        "tags.yml",
        "File of the tags with label and description, in Docusaurus' form, from the source "
        "folder; a file that does not exist is no error.",
    )
    timezone: str = _value("UTC", "Zone of dates that name none, as in the IANA database.")
    now: str = _value(
        "",
        "The date up to which posts are published. `SOURCE_DATE_EPOCH` goes before it; empty: "
        "today.",
        types=(str,),
    )
    show_drafts: bool = _value(
        False, "Read drafts and scheduled posts as well, for a preview on one's own machine."
    )
    lint: str = _value(
        "facts",
        "What builds tell of reviews that can be read but look wrong: `facts` (the same paper "
        "twice in a post, identifiers that cannot be), `all` (also advice on numbers, titles, "
        "spellings and alternative texts, as `paperreview check` gives) or `off`.",
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
    )
    citation_style: str = _value(
        "",
        "Style of the reference on the page of a paper: a name that citeproc-py knows, as "
        "`harvard-cite-them-right`, or a `.csl` file from the source folder. Empty: BibTeX alone.",
        "html",
        types=(str,),
    )
    exports: list[str] = _value(
        list(EXPORTS),
        "Files for other programs that are written beside the pages: " + ", ".join(EXPORTS) + ".",
        "html",
        types=(list, tuple),
    )
    export_slices: bool = _value(
        True,
        "Write bibliographies of each tag, organisation, series, month, post and paper, beside "
        "that of all papers.",
        "html",
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
        types=(dict,),
    )
    docusaurus_blog: str = _value(
        "",
        "Where Docusaurus served the posts, as `blog`: the old address of every post leads to its "
        "page. Empty: no such addresses.",
        "",
    )
    components: dict[str, str] = _value(
        {},
        "Components of the site's own: a mapping of the name in MDX to the Python function that "
        "makes docutils nodes of it, as `{'Chart': 'mypkg.chart:render'}`.",
        types=(dict,),
    )
    embed_hosts: list[str] = _value(
        [],
        "Further hosts whose frames (`<iframe>`) a post may show, as `example.org`. YouTube, "
        "Vimeo, Hugging Face, CodePen, CodeSandbox, StackBlitz and Replit need not be named.",
        types=(list, tuple),
    )
    cjk_emphasis: bool = _value(
        True, "Let `**` and `*` open and close beside Korean, Chinese and Japanese letters."
    )
    dollar_amounts: bool = _value(
        True, "Take `$10 and $20` for two amounts of money; off, as Docusaurus, for a formula."
    )
    paper_pages: str = _value(
        "all",
        "Papers that get a page of their own: `all`, `gathered` (met more than once) or `none`.",
        "env",
    )
    urls: dict[str, str] = _value(
        {}, "Other names for the first segment of gathered pages: " + ", ".join(SEGMENTS) + "."
    )
    statistics: bool = _value(True, "Make a page of statistics: papers by month, name and day.", "")
    page_size: int = _value(20, "Posts on one page of the front list; 0 switches paging off.")
    feed_limit: int = _value(20, "Most entries in a feed; 0 switches feeds off.", "html")
    term_feeds: bool = _value(
        True,
        "Write feeds of each tag, organisation, author and series as well.",
        "html",
    )
    image_widths: list[int] = _value(
        [480, 720, 960, 1440],
        "Widths in pixels of the smaller copies that are made of local pictures, never larger "
        "than the picture itself; an empty list makes none.",
        "",
        types=(list, tuple),
    )
    image_formats: list[str] = _value(
        ["webp"],
        "Formats of these copies: `webp`, and `avif` where Pillow can write it; an empty list "
        "makes none.",
        "",
        types=(list, tuple),
    )
    image_quality: int = _value(80, "Quality of these copies, from 1 to 100.", "")
    image_zoom: bool = _value(
        True,
        "Let a picture that is shown smaller than it is be a link to its file, which opens on the "
        "same page.",
        "html",
    )
    search: str = _value(
        "paperreview",
        "What searches the site: `paperreview` (its own index, a record for each paper), `sphinx` "
        "(the search of Sphinx) or `pagefind` (where it is installed).",
        "html",
    )
    search_aliases: dict[str, Any] = _value(
        {},
        "More words of the same meaning for the search, besides those it knows: a mapping of a "
        "word to a list of others, as `{'증류': ['distillation']}`.",
        "",
        types=(dict,),
    )
    social_cards: list[str] = _value(
        [],
        "Pages for which a picture with their title is drawn, for previews elsewhere: `post`, "
        "`paper`. Only where `html_baseurl` is set.",
        "html",
        types=(list, tuple),
    )
    card_fonts: list[str] = _value(
        ["system"],
        "Fonts of these pictures, in the order in which they are asked for a letter: files from "
        "the source folder, and `system` for those of the machine. Last comes the one that Pillow "
        "brings, which has Latin letters alone.",
        "",
        types=(list, tuple),
    )
    description: str = _value("", "One sentence about the site, for feeds and search engines.")


def validated(values: Mapping[str, Any]) -> tuple[Settings, tuple[str, ...]]:
    """Make settings of *values* (names without prefix); return them with what was refused.

    A value of a wrong type or form is replaced by the default, and a sentence says so.
    """
    problems: list[str] = []
    accepted: dict[str, Any] = {}
    for item in fields(Settings):
        if item.name not in values:
            continue
        value = values[item.name]
        if isinstance(value, item.metadata["types"]) and not (
            isinstance(value, bool) and bool not in item.metadata["types"]
        ):
            accepted[item.name] = value
        else:
            expected = " or ".join(kind.__name__ for kind in item.metadata["types"])
            problems.append(f"paperreview_{item.name} must be {expected}, not {value!r}")
    problems += _refuse_forms(accepted)
    return Settings(**accepted), tuple(problems)


def _refuse_forms(accepted: dict[str, Any]) -> list[str]:
    problems = []
    for name, (first, *words) in CHOICES.items():
        if accepted.get(name, first) not in {first, *words}:
            named = f"{', '.join([first, *words[:-1]])} or {words[-1]}"
            value = accepted.pop(name)
            problems.append(f"paperreview_{name} must be {named}, not {value!r}")
    problems += [
        f"paperreview_{name} must not be negative: {accepted.pop(name)!r}"
        for name in ("page_size", "feed_limit")
        if accepted.get(name, 0) < 0
    ]
    problems += _refuse_exports(accepted)
    problems += _refuse_images(accepted)
    problems += _refuse_aliases(accepted)
    problems += _refuse_cards(accepted)
    if not all(isinstance(name, str) for name in accepted.get("bibliography", ())):
        value = accepted.pop("bibliography")
        problems.append(f"paperreview_bibliography must be a list of paths, not {value!r}")
    urls = accepted.get("urls", {})
    bad = [
        key
        for key, value in urls.items()
        if key not in SEGMENTS
        or not isinstance(value, str)
        or not value.strip("/")
        or ".." in value
    ]
    if bad:
        accepted["urls"] = {key: value for key, value in urls.items() if key not in bad}
        problems.append(
            f"paperreview_urls does not know, or cannot use: {', '.join(map(str, bad))}"
        )
    return problems


def _refuse_exports(accepted: dict[str, Any]) -> list[str]:
    exports = accepted.get("exports", ())
    bad = [name for name in exports if name not in EXPORTS]
    if not bad:
        return []
    accepted["exports"] = [name for name in exports if name in EXPORTS]
    names = ", ".join(map(str, bad))
    return [f"paperreview_exports does not know: {names}; it takes {', '.join(EXPORTS)}"]


def _refuse_cards(accepted: dict[str, Any]) -> list[str]:
    problems = []
    if any(kind not in CARDS for kind in accepted.get("social_cards", ())):
        value = accepted.pop("social_cards")
        problems.append(f"paperreview_social_cards takes {' and '.join(CARDS)}, not {value!r}")
    if not all(isinstance(name, str) and name for name in accepted.get("card_fonts", ())):
        value = accepted.pop("card_fonts")
        problems.append(f"paperreview_card_fonts must be a list of paths, not {value!r}")
    return problems


def _refuse_images(accepted: dict[str, Any]) -> list[str]:
    problems = []
    widths = accepted.get("image_widths", ())
    if not all(type(width) is int and width > 0 for width in widths):
        value = accepted.pop("image_widths")
        problems.append(f"paperreview_image_widths must be a list of widths, not {value!r}")
    formats = accepted.get("image_formats", ())
    if any(name not in IMAGE_FORMATS for name in formats):
        value = accepted.pop("image_formats")
        known = " and ".join(IMAGE_FORMATS)
        problems.append(f"paperreview_image_formats takes {known}, not {value!r}")
    if not 1 <= accepted.get("image_quality", 1) <= 100:
        value = accepted.pop("image_quality")
        problems.append(f"paperreview_image_quality must be from 1 to 100, not {value!r}")
    return problems


def _refuse_aliases(accepted: dict[str, Any]) -> list[str]:
    aliases = accepted.get("search_aliases", {})
    bad = {
        name: others
        for name, others in aliases.items()
        if not isinstance(name, str)
        or not isinstance(others, (list, tuple))
        or not all(isinstance(other, str) for other in others)
    }
    if not bad:
        return []
    accepted["search_aliases"] = {key: value for key, value in aliases.items() if key not in bad}
    return [f"paperreview_search_aliases takes lists of words, not {bad!r}"]

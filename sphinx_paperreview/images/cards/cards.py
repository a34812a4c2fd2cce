"""Social cards: images with the title of a post or a paper, for link previews (``og:image``).

The path of a card depends on its page alone, so a page does not change with its card. Drawn cards
are kept beside the doctrees, named by digests of what they show.
"""

from __future__ import annotations

import errno
import threading
import unicodedata
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from babel.dates import format_date
from PIL import __version__ as pillow_version
from sphinx.locale import get_translation

from sphinx_paperreview.core.builders import writes_gathered_pages
from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.files.store import read_kept, write_kept
from sphinx_paperreview.core.later import later
from sphinx_paperreview.core.metadata.dates import is_only_date
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.images.cards.drawing import FORM, Card, CardStyle, Painter, accent_of
from sphinx_paperreview.images.cards.fonts import Fonts, find_fonts
from sphinx_paperreview.images.threads import in_threads
from sphinx_paperreview.outputs.site import SiteFile
from sphinx_paperreview.rendering.phrases import locale_of
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    import emoji

    from sphinx_paperreview.core.model import Post
    from sphinx_paperreview.images.cards.drawing import Words
    from sphinx_paperreview.outputs.site import Site
else:
    emoji = later("emoji")

_ = get_translation("paperreview")

#: How many letters of each script a warning names.
_SAMPLE = 3


def card_name(page: str) -> str:
    """Return the path of the card of *page* in the output folder."""
    return f"_cards/{page}.png"


def has_card(site: Site, kind: str, post: Post | None) -> bool:
    """Return whether the page of *kind*, which shows *post*, has a card.

    A post with an ``image`` in its front matter has none.
    """
    return (
        kind in site.settings.social_cards
        # Open Graph requires absolute addresses.
        and site.has_address
        and "sphinxext.opengraph" not in site.config.extensions
        and writes_gathered_pages(site.builder)
        and not (post is not None and post.has_image and site.image_url(post.image))
    )


def card_files(site: Site, *, jobs: int, verbosity: int) -> Sequence[SiteFile]:
    """Draw the cards that are missing; return all cards as files.

    Fonts that cannot be read are reported as :attr:`.WarningKind.CONFIG`, and letters that no font
    has as :attr:`.WarningKind.IMAGE`.

    :param jobs: how many threads may be used
    """
    cards = dict(_cards(site))
    folder = Path(site.env.doctreedir, "paperreview-cards")
    if not cards:
        return ()
    settings = site.settings
    language = site.config.language or "en"
    fonts = find_fonts(folder, Path(site.env.srcdir), settings.card_fonts, language)
    for problem in fonts.problems:
        warn(WarningKind.CONFIG, "%s", problem, location=None)
    style = _style(site)
    common = FORM, pillow_version, emoji.__version__, fonts.digest, style
    keys = {page: digest((common, card)) for page, card in cards.items()}
    known = domain_of(site.env).known_files
    found = list(folder.glob("*.png"))
    kept = {path.stem for path in found if known.seal(str(path))}
    pending = {key: page for page, key in keys.items() if key not in kept}
    todo = {key: (page, cards[page]) for key, page in pending.items()}
    _draw(folder, todo, fonts, style, jobs, verbosity)
    used = set(keys.values())
    for path in found:
        if path.stem not in used:
            path.unlink(missing_ok=True)
    return [
        SiteFile(card_name(page), key, partial(_read, folder, key)) for page, key in keys.items()
    ]


def _read(folder: Path, key: str) -> bytes:
    data = read_kept(folder / f"{key}.png")
    if data is None:  # changed since the cards were looked at
        raise FileNotFoundError(errno.ENOENT, "no whole card", str(folder / f"{key}.png"))
    return data


def _draw(
    folder: Path,
    todo: Mapping[str, tuple[str, Card]],
    fonts: Fonts,
    style: CardStyle,
    jobs: int,
    verbosity: int,
) -> None:
    """Draw the cards of *todo* (page and card by key) into *folder*; warn of missing letters."""
    if not todo:
        return
    draw = _CardDrawer(folder, fonts, style)
    lacking: set[str] = set()
    reasons: set[str] = set()
    with in_threads(
        lambda item: draw(item[0], item[1][1]),
        list(todo.items()),
        jobs=jobs,
        verbosity=verbosity,
        summary=_("drawing social cards... "),
        name_of=lambda item: item[1][0],
    ) as results:
        for _item, future in results:
            missing, reason = future.result()
            lacking |= missing
            reasons |= {reason} - {""}
    _warn(lacking, reasons)


class _CardDrawer:
    """Draws cards in any thread, with a painter for each thread."""

    def __init__(self, folder: Path, fonts: Fonts, style: CardStyle) -> None:
        self._folder, self._fonts, self._style = folder, fonts, style
        self._local = threading.local()

    def __call__(self, key: str, card: Card) -> tuple[set[str], str]:
        """Write the file of *card*; return letters that no font has, and the error of a font."""
        if not hasattr(self._local, "painter"):
            self._local.painter = Painter(self._fonts, self._style)
        painter: Painter = self._local.painter
        painter.lacking, reason = set(), ""
        try:
            data = painter.draw(card)
        except OSError as error:  # FreeType cannot draw a letter
            reason = str(error)
            data = Painter(Fonts(self._fonts.faces[-1:], ()), self._style).draw(card)
        write_kept(self._folder / f"{key}.png", data)
        return painter.lacking, reason


def _warn(lacking: Iterable[str], reasons: Iterable[str]) -> None:
    """Warn of letters that no font has, and of the errors of fonts."""
    for reason in sorted(reasons):
        warn(
            WarningKind.IMAGE,
            "a font breaks off in a social card, which has Latin letters alone now: %s; name "
            "other files in paperreview_card_fonts",
            reason,
            location=None,
        )
    if lacking:
        warn(
            WarningKind.IMAGE,
            "social cards leave out words with the letters %s, which no font here has, or which "
            "Pillow cannot set (as Arabic or Hindi); install a font of that script, as Noto Sans "
            "CJK, or name a file in paperreview_card_fonts",
            _sample(lacking),
            location=None,
        )


def _sample(letters: Iterable[str]) -> str:
    """Return a few of *letters* of each script."""
    scripts: dict[str, list[str]] = defaultdict(list)
    for letter in sorted(letters):
        scripts[unicodedata.name(letter, "").partition(" ")[0]].append(letter)
    return ", ".join("".join(found[:_SAMPLE]) for _name, found in sorted(scripts.items())[:8])


def _style(site: Site) -> CardStyle:
    # Without the project's options: Sphinx would warn of unknown ones again.
    theme = site.builder.theme.get_options({})
    theme |= {key: each for key, each in site.builder.theme_options.items() if key in theme}
    host = urlsplit(site.base).netloc
    brand, accent = theme.get("brand"), theme.get("accent")
    colours = accent.replace(",", " ").split() if isinstance(accent, str) else []
    names = (brand if isinstance(brand, str) else "", site.config.project, host)
    colour = accent_of(colours[0] if colours else "")
    return CardStyle(tuple(name for name in names if name), host, colour)


def _cards(site: Site) -> Iterator[tuple[str, Card]]:
    """Yield the page and the card of each post and paper with a card; unlisted posts as well."""
    archive = site.archive
    for docname in sorted(site.env.found_docs):
        post = archive.post(docname)
        if post is not None and has_card(site, "post", post):
            yield docname, _post_card(site, post)
    if has_card(site, "paper", None):
        for page in site.pages:
            if page.kind == "paper" and isinstance(page.subject, str):
                yield page.name, _paper_card(site, page.subject)


def _post_card(site: Site, post: Post) -> Card:
    archive, day = site.archive, _day(site, post.date)
    papers = archive.papers_in(post.docname)
    dated = bool(papers) and is_only_date(post.title, post.date)
    return Card(
        heading=day if dated else (post.title, *day[1:]),
        date=() if dated else day,
        rows=tuple(
            (
                (paper.title, identifiers.label(paper.id)),
                ", ".join(term.label for term in archive.terms_of("org", paper.orgs)),
            )
            for paper in papers
        ),
        foot=", ".join(person.name for person in archive.people(post)),
    )


def _paper_card(site: Site, key: str) -> Card:
    archive = site.archive
    reviews, about = archive.reviews_of(key), archive.about(key)
    newest = reviews[0]
    date = archive.date_of(newest.docname)
    label = identifiers.label(newest.id)
    orgs = archive.terms_of("org", (org for review in reviews for org in review.orgs))
    subtitle = next((review.subtitle for review in reviews if review.subtitle), "")
    return Card(
        heading=(newest.title, label),
        kicker=" · ".join(term.label for term in orgs),
        date=_day(site, date) if date else (),
        rows=(((subtitle,), ""),) if subtitle else (),
        foot=" · ".join(part for part in (label, about.venue) if part),
    )


def _day(site: Site, date: datetime) -> Words:
    """Return the day of *date* in the site's language, and as digits."""
    words = format_date(date.date(), "long", locale=locale_of(site.config.language))
    return str(words), date.date().isoformat()

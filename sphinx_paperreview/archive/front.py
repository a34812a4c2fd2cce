"""What a front page shows: the newest day, the days before it, and what is read again.

Every answer is a tuple of rows and numbers, so that a page is stale when its answer has changed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_paperreview.core.model import FRONT_KINDS, Query

if TYPE_CHECKING:
    from typing import Any

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.model import Post, Row

#: Most papers that are read again, and most series, unless a query says how many.
_AGAIN, _SERIES = 5, 5
#: Posts of a front page where the site has no page size.
_POSTS = 20


def front_of(archive: Archive, query: Query, page_size: int) -> tuple[Any, ...]:
    """Return the answer to *query*, whose kind is one of :data:`.FRONT_KINDS`.

    :param page_size: posts on the front page; 0 means the usual number
    """
    assert query.kind in FRONT_KINDS  # noqa: S101  # the caller asked
    if query.kind == "newest":
        return newest_day(archive)
    if query.kind == "month":
        return newest_month(archive)
    if query.kind == "again":
        return read_again(archive, query.limit or _AGAIN)
    if query.kind == "numbers":
        return numbers(archive)
    size = query.limit or page_size or _POSTS
    return (
        numbers(archive), newest_day(archive), days_before(archive, size),
        newest_month(archive), read_again(archive, _AGAIN), newest_series(archive, _SERIES),
        () if archive.posts else archive.answer(Query("papers", limit=size)),
    )  # fmt: skip


def _newest_posts(archive: Archive) -> tuple[Post, ...]:
    """Return the posts of the newest day, the newest first."""
    if not archive.posts:
        return ()
    day = archive.posts[0].date.date()
    return tuple(post for post in archive.posts_of_month(day.year, day.month)
                 if post.date.date() == day)  # fmt: skip


def newest_day(archive: Archive) -> tuple[tuple[Row, tuple[Row, ...]], ...]:
    """Return the row of each post of the newest day, and the rows of its papers."""
    return tuple(
        (
            archive.post_row(post),
            tuple(
                _with_sentence(archive.paper_row(paper))
                for paper in archive.papers_in(post.docname)
            ),
        )
        for post in _newest_posts(archive)
    )


def _with_sentence(row: Row) -> Row:
    """Return *row* without its date, which a heading has, and with a sentence as its subtitle."""
    return replace(row, date=None, subtitle=row.summary or row.subtitle)


def days_before(archive: Archive, size: int) -> tuple[Row, ...]:
    """Return the rows of the first *size* posts of the front page but for the newest day's."""
    newest = {post.docname for post in _newest_posts(archive)}
    rows = archive.answer(Query("posts", limit=size))
    return tuple(row for row in rows if row.docname not in newest)


def newest_month(archive: Archive) -> tuple[Row, ...]:
    """Return the rows of the posts of the month of the newest post."""
    if not archive.posts:
        return ()
    date = archive.posts[0].date
    return tuple(archive.post_row(post) for post in archive.posts_of_month(date.year, date.month))


def read_again(archive: Archive, limit: int) -> tuple[tuple[Row, int], ...]:
    """Return the papers that were met most often, each with how often: at least twice.

    Reviews of a paper, links to it, and reviews that relate another paper to it count.
    """
    met = {key: _meetings(archive, key) for key in archive.keys}
    often = [key for key, count in met.items() if count > 1]
    often.sort(key=lambda key: (-met[key], key))
    return tuple((archive.paper_row(archive.reviews_of(key)[0]), met[key]) for key in often[:limit])


def _meetings(archive: Archive, key: str) -> int:
    found = archive.reviews_of(key), archive.mentions_of(key), archive.related_to(key)
    return sum(map(len, found))


def newest_series(archive: Archive, limit: int) -> tuple[Row, ...]:
    """Return the rows of the series that were continued last."""
    found = [(archive.posts_under(term), term) for term in archive.terms("series")]
    found.sort(key=lambda item: (item[0][0].date, item[1].slug) if item[0] else (), reverse=True)
    return tuple(archive.term_row(term) for _posts, term in found[:limit])


def numbers(archive: Archive) -> tuple[tuple[str, int], ...]:
    """Return the kind and the number of what the archive has, without what it has none of."""
    found = (
        ("posts", len(archive.posts)),
        ("papers", len(archive.keys)),
        ("orgs", len(archive.terms("org"))),
        ("tags", len(archive.terms("tag"))),
    )
    return tuple((kind, number) for kind, number in found if number)

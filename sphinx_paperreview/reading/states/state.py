"""Whether a document is published: what its source says of it, and the verdict at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import datetime as dt

Verdict = Literal["", "draft", "scheduled", "expired", "doubt"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the state of a document that cannot be understood."""

    #: What is wrong and what to write.
    message: str
    #: The line of the source, from 1.
    line: int
    about_date: bool = False
    #: Whether it is one only if the document may be a review.
    reviews_only: bool = False


@dataclass(frozen=True, slots=True)
class PublicationState:
    """What one source says about its own publication, whatever the day is."""

    #: Whether it says plainly that it is not published.
    is_draft: bool = False
    #: Whether a ``status`` says so, which counts for reviews alone.
    is_draft_post: bool = False
    is_unlisted: bool = False
    #: Whether it says plainly that it is published, so that its name or a tag says nothing.
    is_open: bool = False
    #: The key with which its program publishes it, and no document without; empty if it has none.
    chosen_by: str = ""
    #: The moments before which it is not published.
    starts: tuple[dt.datetime, ...] = ()
    #: The moments from which on it is no longer published.
    ends: tuple[dt.datetime, ...] = ()
    #: Whether it has a ``date``, readable or not, which goes before that of its name.
    has_date: bool = False
    #: Whether a key has a date, readable or not, on which it is or was published.
    is_dated: bool = False
    #: Whether a directive makes it a post.
    has_directive: bool = False
    #: The date in its title or first heading, which a post has if nothing else gives it one.
    heading_date: dt.datetime | None = None
    #: Whether that heading is a date and no more.
    is_heading_date: bool = False
    #: Whether it has the address or the identifier of a paper.
    names_paper: bool = False
    #: The documents in its toctrees, as they are written.
    toctree: tuple[str, ...] = ()
    #: What its front matter passes on to other documents (Hugo), as it is written.
    cascade: Any = None
    problems: tuple[Problem, ...] = ()
    #: Moments that are perhaps meant as such, each with the problem that it then is.
    doubtful_starts: tuple[tuple[dt.datetime, Problem], ...] = ()
    doubtful_ends: tuple[tuple[dt.datetime, Problem], ...] = ()

    def verdict(self, now: dt.datetime, *, is_review: bool) -> Verdict:
        """Return why the document is not published at the moment *now*; empty if it is.

        :param is_review: whether the document may be a review
        """
        if self.is_draft or (is_review and self.is_draft_post):
            return "draft"
        if any(moment > now for moment in self.starts):
            return "scheduled"
        if any(moment <= now for moment in self.ends):
            return "expired"
        return "doubt" if self.problems_at(now, is_review=is_review) else ""

    @property
    def is_certain(self) -> bool:
        """Whether nothing in the source is hard to understand; then no word of it is kept here."""
        return not (self.problems or self.doubtful_starts or self.doubtful_ends)

    def problems_at(self, now: dt.datetime, *, is_review: bool) -> tuple[Problem, ...]:
        """Return what cannot be understood and matters at *now*, in the order of lines."""
        found = [
            *self.problems,
            *(problem for moment, problem in self.doubtful_starts if moment > now),
            *(problem for moment, problem in self.doubtful_ends if moment <= now),
        ]
        counted = dict.fromkeys(each for each in found if is_review or not each.reviews_only)
        return tuple(sorted(counted, key=lambda problem: problem.line))

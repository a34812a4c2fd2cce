"""What may be the title of a paper."""

from __future__ import annotations

import re

from sphinx_paperreview.reading.papers.facts.headings import number_of
from sphinx_paperreview.reading.papers.facts.labels import heading_is, is_about_writing, label_kind
from sphinx_paperreview.reading.papers.facts.occasions import names_group

#: Least words of a title in letters of words, and least letters of one in others.
_LEAST_WORDS, _LEAST_LETTERS = 3, 8
_LONGEST = 300
#: Ends of sentences; titles may ask.
_ENDS = (".", "。", ":", "：", ",", "，", ";")


def is_title_like(title: str) -> bool:
    """Return whether *title* may be that of a paper, and is more than a name or a heading.

    >>> is_title_like("Deep Residual Learning for Image Recognition"), is_title_like("2. Method")
    (True, False)
    """
    title = title.strip()
    if not title or len(title) > _LONGEST or title.endswith(_ENDS) or number_of(title)[0]:
        return False
    if heading_is(title, "content", "information", "references") or label_kind(title):
        return False
    if names_group(title) or is_about_writing(title):
        return False
    words = re.findall(r"[^\W\d_]+", title)
    letters = sum(len(word) for word in words if not word.isascii())
    return len(words) >= _LEAST_WORDS or letters >= _LEAST_LETTERS

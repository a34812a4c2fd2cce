"""Logseq: pages and journals, of which those alone are public that say so, unless all are.

Source: https://docs.logseq.com, page Publishing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import Program, text_in
from sphinx_paperreview.reading.layouts.globs import at_or_below
from sphinx_paperreview.reading.layouts.layout import Content, Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.reading.layouts.configuration import SiteFolder

#: The property that makes a page public, without the second of its colons.
PUBLIC = "public:"
#: The setting by which all pages are public; not in a comment.
_ALL_PUBLIC = re.compile(r"^[^;\n]*:publishing/all-pages-public\?\s+true\b", re.MULTILINE)

#: The setting of the files and folders that Logseq does not show, and a text in it.
_HIDDEN = re.compile(r"^[^;\n]*:hidden\s+\[(?P<paths>[^\[\]]*)\]", re.MULTILINE)
_TEXT = re.compile(r'"([^"\n]+)"')


def _layout(site: SiteFolder, _data: Mapping[str, Any]) -> Layout:
    settings = text_in(site.srcdir, site.root, "logseq/config.edn")
    is_open = _ALL_PUBLIC.search(settings)
    found = _HIDDEN.search(settings)
    hidden = _TEXT.findall(found["paths"]) if found else ()
    return Layout(
        contents=(Content(site.root, "", "pages"),),
        excluded=at_or_below(site.root, hidden),
        choosing=() if is_open else ((site.root, PUBLIC),),
    )


PROGRAM = Program(_layout)

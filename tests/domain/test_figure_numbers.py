"""Numbers of figures and formulas of posts, which need no toctree (``numfig``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.harness import PNG

if TYPE_CHECKING:
    from tests.harness import Build, Built, Files

CONF = "numfig = math_numfig = True\n"
INDEX = """\
Host
====

.. toctree::
   :numbered:

   guide{}
"""
GUIDE = """\
Guide
=====

.. _of-guide:

.. figure:: one.png

   Of the guide
"""
POST = """\
Post
====

:numref:`of-guide`, :numref:`of-post`, :numref:`table-of-post`, :eq:`sum`.

.. figure:: ../one.png

   The first, without a name

.. _of-post:

.. figure:: ../one.png

   The second

.. _table-of-post:

.. table:: A table

   === ===
   a   b
   === ===

.. math:: a + b
   :label: sum
"""
FILES: Files = {
    "index.md": None,
    "index.rst": INDEX.format(""),
    "guide.rst": GUIDE,
    "one.png": PNG,
    "posts/2025-11-14.rst": POST,
}


def numbers(built: Built) -> list[str]:
    """Return the numbers in the text of the post, and that of the formula."""
    page = built.read("posts/2025-11-14.html")
    links = re.findall(r'<span class="std std-numref">([^<]+)', page)
    formula = re.search(r'<span class="eqno">(\([^)<]*\))', page)
    return [*links, formula[1] if formula else ""]


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_post_is_numbered_by_itself(build: Build, parallel: int) -> None:
    built = build(FILES, more_conf=CONF, parallel=parallel)
    assert built.warnings == []
    assert numbers(built) == ["Fig. 1.1", "Fig. 2", "Table 1", "(1)"]


def test_a_post_in_a_toctree_has_the_numbers_of_sphinx(build: Build) -> None:
    built = build(FILES, more_conf=CONF)
    named = built.rebuild({"index.rst": INDEX.format("\n   posts/2025-11-14")})
    assert numbers(named) == ["Fig. 1.1", "Fig. 2.2", "Table 2.1", "(2.1)"]
    again = named.rebuild({"index.rst": INDEX.format("")})
    assert numbers(again) == ["Fig. 1.1", "Fig. 2", "Table 1", "(1)"]
    assert again.warnings == []


def test_without_numfig_nothing_is_numbered(build: Build) -> None:
    built = build({**FILES, "posts/2025-11-14.rst": POST.replace(":numref:", ":ref:")})
    assert 'class="caption-number"' not in built.read("posts/2025-11-14.html")

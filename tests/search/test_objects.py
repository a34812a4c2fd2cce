"""Our search in a project with an API: objects of all domains, with anchors and kinds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build, Built

API = """\
:orphan:

API
===

.. py:module:: shop

.. py:function:: pay(amount: int, currency: str) -> bool

   Pay it.

.. c:function:: int sell(char *name, int n)

.. js:function:: openShop(door, key)

.. cpp:class:: Till
.. cpp:class:: template <typename T> Drawer

.. rst:directive:: ledger

.. envvar:: SHOP_KEY

.. option:: --quiet <level>

   Say less.

.. glossary::

   ledger
      A book.

Notes
-----

Words.
"""


@pytest.fixture
def built(build: Build) -> Built:
    changes = {"paperreview_search": "paperreview", "extensions": ["sphinx_paperreview"]}
    built: Built = build(
        {"api.rst": API, "posts/2025-11-14.mdx": "# A\n\nText.\n"}, confoverrides=changes
    )
    assert built.warnings == []
    return built


@pytest.fixture
def text(built: Built) -> str:
    files = (data.decode() for name, data in built.files().items() if name.startswith("_search/"))
    return next(each for each in files if "Say less" in each)


@pytest.mark.parametrize(
    ("anchor", "words", "kind"),
    [
        ("module-shop", "shop", "py:module"),
        ("shop.pay", "shop.pay", "py:function"),
        ("c.sell", "sell", "c:function"),
        ("openShop", "openShop", "js:function"),
        ("_CPPv44Till", "Till", "cpp:class"),
        ("_CPPv4I0E6Drawer", "Drawer", "cpp:class"),
        ("directive-ledger", ".. ledger::", "rst:directive"),
        ("envvar-SHOP_KEY", "SHOP_KEY", "std:envvar"),
        ("cmdoption-quiet", "--quiet", "std:cmdoption"),
        ("term-ledger", "ledger", ""),
        ("notes", "Notes", ""),
    ],
)
def test_objects_and_sections_have_anchors(
    built: Built, text: str, anchor: str, words: str, kind: str
) -> None:
    if kind:
        # Sphinx translates some names of kinds once, into the language of a process's first build.
        domain, _, objtype = kind.partition(":")
        found = built.env.domains[domain]
        words += f" ({found.get_type_name(found.object_types[objtype])})"
    assert re.search(rf'\[\d+,"{re.escape(anchor)}","{re.escape(words)}"\]', text)


def test_signatures_are_not_glued(text: str) -> None:
    assert "shop.pay(amount: int, currency: str) bool" in text
    assert "openShop(door, key)" in text

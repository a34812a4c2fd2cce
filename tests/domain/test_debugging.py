"""Messages for debugging are made where somebody sees them, and nowhere else."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness import Build

#: Counts the messages for debugging that Sphinx makes once the builder is there.
CONF = """\
import logging

def setup(app):
    app.made = []

    def count(app, env, docnames):
        make = logging.Logger.makeRecord

        def noted(logger, name, level, *args, **options):
            if level == logging.DEBUG:
                app.made.append(name)
            return make(logger, name, level, *args, **options)

        logging.Logger.makeRecord = noted
        app.connect("build-finished", lambda *_: setattr(logging.Logger, "makeRecord", make))

    app.connect("env-before-read-docs", count)
"""
#: A handler of an extension that takes them.
HANDLER = """
import logging as _logging

class _Taker(_logging.Handler):
    heard = []

    def emit(self, record):
        self.heard.append(record.levelno)

def _take(app):
    app.taker = _Taker(_logging.DEBUG)
    _logging.getLogger("sphinx").addHandler(app.taker)

_before = setup

def setup(app):
    _before(app)
    app.connect("builder-inited", _take)
"""
POST = {"posts/2026-01-02.mdx": "# Day\n\n## [A](https://arxiv.org/abs/2601.00001)\n\nText.\n"}


@pytest.fixture(autouse=True)
def allowed() -> Iterator[None]:
    """Let there be such messages, which no other test has."""
    before = logging.root.manager.disable
    logging.disable(logging.NOTSET)
    yield
    logging.disable(before)


def test_none_are_made_that_nobody_sees(build: Build) -> None:
    assert build(POST, more_conf=CONF).app.made == []


@pytest.mark.parametrize(
    "options", [{"more_conf": CONF + HANDLER}, {"more_conf": CONF, "verbosity": 2}]
)
def test_who_takes_them_gets_them(build: Build, options: dict[str, object]) -> None:
    app = build(POST, **options).app
    assert len(app.made) > 20
    if hasattr(app, "taker"):
        assert app.taker.heard.count(10) >= len(app.made)

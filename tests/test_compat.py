"""What is done around other packages leaves them as they were."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from bibtexparser import splitter
from bibtexparser.entrypoint import parse_string
from docutils.utils import new_document
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser

from sphinx_paperreview._compat import GivenDocumentRenderer, parse_bibtex
from tests.harness import CONF

if TYPE_CHECKING:
    import pytest

    from tests.harness import Build

BROKEN = "@article{a, title = {T\n@article{b, title = {U}}\n"


def test_a_broken_entry_is_returned_and_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert parse_bibtex(BROKEN).failed_blocks
    assert not caplog.records


def test_others_who_parse_get_their_messages(caplog: pytest.LogCaptureFixture) -> None:
    others: list[threading.Thread] = []

    def parse_in_another_thread(_record: object) -> bool:
        if not others:  # our own parser has just logged
            others.append(threading.Thread(target=parse_string, args=(BROKEN,)))
            others[0].start()
            others[0].join()
        return True

    splitter.logger.addFilter(parse_in_another_thread)
    try:
        parse_bibtex(BROKEN)
    finally:
        splitter.logger.removeFilter(parse_in_another_thread)
    assert {record.thread for record in caplog.records} == {others[0].ident}
    caplog.clear()
    parse_string(BROKEN)
    assert caplog.records
    assert not splitter.logger.filters


def test_the_renderer_has_what_mysts_has() -> None:
    document = new_document("a.mdx")
    found = []
    for kind in (SphinxRenderer, GivenDocumentRenderer):
        parser = create_md_parser(MdParserConfig(), kind)
        parser.options["document"] = document
        parser.renderer.setup_render(parser.options, {})
        state = dict(vars(parser.renderer))
        del state["md"], state["md_options"], state["md_config"]
        found.append({name: value for name, value in state.items() if name != "rules"})
    assert found[0] == found[1]


def test_containers_of_others_are_written_as_without_sphinx_design(build: Build) -> None:
    conf = CONF + (
        "from docutils import nodes\nfrom docutils.parsers.rst import Directive\n\n"
        "class Box(Directive):\n    def run(self):\n"
        '        return [nodes.container("", nodes.paragraph("", "Words"), is_div=True)]\n\n'
        'def setup(app):\n    app.add_directive("box", Box)\n'
    )
    built = build({"index.rst": "T\n=\n\n.. box::\n"}, conf=conf)
    assert '<div class="docutils container">\n<p>Words</p>\n</div>' in built.read("index.html")

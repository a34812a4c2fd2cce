"""What holds for every scheme of the table, so that a new entry is tested by being there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.citations.items import cite_key, csl_item
from sphinx_paperreview.core.model import Metadata, PaperId
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.papers.schemes import PREFIXES, SCHEMES

if TYPE_CHECKING:
    from sphinx_paperreview.core.papers.schemes import Scheme

EACH = pytest.mark.parametrize("scheme", SCHEMES.values(), ids=lambda scheme: scheme.name)


def example(scheme: Scheme) -> PaperId:
    return PaperId(scheme.name, scheme.example)


@EACH
def test_every_address_of_a_paper_names_it(scheme: Scheme) -> None:
    paper = example(scheme)
    addresses = [
        identifiers.canonical_url(paper),
        *(url for _label, url in identifiers.links(paper)),
        identifiers.pdf_url(paper),
    ]
    assert any(addresses) == (scheme.name != "title")
    for address in filter(None, addresses):
        assert identifiers.identify_url(address) == paper
        known = identifiers.identify(address)
        assert known == (None if scheme.name == "url" else paper)


@EACH
def test_a_key_names_its_paper(scheme: Scheme) -> None:
    paper = example(scheme)
    assert identifiers.identify(paper.key) == paper
    assert identifiers.identify(f"{scheme.name.upper()}: {scheme.example}") == paper


@EACH
def test_a_prefix_and_a_bare_identifier_are_read(scheme: Scheme) -> None:
    assert (scheme.name in scheme.prefixes) == (scheme.name != "url")
    for prefix, read in scheme.prefixes.items():
        assert prefix == prefix.lower()
        assert PREFIXES[prefix] is read
    if scheme.bare:
        assert identifiers.identify(scheme.example) == example(scheme)


@EACH
def test_a_doi_made_from_an_identifier_names_the_paper(scheme: Scheme) -> None:
    if scheme.doi_prefix:
        doi = f"{scheme.doi_prefix}{scheme.example}".upper()
        for text in (doi, f"doi:{doi}", f"https://doi.org/{doi}"):
            assert identifiers.identify(text) == example(scheme)


@EACH
def test_a_label_and_an_anchor_show_the_scheme(scheme: Scheme) -> None:
    paper = example(scheme)
    label = identifiers.label(paper)
    assert label.startswith(f"{scheme.label}:") or not scheme.label
    assert label.partition(":")[2] or not scheme.label
    assert identifiers.anchor(paper).startswith(f"{scheme.name}-")
    assert cite_key(paper, Metadata()) == identifiers.anchor(paper)


@EACH
def test_a_paper_of_which_nothing_is_known_can_be_cited(scheme: Scheme) -> None:
    item = csl_item(example(scheme), Metadata())
    assert item.get("URL", "") == identifiers.canonical_url(example(scheme))
    assert (item["type"] == "paper-conference") == (scheme.proceedings is not None)
    assert item.get("container-title", "") == (scheme.proceedings or "")


def test_names_labels_prefixes_and_anchors_are_one_to_one() -> None:
    schemes = SCHEMES.values()
    labels = [scheme.label.lower() for scheme in schemes if scheme.label]
    assert len(set(labels)) == len(labels) == len(schemes) - 2  # an address and a title have none
    assert len(PREFIXES) == sum(len(scheme.prefixes) for scheme in schemes)
    assert len({identifiers.anchor(example(scheme)) for scheme in schemes}) == len(schemes)
    names = {identifiers.page_name(example(scheme)) for scheme in schemes}
    assert len(names) == len(schemes)

"""Every address of a paper gives one identity, and the identity gives every address."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sphinx_paperreview.core.model import PaperId
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.papers.arxiv import arxiv_month, is_impossible
from sphinx_paperreview.core.urls import clean_address, is_web, normalize_url
from tests.reading.hostile import ADDRESSES
from tests.reading.test_guard import scheme_of

LETTERS = "abcdefghijklmnopqrstuvwxyz"
arxiv_new = st.builds(
    lambda year, month, number: (
        f"{year:02}{month:02}.{number:05}" if year >= 15 else f"{year:02}{month:02}.{number:04}"
    ),
    st.integers(8, 90),
    st.integers(1, 12),
    st.integers(1, 9999),
)
arxiv_old = st.builds(
    lambda archive, year, month, number: f"{archive}/{year:02}{month:02}{number:03}",
    st.sampled_from(["cs", "math", "hep-th", "cond-mat", "q-bio", "astro-ph"]),
    st.sampled_from([92, 99, 0, 6]),
    st.integers(1, 12),
    st.integers(1, 999),
)
arxiv_ids = st.builds(PaperId, st.just("arxiv"), arxiv_new | arxiv_old)
doi_ids = st.builds(
    lambda prefix, suffix: PaperId("doi", f"10.{prefix}/{suffix}"),
    st.integers(1000, 99999).filter(lambda prefix: prefix not in {18653, 48550}),
    st.from_regex(r"[a-z0-9][a-z0-9._/();:<>%#?-]{0,40}[a-z0-9]", fullmatch=True),
)
openreview_ids = st.builds(
    lambda name: PaperId("openreview", name), st.from_regex(r"[A-Za-z0-9_-]{9,12}", fullmatch=True)
)
acl_ids = st.builds(
    PaperId,
    st.just("acl"),
    st.from_regex(r"20[0-2][0-9]\.[a-z]{2,8}-[a-z0-9]{1,8}\.[1-9][0-9]{0,2}", fullmatch=True)
    | st.from_regex(r"[A-Z][0-9]{2}-[0-9]{4}", fullmatch=True),
)
s2_ids = st.builds(
    PaperId,
    st.just("s2"),
    st.from_regex(r"[0-9a-f]{40}", fullmatch=True)
    | st.from_regex(r"corpusid:[1-9][0-9]{0,8}", fullmatch=True),
)
pwc_ids = st.builds(
    PaperId, st.just("pwc"), st.from_regex(r"[a-z0-9][a-z0-9-]{0,60}", fullmatch=True)
)
pmlr_ids = st.builds(
    PaperId,
    st.just("pmlr"),
    st.from_regex(r"(?:v[1-9][0-9]{0,2}|r[1-9])/[a-z]{2,12}[0-9]{2}[a-z]?", fullmatch=True),
)
neurips_ids = st.builds(
    lambda year, name, track: PaperId("neurips", f"{year}/{name}{track}"),
    st.integers(1987, 2030),
    st.from_regex(r"[0-9a-f]{32}", fullmatch=True),
    st.sampled_from(["", "-Datasets_and_Benchmarks", "-Datasets_and_Benchmarks_Track"]),
)
cvf_ids = st.builds(
    lambda volume, name: PaperId("cvf", f"{volume}/{name}"),
    st.sampled_from(
        [
            "CVPR2021",
            "ICCV2023",
            "CVPR2023W/NTIRE",
            "content_CVPR_2019",
            "WACV2020",
            "content_cvpr_2018_workshops/w13",
        ]
    ),
    st.from_regex(r"[A-Z][a-z]{1,9}(?:_[A-Za-z0-9-]{1,9}){1,6}_CVPR_2021", fullmatch=True),
)
url_ids = st.builds(
    lambda path, query: PaperId("url", normalize_url(f"https://example.org/{path}{query}")),
    st.text(max_size=30).filter(lambda path: "#" not in path and "?" not in path),
    st.sampled_from(["", "?a=1", "?a=1&b=%ea"]),
)
known_ids = (
    arxiv_ids
    | doi_ids
    | openreview_ids
    | acl_ids
    | s2_ids
    | pwc_ids
    | pmlr_ids
    | neurips_ids
    | cvf_ids
)

ARXIV_FORMS = [
    "{}",
    "{}v3",
    "arXiv:{}",
    "arxiv: {}v12",
    "10.48550/arXiv.{}",
    "doi:10.48550/ARXIV.{}",
    "https://arxiv.org/abs/{}",
    "http://arxiv.org/abs/{}v2",
    "https://www.arxiv.org/abs/{}?context=cs.CL#comments",
    "https://arxiv.org/pdf/{}",
    "https://arxiv.org/pdf/{}v1.pdf#page=3",
    "https://arxiv.org/html/{}v2",
    "https://arxiv.org/html/{}v2/#S3",
    "https://ARXIV.org:443/abs/{}/",
    "https://export.arxiv.org/abs/{}",
    "https://ar5iv.org/abs/{}",
    "https://ar5iv.labs.arxiv.org/html/{}",
    "https://huggingface.co/papers/{}",
    "https://hf.co/papers/{}#community",
    "https://www.alphaxiv.org/abs/{}v1",
    "https://alphaxiv.org/overview/{}",
    "https://www.alphaxiv.org/ko/overview/{}",
    "https://doi.org/10.48550/arXiv.{}",
    "https://dx.doi.org/10.48550/arxiv.{}",
    "https://www.semanticscholar.org/paper/ARXIV:{}",
    "https://www.semanticscholar.org/arxiv/{}",
    "https://api.semanticscholar.org/graph/v1/paper/arXiv:{}",
    "https://web.archive.org/web/2024/https://arxiv.org/abs/{}",
    "https://link.example.com/?target=https%3A//arxiv.org/abs/{}",
    "https://link.example.cn?target=https%3A%2F%2Farxiv.org%2Fabs%2F{}",
    "https://www.example.com/url?sa=D&q=https://arxiv.org/pdf/{}&usg=x",
    "arxiv.org/abs/{}",
    "//arxiv.org/abs/{}",
    "https://arxiv.org/abs/{}에서",
    "  https://arxiv.org/abs/{}).  ",
]


@pytest.mark.parametrize("form", ARXIV_FORMS)
@given(paper=arxiv_ids)
def test_every_form_of_an_arxiv_address_is_one_identity(form: str, paper: PaperId) -> None:
    assert identifiers.identify(form.format(paper.value)) == paper


@pytest.mark.parametrize("before", ["https://a.example/?u=", "https://web.archive.org/web/2024/"])
def test_an_address_leads_on_a_few_times(before: str) -> None:
    """One that leads on without end is that of a page, and ends nothing."""
    address = "https://arxiv.org/abs/2511.10643"
    found = identifiers.identify_url(before * 3 + address)
    assert found is not None
    assert found.key == "arxiv:2511.10643"
    endless = identifiers.identify_url(before * 5000 + address)
    assert endless is None or endless.scheme == "url"


@given(known_ids)
def test_links_identify_the_paper_again(paper: PaperId) -> None:
    for _, url in identifiers.links(paper):
        assert identifiers.identify_url(url) == paper
    assert identifiers.identify_url(identifiers.canonical_url(paper)) == paper


@given(known_ids | url_ids)
def test_the_key_names_the_paper(paper: PaperId) -> None:
    assert identifiers.identify(paper.key) == paper


@given(known_ids | url_ids)
def test_anchor_and_page_name_are_safe(paper: PaperId) -> None:
    for name in (identifiers.anchor(paper), identifiers.page_name(paper)):
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9_-]", name)
        assert len(name) <= 100
    assert identifiers.anchor(paper).startswith(f"{paper.scheme}-")


@given(st.lists(doi_ids, unique=True, max_size=8))
def test_different_papers_have_different_anchors(ids: list[PaperId]) -> None:
    assert len({identifiers.anchor(paper) for paper in ids}) == len(ids)


def test_anchors_of_dois_that_differ_in_punctuation_alone_differ() -> None:
    pair = [identifiers.identify(f"10.1000/a{sep}b") for sep in "/-:"]
    assert len({identifiers.anchor(paper) for paper in pair if paper}) == 3


@given(st.text(max_size=80) | st.text("htps:/?#[]@.%&=arxiv10", max_size=60))
def test_no_text_raises(text: str) -> None:
    found = identifiers.identify_url(text)
    if found is None:
        return
    assert identifiers.anchor(found)
    assert identifiers.label(found)
    assert all(clean_address(url) is not None for _label, url in identifiers.links(found))
    assert is_impossible(found) in {True, False}


@given(url_ids)
def test_a_normalised_url_stays(paper: PaperId) -> None:
    assert normalize_url(paper.value) == paper.value


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("cs.CL/0501001", "arxiv:cs/0501001"),
        ("https://arxiv.org/abs/cond-mat.stat-mech/0101001v2", "arxiv:cond-mat/0101001"),
        ("https://openreview.net/forum?id=rJl-b3RcF7&noteId=x", "openreview:rJl-b3RcF7"),
        ("https://openreview.net/pdf?id=rJl-b3RcF7", "openreview:rJl-b3RcF7"),
        ("https://aclanthology.org/2024.ACL-long.1.pdf", "acl:2024.acl-long.1"),
        ("https://www.aclweb.org/anthology/p19-1001v2.pdf", "acl:P19-1001"),
        ("https://doi.org/10.18653/v1/2024.acl-long.1", "acl:2024.acl-long.1"),
        ("https://paperswithcode.com/paper/Attention-Is/review/", "pwc:attention-is"),
        ("https://dl.acm.org/doi/pdf/10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
        ("https://link.springer.com/content/pdf/10.1007/s1-2-y.pdf", "doi:10.1007/s1-2-y"),
        ("https://www.frontiersin.org/articles/10.3389/fn.1/full", "doi:10.3389/fn.1"),
        ("https://www.nature.com/articles/s41586-021-03819-2", "doi:10.1038/s41586-021-03819-2"),
        ("https://www.biorxiv.org/content/10.1101/2020.1.2v1.full", "doi:10.1101/2020.1.2"),
        ("https://doi.org/10.1000/A(B)C.", "doi:10.1000/a(b)c"),
        (
            "https://www.semanticscholar.org/paper/A-B/204E3073870FAE3D05BCBC2F6A8E263D9B72E776",
            "s2:204e3073870fae3d05bcbc2f6a8e263d9b72e776",
        ),
        ("https://api.semanticscholar.org/CorpusID:13756489", "s2:corpusid:13756489"),
        ("https://proceedings.mlr.press/v139/radford21a.html", "pmlr:v139/radford21a"),
        (
            "http://proceedings.mlr.press/v139/radford21a/radford21a-supp.pdf",
            "pmlr:v139/radford21a",
        ),
        (
            "https://papers.nips.cc/paper/2017/file/3f5ee243547dee91fbd053c1c4a845aa-Paper.pdf",
            "neurips:2017/3f5ee243547dee91fbd053c1c4a845aa",
        ),
        (
            "https://proceedings.neurips.cc/paper_files/paper/2023/hash/3f5ee243547dee91fbd053c1c4a845aa-Abstract-Conference.html",
            "neurips:2023/3f5ee243547dee91fbd053c1c4a845aa",
        ),
        (
            "https://openaccess.thecvf.com/content/CVPR2025/html/Wang_VGGT_CVPR_2025_paper.html",
            "cvf:CVPR2025/Wang_VGGT_CVPR_2025",
        ),
        (
            "https://openaccess.thecvf.com/content/CVPR2025/papers/Wang_VGGT_CVPR_2025_paper.pdf",
            "cvf:CVPR2025/Wang_VGGT_CVPR_2025",
        ),
        (
            "https://openaccess.thecvf.com/content_cvpr_2018_workshops/papers/w13/Lee_A_CVPR_2018_paper.pdf",
            "cvf:content_cvpr_2018_workshops/w13/Lee_A_CVPR_2018",
        ),
        (
            "https://openaccess.thecvf.com/content_cvpr_2018_workshops/w13/html/Lee_A_CVPR_2018_paper.html",
            "cvf:content_cvpr_2018_workshops/w13/Lee_A_CVPR_2018",
        ),
    ],
)
def test_hosts(text: str, key: str) -> None:
    found = identifiers.identify(text)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Black-Box On-Policy Distillation",
        "3.14159",
        "10:30",
        "note: see below",
        "foo/1234567",
        "251.10643",
        "2511.106431",
        "2511.10643 and more",
        "https://arxiv.org/list/cs.CL/recent",
        "https://arxiv.org/abs/2511.106431",
        "https://huggingface.co/papers/month/2025-11",
        "https://openreview.net/group?id=ICLR.cc",
        "https://aclanthology.org/volumes/2024.acl-long/",
        "https://example.com/abs/2511.10643",
        "https://notarxiv.org/abs/2511.10643",
        "https://[broken",
        "x" * 5000,
    ],
)
def test_addresses_that_are_not_papers(text: str) -> None:
    assert identifiers.identify(text) is None
    found = identifiers.identify_url(text)
    is_address = is_web(text) and clean_address(text) is not None and len(text) <= 2000
    assert found == PaperId("url", normalize_url(text)) if is_address else found is None


@pytest.mark.parametrize("start", ["", "url:", "url: ", "URL:", " url:\turl:", "url:" * 490])
@pytest.mark.parametrize("address", [*ADDRESSES, "posts/a.html", "//example.org/a", "words", ""])
def test_the_identity_of_a_paper_is_no_other_address(start: str, address: str) -> None:
    found = identifiers.identify_url(start + address)
    assert found is None or scheme_of(identifiers.canonical_url(found)) in {"http", "https"}


def test_versions_are_kept_beside_the_identity() -> None:
    found = identifiers.identify("https://arxiv.org/pdf/2511.10643v12.pdf")
    assert found is not None
    assert found.version == 12
    assert found == PaperId("arxiv", "2511.10643")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("http://Example.com/a/", "https://example.com/a#part"),
        ("https://example.com/a?utm_source=x&b=1", "https://example.com:443/a?b=1"),
        ("https://example.com/논문", "https://example.com/%eb%85%bc%EB%AC%B8"),
    ],
)
def test_one_page_has_one_normalised_url(left: str, right: str) -> None:
    assert identifiers.identify_url(left) == identifiers.identify_url(right)


def test_what_changes_the_page_stays_in_the_url() -> None:
    urls = ["https://a.org/", "https://a.org/B", "https://a.org/b", "https://a.org/?q=1",
            "https://a.org/#/paper/1", "https://www.a.org/", "https://a.org:8080/"]  # fmt: skip
    assert len({identifiers.identify_url(url) for url in urls}) == len(urls)


@pytest.mark.parametrize(
    "value",
    ["2513.10643", "2500.10643", "0703.0001", "9912.00001", "1412.00001", "1501.0001",
     "2511.00000", "math/0704001", "math/9106001", "cs/0513001", "cs/0501000"],
)  # fmt: skip
def test_impossible_arxiv_ids(value: str) -> None:
    found = identifiers.identify(f"arxiv:{value}")
    assert found is not None
    assert is_impossible(found)


@given(known_ids)
def test_possible_ids(paper: PaperId) -> None:
    assume("/" not in paper.value)
    assert not is_impossible(paper)


@pytest.mark.parametrize(
    ("value", "month"),
    [("2511.10643", (2025, 11)), ("hep-th/9901001", (1999, 1)), ("cs/0501001", (2005, 1)),
     ("2513.10643", None)],
)  # fmt: skip
def test_arxiv_month(value: str, month: tuple[int, int] | None) -> None:
    assert arxiv_month(PaperId("arxiv", value)) == month


def test_arxiv_links() -> None:
    assert identifiers.links(PaperId("arxiv", "2511.10643")) == (
        ("arXiv:2511.10643", "https://arxiv.org/abs/2511.10643"),
        ("PDF", "https://arxiv.org/pdf/2511.10643"),
        ("HF", "https://huggingface.co/papers/2511.10643"),
        ("alphaXiv", "https://www.alphaxiv.org/abs/2511.10643"),
    )
    assert identifiers.page_name(PaperId("arxiv", "2511.10643")) == "2511.10643"
    assert identifiers.anchor(PaperId("arxiv", "hep-th/9901001")) == "arxiv-hep-th-9901001"


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("CVPR2025/Lee_Alpha_CVPR_2025", "CVF:CVPR2025"),
        ("CVPR2023W/NTIRE/Lee_Alpha_CVPRW_2023", "CVF:NTIRE"),
        ("content_cvpr_2016/Lee_Alpha_CVPR_2016", "CVF:CVPR2016"),
        ("content_ICCV_2017_workshops/w3/Lee_Alpha_ICCV_2017", "CVF:ICCV2017"),
    ],
)
def test_labels_of_cvf_have_the_name_of_the_conference(value: str, label: str) -> None:
    assert identifiers.label(PaperId("cvf", value)) == label

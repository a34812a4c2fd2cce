"""Feeds follow the rules of their formats for any text."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_paperreview.core.model import Person
from sphinx_paperreview.outputs.feeds import formats as feeds

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
SEOUL = timezone(timedelta(hours=9))
HOME = "https://reviews.example.org/"
INFO = feeds.FeedInfo(
    title="Reviews & notes",
    home=HOME,
    atom=HOME + "atom.xml",
    rss=HOME + "rss.xml",
    json=HOME + "feed.json",
    description="논문 리뷰",
    language="ko",
    authors=("Kim",),
    version="1.0",
)
FIRST = feeds.FeedEntry(
    id=feeds.tag_uri(HOME, "2025-11-14"),
    url=HOME + "posts/2025-11-14.html",
    title="A < B & 'C' \x00\x1f\ufffe\ud800",
    published=datetime(2025, 11, 14, tzinfo=SEOUL),
    updated=datetime(2025, 11, 16, 9, tzinfo=SEOUL),
    authors=(
        Person("kim", "Kim", url="https://kim.example.org", image="/img/kim.png"),
        Person("lee", "Lee", url="/lee", email="lee@example.org"),
    ),
    tags=("agents", "C++"),
    summary="One line.",
    content='<p>정답 &amp; <a href="https://a.example/">x</a> ]]></p>\r\n',
    language="ko_KR",
)
SECOND = feeds.FeedEntry(
    id="tag:reviews.example.org,2025-11-13:posts/b",
    url=HOME + "posts/b.html",
    title="B",
    published=datetime(2025, 11, 13, tzinfo=UTC),
    updated=datetime(2025, 11, 13, tzinfo=UTC),
)
ENTRIES = (FIRST, SECOND)

texts = st.text(max_size=30)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=timezone(timedelta(minutes=moment.second * 10)))
)
entries = st.builds(
    feeds.FeedEntry,
    id=texts,
    url=texts,
    title=texts,
    published=moments,
    updated=moments,
    authors=st.lists(st.builds(Person, texts, texts, url=texts, email=texts), max_size=2).map(
        tuple
    ),
    tags=st.lists(texts, max_size=2).map(tuple),
    summary=texts,
    content=texts,
    language=texts,
)


def texts_of(element: ET.Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall(path)]


def test_atom_has_what_rfc_4287_requires() -> None:
    root = ET.fromstring(feeds.atom(INFO, ENTRIES))
    assert root.tag == f"{ATOM}feed"
    assert texts_of(root, f"{ATOM}id") == [INFO.atom]
    assert texts_of(root, f"{ATOM}title") == ["Reviews & notes"]
    assert texts_of(root, f"{ATOM}updated") == ["2025-11-16T09:00:00+09:00"]
    assert texts_of(root, f"{ATOM}author/{ATOM}name") == ["Kim"]
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": INFO.atom, "alternate": HOME}
    items = root.findall(f"{ATOM}entry")
    for item in items:
        for name in ("id", "title", "updated", "published"):
            assert len(texts_of(item, ATOM + name)) == 1
        assert RFC3339.fullmatch(texts_of(item, f"{ATOM}updated")[0])
        assert item.find(f"{ATOM}content") is not None or item.find(f"{ATOM}summary") is not None
    assert len({texts_of(item, f"{ATOM}id")[0] for item in items}) == 2
    assert texts_of(items[0], f"{ATOM}title") == ["A < B & 'C' "]
    assert texts_of(items[0], f"{ATOM}author/{ATOM}name") == ["Kim", "Lee"]
    assert texts_of(items[0], f"{ATOM}author/{ATOM}uri") == ["https://kim.example.org"]
    assert [tag.get("term") for tag in items[0].findall(f"{ATOM}category")] == ["agents", "C++"]
    content = items[0].find(f"{ATOM}content")
    assert content is not None
    assert content.get("type") == "html"
    assert content.text == FIRST.content.replace("\r\n", "\n")
    assert texts_of(items[1], f"{ATOM}updated") == ["2025-11-13T00:00:00Z"]


def test_each_feed_has_its_own_id() -> None:
    other = feeds.FeedInfo(title="t", home=HOME, atom=HOME + "tags/agents/atom.xml")
    ids = {ET.fromstring(feeds.atom(info, ())).findtext(f"{ATOM}id") for info in (INFO, other)}
    assert len(ids) == 2


def test_rss_has_what_the_specification_requires() -> None:
    root = ET.fromstring(feeds.rss(INFO, ENTRIES))
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    channel = root.find("channel")
    assert channel is not None
    assert [channel.findtext(name) for name in ("title", "link", "description", "language")] == [
        "Reviews & notes",
        HOME,
        "논문 리뷰",
        "ko",
    ]
    link = channel.find(f"{ATOM}link")
    assert link is not None
    assert (link.get("rel"), link.get("href")) == ("self", INFO.rss)
    built = channel.findtext("lastBuildDate")
    assert built
    assert parsedate_to_datetime(built) == FIRST.updated
    first, second = channel.findall("item")
    guid = first.find("guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == (FIRST.id, "false")
    assert first.findtext("pubDate") == "Fri, 14 Nov 2025 00:00:00 +0900"
    assert texts_of(first, f"{DC}creator") == ["Kim", "Lee"]
    assert texts_of(second, f"{DC}creator") == ["Kim"]
    assert texts_of(first, "category") == ["agents", "C++"]
    assert first.findtext(f"{CONTENT}encoded") == FIRST.content.replace("\r\n", "\n")
    assert second.findtext("description") == "B"


def test_json_feed_has_what_the_specification_requires() -> None:
    feed = json.loads(feeds.json_feed(INFO, ENTRIES))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["title"], feed["home_page_url"], feed["feed_url"]) == (
        INFO.title,
        HOME,
        INFO.json,
    )
    first, second = feed["items"]
    assert first["authors"] == [{"name": "Kim", "url": "https://kim.example.org"}, {"name": "Lee"}]
    assert first["date_modified"] == "2025-11-16T09:00:00+09:00"
    assert first["tags"] == ["agents", "C++"]
    assert second["content_text"] == "B"
    assert "content_html" not in second
    assert json.loads(feeds.json_feed(INFO, ()))["items"] == []


@given(st.lists(entries, max_size=3), texts)
def test_any_text_makes_a_well_formed_feed(items: list[feeds.FeedEntry], title: str) -> None:
    info = feeds.FeedInfo(title=title, home=HOME, atom="a", rss="r", json="j", language=title)
    atom = ET.fromstring(feeds.atom(info, items))
    for name in ("updated", "published"):
        for text in texts_of(atom, f"{ATOM}entry/{ATOM}{name}"):
            assert RFC3339.fullmatch(text)
    rss = ET.fromstring(feeds.rss(info, items))
    assert len(rss.findall("channel/item")) == len(items)
    assert len(json.loads(feeds.json_feed(info, items))["items"]) == len(items)


def test_feeds_hold_no_date_but_those_of_their_entries() -> None:
    known = {moment for entry in ENTRIES for moment in (entry.published, entry.updated)}
    for feed in (feeds.atom(INFO, ENTRIES), feeds.json_feed(INFO, ENTRIES)):
        assert {datetime.fromisoformat(text) for text in RFC3339.findall(feed.decode())} == known
    root = ET.fromstring(feeds.rss(INFO, ENTRIES))
    shown = {parsedate_to_datetime(node.text or "") for node in root.iter() if "Date" in node.tag}
    assert shown == {FIRST.published, FIRST.updated, SECOND.published}
    for make in (feeds.atom, feeds.rss):  # the formats ask for a date, and there is none
        assert b"1970" in make(INFO, ())


def test_offsets_with_seconds_are_written_in_utc() -> None:
    old = datetime(2025, 11, 14, tzinfo=timezone(timedelta(hours=8, minutes=27, seconds=52)))
    entry = feeds.FeedEntry(id="i", url="u", title="t", published=old, updated=old)
    assert b"<published>2025-11-13T15:32:08Z</published>" in feeds.atom(INFO, [entry])


def test_tag_uris() -> None:
    assert FIRST.id == "tag:reviews.example.org,2025:2025-11-14"
    made = feeds.tag_uri(HOME, "posts/글#arxiv-2511.10643")
    assert made.endswith("posts/%EA%B8%80#arxiv-2511.10643")


def test_a_reader_agrees() -> None:
    feedparser = pytest.importorskip("feedparser")
    for feed in (feeds.atom(INFO, ENTRIES), feeds.rss(INFO, ENTRIES)):
        parsed = feedparser.parse(feed)
        assert not parsed.bozo
        assert [entry.id for entry in parsed.entries] == [FIRST.id, SECOND.id]
        assert [author.name for author in parsed.entries[0].authors] == ["Kim", "Lee"]
        assert "정답" in parsed.entries[0].content[0].value

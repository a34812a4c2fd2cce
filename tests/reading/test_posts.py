"""Front matter of posts, their states (draft, unlisted, expired), and their addresses."""

from __future__ import annotations

import html
import subprocess
import zlib
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from sphinx_paperreview.domain.domain import domain_of
from tests.harness import picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness import Built

SECRET = "zebrafinch"


def post(title: str, *, front: str = "", text: str = "Text.") -> str:
    return f"---\n{front}\n---\n# {title}\n\n{text}\n"


def holders(site: Built, word: str) -> list[str]:
    """Return the files of the output that hold *word*, the compressed inventory included."""
    found = []
    for name, content in site.files().items():
        packed = name == "objects.inv"
        text = zlib.decompress(content.split(b"zlib.\n", 1)[1]) if packed else content
        if word.encode() in text or word in name:
            found.append(name)
    return found


UNPUBLISHED = (
    "draft: true",
    "draft: 'true'",
    "date: 2031-01-01",
    "expires: 2025-11-20",
    "expiry_date: '2025-11-30T08:00'",
    "date: 2025-11-02\nexpires: 2025-12-01",
)


@pytest.mark.parametrize("number", range(len(UNPUBLISHED)))
@pytest.mark.parametrize("suffix", ["mdx", "md"])
def test_no_byte_of_an_unpublished_post_is_written(
    build: Callable[..., Built], number: int, suffix: str
) -> None:
    files = {"posts/2025-11-03.mdx": post("Seen", text="A post that all may read.")}
    for n, front in enumerate(UNPUBLISHED):
        for end in ("mdx", "md"):
            word = f"{SECRET}{n}{end}x"
            files[f"posts/2025-11-01-{word}.{end}"] = post(
                word,
                front=f"{front}\ntags: [{word}]\nauthors: {word}\nseries: {word}",
                text=f"## 1. [{word}](https://arxiv.org/abs/2511.10643) `{word}`\n\n{word} words.",
            )
    site = build(
        files, more_conf='paperreview_now = "2025-12-01"\nhtml_baseurl = "https://example.org/"\n'
    )
    assert holders(site, f"{SECRET}{number}{suffix}x") == []
    assert site.exists("posts/2025-11-03.html")


def test_time_passing_publishes_and_expires(build: Callable[..., Built]) -> None:
    files = {"posts/2025-11-10-a.mdx": post("Soon gone", front="expires: 2025-11-20")}
    site = build(files, more_conf='paperreview_now = "2025-11-09"\n')
    assert not site.exists("posts/2025-11-10-a.html")
    site = site.rebuild(confoverrides={"paperreview_now": "2025-11-12"})
    assert site.exists("posts/2025-11-10-a.html")
    site = site.rebuild(confoverrides={"paperreview_now": "2025-11-21"})
    assert not site.exists("posts/2025-11-10-a.html")
    assert holders(site, "Soon gone") == []


def test_an_unlisted_post_is_in_no_list(build: Callable[..., Built]) -> None:
    paper = f"## 1. [{SECRET}](https://arxiv.org/abs/2511.10643)\n\nWords."
    site = build(
        {
            "posts/2025-11-01.mdx": post("Seen", text="Text."),
            "posts/2025-11-02-x.mdx": post(SECRET, front="unlisted: true\nseries: S", text=paper),
        }
    )
    kept = {"posts/2025-11-02-x.html", "_sources/posts/2025-11-02-x.md.txt"}
    # Another project may cite it, and Sphinx lists every document there.
    assert set(holders(site, SECRET)) - kept == {"objects.inv"}


def test_series(build: Callable[..., Built]) -> None:
    site = build(
        {
            "posts/2025-11-01.mdx": post("First steps", front="series: 증류 읽기"),
            "posts/2025-11-05.mdx": post("Second look", front="series: 증류 읽기"),
            "posts/2025-11-09.mdx": post("Third time", front="series: 증류 읽기"),
            "index.md": "# Home\n\nSee {paper:series}`증류 읽기`.\n",
        }
    )
    assert site.warnings == []
    page = site.read("series/증류-읽기.html")
    assert page.index("First steps") < page.index("Second look") < page.index("Third time")
    middle = site.read("posts/2025-11-05.html")
    assert "2/3" in middle
    assert "Previous part: First steps" in middle
    assert "Next part: Third time" in middle
    assert 'href="series/%EC%A6%9D%EB%A5%98-%EC%9D%BD%EA%B8%B0.html"' in site.read("index.html")
    changed = site.rebuild(
        {"posts/2025-11-01.mdx": post("First of all", front="series: 증류 읽기")}
    )
    assert "Previous part: First of all" in changed.read("posts/2025-11-05.html")


def test_pinned_posts_come_first_in_the_front_list(build: Callable[..., Built]) -> None:
    site = build(
        {
            "posts/2025-11-01.mdx": post("Old and pinned", front="pinned: true"),
            "posts/2025-11-05.mdx": post("New"),
            "index.md": "# Home\n\n```{paper:list}\n:kind: posts\n```\n",
        }
    )
    home, archive = site.read("index.html"), site.read("archive.html")
    assert home.index("Old and pinned</a>") < home.index("New</a>")
    assert home.count(">Pinned</span>") == 1
    assert archive.index("New</a>") < archive.index("Old and pinned</a>")


def test_last_update_is_shown_and_fed(build: Callable[..., Built]) -> None:
    site = build(
        {"posts/2025-11-01.mdx": post("Post", front="last_update: {date: 2025-11-07}")},
        more_conf='html_baseurl = "https://example.org/"\n',
    )
    assert "Updated November 7, 2025" in site.read("posts/2025-11-01.html")
    assert "<updated>2025-11-07T00:00:00Z</updated>" in site.read("atom.xml")


def test_dates_of_git(build: Callable[..., Built]) -> None:
    conf = 'paperreview_git_dates = True\npaperreview_timezone = "Asia/Seoul"\n'
    site = build({"posts/2025-11-01-글.mdx": post("Post")}, more_conf=conf)
    assert "Updated" not in site.read("posts/2025-11-01-글.html")

    def git(*arguments: str, date: str) -> None:
        people = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(
            ["git", *people, *arguments],
            cwd=site.srcdir,
            check=True,
            capture_output=True,
            env={
                "GIT_AUTHOR_DATE": date,
                "GIT_COMMITTER_DATE": date,
                "PATH": "/usr/bin:/bin:/usr/local/bin",
            },
        )

    git("init", "-q", date="2025-11-01T00:00:00Z")
    git("add", "posts", date="2025-11-01T00:00:00Z")
    git("commit", "-qm", "a", date="2025-11-08T20:00:00Z")
    site = site.rebuild()
    assert "Updated November 9, 2025" in site.read("posts/2025-11-01-글.html")


def test_day_pages(build: Callable[..., Built]) -> None:
    site = build(
        {
            "posts/2025-11-01-a.mdx": post("One alone"),
            "posts/2025-11-02-b.mdx": post("First of two"),
            "posts/2025-11-02-c.mdx": post("Second of two"),
        }
    )
    alone = site.read("archive/2025/11/01.html")
    assert 'url=../../../posts/2025-11-01-a.html"' in alone
    both = site.read("archive/2025/11/02.html")
    assert "First of two" in both
    assert "Second of two" in both
    site = site.rebuild({"posts/2025-11-02-b.mdx": None})
    assert 'url=../../../posts/2025-11-02-c.html"' in site.read("archive/2025/11/02.html")


@pytest.mark.parametrize(
    ("name", "front", "old"),
    [
        ("blog/2025-11-14-name.mdx", "", "2025/11/14/name"),
        ("blog/2025-11-14.mdx", "", "2025/11/14"),
        ("blog/2025-11-14-한글/index.mdx", "", "2025/11/14/한글"),
        ("blog/notes/2025-11-14-name.mdx", "", "2025/11/14/notes/name"),
        ("blog/2025/11/14/name.mdx", "", "2025/11/14/name"),
        ("blog/named.mdx", "date: 2025-11-14", "named"),
        ("blog/2025-11-14-name.mdx", "slug: /short", "short"),
    ],
)
def test_addresses_of_docusaurus(
    build: Callable[..., Built], name: str, front: str, old: str
) -> None:
    conf = 'paperreview_docusaurus_blog = "reviews"\npaperreview_posts = ["blog/**"]\n'
    site = build({name: post("Post", front=front)}, more_conf=conf)
    page = site.read(f"reviews/{old}/index.html")
    target = unquote(page.split("url=")[1].split('"')[0])
    assert (site.outdir / "reviews" / old / target).resolve().is_file()


def test_redirects(build: Callable[..., Built]) -> None:
    site = build(
        {
            "posts/2025-11-01.mdx": post(
                "A & b post", front="aliases: [/old/home.html, ../../x, archive.html]"
            )
        },
        more_conf=(
            'paperreview_redirects = {"a/b": "posts/2025-11-01", "out": "https://example.org/x\\"y", '
            '"no": "missing", "/../up": "index", "posts/2025-11-01.html": "index"}\n'
        ),
    )
    assert 'href="../../posts/2025-11-01.html">A &amp; b post<' in site.read("a/b/index.html")
    assert 'href="../posts/2025-11-01.html"' in site.read("old/home.html")
    assert 'url=https://example.org/x&quot;y"' in site.read("out/index.html")
    assert 'class="pr-summary"' in site.read("archive.html")
    assert "A &amp; b post" in site.read("posts/2025-11-01.html")
    assert sorted(site.codes) == ["paperreview.config", *["paperreview.path"] * 4]
    assert not (site.outdir.parent / "up").exists()


def test_short_names_give_way_to_others(build: Callable[..., Built]) -> None:
    files = {
        "posts/2025-11-01.md": post(
            "Post",
            text="## Title\n\n```{paper} arxiv:2511.10643\n```\n\n{tag}`x`",
            front="tags: [x]",
        )
    }
    site = build(files)
    assert site.warnings == []
    assert site.exists("papers/2511.10643.html")
    conf = (
        "def setup(app):\n"
        "    from docutils import nodes\n"
        "    app.add_role('tag', lambda *a, **k: ([nodes.Text('mine')], []))\n"
    )
    other = build(files, more_conf=conf, name="other")
    assert "<p>mine</p>" in other.read("posts/2025-11-01.html")


#: Lines of front matter, and the names of the authors of the post.
AUTHORS = {
    "author: Ann Lee": ["Ann Lee"],
    "writer: Ann Lee": ["Ann Lee"],
    "author:\n- {name: Ann Lee, affiliations: [{name: Example University}]}\n- Bo Kim": [
        "Ann Lee", "Bo Kim",
    ],
    "params: {author: [Ann Lee]}": ["Ann Lee"],
    "params: {math: true}": [],
    "params: a": [],
    "작성자: 김하나, 이둘": ["김하나", "이둘"],
    "글쓴이: [김하나]": ["김하나"],
    "作者: 张三": ["张三"],
    "作者: 张三\n会议: CVPR": [],
    "author: 李四\n作者: 张三": ["李四"],
}  # fmt: skip


def test_names_of_authors(build: Callable[..., Built]) -> None:
    site = build({
        f"posts/2025-11-{day:02}.md": post("Post", front=front) for day, front in enumerate(AUTHORS, 1)
    })  # fmt: skip
    posts = site.env.domains["paper"].data["posts"]
    for day, names in enumerate(AUTHORS.values(), 1):
        assert [person.name for person in posts[f"posts/2025-11-{day:02}"].authors] == names


def test_people_and_tags_as_in_docusaurus(build: Callable[..., Built]) -> None:
    people = """\
kim:
  name: 김하나
  title: Reader of papers
  description: Reads <b>much</b>.
  url: https://example.org/kim
  socials:
    github: hana
    mastodon: https://example.social/@hana
    evil: "javascript:alert(1)"
    page: https://example.org/page
"""
    tags = "distil:\n  label: 증류\n  permalink: /distillation\n  description: 큰 것에서 작은 것으로.\nplain:\n  label: Plain\n"
    site = build(
        {
            "posts/2025-11-01.mdx": post("Post", front="authors: kim\ntags: [distil, plain]"),
            "authors.yml": people,
            "tags.yml": tags,
        }
    )
    assert site.warnings == []
    page = html.unescape(site.read("authors/김하나.html"))
    assert "Reader of papers" in page
    assert "&lt;b&gt;much" in site.read("authors/김하나.html")
    for address in (
        "https://github.com/hana",
        "https://example.social/@hana",
        "https://example.org/page",
    ):
        assert f'href="{address}"' in page
    assert "javascript:" not in page
    assert "큰 것에서 작은 것으로." in site.read("tags/distillation.html")
    assert site.exists("tags/plain.html")
    assert 'href="../tags/distillation.html">증류' in site.read("posts/2025-11-01.html")


def test_formulas_of_a_summary_are_readable(build: Callable[..., Built]) -> None:
    text = r"A model drafts $\gamma$ tokens, $x_1 \le 2$ at $\unknown{2}$."
    site = build({"posts/2025-11-01.mdx": post("A day", text=text)})
    assert 'content="A model drafts γ tokens, x_1 ≤2 at 2."' in site.read("posts/2025-11-01.html")


def test_days_are_in_the_order_in_which_they_are_written(build: Callable[..., Built]) -> None:
    """Also where a later day began at an earlier moment, in another zone."""
    days = ("2025-04-10 23:30", "2025-04-11 08:00 +0900", "2025-04-09T20:00:00-0500", "2025-04-10")
    files = {
        f"posts/{name}.md": post(name, front=f"date: {day}")
        for name, day in zip("cdef", days, strict=True)
    }
    built = build(files)
    written = [str(each.date.date()) for each in domain_of(built.env).archive.posts]
    assert written == ["2025-04-11", "2025-04-10", "2025-04-10", "2025-04-09"]


def test_a_picture_may_be_described_by_a_mapping(build: Callable[..., Built]) -> None:
    written = (
        "image: {path: card.png, alt: A card}",
        "image:\n  src: ./card.png",
        "image: {feature: card.png, credit: Kim}",
        "image: {url: 'https://example.org/card.png'}",
        "image: {alt: no file}",
    )
    files: dict[str, str | bytes] = {
        f"posts/2025-11-1{number}.md": post(f"Post {number}", front=front)
        for number, front in enumerate(written)
    }
    site = build({**files, "posts/card.png": picture(1200, 630)})
    shown = ["posts/card.png"] * 3 + ["https://example.org/card.png", ""]
    found = domain_of(site.env).data["posts"]
    assert [found[name.removesuffix(".md")].image for name in files] == shown
    (warning,) = site.warnings
    assert "2025-11-14.md" in warning
    assert "`image` must be one text, not a mapping" in warning


def test_posts_of_pelican_and_nikola(build: Callable[..., Built]) -> None:
    def pelican(title: str, *more: str, text: str) -> str:
        lines = (f"Title: {title}", "Date: 2024-02-03 10:20", "Category: Vision", *more)
        return "\n".join((*lines, "", text, ""))

    site = build(
        {
            "pelicanconf.py": "AUTHOR = 'x'\n",
            "content/images/fig.png": picture(60, 40),
            "content/posts/one.md": pelican(
                "One", "Tags: a, b c", "Summary: What it is about.",
                text="[two]({filename}two.md) ![f]({static}/images/fig.png) |static|",
            ),
            "content/posts/two.md": pelican("Two", "Paper: arxiv:2401.00050", text="Text."),
            "content/posts/three.md": pelican("Three", "Status: draft", text=SECRET),
            "content/posts/four.md": "<!--\n.. title: Four\n.. date: 2024-02-04 10:20:00 UTC\n.. tags: d\n-->\n\nText.\n",
            "content/posts/five.md": f"<!--\n.. title: Five\n.. date: 2024-02-04\n.. tags: draft\n-->\n\n{SECRET}\n",
        },
    )  # fmt: skip
    assert holders(site, SECRET) == []
    (doubt,) = site.warnings
    assert doubt.startswith(
        "content/posts/five.md:4: WARNING: this is not published: one of the tags"
    )
    posts = domain_of(site.env).data["posts"]
    assert {post.title: post.date.isoformat()[:10] for post in posts.values()} == {
        "One": "2024-02-03", "Two": "2024-02-03", "Four": "2024-02-04",
    }  # fmt: skip
    assert posts["content/posts/one"].description == "What it is about."
    page = site.read("content/posts/one.html")
    assert 'href="two.html"' in page
    assert "_images/fig.png" in page
    assert "Category" not in page
    assert {path.stem for path in (site.outdir / "tags").glob("*.html")} == {
        "a",
        "b-c",
        "d",
        "vision",
    }
    assert site.exists("papers/2401.00050.html")


@pytest.mark.filterwarnings("ignore:'sphinxcontrib.serializinghtml")
def test_no_message_is_the_value_of_a_field(build: Callable[..., Built]) -> None:
    text = ":tags: .. include:: /etc/none\n:date: 2025-11-14\n\nTitle\n=====\n\nText\n"
    site = build({"posts/2025-11-14.rst": text}, builder="json")
    page = site.read("posts/2025-11-14.fjson")
    assert "2025-11-14" in page
    assert "Problems with" not in page
    assert str(site.srcdir) not in page

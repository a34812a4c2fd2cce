"""Which documents are posts, in the layouts that people have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build, Built

NOW = 'paperreview_now = "2025-12-01"\n'
TEXT = "# Title\n\nSome words.\n"
DATED = "---\ntitle: Title\ndate: 2025-03-01\n---\n\nSome words.\n"

#: Documents by path, and the day of the post that each is.
POSTS = {
    "posts/2025-03-04-folder/index.mdx": (TEXT, "2025-03-04"),
    "blog/2025/03/02/index.mdx": (TEXT, "2025-03-02"),
    "blog/2025-03-01-name/index.md": (TEXT, "2025-03-01"),
    "blog/name/index.md": (DATED, "2025-03-01"),
    "blog/2025-03-05-read/README.md": (TEXT, "2025-03-05"),
    "blog/2025/03/06-name.md": (TEXT, "2025-03-06"),
    "blog/2025/03-07-name.md": (TEXT, "2025-03-07"),
    "blog/2025-03/08-x.mdx": (TEXT, "2025-03-08"),
    "guide/2025-03-09-anywhere.mdx": (TEXT, "2025-03-09"),
    "guide/2025-03-10/index.mdx": (TEXT, "2025-03-10"),
    "post/2025-03-11.md": (TEXT, "2025-03-11"),
    "_posts/2025-03-12-jekyll.md": (TEXT, "2025-03-12"),
    "docs/_posts/2025-03-13-jekyll.md": (TEXT, "2025-03-13"),
    "articles/2025-03-14.md": (TEXT, "2025-03-14"),
    "papers/250315.md": (TEXT, "2025-03-15"),
    "paper/2025.03.16 title.md": (TEXT, "2025-03-16"),
    "AI-Paper-Reviews/25.03.17-x.md": (TEXT, "2025-03-17"),
    "PaperReading/vision/2025_03_18.md": (TEXT, "2025-03-18"),
    "01_notes/20250319_x.md": (TEXT, "2025-03-19"),
    "digests/[2025-03-20] week.md": (TEXT, "2025-03-20"),
    "daily/2025년 3월 21일.md": (TEXT, "2025-03-21"),
    "논문리뷰/a.md": ("---\ndate: 2025년 3월 22일\n---\n# T\n", "2025-03-22"),
    "LLM 논문/b.md": ("---\ndate: Mar 23, 2025\n---\n# T\n", "2025-03-23"),
    "论文笔记/c.md": ("---\ndate: 24 March 2025\n---\n# T\n", "2025-03-24"),
    "content/post/d.md": ("+++\ndate = 2025-03-25\n+++\n# T\n", "2025-03-25"),
    "src/content/blog/e.md": ("---\npubDate: 'Mar 26 2025'\n---\n# T\n", "2025-03-26"),
    "reviews/f.md": ("---\ndate: 27.03.2025\n---\n# T\n", "2025-03-27"),
    "reviews/g.md": ("# 2025-03-28 papers\n\nText.\n", "2025-03-28"),
    "reviews/h.md": ("---\ndate: 2025-03-29 00:00:00 +0900\n---\n# T\n", "2025-03-29"),
    # Folders with any name in which most documents have a date.
    "vision/one.md": (DATED, "2025-03-01"),
    "vision/two/index.md": (DATED, "2025-03-01"),
    "2025-log/2025-03-30.md": (TEXT, "2025-03-30"),
    "elsewhere/2025-03-31.md": (TEXT, "2025-03-31"),
}
#: Documents that are no posts, and whether this is said.
OTHERS = {
    "posts/index.md": (TEXT, False),
    "blog/README.md": (TEXT, False),
    "papers/index.md": (TEXT, False),
    "papers/about.md": (TEXT, False),
    "papers/undated.md": (TEXT, True),
    "논문리뷰/날짜없음.md": (TEXT, True),
    "about.md": (DATED, False),
    "docs/one.md": (DATED, False),
    "docs/two.md": (DATED, False),
    "plain/one.md": (DATED, False),
    "plain/two.md": (TEXT, False),
    "plain/three.md": (TEXT, False),
    "mixed/2025-04-01.md": (TEXT, True),
    "mixed/other.md": (TEXT, False),
    "mixed/more.md": (TEXT, False),
    "changelog/2024-01-01.md": (TEXT, True),
    "release-notes/2024-01-01.md": (TEXT, True),
    "notes/2024.md": (TEXT, True),
    "blog/_part/2025-01-01.md": (TEXT, False),
}


def shown_posts(built: Built) -> set[str]:
    """Return the docnames of the posts in the archive."""
    if not built.exists("archive.html"):
        return set()
    return {post.docname for post in built.env.domains["paper"].archive.posts}


@pytest.fixture
def layouts(build: Build) -> Built:
    files = {name: text for name, (text, _day) in {**POSTS, **OTHERS}.items()}
    return build(
        files,
        more_conf=f'{NOW}html_baseurl = "https://example.org/"\npaperreview_feed_limit = 100\n',
    )


def test_layouts(layouts: Built) -> None:
    archive = layouts.env.domains["paper"].archive
    found = {post.docname: f"{post.date:%Y-%m-%d}" for post in archive.posts}
    assert found == {name.rpartition(".")[0]: day for name, (_text, day) in POSTS.items()}
    assert all(code == "toc.not_included" for code in layouts.codes)
    page = layouts.read("archive/2025/03.html")
    assert "posts/2025-03-04-folder/index.html" in page
    feed = layouts.read("atom.xml")
    assert "/posts/2025-03-04-folder/index.html" in feed
    assert ":2025-03-04-folder</id>" in feed
    assert layouts.exists("papers/undated.html")


def test_what_is_nearly_a_post(layouts: Built) -> None:
    said = [name for name, (_text, is_said) in OTHERS.items() if is_said]
    line = f"{len(said)} documents look like posts and are none: paperreview check says why"
    assert line in layouts.status
    checked = layouts.rebuild(confoverrides={"paperreview_lint": "all"}, builder="dummy")
    named = [each for each in checked.warnings if "paperreview.no_post" in each]
    assert sorted(each.partition(":")[0] for each in named) == sorted(said)
    assert "2025-11-14-name" in next(each for each in named if "undated" in each)
    assert "paperreview_posts" in next(each for each in named if "changelog" in each)


def test_the_setting_decides(build: Build) -> None:
    files = {
        "essays/one.md": DATED, "essays/two/index.md": DATED, "essays/index.md": TEXT,
        "papers/2025-03-01.md": TEXT, "any/2025-03-02.mdx": TEXT,
    }  # fmt: skip
    built = build(files, more_conf=f'{NOW}paperreview_posts = ["essays/**"]\n')
    assert shown_posts(built) == {"essays/one", "essays/two/index", "any/2025-03-02"}
    assert "1 document looks like a post and is none" in built.status
    checked = built.rebuild(confoverrides={"paperreview_lint": "all"}, builder="dummy")
    (said,) = [each for each in checked.warnings if "paperreview.no_post" in each]
    assert "no pattern of paperreview_posts matches it" in said
    nothing = build(files, more_conf=f"{NOW}paperreview_posts = []\n")
    assert shown_posts(nothing) == set()
    assert "looks like a post" not in nothing.status


@pytest.mark.parametrize(
    "conf",
    [
        'extensions.append("myst_parser")\n',
        'myst_enable_extensions = ["dollarmath"]\n',
        'source_suffix = {".rst": "restructuredtext", ".md": "markdown"}\n',
    ],
)
def test_a_project_with_myst_of_its_own_has_posts_by_pattern_alone(build: Build, conf: str) -> None:
    files = {
        "index.md": "# Docs\n\n```{toctree}\n:glob:\n\nnotes/*\nchangelog/*\n```\n",
        "notes/2025-03-01.md": DATED, "changelog/2024-01-01.md": TEXT, "papers/one.md": DATED,
        "papers/two.md": DATED, "papers/2025-03-02.md": TEXT, "blog/2025-03-03.md": TEXT,
    }  # fmt: skip
    built = build(files, more_conf=NOW + conf)
    assert shown_posts(built) == {"blog/2025-03-03"}
    assert "1 document looks like a post" in built.status


def test_days_of_writing_and_weeks_are_dates(build: Build) -> None:
    files = {
        "notes/one.md": "---\ncreated: 2025-03-01\n---\n\n# One\n\nA text.\n",
        "notes/two.md": "---\ndate created: 2025-03-02 10:00\n---\n\n# Two\n\nA text.\n",
        "notes/three.md": "---\n작성일: 2025-03-03\ndate: 2025-03-04\n---\n\n# Three\n\nA text.\n",
        "weekly/2025-W09.md": "# Week 9\n\nA text.\n",
        "weekly/2025/week10.md": "# Week 10\n\nA text.\n",
        "notes/later.md": "---\ncreated: 2999-01-01\n---\n\n# Later\n\nA text.\n",
    }
    built = build(files, more_conf=NOW)
    days = {
        docname: f"{post.date:%Y-%m-%d}"
        for docname, post in built.env.domains["paper"].data["posts"].items()
    }
    assert days == {
        "notes/one": "2025-03-01",
        "notes/two": "2025-03-02",
        "notes/three": "2025-03-04",
        "weekly/2025-W09": "2025-02-24",
        "weekly/2025/week10": "2025-03-03",
    }


def test_a_folder_of_markdown_alone_is_read_under_any_theme(build: Build) -> None:
    files: dict[str, str | bytes | None] = {
        "index.md": None,
        "one.md": "---\ntitle: One\ndate: 2025-03-01\npaper: arxiv:2401.00001\n---\n\nA text.\n",
        "two.md": "---\ndate: 2025-03-02\n---\n\n# Two\n\nA text.\n",
        "about.md": "# About\n\nA text.\n",
    }
    more = f'{NOW}html_theme = "alabaster"\n'
    built = build(files, more_conf=more)
    assert shown_posts(built) == {"one", "two"}
    assert "about" in built.env.all_docs
    # Beside a root in reStructuredText they are files of a project that did not read them.
    host = build(files | {"index.rst": "Docs\n====\n"}, more_conf=more)
    assert host.env.all_docs.keys() == {"index"}
    assert "not read, as this project reads no Markdown but posts: about and 2 more" in host.status


@pytest.mark.parametrize(
    "index",
    [
        "# Docs\n\n```{toctree}\n:glob:\n\nnotes/*\npapers/2025-03-01\n```\n",
        "# Docs\n\n````{toctree}\nOne <notes/2025-03-01.md>\n/papers/2025-03-01\n````\n",
        "# Docs\n\n```{toctree}\n---\nglob: true\n---\n*/2025-*\n```\n",
    ],
)
def test_what_stands_in_a_toctree_is_a_page(build: Build, index: str) -> None:
    files = {
        "index.md": index, "notes/2025-03-01.md": TEXT, "papers/2025-03-01.md": TEXT,
        "posts/2025-03-01.md": TEXT,
    }  # fmt: skip
    built = build(files, more_conf=NOW)
    assert shown_posts(built) == {"posts/2025-03-01"}
    assert built.warnings == []
    changed = built.rebuild({"index.md": "# Docs\n"})
    assert shown_posts(changed) == {"notes/2025-03-01", "papers/2025-03-01", "posts/2025-03-01"}
    again = changed.rebuild({"index.md": index})
    assert shown_posts(again) == {"posts/2025-03-01"}
    assert again.read("notes/2025-03-01.html") == built.read("notes/2025-03-01.html")


def test_a_toctree_of_rst(build: Build) -> None:
    index = "Docs\n====\n\n.. toctree::\n   :maxdepth: 1\n\n   notes/2025-03-01\n\nEnd.\n"
    built = build({"index.rst": index, "notes/2025-03-01.md": TEXT}, more_conf=NOW)
    assert shown_posts(built) == set()


def test_siblings_make_a_post_as_in_a_clean_build(build: Build) -> None:
    files = {"vision/one.md": DATED, "vision/two.md": DATED, "posts/2025-01-01.mdx": TEXT}
    built = build(files, more_conf=NOW)
    assert {"vision/one", "vision/two"} < shown_posts(built)
    more = {f"vision/{name}.md": TEXT for name in ("three", "four")}
    grown = built.rebuild(more)
    assert shown_posts(grown) == {"posts/2025-01-01"}
    clean = build({**files, **more}, more_conf=NOW, name="clean")
    assert grown.files() == clean.files()
    shrunk = grown.rebuild(dict.fromkeys(more))
    assert shrunk.files() == build(files, more_conf=NOW, name="again").files()


def test_posts_without_dates_are_one_warning(build: Build) -> None:
    files = {f"posts/review{n}.md": TEXT for n in range(7)}
    built = build({**files, "index.md": None}, more_conf=NOW)
    (warning,) = built.warnings
    assert "this and 6 more posts have no date" in warning
    assert "6 more" not in built.status
    assert all(built.exists(name.replace(".md", ".html")) for name in files)
    assert not built.exists("archive.html")
    checked = built.rebuild(confoverrides={"paperreview_lint": "all"}, builder="dummy")
    places = [each.split(":")[0] for each in checked.warnings]
    assert len(places) == len(set(places)) == 7  # one notice for each
    assert sum("no_post" in each for each in checked.warnings) == 6


def test_a_slip_among_dated_posts_is_a_warning(build: Build) -> None:
    files = {f"posts/2025-01-0{n}.md": TEXT for n in range(1, 5)}
    built = build({**files, "posts/slip.md": TEXT, "posts/other.md": TEXT}, more_conf=NOW)
    assert built.codes.count("paperreview.date") == 2


def test_posts_in_parallel(build: Build) -> None:
    files = {f"papers/2025-01-{n:02}.md": TEXT for n in range(1, 20)}
    built = build(files, more_conf=NOW, parallel=2)
    assert len(shown_posts(built)) == 19


def test_undated_reviews_are_in_the_index_and_in_terms(build: Build) -> None:
    review = "# Reviews\n\n## 1. [A Title](https://arxiv.org/abs/2511.10643) `kaist`\n\nWords.\n"
    conf = f'{NOW}html_theme = "paperreview"\n'
    built = build({"papers/undated.md": review, "index.md": None}, more_conf=conf)
    assert built.warnings == []
    for page in ("orgs/kaist.html", "papers.html"):
        assert "A Title" in built.read(page)
        assert not re.search(r"<time[^>]*></time>|datetime=\"\"|None", built.read(page))


def test_unpublished_posts_leave_no_trace(build: Build) -> None:
    secret = "zebrafinch"
    files = {
        f"papers/2026-01-01-{secret}.md": TEXT,
        f"notes/{secret}.md": f"---\ndate: January 5, 2026\n---\n# {secret}\n",
        f"daily/26.01.05 {secret}.md": TEXT,
        f"2026년/1월/5일/{secret}.md": TEXT,
        f"blog/{secret}/index.md": "---\ndate: 05.13.2026\n---\n# T\n",
        f"reviews/{secret}.md": "---\ndate: 03/04/2025\n---\n# T\n",
        f"reviews/{secret}2.md": "---\ndraft: true\n---\n# T\n\n```{toctree}\n"
        + secret
        + "\n```\n",
        "papers/2025-01-01.md": TEXT,
    }
    built = build(files, more_conf=NOW)
    assert shown_posts(built) == {"papers/2025-01-01"}
    assert [name for name in built.files() if secret in name] == []
    kept = (built.outdir.parent / "doctrees" / "environment.pickle").read_bytes()
    assert secret.encode() not in kept
    assert "not published: 1 draft, 4 scheduled, 2 in doubt" in built.status


def test_a_folder_is_named_without_its_index(build: Build) -> None:
    folders = {
        "posts/2025-03-04-one/index.md": TEXT, "posts/2025-03-05-two/README.md": "# Other\n",
        "posts/2025-03-06-three/index.mdx": "Without a heading.\n",
    }  # fmt: skip
    home = "# Home\n\n{paper:post}`2025-03-04-one`, {paper:post}`/posts/2025-03-05-two`\n"
    built = build(
        {**folders, "index.md": home}, more_conf=f'{NOW}html_baseurl = "https://x.org/"\n'
    )
    assert built.warnings == []
    page = built.read("index.html")
    assert 'href="posts/2025-03-04-one/index.html"' in page
    assert 'href="posts/2025-03-05-two/README.html"' in page
    feed = built.read("atom.xml")
    for name in ("2025-03-04-one", "2025-03-05-two", "2025-03-06-three"):
        assert f"<id>tag:x.org,2025:{name}</id>" in feed

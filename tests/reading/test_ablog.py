"""Posts of ABlog: posts of the archive where a setting says so, and left alone else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Build, Built

#: What ABlog leaves in a doctree and in the configuration, without its pages.
STAND_IN = """\
from docutils import nodes
from docutils.parsers.rst import Directive


class PostNode(nodes.Element):
    pass


def split(text):
    return [each.strip() for each in text.split(",")]


class PostDirective(Directive):
    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {name: split for name in ("tags", "author", "category", "language")}

    def run(self):
        node = PostNode(date=self.arguments[0] if self.arguments else None, title=None)
        for name in self.option_spec:
            node[name] = self.options.get(name, [])
        return [node]


def drop(app, doctree):
    for node in list(doctree.findall(PostNode)):
        node.replace_self([])
"""
SETUP = """\
from ablog.post import PostDirective, drop


def setup(app):
    app.add_config_value("post_date_format", "%d %B %Y", "env")
    app.add_config_value("blog_authors", {}, "env")
    app.add_config_value("blog_default_author", None, "env")
    app.config.matched_blog_posts = ["matched"]
    app.add_directive("post", PostDirective)
    app.connect("doctree-read", drop)
"""
CONF = """\
import os, sys
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
extensions = ["ablog", "sphinx_paperreview"]
post_date_format = "%b %d, %Y"
blog_authors = {"eric": ("Eric Holt", "https://eric.example/")}
blog_default_author = "Team"
exclude_patterns = ["ablog"]
"""
FILES = {
    "ablog/__init__.py": SETUP,
    "ablog/post.py": STAND_IN,
    "news/one.rst": ".. post:: Mar 01, 2024\n   :tags: news, a thing\n   :author: eric\n\nOne\n===\n\n"
    "Words of one.\n\nA paper\n-------\n\n`Attention <https://arxiv.org/abs/1706.03762>`_\n",
    "news/iso.rst": ".. post:: 2024-03-02\n\nIso\n===\n\nWords.\n",
    "news/fields.rst": ":blogpost: true\n:date: 2024-03-03\n:tags: fields\n\nFields\n======\n\nWords.\n",
    "matched.rst": ":date: 2024-03-04\n\nMatched\n=======\n\nWords.\n",
    "news/draft.rst": ".. post::\n\nDraft\n=====\n\nWords.\n",
    "news/later.rst": ".. post:: Jan 01, 2099\n\nLater\n=====\n\nWords.\n",
    "news/odd.rst": ".. post:: some day\n\nOdd\n===\n\nWords.\n",
    "page.rst": ":date: 2024-03-05\n\nPage\n====\n\nWords.\n",
}  # fmt: skip
FILES |= {name: f":orphan:\n{text}" if text.startswith(":") else f":orphan:\n\n{text}"
          for name, text in FILES.items() if name.endswith("rst")}  # fmt: skip


@pytest.fixture
def built(build: Build) -> Built:
    return build(FILES, more_conf=f"{CONF}paperreview_ablog = True\n")


def test_posts_of_ablog_are_posts(built: Built) -> None:
    assert built.warnings == []
    posts = {post.docname: post for post in built.env.domains["paper"].archive.posts}
    assert {name: f"{post.date:%Y-%m-%d}" for name, post in posts.items()} == {
        "news/one": "2024-03-01",
        "news/iso": "2024-03-02",
        "news/fields": "2024-03-03",
        "matched": "2024-03-04",
    }
    assert posts["news/one"].tags == ("news", "a thing")
    assert [person.name for person in posts["news/one"].authors] == ["Eric Holt"]
    assert [person.name for person in posts["news/iso"].authors] == ["Team"]
    assert posts["news/fields"].tags == ("fields",)
    for name in ("tags/news.html", "authors/eric-holt.html", "archive/2024/03.html"):
        assert built.exists(name)
    assert "One" in built.read("archive.html")


def test_drafts_of_ablog_stay_pages(built: Built) -> None:
    for name in ("draft", "later", "odd"):
        assert "Words." in built.read(f"news/{name}.html")
    assert "Later" not in built.read("archive.html")


def test_without_the_setting_they_are_left_alone(build: Build) -> None:
    files = {name: text for name, text in FILES.items() if "1706" not in text}
    built = build(files, more_conf=CONF)
    assert built.warnings == []
    assert not built.exists("archive.html")
    assert built.env.domains["paper"].data["posts"] == {}


MARKUP = "One\n===\n\n.. raw:: html\n\n   <b class='own'>markup</b>\n"


@pytest.mark.parametrize(
    ("more", "head", "is_kept"),
    [
        ("", ".. post:: Mar 01, 2024", True),
        ("paperreview_ablog = True\n", ".. post:: Mar 01, 2024", False),
        ("", ".. paper:post::\n   :date: 2024-03-01", False),
        ("", ".. default-domain:: paper\n\n.. post::\n   :date: 2024-03-01", False),
        ("primary_domain = 'paper'\n", ".. post::\n   :date: 2024-03-01", False),
    ],
    ids=["a post of ABlog", "such posts count", "ours", "ours by default", "ours everywhere"],
)
def test_only_in_posts_of_the_archive_is_markup_refused(
    build: Build, more: str, head: str, is_kept: bool
) -> None:
    files = {name: text for name, text in FILES.items() if name.startswith("ablog")}
    built = build(
        {**files, "news/one.rst": f":orphan:\n\n{head}\n\n{MARKUP}"}, more_conf=CONF + more
    )
    assert ("<b class='own'>" in built.read("news/one.html")) is is_kept
    assert built.codes == [] if is_kept else built.codes == ["paperreview.unsafe"]


BY_METADATA = {
    "news/fields.rst": ":blogpost: true\n:date: 2024-03-03\n",
    "news/capital.rst": ":BlogPost: true\n:date: 2024-03-03\n",
    "matched.rst": ":date: 2024-03-04\n",
    "news/head.md": "---\nblogpost: true\ndate: 2024-03-03\n---\n",
}


def test_posts_by_metadata_or_name_show_nothing_from_outside(build: Build, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOPSECRET")
    outside = f".. include:: {'../' * 30}{secret}"
    files: dict[str, str] = {name: text for name, text in FILES.items() if name.startswith("ablog")}
    for name, head in BY_METADATA.items():
        is_rst = name.endswith("rst")
        body = f"{outside}\n\n{MARKUP}" if is_rst else f"```{{eval-rst}}\n{outside}\n```\n"
        files[name] = f"{':orphan:' if is_rst else ''}\n{head}\n{body}".lstrip()
    conf = CONF.replace('"ablog", ', '"ablog", "myst_parser", ')
    built = build(files, more_conf=f"{conf}paperreview_ablog = True\n")
    assert len(built.env.domains["paper"].archive.posts) == 4
    assert not [name for name, data in built.files().items() if b"TOPSECRET" in data]
    assert "<b class='own'>" not in built.read("matched.html") + built.read("news/fields.html")
    assert built.codes.count("paperreview.unsafe") > 5


def test_the_setting_alone_does_nothing(build: Build) -> None:
    built = build({"page.rst": f":orphan:\n{FILES['news/fields.rst'][9:]}"},
                  confoverrides={"paperreview_ablog": True})  # fmt: skip
    assert built.env.domains["paper"].data["posts"] == {}

"""``paperreview import``: what is copied and converted, and that every old address answers."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from sphinx_paperreview.cli import main
from tests.harness import PNG, build_project, write_files

if TYPE_CHECKING:
    from pathlib import Path

POST = "# Title\n\n## [One](https://arxiv.org/abs/2511.00001)\n\ntext\n"
#: Kind → files of the old site, documents by old address, files of the new one (None: not there).
SITES: dict[str, tuple[dict[str, str | bytes], dict[str, str], dict[str, str | bytes | None]]] = {
    "docusaurus": (
        {
            "docusaurus.config.js": "export default {title: 'T', url: 'https://t.example', baseUrl: '/',\n"
            "  presets: [['classic', {blog: {routeBasePath: 'notes'}}]],\n"
            "  plugins: [['@docusaurus/plugin-client-redirects', {redirects: [{from: '/old', to: '/docs/intro'}]}]]}\n",
            "blog/2025-11-14-a.md": POST,
            "blog/2025-11-15-b/index.mdx": "---\nslug: named\n---\n\n" + POST,
            "blog/authors.yml": "kim: {name: Kim}\n",
            "docs/01-intro.md": "# Intro\n",
            "src/pages/about us.md": "# About\n",
            "static/img/a.png": PNG,
            "node_modules/x/README.md": "# No\n",
            "build/index.html": "<p>",
        },
        {
            "notes/2025/11/14/a": "blog/2025-11-14-a",
            "notes/named": "blog/2025-11-15-b/index",
            "docs/intro": "docs/01-intro",
            "about us": "src/pages/about us",
            "old": "docs/01-intro",
        },
        {
            "blog/2025-11-14-a.md": POST,
            "static/img/a.png": PNG,
            "blog/authors.yml": "kim: {name: Kim}\n",
            "node_modules": None,
            "build": None,
        },
    ),
    "jekyll": (
        {
            "_config.yml": "title: T\npermalink: /:categories/:year/:title.html\n",
            "_posts/2025-11-14-a.md": "---\ncategories: ML notes\nredirect_from: [/older/]\n---\n\n" + POST,
            "_posts/2025-11-15-글.markdown": "---\npermalink: /hangul/\n---\n\n" + POST,
            "about.md": "---\npermalink: /about-me/\n---\n\n# About\n",
            "_layouts/post.html": "<p>",
        },
        {
            "ml/notes/2025/a": "_posts/2025-11-14-a",
            "ml/notes/2025/a.html": "_posts/2025-11-14-a",
            "older": "_posts/2025-11-14-a",
            "hangul": "_posts/2025-11-15-글",
            "about-me": "about",
        },
        {"_layouts": None},
    ),
    "hugo": (
        {
            "config.toml": 'baseURL = "https://h.example/"\ntitle = "H"\n[permalinks]\npost = "/:year/:month/:title/"\n',
            "content/post/a.md": "+++\nTitle = 'A'\nDATE = 2025-11-14\nSlug = 'first'\n+++\n\ntext\n",
            "content/post/b/index.md": "---\ntitle: B\ndate: 2025-11-15\naliases: [/was/b]\n---\n\n![](p.png)\n",
            "content/post/b/p.png": PNG,
            "content/about/_index.md": "---\ntitle: About\n---\n",
            "layouts/x.html": "<p>",
        },
        {
            "2025/11/first": "content/post/a",
            "2025/11/b": "content/post/b/index",
            "was/b": "content/post/b/index",
            "about": "content/about/_index",
        },
        {"layouts": None, "hugo.toml": 'baseURL = "https://h.example/"\ntitle = "H"\n[permalinks]\npost = "/:year/:month/:title/"\n'},
    ),
    "quarto": (
        {
            "_quarto.yml": "website: {title: Q}\n",
            "posts/a/index.qmd": '---\ntitle: A\ndate: "2025-11-14"\n---\n\n{{< include /_part.qmd >}}\n\n```{python}\n#| echo: false\nx = 1\n```\n\n[b](../../b.qmd#x)\n',
            "_part.qmd": "Included.\n",
            "README.qmd": "# Of this\n",
            "README.md": "# Made\n",
            "b.qmd": "---\ntitle: B\ndate: last-modified\n---\n\n# B\n",
            "_site/index.html": "<p>",
        },
        {"b": "b"},
        {
            "posts/a/index.md": '---\ntitle: A\ndate: "2025-11-14"\n---\n\nIncluded.\n\n\n```python\nx = 1\n```\n\n[b](../../b.md#x)\n',
            "b.md": "---\ntitle: B\n---\n\n# B\n",
            "README.md": "# Made\n",
            "_site": None,
        },
    ),
    "ablog": (
        {
            "conf.py": "project = 'P'\nblog_title = 'B'\nblog_baseurl = 'https://b.example'\nextensions = ['ablog', 'myst_parser']\n",
            "index.rst": "Home\n====\n\n.. postlist:: 5\n   :excerpts:\n   :tags: x\n",
            "news.md": "# News\n\n```{postlist}\n:list-style: circle\n```\n",
            "about.md": "# No line feed at the end",
            "posts/a.rst": "A\n=\n\n.. post:: Nov 14, 2025\n   :tags: x, y\n   :category: z\n   :author: kim\n   :redirect: blog/a, blog/b\n\nText.\n\n.. update:: Nov 20, 2025\n\n   More.\n",
            "notes/b.md": "---\nblogpost: true\ndate: 2025-11-15\ntags: p, q\nauthor: kim\ncategory: r\n---\n\n# B\n",
        },
        {"news": "news", "about": "about", "posts/a": "posts/a", "blog/a": "posts/a", "blog/b": "posts/a", "notes/b": "notes/b"},
        {
            "index.rst": "Home\n====\n\n.. paper:list::\n   :kind: posts\n   :limit: 5\n   :tag: x\n",
            "news.md": "# News\n\n```{paper:list}\n:kind: posts\n```\n",
            "about.md": "# No line feed at the end",
            "posts/a.rst": "A\n=\n\n.. paper:post::\n   :date: Nov 14, 2025\n   :tags: x, y, z\n   :authors: kim\n\nText.\n\n.. admonition:: Updated Nov 20, 2025\n\n   More.\n",
            "notes/b.md": "---\ndate: 2025-11-15\ntags: [p, q, r]\nauthors: kim\n---\n\n# B\n",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SITES)
def test_every_old_address_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    files, addresses, expected = SITES[kind]
    old, new = tmp_path / "옛 사이트", tmp_path / "새 것"
    write_files(old, dict(files))
    assert main(["import", kind, str(old), "--to", str(new)]) == 0
    redirects = json.loads((new / "redirects.json").read_text(encoding="utf-8"))
    assert {key: redirects.get(key) for key in addresses} == addresses
    for path, content in expected.items():
        place = new / path
        if content is None:
            assert not place.exists()
        else:
            data = content.encode() if isinstance(content, str) else content
            assert place.read_bytes() == data
    built = build_project(new, builddir=tmp_path / "out")
    for address, docname in addresses.items():
        name = address if address.endswith(".html") else f"{address}/index.html"
        assert f"{quote(docname.rpartition('/')[2])}.html" in built.read(name)
    assert not {"paperreview.path", "paperreview.date"} & set(built.codes)
    assert len(built.env.domains["paper"].archive.posts) == 2 - (kind == "quarto")
    assert "lead to their documents: redirects.json" in capsys.readouterr().out


def test_the_report_names_what_was_not_understood(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(
        tmp_path / "old",
        {"hugo.toml": 'title = "H"\n', "content/posts/2025-11-14-a.md": "# A\n\n{{< odd >}}\n\n[x](nowhere.md)\n"},
    )  # fmt: skip
    assert main(["import", "hugo", str(tmp_path / "old"), "--to", str(tmp_path / "new")]) == 0
    out = capsys.readouterr().out
    assert "  paperreview.mdx.dialect: 1 place\n" in out
    assert "    content/posts/2025-11-14-a.md:3: the template {{< odd >}}" in out
    assert "paperreview check lists all of them" in out


@pytest.mark.parametrize(
    ("kind", "files", "said"),
    [
        ("jekyll", {"hugo.toml": "title = 'x'\n", "a.md": "# A\n"}, "it is a site of Hugo"),
        ("quarto", {"a.md": "# A\n"}, "it has no configuration"),
        ("ablog", {"a.rst": "A\n=\n"}, "there is no conf.py of ABlog"),
        ("ablog", {"docs/source/conf.py": "blog_title = 'B'\n"}, "source has one, so name that"),
        ("hugo", {"my site/hugo.toml": "title = 'x'\n"}, "my site has one, so name that"),
        ("hugo", {"hugo.toml": "title = 'x'\n"}, "there is no document"),
        ("jekyll", None, "there is no folder"),
    ],
)
def test_what_is_no_such_site(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    files: dict[str, str] | None,
    said: str,
) -> None:
    if files is not None:
        write_files(tmp_path / "old", dict(files))
    new = tmp_path / "new"
    assert main(["import", kind, str(tmp_path / "old"), "--to", str(new)]) == 2
    assert said in capsys.readouterr().err
    assert not new.exists()


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path / "old", {"_config.yml": "title: T\n", "_posts/2025-11-14-a.md": POST})
    write_files(tmp_path / "new", {"_posts/2025-11-14-a.md": "mine\n"})
    command = ["import", "jekyll", str(tmp_path / "old"), "--to", str(tmp_path / "new")]
    assert main(command) == 2
    assert "--force overwrites it" in capsys.readouterr().err
    assert (tmp_path / "new/_posts/2025-11-14-a.md").read_text() == "mine\n"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["_posts"]


def test_in_place(tmp_path: Path) -> None:
    write_files(tmp_path, {"_config.yml": "title: T\n", "_posts/2025-11-14-a.md": POST})
    assert main(["import", "jekyll", str(tmp_path), "--to", str(tmp_path)]) == 0
    assert (tmp_path / "_posts/2025-11-14-a.md").read_text() == POST
    assert "2025/11/14/a.html" in json.loads((tmp_path / "redirects.json").read_text())


def test_what_lies_outside_a_site_is_not_taken_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Links would bring files of this machine into what is published."""
    old, new, secret = tmp_path / "old", tmp_path / "new", "# TOPSECRET\n"
    write_files(tmp_path, {"secret.md": secret, "folder/2025-11-01-a.md": secret})
    write_files(
        old,
        {
            "_config.yml": "title: T\n", "_posts/2025-11-14-a.md": POST, ".env": secret,
            ".git/config": secret,
        },
    )  # fmt: skip
    for name, to in {
        "_posts/2025-11-02-out.md": "../../secret.md", "_posts/2025-11-03-up.md": tmp_path / "secret.md",
        "_posts/2025-11-04-chain.md": "2025-11-02-out.md", "_posts/2025-11-05-env.md": "../.env",
        "git.txt": ".git/config", "folder": tmp_path / "folder", "circle.md": "circle.md",
        "nothing.md": "nowhere", "zero.md": "/dev/zero", "inside.md": "_posts/2025-11-14-a.md",
    }.items():  # fmt: skip
        (old / name).symlink_to(to)
    os.mkfifo(old / "_posts" / "2025-11-06-pipe.md")
    assert main(["import", "jekyll", str(old), "--to", str(new)]) == 0
    out = capsys.readouterr().out
    assert "left out: 9 files, each a symbolic link" in out
    assert "left out: 1 file, each a file that is not a regular one" in out
    assert sorted(path.name for path in new.rglob("*.md")) == ["2025-11-14-a.md", "inside.md"]
    assert not [path for path in new.rglob("*") if path.is_symlink()]
    assert not [
        path for path in new.rglob("*") if path.is_file() and b"TOPSECRET" in path.read_bytes()
    ]


def test_documents_of_quarto_include_files_of_the_site_alone(tmp_path: Path) -> None:
    old, new, secret = tmp_path / "old", tmp_path / "new", "# TOPSECRET\n"
    paths = ("_part.md", "/_part.md", ".env", "/.git/config", "../secret.md", "link.md", "pipe.md")
    text = "".join(f"{{{{< include {path} >}}}}\n\n" for path in paths)
    write_files(
        old,
        {
            "_quarto.yml": "website: {title: T}\n", "a.qmd": f"# A\n\n{text}", "_part.md": "shown\n",
            "many.qmd": "# B\n\n{{< include _many.md >}}\n", ".env": secret, ".git/config": secret,
            "_many.md": "many\n" + "{{< include _many.md >}}\n" * 40,
        },
    )  # fmt: skip
    write_files(tmp_path, {"secret.md": secret})
    (old / "link.md").symlink_to(tmp_path / "secret.md")
    os.mkfifo(old / "pipe.md")
    assert main(["import", "quarto", str(old), "--to", str(new)]) == 0
    made = (new / "a.md").read_text(encoding="utf-8")
    assert made.count("shown") == 2
    assert made.count("{{< include") == len(paths) - 2
    assert "TOPSECRET" not in made
    assert (new / "many.md").read_text(encoding="utf-8").count("many\n") <= 200

"""Links and files of documents that were written for another site generator."""

from __future__ import annotations

import locale
import posixpath
import shutil
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from sphinx_paperreview.core.model import Route
from sphinx_paperreview.reading.files.file_names import FileNames
from sphinx_paperreview.reading.files.routes import Routes
from sphinx_paperreview.reading.layouts.layout import Content, Layout
from tests.harness import PNG, count_calls, write_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.harness import Build, Built

CONFIG = """\
import type {Config} from '@docusaurus/types';
const place: string = '/archive/';
const config: Config = {
  title: 'Site',
  baseUrl: place,
  url: process.env.URL ?? 'https://reviews.example',
  plugins: [
    ['@docusaurus/plugin-content-blog', {id: 'news', routeBasePath: '/news', path: './news'}],
    ['@docusaurus/plugin-client-redirects', {redirects: [{from: '/gone', to: '/guide/setup'}]}],
    async function own(context) { return {name: 'own'}; },
  ],
  presets: [
    ['classic', {docs: {routeBasePath: 'guide', editUrl: ({path}) => `x/${path}`}}
      satisfies Preset.Options],
  ],
};
export default config;
"""
DOCUSAURUS = {
    "docusaurus.config.ts": CONFIG,
    "docs/01-intro/02_setup.mdx": "# Setup\n",
    "docs/01-intro/index.mdx": "# Intro\n",
    "docs/03-deep/named.mdx": "---\nid: other\n---\n\n# Named\n",
    "docs/03-deep/slugged.mdx": "---\nslug: short\n---\n\n# Slugged\n",
    "docs/03-deep/top.mdx": "---\nslug: /top\n---\n\n# Top\n",
    "docs/03-deep/03-deep.mdx": "# Deep\n",
    "blog/2025-02-01-first.mdx": "---\nslug: hello\ntags: [llm]\nauthors: [kim]\n---\n\n# First\n",
    "blog/2025-02-02-second.mdx": "# Second\n",
    "blog/2025/03/04/index.mdx": "# Third\n",
    "news/2025-05-05-piece.mdx": "# Piece\n",
    "src/pages/about.mdx": "# About\n",
}
JEKYLL = {
    "_config.yml": "baseurl: /notes\npermalink: /:year/:month/:title/\ncollections: {papers: {}}\n",
    "_posts/2025-11-14-alpha.mdx": "# Alpha\n",
    "_posts/2025-11-15-beta.mdx": "---\npermalink: /special/\n---\n\n# Beta\n",
    "_papers/gamma.mdx": "# Gamma\n",
    "about.mdx": "---\npermalink: /who/\nredirect_from: [/me]\n---\n\n# About\n",
}
HUGO = {
    "hugo.toml": 'baseURL = "https://x.example/site/"\n[permalinks]\nposts = "/:year/:slug/"\n',
    "content/posts/alpha.mdx": "---\ndate: 2025-11-14\nslug: first\n---\n\n# Alpha\n",
    "content/posts/beta/index.mdx": "# Beta\n",
    "content/notes/gamma.mdx": "---\naliases: [/old/gamma/]\n---\n\n# Gamma\n",
    "content/notes/delta.mdx": "---\nurl: /delta.html\n---\n\n# Delta\n",
}
HEXO = {
    "_config.yml": "permalink: :year/:month/:day/:title/\n",
    "source/_posts/alpha.mdx": "---\ndate: 2025-11-14\n---\n\n# Alpha\n",
    "source/about/index.mdx": "# About\n",
    "scaffolds/post.txt": "",
}
VAULT = {
    ".obsidian/app.json": "{}",
    "papers/Alpha Model.mdx": "# Alpha Model\n",
    "notes/deep/알파.mdx": "# 알파\n",
}


def links(built: Built, page: str) -> dict[str, str | None]:
    """Return the target of each link of a page by its words; None for words without a link."""
    soup = BeautifulSoup(built.read(page), "html.parser").find(role="main")
    assert soup is not None
    found: dict[str, str | None] = dict.fromkeys(soup.get_text().split())
    found |= {link.get_text(): str(link["href"]) for link in soup.find_all("a")}
    return found


def resolve(
    build: Build, files: Mapping[str, str], base: str, addresses: Mapping[str, str]
) -> dict[str, str]:
    """Return the file that a link to each of the *addresses* leads to, in a document *base*."""
    quoted = [f"'{each}'" if '"' in each else f'"{each}"' for each in addresses]
    text = "# Links\n\n" + "".join(
        f"<a href={address}>a{number}</a>\n\n" for number, address in enumerate(quoted)
    )
    built = build({**files, f"{base}.mdx": text})
    found = links(built, f"{base}.html")
    assert [line for line in built.warnings if "mdx.link" in line] == []
    targets = [str(found[f"a{number}"]) for number in range(len(addresses))]
    whole = [f"{target}index.html" if target.endswith("/") else target for target in targets]
    paths = [posixpath.normpath(posixpath.join(posixpath.dirname(base), each)) for each in whole]
    return dict(zip(addresses, map(unquote, paths), strict=True))


FROM_DOCUSAURUS = {
    "/guide/intro/setup": "docs/01-intro/02_setup.html",
    "/guide/intro/setup/": "docs/01-intro/02_setup.html",
    "/archive/guide/intro/setup": "docs/01-intro/02_setup.html",
    "/guide/intro": "docs/01-intro/index.html",
    "/guide/deep/other": "docs/03-deep/named.html",
    "/guide/deep/short": "docs/03-deep/slugged.html",
    "/guide/top": "docs/03-deep/top.html",
    "/guide/deep": "docs/03-deep/03-deep.html",
    "/intro/setup.mdx": "docs/01-intro/02_setup.html",
    "/docs/01-intro/02_setup.mdx": "docs/01-intro/02_setup.html",
    "@site/docs/01-intro/02_setup.mdx": "docs/01-intro/02_setup.html",
    "./setup": "docs/01-intro/02_setup.html",
    "../intro/setup.mdx": "docs/01-intro/02_setup.html",
    "../deep/short": "docs/03-deep/slugged.html",
    "/blog/hello": "blog/2025-02-01-first.html",
    "/blog/2025/02/02/second": "blog/2025-02-02-second.html",
    "/blog/2025/02/02/second/?x=1": "blog/2025-02-02-second.html",
    "/blog/2025/03/04": "blog/2025/03/04/index.html",
    "/news/2025/05/05/piece": "news/2025-05-05-piece.html",
    "/about": "src/pages/about.html",
    "/blog/tags/llm": "tags/llm.html",
    "/blog/tags": "tags.html",
    "/blog/authors/kim": "authors/kim.html",
    "/blog": "archive.html",
    "/blog/archive": "archive.html",
    "/blog/page/2": "archive.html",
    "/": "index.html",
}
#: No configuration of a generator, but folders as they have them.
PLAIN = {
    "blog/2025-02-01-alpha.mdx": "---\nslug: first\n---\n\n# Alpha\n",
    "blog/2025-02-02-beta/index.mdx": "# Beta\n",
    "docs/01-intro/02-setup.mdx": "# Setup\n",
    "_posts/2025-02-03-gamma.mdx": "# Gamma\n",
    "docs/tags/llm.mdx": "# About a tag\n",
    "blog/2025-02-05-tagged.mdx": "---\ntags: [llm]\n---\n\n# Tagged\n",
}
FROM_PLAIN = {
    "/blog/2025/02/01/alpha": "blog/2025-02-01-alpha.html",
    "/blog/first": "blog/2025-02-01-alpha.html",
    "/blog/2025/02/02/beta/": "blog/2025-02-02-beta/index.html",
    "/2025/02/03/gamma/": "_posts/2025-02-03-gamma.html",
    "/docs/intro/setup": "docs/01-intro/02-setup.html",
    "{% post_url 2025-02-03-gamma %}": "_posts/2025-02-03-gamma.html",
    "/tags/llm": "tags/llm.html",
}
FROM_JEKYLL = {
    "{% post_url 2025-11-14-alpha %}": "_posts/2025-11-14-alpha.html",
    "{{ site.baseurl }}{% post_url 2025-11-14-alpha %}": "_posts/2025-11-14-alpha.html",
    "{% link _posts/2025-11-15-beta.mdx %}": "_posts/2025-11-15-beta.html",
    "{{ '/2025/11/alpha/' | relative_url }}": "_posts/2025-11-14-alpha.html",
    "{{ site.url }}{{ site.baseurl }}/who/": "about.html",
    "/notes/2025/11/alpha": "_posts/2025-11-14-alpha.html",
    "/special": "_posts/2025-11-15-beta.html",
    "/papers/gamma": "_papers/gamma.html",
    "/me": "about.html",
}
FROM_HUGO = {
    '{{< ref "alpha.mdx" >}}': "content/posts/alpha.html",
    '{{< relref "/posts/alpha" >}}': "content/posts/alpha.html",
    "{{% ref path=`notes/gamma` %}}": "content/notes/gamma.html",
    "/2025/first/": "content/posts/alpha.html",
    "/posts/beta/": "content/posts/beta/index.html",
    "/site/notes/gamma/": "content/notes/gamma.html",
    "/old/gamma": "content/notes/gamma.html",
    "/delta.html": "content/notes/delta.html",
}
FROM_HEXO = {
    "{% post_link alpha %}": "source/_posts/alpha.html",
    "/2025/11/14/alpha/": "source/_posts/alpha.html",
    "/about/": "source/about/index.html",
}
FROM_VAULT = {
    "Alpha Model": "papers/Alpha Model.html",
    "alpha%20model.md": "papers/Alpha Model.html",
    "알파": "notes/deep/알파.html",
    "deep/알파.md": "notes/deep/알파.html",
}


@pytest.mark.parametrize(
    ("files", "base", "wanted"),
    [
        (DOCUSAURUS, "docs/01-intro/09-links", FROM_DOCUSAURUS),
        (JEKYLL, "_posts/2025-11-16-links", FROM_JEKYLL),
        (HUGO, "content/notes/links", FROM_HUGO),
        (HEXO, "source/_posts/links", FROM_HEXO),
        (VAULT, "papers/links", FROM_VAULT),
        (PLAIN, "blog/2025-02-04-links", FROM_PLAIN),
    ],
    ids=["docusaurus", "jekyll", "hugo", "hexo", "obsidian", "none"],
)
def test_routes(
    build: Build, files: Mapping[str, str], base: str, wanted: Mapping[str, str]
) -> None:
    assert resolve(build, files, base, wanted) == wanted


@pytest.mark.parametrize("name", ["C", "ko_KR.UTF-8"])
def test_names_of_months_are_those_of_hugo_in_any_locale(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Sphinx sets the locale of the process."""
    define = shutil.which("localedef")
    if name != "C" and define is not None:
        language, encoding = name.split(".")
        command = [define, "-i", language, "-f", encoding, str(tmp_path / name)]
        subprocess.run(command, check=False, capture_output=True)
        monkeypatch.setenv("LOCPATH", str(tmp_path))
    before = locale.setlocale(locale.LC_TIME)
    try:
        locale.setlocale(locale.LC_TIME, name)
    except locale.Error:
        pytest.skip(f"no locale {name} here")
    files = {
        "hugo.toml": '[permalinks]\nposts = "/:year/:monthname/:slug/"\n',
        "content/posts/alpha.mdx": "---\ndate: 2025-11-14\nslug: first\n---\n\n# Alpha\n",
    }
    wanted = {"/2025/november/first/": "content/posts/alpha.html"}
    try:
        assert resolve(build, files, "content/notes/links", wanted) == wanted
    finally:
        locale.setlocale(locale.LC_TIME, before)


def test_relative_links_from_a_post_follow_its_address(build: Build) -> None:
    files = {
        **DOCUSAURUS,
        "blog/2025-02-03-here.mdx": "# Here\n\n[a](../../01/first) [b](../../../hello) [c](second)\n\n"
        "[d](2025-02-02-second) [e](./2025-02-02-second.mdx#second)\n",
    }
    found = links(build(files), "blog/2025-02-03-here.html")
    assert found["b"] == "2025-02-01-first.html"
    assert found["c"] == found["d"] == "2025-02-02-second.html"
    assert found["e"] == "2025-02-02-second.html#second"


def test_links_that_lead_nowhere_are_text_and_warned_of_once(build: Build) -> None:
    text = (
        '# Links\n\n[gone](/blog/none) [near](./2025-02-01-frist.mdx) [**bold** end](/x/y "t")\n\n'
        "[twice](./twin) [page](/about-us)\n"
    )
    files = {
        **DOCUSAURUS,
        "blog/2025-02-03-links.mdx": text,
        "one/twin.mdx": "# One\n",
        "two/twin.mdx": "# Two\n",
        "deep/about-us.mdx": "# Elsewhere\n",
    }
    built = build(files)
    found = links(built, "blog/2025-02-03-links.html")
    assert [found[word] for word in ("gone", "near", "bold", "end", "twice", "page")] == [None] * 6
    told = [line for line in built.warnings if "links.mdx" in line and "mdx.link" in line]
    assert len(told) == 5
    assert "did you mean 'blog/2025-02-01-first'?" in "".join(told)
    assert "<strong>bold</strong> end" in built.read("blog/2025-02-03-links.html")


@pytest.mark.parametrize("generator", ["", "docusaurus.config.js", ".obsidian/app.json"])
def test_a_path_from_its_own_folder_is_no_name(build: Build, generator: str) -> None:
    text = "# Links\n\n[one](./02-twin.mdx) [two](../x/twin.mdx) [three](twin.mdx) [four](x/twin)\n"
    text += "[five](./Own.mdx) [six](../B/own)\n"
    files = {"a/b/links.mdx": text, "a/b/own.mdx": "# Own\n", "other/x/01-twin.mdx": "# Twin\n"}
    built = build(files | ({generator: "{}"} if generator else {}))
    found = links(built, "a/b/links.html")
    assert found["one"] == found["two"] is None
    # Obsidian finds documents by their names; a path of a file in Docusaurus is no name.
    by_name = None if generator.startswith("docusaurus") else "../../other/x/01-twin.html"
    assert found["three"] == by_name
    assert found["four"] == "../../other/x/01-twin.html"
    assert found["five"] == found["six"] == "own.html"
    assert "paperreview.mdx.link" in built.codes


@pytest.mark.parametrize("suffix", ["md", "mdx"])
def test_names_that_no_file_can_have(build: Build, suffix: str) -> None:
    """The system refuses to look for them; so it does for the name of a file with another suffix."""
    long, nearly = "a" * 300, f"{'b' * 251}.md"
    text = f"# A\n\n[one]({long}.md) [two](./{nearly}) [three](/x/{'가' * 90}.mdx#y) [four]({long}.pdf)\n"
    built = build({f"posts/2025-01-01-a.{suffix}": text})
    found = links(built, "posts/2025-01-01-a.html")
    assert [found[word] for word in ("one", "two", "three", "four")] == [None] * 4
    assert set(built.codes) == {"paperreview.mdx.link"}


def test_an_anchor_that_is_not_there_leads_to_the_page(build: Build) -> None:
    files = {
        "blog/2025-02-01-a.mdx": "# A\n\n(label)=\n\n## There\n\n<span id='inner'>x</span>\n",
        "blog/2025-02-02-b.mdx": "# B\n\n[one](./2025-02-01-a.mdx#there) [two](./2025-02-01-a#gone)\n"
        "[three](./2025-02-01-a#label) [four](./2025-02-01-a#inner)\n",
    }
    built = build(files)
    found = links(built, "blog/2025-02-02-b.html")
    assert found["one"] == "2025-02-01-a.html#there"
    assert found["two"] == "2025-02-01-a.html"
    assert found["three"] == "2025-02-01-a.html#label"
    assert found["four"] == "2025-02-01-a.html#inner"
    assert built.codes == ["paperreview.mdx.link"]
    again = built.rebuild({"blog/2025-02-01-a.mdx": "# A\n\n## There\n\n## Gone\n"})
    assert links(again, "blog/2025-02-02-b.html")["two"] == "2025-02-01-a.html#gone"
    assert len(again.warnings) == 2


def test_a_document_keeps_its_own_address(build: Build) -> None:
    files = {
        "docs/a.mdx": "# A\n",
        "docs/b.mdx": "---\nslug: /docs/a\naliases: [/docs/a, ../../../etc/passwd]\n---\n\n# B\n",
        "docs/c.mdx": "---\nslug: ../../etc\n---\n\n# C\n",
        "docs/d.mdx": '---\nslug: "javascript:alert(1)"\nurl: //evil.example/x\n---\n\n# D\n',
        "docs/links.mdx": "# Links\n\n[a](/docs/a) [c](/docs/etc) [d](//evil.example/x)\n",
    }
    found = links(build(files), "docs/links.html")
    assert found["a"] == "a.html"
    assert found["d"] == "//evil.example/x"
    assert "javascript" not in build(files).read("docs/links.html")


def test_a_draft_is_not_replaced_by_another_document(build: Build) -> None:
    files = {
        "posts/2025-01-01-a.mdx": "# A\n\n[words](./next.mdx)\n",
        "posts/next.mdx": "---\ndraft: true\n---\n\n# Secret\n",
        "other/next.mdx": "# Next\n",
    }
    assert links(build(files), "posts/2025-01-01-a.html")["words"] is None


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_changed_slug_changes_the_pages_that_link(build: Build, parallel: int) -> None:
    files = {
        **DOCUSAURUS,
        "blog/2025-02-03-links.mdx": "# Links\n\n[old](/blog/hello) [new](/blog/bye)\n",
    }
    page = "blog/2025-02-03-links.html"
    built = build(files, parallel=parallel)
    assert links(built, page)["new"] is None
    changed = {"blog/2025-02-01-first.mdx": "---\nslug: bye\n---\n\n# First\n"}
    again = built.rebuild(changed)
    assert links(again, page) | {"old": None} == links(again, page)
    assert links(again, page)["new"] == "2025-02-01-first.html"
    config = {"docusaurus.config.ts": CONFIG.replace("'guide'", "'handbook'")}
    more = {"blog/2025-02-03-links.mdx": "# Links\n\n[x](/handbook/top) [y](/guide/top)\n"}
    last = again.rebuild(more)
    assert links(last, page)["x"] is None
    assert links(last.rebuild(config), page)["x"] == "../docs/03-deep/top.html"


def test_links_of_myst_follow_routes_too(build: Build) -> None:
    files = {
        **DOCUSAURUS,
        "index.md": "# Home\n\n(label)=\n\n[a](/blog/hello) [b](label) [c](/guide/intro/setup#setup)\n",
    }
    conf = 'extensions = ["myst_parser", "sphinx_paperreview"]\nhtml_theme = "paperreview"\n'
    found = links(build(files, more_conf=conf), "index.html")
    assert found["a"] == "blog/2025-02-01-first.html"
    assert found["b"] == "#label"
    assert found["c"] == "docs/01-intro/02_setup.html#setup"


def test_a_book_keeps_the_words(build: Build) -> None:
    text = "# Links\n\n[one](/blog/hello) [two](/blog/tags/llm) [three](/nowhere)\n"
    files = {**DOCUSAURUS, "blog/2025-02-03-links.mdx": text}
    built = build(files, builder="text")
    assert "one two three" in built.read("blog/2025-02-03-links.txt")


# -- files ---------------------------------------------------------------------------------------

PLACES = {
    "/img/a.png": "static/img/a.png",
    "/img/b.png": "public/img/b.png",
    "/assets/img/c.png": "assets/img/c.png",
    "/img/d.png": "source/img/d.png",
    "/img/e.png": "content/img/e.png",
    "/img/f.png": "website/static/img/f.png",
    "{{ site.baseurl }}/assets/img/g.png": "assets/img/g.png",
    "{{ '/assets/img/h.png' | relative_url }}": "assets/img/h.png",
    "@site/static/img/i.png": "static/img/i.png",
    "assets/img/j.png": "assets/img/j.png",
    "../../assets/img/k.png": "assets/img/k.png",
    "l.png": "website/blog/2025-02-01-post/l.png",
    "img/m.png": "website/blog/img/m.png",
    "/archive/img/n.png": "website/static/img/n.png",
}


def test_pictures_are_found_where_generators_keep_them(build: Build) -> None:
    tags = "".join(f'<img src="{address}" alt="x" />\n\n' for address in PLACES)
    built = build(
        {
            "website/docusaurus.config.js": "module.exports = {baseUrl: '/archive/'};\n",
            "website/blog/2025-02-01-post.mdx": f"# Post\n\n{tags}",
            **dict.fromkeys(PLACES.values(), PNG),
        }
    )
    soup = BeautifulSoup(built.read("website/blog/2025-02-01-post.html"), "html.parser")
    shown = [posixpath.basename(str(image["src"])) for image in soup.find_all("img")]
    assert shown == [posixpath.basename(path) for path in PLACES.values()]
    assert built.codes == []


def test_other_files_are_downloads(build: Build) -> None:
    text = "# Post\n\n[pdf](/files/x.pdf) [csv](./data/y.csv) [zip](pathname:///z.zip)\n"
    files = {
        "static/files/x.pdf": b"%PDF",
        "blog/data/y.csv": "a,b\n",
        "static/z.zip": b"PK",
        "blog/2025-02-01-post.mdx": text,
    }
    built = build(files)
    found = links(built, "blog/2025-02-01-post.html")
    for word, name in (("pdf", "x.pdf"), ("csv", "y.csv"), ("zip", "z.zip")):
        target = str(found[word])
        assert target.startswith("../_downloads/")
        assert target.endswith(name)


def test_routes_in_fragments_are_documents(build: Build) -> None:
    """A site of Docsify is one page, and its links are ``#/folder/page?id=heading``."""
    text = (
        "# List\n\n## Here\n\n[one](#/2025/11/one) [part](#/2025/11/one?id=results) [here](#here)\n"
        '<a href="#/2025/11/one">html</a> [guide](#/guide/README) [gone](#/2025/12/two)\n'
    )
    files = {
        f"{folder}/2025/11/one.md": "# One\n\n## Results\n\ntext\n" for folder in ("docs", "old")
    }
    built = build({**files, "docs/guide/README.md": "# Guide\n", "docs/list.md": text})
    found = links(built, "docs/list.html")
    assert found["one"] == found["html"] == "2025/11/one.html"
    assert found["part"] == "2025/11/one.html#results"
    assert (found["here"], found["guide"]) == ("#here", "guide/README.html")
    (warning,) = (line for line in built.warnings if "mdx.link" in line)
    assert "there is no document '2025/12/two'" in warning


def test_a_file_whose_name_differs_in_case_is_named(build: Build) -> None:
    text = "# Post\n\n![x](./Fig.PNG)\n\n![y](/IMG/y.png)\n\n[words](./Notes.PDF)\n"
    files = {
        "blog/fig.png": PNG,
        "static/img/y.png": PNG,
        "blog/notes.pdf": b"%PDF",
        "blog/2025-02-01-post.mdx": text,
    }
    built = build(files)
    assert [line.partition("; ")[2].partition(" [")[0] for line in built.warnings] == [
        "write blog/fig.png, which differs in case",
        "write static/img/y.png, which differs in case",
        "write blog/notes.pdf, which differs in case",
    ]


def test_a_vault_finds_attachments_by_name(build: Build) -> None:
    files = {
        ".obsidian/app.json": "{}",
        "notes/2025-02-01-a.mdx": "# A\n\n![x](fig.png)\n",
        "Files/deep/fig.png": PNG,
        "node_modules/pkg/fig.png": PNG,
    }
    built = build(files)
    assert built.codes == []
    assert built.env.images["Files/deep/fig.png"]
    again = built.rebuild({"fig.png": PNG})
    assert again.env.images["fig.png"]


def test_no_file_outside_of_the_source_folder_is_found(build: Build) -> None:
    addresses = ("../../../../etc/hostname.png", "/../../etc/x.png", "..%2F..%2Fetc%2Fx.png")
    text = "# A\n\n" + "".join(f"![x]({address})\n\n" for address in addresses)
    built = build({"blog/2025-02-01-a.mdx": text, "etc/hostname.txt": "x"})
    assert not built.env.images
    assert len(built.warnings) == len(addresses)


def test_files_that_are_added_are_found_by_the_next_build(build: Build) -> None:
    text = "# A\n\n![x](/img/fig.png)\n\n[pdf](/x.pdf)\n"
    built = build({"blog/2025-02-01-a.mdx": text})
    assert len(built.warnings) == 2
    again = built.rebuild({"public/img/fig.png": PNG, "blog/assets/x.pdf": b"%PDF"})
    assert again.warnings == []
    assert again.env.images["public/img/fig.png"]
    last = again.rebuild({"static/img/fig.png": PNG})
    assert last.env.images["static/img/fig.png"]
    clean = last.rebuild(freshenv=True)
    assert clean.files()["blog/2025-02-01-a.html"] == last.files()["blog/2025-02-01-a.html"]


# -- work ------------------------------------------------------------------------------------------


def work_of(count: int) -> int:
    """Return the calls for the routes of *count* documents, and for a link to each of them."""
    names = [f"blog/2025-01-01-post-{number}" for number in range(count)]
    facts = {name: Route(slug=f"slug-{number}") for number, name in enumerate(names)}
    layout = Layout(contents=(Content("blog", "blog", "blog"),))

    def run() -> None:
        routes = Routes(names, facts, layout)
        for number in range(count):
            assert routes.find(f"/blog/slug-{number}", names[0]) == names[number]
            assert routes.find(f"/blog/none-{number}", names[0]) is None
            routes.suggest(f"/blog/none-{number}", names[0])

    return count_calls(run)


def test_the_work_is_linear_in_documents_and_links() -> None:
    work_of(100)
    few, many = work_of(1000), work_of(4000)
    assert many < 5 * few


def test_packages_are_not_searched_for_files(tmp_path: Path) -> None:
    packages = {f"node_modules/p{number}/fig.png": PNG for number in range(200)}
    write_files(tmp_path, {**packages, "a/fig.png": PNG, "a/b/Other.png": PNG, "_build/c.png": PNG})
    names = FileNames(tmp_path, tmp_path / "none")
    assert names.find("fig.png") == "a/fig.png"
    assert names.find("other.PNG") == "a/b/Other.png"
    assert names.find("c.png") == ""
    assert names.listed == 3

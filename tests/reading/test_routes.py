"""Links and files of documents that were written for another site generator."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from sphinx_paperreview.core.model import Route
from sphinx_paperreview.reading.routes import Routes
from sphinx_paperreview.reading.site_layout import Content, Layout
from tests.harness import PNG, count_calls

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    ],
    ids=["docusaurus", "jekyll", "hugo", "hexo", "obsidian"],
)
def test_routes(
    build: Build, files: Mapping[str, str], base: str, wanted: Mapping[str, str]
) -> None:
    assert resolve(build, files, base, wanted) == wanted

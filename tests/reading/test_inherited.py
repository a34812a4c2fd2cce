"""What folders and configurations of site generators keep back stays unpublished."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build

POST = "---\ntitle: {name}\ndate: 2025-03-01\n{more}---\n\nBody of {name}.\n"


def post(name: str, more: str = "") -> str:
    """Return a post with a word of its own."""
    return POST.format(name=name, more=more)


HUGO = {
    "hugo.toml": (
        'title = "x"\n[[cascade]]\ndraft = true\n[cascade.target]\npath = "/attic/**"\n'
        '[[cascade]]\ndraft = true\n[cascade.target]\nenvironment = "staging"\n'
    ),
    "content/attic/a.md": post("quail1"),
    "content/posts/_index.md": (
        "---\ntitle: Posts\ncascade:\n"
        '- _target: {path: "/posts/2023/**"}\n  draft: true\n'
        '- target:\n    path: "/posts/{x,*-wip}"\n  params: {draft: 1}\n  publishDate: 2999-01-01\n'
        "---\n\nShown list.\n"
    ),
    "content/posts/2023/b.md": post("quail2"),
    "content/posts/2023/deep/c/index.md": post("quail3"),
    "content/posts/2024/d.md": post("shown1"),
    "content/posts/2023/e.md": post("shown2", "draft: false\n"),
    "content/posts/one-wip/index.md": post("quail4"),
    "content/posts/x.md": post("quail5"),
    "content/team/_index.md": '+++\ntitle = "T"\n[cascade]\ndraft = true\n+++\n\n---\nquail6\n',
    "content/team/f.md": post("quail7"),
    "content/team/sub/g.md": post("quail8"),
    "content/old/_index.ko.md": "---\ntitle: O\ncascade:\n  expiryDate: 2024-01-01\n---\n\nquail9\n",
    "content/old/h.md": post("quail10"),
    "content/pages/_index.md": (
        "---\ntitle: P\ncascade:\n- target: {kind: page}\n  build: {render: never}\n---\n\nShown index.\n"
    ),
    "content/pages/i.md": post("quail11"),
    "content/looks/_index.md": "---\ntitle: L\ncascade:\n  type: docs\n  params:\n    toc: true\n---\n\nShown looks.\n",
    "content/looks/j.md": post("shown3"),
    "content/odd/_index.md": "---\ntitle: Q\ncascade:\n  draft: perhaps\n---\n\nquail12\n",
    "content/odd/k.md": post("quail13"),
    "config/production/hugo.yaml": "cascade:\n- target: {path: /lab/**}\n  draft: true\n",
    "config/_default/cascade.toml": "[[cascade]]\n[cascade.target]\npath = '/none/**'\n[cascade.params]\nx = 1\n",
    "config/production/cascade.yaml": "- target: {path: /cellar/**}\n  draft: true\n",
    "content/lab/l.md": post("quail14"),
    "content/cellar/m.md": post("quail15"),
}
JEKYLL = {
    "_config.yml": (
        "title: x\ncollections:\n  notes: {output: true}\n  internal: {output: false}\n  other: {}\n"
        "defaults:\n- scope: {path: _posts/old}\n  values: {published: false, layout: post}\n"
        "- scope: {path: '', type: notes}\n  values: {published: false}\n"
        "- scope: {path: inner/a.md, type: pages}\n  values: {published: false}\n"
        "- scope: {path: _posts/rough}\n  values: {draft: true}\n"
        "- scope: {path: _posts/spring}\n  values: {date: 2999-01-01}\n"
        "- scope: {path: ''}\n  values: {layout: post, hidden: true}\n- 3\n"
    ),
    "_posts/2025-03-01-a.md": post("shown1"),
    "_posts/old/2025-03-01-b.md": post("quail1"),
    "_posts/old/2025-03-02-c.md": post("shown2", "published: true\n"),
    "_posts/older/2025-03-03-d.md": post("shown3"),
    "_posts/rough/2025-03-01-h.md": post("quail5"),
    "_posts/spring/i.md": "---\ntitle: I\n---\n\nBody of quail6.\n",
    "_posts/spring/j.md": post("shown6"),
    "_notes/e.md": post("quail2"),
    "_internal/f.md": post("quail3"),
    "_other/g.md": post("shown4"),
    "inner/a.md": post("quail4"),
    "inner/b.md": post("shown5"),
}


MKDOCS = {
    "mkdocs.yml": (
        "site_name: x\nextra: !ENV X\ndraft_docs: |\n  drafts/\n  _open.md  # soon\n  /posts/later.md\n"
        "exclude_docs: |\n  # none of these\n  *.tmp.md\n  !kept.md\n"
    ),
    "docs/posts/a.md": post("shown1"),
    "docs/posts/drafts/b.md": post("quail1"),
    "docs/posts/_open.md": post("quail2"),
    "docs/posts/later.md": post("quail3"),
    "docs/posts/later2.md": post("shown2"),
    "docs/c.tmp.md": post("quail4"),
    "docs/rough/.meta.yml": "draft: true\n",
    "docs/rough/deep/d.md": post("quail5"),
}
QUARTO = {
    "_quarto.yml": (
        "website:\n  title: x\n  drafts:\n  - posts/one/index.md\nproject:\n  render: ['*.md', '!kept/']\n"
    ),
    "posts/_metadata.yml": "freeze: true\n",
    "posts/one/index.md": post("quail1"),
    "posts/two/index.md": post("shown1"),
    "kept/a.md": post("quail2"),
    "lab/_metadata.yml": "draft: true\n",
    "lab/deep/b.md": post("quail3"),
    "lab/deep/c.md": post("shown2", "draft: false\n"),
}
QUARTO_WHOLE = {
    "_quarto.yml": "website:\n  title: x\ndraft: true\n",
    "posts/a.md": post("quail1"),
    "posts/b.md": post("shown1", "draft: false\n"),
}
ELEVENTY = {
    ".eleventy.js": "module.exports = {};\n",
    "posts/posts.json": '{"layout": "post", "tags": ["a"]}',
    "posts/a.md": post("shown1"),
    "later/later.json": '{"draft": true}',
    "later/deep/b.md": post("quail1"),
    "off/off.11tydata.json": '{"permalink": false}',
    "off/c.md": post("quail2"),
    "posts/of-its-own.11tydata.json": '{"draft": true}',
    "posts/of-its-own.md": post("quail3"),
    "posts/other.json": '{"eleventyExcludeFromCollections": true}',
    "posts/other.md": post("quail4"),
    "posts/looks.json": '{"layout": "x"}',
    "posts/looks.md": post("shown9"),
    "code/code.11tydata.js": "module.exports = { layout: 'x', draft: true };\n",
    "code/e.md": post("quail5"),
    "mods/mods.11tydata.mjs": "export default () => ({ permalink: false });\n",
    "mods/f.md": post("quail6"),
    ".eleventyignore": "# not yet\nattic/\n",
    "attic/g.md": post("quail7"),
}
#: Files of data by which Bridgetown and Lume give the documents of a folder the same values.
DATA = {
    "posts/_defaults.yml": "layout: post\npublished: false\n",
    "posts/2025-03-01-a.md": post("quail1"),
    "posts/2025-03-02-b.md": post("shown1", "published: true\n"),
    "notes/_data.yml": "draft: true\n",
    "notes/c.md": post("quail2"),
    "sets/one/metadata.yml": "title: One\ndraft: true\n",
    "sets/one/index.md": post("quail3"),
    "sets/two/meta.json": '{"draft": "Drafts", "index": "Home"}',
    "sets/two/index.md": post("shown3"),
    "pairs/e.yaml": "draft: true\n",
    "pairs/e.md": post("quail4"),
    "pairs/f.toml": "title = 'F'\npublished = true\n",
    "pairs/f.md": post("shown4"),
    "pairs/g.meta.yml": "published: no\n",
    "pairs/g.md": post("quail5"),
    "pairs/h.md.meta": "draft: true\n",
    "pairs/h.md": post("quail6"),
    "pairs/k.json": '{"draft": true}',
    "whole/whole.json": '\ufeff{"layout": "x", "draft": true}',
    "whole/deep/l.md": post("quail9"),
    "plain/plain.json": '{"draft": "no flag", "tags": ["a"]}',
    "plain/m.md": post("shown6"),
    "pairs/k.md": post("quail8"),
    "sorted/_category_.json": '{"label": "Sorted", "draft": true}',
    "sorted/i.md": post("quail7"),
    "named/_category_.yml": "label: Named\nposition: 2\n",
    "named/j.md": post("shown5"),
    "lists/_data.yml": "rows: [1, 2]\n",
    "lists/d.md": post("shown2"),
}
PELICAN = {
    "pelicanconf.py": (
        "import os\nSITENAME = 'x'\nPATH = 'text'\nARTICLE_EXCLUDES = ['attic']\nTZ = os.name\n"
        "DEFAULT_METADATA = dict(status='draft')\n"
    ),
    "text/a.md": "Title: A\nDate: 2025-03-01\nCategory: x\n\nBody of quail1.\n",
    "text/b.md": "Title: B\nDate: 2025-03-01\nStatus: published\n\nBody of shown1.\n",
    "text/attic/c.md": "Title: C\nDate: 2025-03-01\nStatus: published\n\nBody of quail2.\n",
}
ASTRO = {
    "astro.config.mjs": "export default {}\n",
    "src/content/config.ts": (
        "const blog = defineCollection({ schema: z.object({\n  title: z.string(),\n"
        "  draft: z.boolean().default(true),\n  // published: z.boolean().default(true),\n}) });\n"
    ),
    "src/content/blog/a.md": post("quail1"),
    "src/content/blog/b.md": post("shown1", "draft: false\n"),
    "src/content/blog/_c.md": post("quail2", "draft: false\n"),
    "src/content/_later/d.md": post("quail3", "draft: false\n"),
}
HEXO = {
    "_config.yml": "title: x\nexclude: ['_posts/attic/*']\n",
    "scaffolds/post.json": "{}",
    "source/_posts/a.md": post("shown1"),
    "source/_posts/attic/b.md": post("quail1"),
    "source/_discarded/c.md": post("quail2"),
    "source/pages/d.md": post("shown2"),
}
OBSIDIAN = {
    ".obsidian/publish.json": '{"siteId": "x", "excluded": ["notes/attic"]}',
    "notes/a.md": post("shown1"),
    "notes/attic/b.md": post("quail1"),
}
BOOK = {
    "book.toml": "[book]\ntitle = 'x'\n",
    "src/SUMMARY.md": "# Summary\n\n- [A](a.md)\n<!-- quail: - [B](b.md)\n-->\n",
    "src/a.md": post("shown1"),
    "src/b.md": post("quail1"),
}
NIKOLA = {
    "posts/a.meta": ".. title: A\n.. date: 2025-11-01\n.. status: draft\n",
    "posts/a.md": "# A\n\nquail1\n",
    "posts/b.meta": "---\ntitle: B\ntags: draft\n---\n",
    "posts/b.md": "# B\n\nquail3\n",
    "posts/c.meta": ".. title: C\n.. date: 2999-11-01\n",
    "posts/c.md": "# C\n\nquail4\n",
    "posts/2025-11-05-d.meta": ".. title: D\n.. date: 2025-11-01\n.. tags: a\n",
    "posts/2025-11-05-d.md": "# D\n\nshown5\n",
}
MYST = {
    "myst.yml": "version: 1\nproject:\n  exclude:\n  - lab/**\n  - notes.md\n",
    "lab/a.md": post("quail1"),
    "notes.md": post("quail2"),
    "posts/b.md": post("shown1"),
}
QUARTZ = {
    "quartz.config.ts": (
        'const config: QuartzConfig = {\n  configuration: { ignorePatterns: ["private"] },\n'
        "  plugins: { filters: [Plugin.ExplicitPublish()] },\n}\n"
    ),
    "content/a.md": post("quail1"),
    "content/b.md": post("shown1", "publish: true\n"),
    "content/deep/c.md": post("quail2", "publish: false\n"),
    "content/private/d.md": post("quail3", "publish: true\n"),
    "notes/e.md": post("shown2"),
}
ZOLA = {
    "config.toml": 'base_url = "https://example.org"\n',
    "templates/page.html": "",
    "content/drafts-of-may/_index.md": "+++\ndraft = true\n+++\n\nquail1\n",
    "content/drafts-of-may/a.md": post("quail2"),
    "content/drafts-of-may/deep/_index.md": "+++\ntitle = 'x'\n+++\n\nquail3\n",
    "content/drafts-of-may/deep/b.md": post("quail4"),
    "content/news/_index.md": "+++\ntitle = 'x'\n+++\n\nShown list.\n",
    "content/news/c.md": post("shown1"),
}
#: Hugo publishes the pages of a section of which the list is a draft.
SECTIONS = {
    "hugo.toml": 'baseURL = "https://example.org"\n',
    "content/news/_index.md": "+++\ndraft = true\n+++\n\nquail1\n",
    "content/news/a.md": post("shown1"),
}
LOGSEQ = {
    "logseq/config.edn": "{:meta/version 1\n ;; :publishing/all-pages-public? true\n}\n",
    "pages/a.md": "public:: true\ntitle:: x\n\n- shown1\n",
    "pages/b.md": "- public:: true\n- shown2\n",
    "pages/c.md": "public:: false\n\n- quail1\n",
    "pages/d.md": "title:: x\n\n- quail2\n",
    "notes/e.md": post("shown3", "draft: false\n"),
}
LOGSEQ_OPEN = {
    "logseq/config.edn": "{:publishing/all-pages-public? true}\n",
    "pages/a.md": "public:: true\n\n- shown1\n",
    "pages/b.md": "- shown2\n",
}
LOGSEQ_PLAIN = {"logseq/config.edn": "{}\n", "pages/a.md": "- shown1\n"}
GARDEN = {
    "vault/.obsidian/community-plugins.json": '["dataview", "digitalgarden"]',
    "vault/.obsidian/app.json": "{}",
    "vault/a.md": post("shown1", "dg-publish: true\n"),
    "vault/b.md": post("quail1"),
    "vault/c.md": post("quail2", "dg-publish: false\n"),
    "vault/d.md": post("shown2", "draft: false\n"),
    "blog/e.md": post("shown3"),
}
#: A key alone, without the plugin, says nothing of the other notes.
COPIED = {"vault/a.md": post("shown1", "dg-publish: true\n"), "vault/b.md": post("shown2")}
DENDRON = {
    "dendron.yml": (
        "workspace:\n  vaults:\n  - fsPath: vault\n  - {fsPath: own, visibility: private}\n"
        "publishing:\n  siteHierarchies: [notes, log]\n  hierarchy:\n"
        "    log: {publishByDefault: false}\n    log.open: {publishByDefault: true}\n"
    ),
    "vault/notes.a.md": post("shown1", "nav_exclude_children: true\n"),
    "vault/daily.b.md": post("quail1"),
    "vault/log.c.md": post("quail2"),
    "vault/log.d.md": post("shown2", "published: true\n"),
    "vault/log.open.e.md": post("shown3"),
    "own/notes.f.md": post("quail3"),
}
CONTENTLAYER = {
    "contentlayer.config.ts": (
        "const Post = defineDocumentType(() => ({ fields: {\n  draft: {\n    type: 'boolean',\n"
        "    default: true,\n  },\n} }))\nexport default makeSource({ contentDirPath: 'posts' })\n"
    ),
    "posts/a.md": post("quail1"),
    "posts/b.md": post("shown1", "draft: false\n"),
    "other/c.md": post("shown2"),
}
VELITE = {
    "velite.config.ts": (
        "defineCollection({ schema: s.object({\n  published: s.boolean().default(false),\n"
        "  // draft: s.boolean().default(true),\n}) })\n"
    ),
    "content/a.md": post("quail1"),
    "content/b.md": post("shown1", "published: true\n"),
}
NUXT = {
    "content.config.ts": "schema: z.object({ draft: z.boolean().default(true) })\n",
    "content/a.md": post("quail1"),
    "content/b.md": post("shown1", "draft: false\n"),
}
PROGRAMS = {
    "Hugo": HUGO, "Jekyll": JEKYLL, "MkDocs": MKDOCS, "Quarto": QUARTO, "Eleventy": ELEVENTY,
    "Nikola": NIKOLA,
    "MyST": MYST, "Quartz": QUARTZ, "Quarto whole": QUARTO_WHOLE, "data": DATA, "Pelican": PELICAN,
    "Astro": ASTRO, "Hexo": HEXO, "Obsidian": OBSIDIAN, "mdBook": BOOK,
    "Zola": ZOLA, "Hugo's sections": SECTIONS, "Logseq": LOGSEQ, "Logseq open": LOGSEQ_OPEN,
    "Logseq plain": LOGSEQ_PLAIN, "Digital Garden": GARDEN, "no garden": COPIED, "Dendron": DENDRON,
    "Contentlayer": CONTENTLAYER, "Velite": VELITE, "Nuxt": NUXT,
}  # fmt: skip
#: Where a warning says that a document is in doubt; the others are plainly kept back.
WARNED = {
    "Hugo": ["content/odd/_index.md:3"], "Logseq": ["pages/d.md:1"],
    "Digital Garden": ["vault/b.md:1", "vault/c.md:1"],
}  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_a_folder_or_a_configuration_keeps_back(build: Build, program: str) -> None:
    files = PROGRAMS[program]
    built = build(dict(files), builder="dummy")
    documents = {path for path in files if path.endswith(".md")}
    hidden = {path for path in documents if "quail" in files[path].split("\n---\n")[-1]}
    assert built.env.found_docs - {"index"} == {path[:-3] for path in documents - hidden}
    told = [warning for warning in built.warnings if "toc.not_included" not in warning]
    places = [each.partition(": WARNING: this is not published")[0] for each in told]
    assert places == WARNED.get(program, [])
    if program == "Jekyll":
        assert "excludes them: _internal/f.md" in built.status


def test_a_folder_that_becomes_a_draft_is_withdrawn_and_comes_back(build: Build) -> None:
    index, page = "content/posts/_index.md", "content/posts/a.html"
    before = "---\ntitle: Posts\n---\n\nList.\n"
    built = build({index: before, "content/posts/a.md": post("shown1")})
    assert built.exists(page)
    built = built.rebuild({index: before.replace("---\n\n", "cascade: {draft: true}\n---\n\n")})
    assert not built.exists(page)
    assert not built.exists("content/posts/_index.html")
    assert built.rebuild({index: before}).exists(page)


def test_patterns_of_many_stars_end(build: Build) -> None:
    name = "a" * 120
    patterns = ("*a" * 60 + "z", "{*a,*b}" * 3 + "*a" * 60 + "z")
    cascade = "".join(f"- {{target: {{path: '{each}'}}, draft: true}}\n" for each in patterns)
    config = f"exclude: [{', '.join(repr(each) for each in patterns)}]\n"
    built = build(
        {
            "hugo.toml": "title = 'x'\n",
            "content/_index.md": f"---\ntitle: A\ncascade:\n{cascade}---\n\nText.\n",
            f"content/{name}.md": post("shown"),
            "jekyll/_config.yml": config,
            f"jekyll/_posts/2025-03-01-{name}.md": post("shown"),
        },
        builder="dummy",
    )
    assert {f"content/{name}", f"jekyll/_posts/2025-03-01-{name}"} <= built.env.found_docs

"""Folders that hold no sources of pages are not read, and others of the same name are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Build, Files

POST = "---\ntitle: Post\ndate: 2025-03-01\n---\n\nText.\n"
PAGE = "# Page\n\nText.\n"

#: A root of each program: what is proof of it, what is read, what is not.
ROOTS: dict[str, tuple[Files, list[str], list[str]]] = {
    "Docusaurus": (
        {"docusaurus.config.js": "module.exports = {};\n", "package.json": "{}"},
        ["docs/a.md", "blog/2025-03-01-x.md", "blog/2025-03-02-y/index.mdx", "src/pages/me.md",
         "community/page.md"],
        ["node_modules/x/README.md", "i18n/fr/docusaurus-plugin-content-blog/2025-03-01-x.mdx",
         "versioned_docs/version-1.0/a.md", "api_versioned_docs/version-1/b.md", "build/c.md",
         "static/d.md", "src/components/e.mdx", "src/theme/Layout/f.md", ".docusaurus/g.md",
         "README.md", "CONTRIBUTING.md"],
    ),
    "Docusaurus in a folder": (
        {"website/docusaurus.config.ts": "export default {};\n", "website/package.json": "{}"},
        ["website/blog/2025-03-01-x.md", "website/docs/public/a.md", "build/real.md", "README.md"],
        ["website/build/a.md", "website/node_modules/a/b/README.md", "website/i18n/ko/c.md",
         "website/README.md"],
    ),
    "Jekyll": (
        {"_config.yml": "title: x\n", "Gemfile": ""},
        ["_posts/2025-03-01-x.md", "_tabs/about.md", "_pages/b.md", "_papers/2025-03-02-c.md",
         "a.md", "README.md"],
        ["_site/a.md", "vendor/bundle/ruby/gems/x/README.md", "_includes/b.md", "_layouts/c.md",
         "_sass/d.md", ".jekyll-cache/e.md", "_templates/f.md"],
    ),
    "Hugo": (
        {"config.toml": "title = 'x'\n", "archetypes/default.md": "---\n---\n"},
        ["content/posts/x.md", "content/about.md", "content/public/y.md"],
        ["archetypes/post.md", "themes/x/README.md", "layouts/a.md", "public/b.md",
         "resources/_gen/c.md", "static/d.md", "i18n/e.md", "README.md"],
    ),
    "Hexo": (
        {"_config.yml": "title: x\n", "scaffolds/post.md": "---\n---\n", "package.json": "{}"},
        ["source/_posts/x.md"],
        ["scaffolds/draft.md", "themes/x/README.md", "public/a.md"],
    ),
    "Obsidian": (
        {".obsidian/app.json": "{}"},
        ["papers/x.md", "build/y.md", "papers/Templates/z.md", "Drawings/a.md"],
        [".obsidian/plugins/a.md", ".trash/b.md", "Templates/paper.md",
         "Drawings/Drawing 2025-03-01 10.00.excalidraw.md"],
    ),
    "packages": (
        {"docusaurus.config.js": "", "packages/one/package.json": "{}"},
        ["packages/one/docs/a.md"],
        ["packages/one/README.md", "packages/one/CHANGELOG.md", "packages/one/LICENSE.md"],
    ),
    "nothing": (
        {},
        ["public/a.md", "build/b.md", "vendor/c.md", "i18n/d.md", "themes/e.md", "layouts/f.md",
         "static/g.md", "_includes/h.md", "README.md", "CONTRIBUTING.md", "tools/README.md",
         "resources/_gen/i.md", "versioned_docs/j.md", "notes/claude.md"],
        ["node_modules/a.md", ".git/b.md", ".github/c.md", "env/lib/d.md", "__MACOSX/e.md",
         "deep/er/node_modules/x/y/README.md", "any/.venv/f.md", ".agents/skills/g.md",
         "CLAUDE.md", "notes/AGENTS.md"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("root", ROOTS)
def test_roots(build: Build, root: str) -> None:
    proof, read, left_out = ROOTS[root]
    files = {name: POST if "post" in name or "x.m" in name else PAGE for name in (*read, *left_out)}
    if root == "nothing":
        proof = {"env/pyvenv.cfg": "home = /usr/bin\n", "tools/package.json": "{}"}
    built = build({**files, **proof}, builder="dummy")
    wanted = {name.rpartition(".")[0] for name in read}
    assert built.env.found_docs == {"index", *wanted}
    # Hidden folders are not mentioned.
    is_said = any(not name.startswith(".") for name in left_out)
    assert ("not read, as they hold no sources of pages: " in built.status) == is_said
    assert ("include_patterns" in built.status) == is_said


def test_a_folder_that_is_named_is_read(build: Build) -> None:
    proof, read, left_out = ROOTS["Docusaurus"]
    files = {**dict.fromkeys((*read, *left_out), PAGE), **proof}
    conf = 'include_patterns = ["**", "build/**", "README.md"]\n'
    built = build(files, more_conf=conf, builder="dummy")
    assert {"build/c", "README"} < built.env.found_docs
    assert "static/d" not in built.env.found_docs
    line = next(each for each in built.status.splitlines() if each.startswith("not read"))
    assert "i18n" in line
    assert "build," not in line


@pytest.mark.skipif(os.name != "posix", reason="such names are possible on POSIX alone")
def test_odd_names_are_escaped_and_many_are_cut(build: Build) -> None:
    odd = {"a\nWARNING: b/node_modules/x.md": PAGE}
    many = {f"p{n:02}/node_modules/x.md": PAGE for n in range(12)}
    built = build({**odd, **many}, builder="dummy")
    (line,) = (each for each in built.status.splitlines() if each.startswith("not read"))
    assert r"a\nWARNING: b/node_modules, p00/node_modules" in line
    assert " and 5 more; " in line
    assert built.env.found_docs == {"index"}


def test_the_root_document_is_read(build: Build) -> None:
    files = {"hugo.toml": "", "content/a.md": PAGE, "README.md": PAGE, "index.md": None}
    built = build(files, more_conf='root_doc = "README"\n', builder="dummy")
    assert built.env.found_docs == {"README", "content/a"}


def test_packages_are_not_searched(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []
    scandir = os.scandir

    def note(path: str | os.PathLike[str] = ".") -> object:
        searched.append(os.fspath(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", note)
    packages = {f"node_modules/p{n}/docs/d{m}.md": PAGE for n in range(100) for m in range(20)}
    built = build({"posts/2025-03-01.md": POST, **packages}, builder="dummy")
    assert built.env.found_docs == {"index", "posts/2025-03-01"}
    assert any(path.endswith("posts") for path in searched)
    assert [path for path in searched if "node_modules" in path] == []


#: The configuration of each program, and what it excludes of the files beside it.
EXCLUDED: dict[str, tuple[Files, list[str], list[str]]] = {
    "Docusaurus": (
        {"docusaurus.config.js": "module.exports = {presets: [['classic', {"
         "docs: {exclude: ['**/old/**', 'inner/*.md']}}]]};\n", "package.json": "{}"},
        ["docs/a.md", "docs/inner/deep/b.md", "blog/2025-03-01-c.md"],
        ["docs/old/d.md", "docs/x/old/e.md", "docs/inner/f.md", "blog/_part.md",
         "blog/_parts/g.md"],
    ),
    "Jekyll": (
        {"_config.yml": "exclude: [old, 'notes/p*', kept, TODO.md]\ninclude: [kept]\n",
         "Gemfile": ""},
        ["_posts/2025-03-01-a.md", "notes/b.md", "kept/c.md", "older/d.md"],
        ["old/e.md", "old/deep/f.md", "notes/private/g.md", "TODO.md"],
    ),
    "Hugo": (
        {"hugo.toml": "contentDir = 'text'\nignoreFiles = ['\\.skip\\.md$', '(a+)+', '(']\n"},
        ["text/posts/a.md", "text/posts/skip.md", "other/b.skip.md"],
        ["text/posts/b.skip.md"],
    ),
    "Jupyter Book": (
        {"_toc.yml": "format: jb-book\nroot: intro\nparts:\n- chapters:\n  - file: one.md\n"
         "    sections:\n    - file: sub/two\n",
         "_config.yml": "only_build_toc_files: true\nexclude_patterns: ['sub/x*']\n"},
        ["intro.md", "one.md", "sub/two.md"],
        ["stray.md", "sub/three.md", "sub/xy.md"],
    ),
    "Jupyter Book 0.9": (
        {"_toc.yml": "- file: intro\n- part: One\n  chapters:\n  - file: one\n",
         "_config.yml": "only_build_toc_files: true\n"},
        ["intro.md", "one.md"], ["stray.md"],
    ),
    "mdBook": (
        {"book.toml": "[book]\nsrc = 'text'\n",
         "text/SUMMARY.md": "# Summary\n\n[Start](README.md)\n\n- [A](./notes/a%20b.md)\n"
         "  - [C](<notes/c d.md>)\n  - [Planned]()\n- [Elsewhere](https://a.org/e.md)\n"},
        ["text/README.md", "text/notes/a b.md", "text/notes/c d.md", "README.md"],
        ["text/notes/e.md"],
    ),
    "mdBook without a table of contents": (
        {"book.toml": "[book]\n", "src/SUMMARY.md": "# Nothing\n"},
        ["src/a.md", "src/SUMMARY.md"], [],
    ),
    "mdBook with comments, of which nothing ends the last one": (
        {"book.toml": "[book]\n", "src/SUMMARY.md": "- [A](a.md)\n<!-- [B](b.md) -->\n<!--\n[C](c.md)\n"},
        ["src/a.md"], ["src/b.md", "src/c.md"],
    ),
    "GitBook": (
        {".gitbook.yaml": "root: ./docs/\nstructure:\n  summary: ./contents.md\n",
         "docs/contents.md": "* [A](a.md)\n* [B](b/README.md#part)\n"},
        ["docs/a.md", "docs/b/README.md", "c.md"], ["docs/b/d.md"],
    ),
    "GitBook of old": (
        {"book.json": "{}", "SUMMARY.md": "* [A](a.md)\n"}, ["a.md"], ["b.md"],
    ),
    "Docsify": (
        {"index.html": "<script>window.$docsify = {}</script>", ".nojekyll": "",
         "_sidebar.md": "* [A](a.md)\n", "x/_navbar.md": "* [A](a.md)\n"},
        ["a.md", "README.md"], ["_sidebar.md", "x/_navbar.md", "_coverpage.md"],
    ),
    "Quartz": (
        {"quartz.config.ts": 'import { QuartzConfig } from "./quartz/cfg"\nconst config: QuartzConfig = {\n'
         '  configuration: {\n    pageTitle: "x",\n    ignorePatterns: ["private", "templates", "*.tmp.md"],\n  },\n'
         "  plugins: {\n    // filters: [Plugin.ExplicitPublish()],\n    filters: [Plugin.RemoveDrafts()],\n  },\n}\n"
         "export default config\n", "package.json": "{}"},
        ["content/a.md", "content/notes/private.md", "content/notes/b.md"],
        ["content/private/c.md", "content/private/deep/d.md", "content/templates/e.md", "content/f.tmp.md",
         "quartz/g.md", "README.md"],
    ),
    "VitePress": (
        {".vitepress/config.mts": "import { defineConfig } from 'vitepress'\nexport default defineConfig({\n"
         "  title: 'x', srcDir: './text', srcExclude: ['**/TODO.md', 'drafts/**'],\n})\n"},
        ["text/a.md", "text/sub/b.md"],
        ["text/TODO.md", "text/sub/TODO.md", "text/drafts/c.md", "public/d.md"],
    ),
    "VuePress": (
        {"docs/.vuepress/config.js": "module.exports = { pagePatterns: ['**/*.md', '!.vuepress', '!next'] }\n"},
        ["docs/a.md", "docs/sub/next/b.md", "next/c.md"], ["docs/next/d.md", "docs/next/e/f.md"],
    ),
    "Zola": (
        {"config.toml": "base_url = 'https://example.org'\nignored_content = ['*.skip.md', 'later/*']\n",
         "static/a.css": ""},
        ["content/a.md", "content/sub/b.md"], ["content/c.skip.md", "content/sub/b.skip.md", "content/later/d.md"],
    ),
    "Hugo with a folder of settings": (
        {"config/_default/hugo.toml": "ignoreFiles = ['content/lab/.*\\.md$']\n"
         "[[module.mounts]]\nsource = 'content'\ntarget = 'content'\nexcludeFiles = ['posts/b.md', 'old/**']\n"},
        ["content/posts/a.md", "content/x/lab.md"], ["content/lab/c.md", "content/posts/b.md", "content/old/d/e.md"],
    ),
    "Eleventy": (
        {"eleventy.config.mjs": "export default (config) => {\n  config.ignores.add('posts/lab/**');\n"
         '  config.ignores.add("README.md");\n  config.ignores.add(name);\n};\n'},
        ["posts/a.md", "posts/labs/b.md"], ["posts/lab/c.md", "posts/lab/d/e.md", "README.md"],
    ),
    "Eleventy by its list alone": (
        {".eleventyignore": "posts/b.md\nattic/\n"}, ["posts/a.md"], ["posts/b.md", "attic/c.md"],
    ),
    "Logseq": (
        {"logseq/config.edn": '{:meta/version 1\n ;; :hidden ["pages/a.md"]\n :hidden ["/pages/lab" "pages/b.md"]}\n'},
        ["pages/a.md", "pages/labs/c.md"], ["pages/b.md", "pages/lab/d.md"],
    ),
    "Obsidian": (
        {".obsidian/templates.json": '{"folder": "Boiler [x]"}',
         ".obsidian/plugins/templater-obsidian/data.json": '{"templates_folder": "meta/tp", "x": 1}'},
        ["a.md", "Boiler x/b.md", "meta/c.md"], ["Boiler [x]/d.md", "Boiler [x]/e/f.md", "meta/tp/g.md"],
    ),
    "Jupyter Book without a table of contents": (
        {"_config.yml": "title: x\nexclude_patterns: [_build, posts/b.md]\n"}, ["posts/a.md"], ["posts/b.md"],
    ),
    "Jupyter Book without contents": (
        {"_toc.yml": "- [", "_config.yml": "only_build_toc_files: true\n"}, ["a.md"], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("program", EXCLUDED)
def test_what_a_configuration_excludes_is_not_read(build: Build, program: str) -> None:
    config, read, excluded = EXCLUDED[program]
    built = build({**config, **dict.fromkeys([*read, *excluded], PAGE)}, builder="dummy")
    expected = {path.rpartition(".")[0] for path in read}
    assert built.env.found_docs - {"index"} == expected


def test_texts_in_other_formats_are_named(build: Build) -> None:
    files = {
        "notes/a.ipynb": "{}", "notes/b.qmd": PAGE, "notes/c.org": "* Page\n", "notes/d.adoc": "= D\n",
        "_build/e.ipynb": "{}", "notes/f.md": PAGE,
    }  # fmt: skip
    built = build(files, more_conf='html_theme = "paperreview"\nexclude_patterns = ["_build"]\n')
    said = [line for line in built.status.splitlines() if "nothing here reads this format" in line]
    assert len(said) == 3
    assert "notes/a.ipynb; to read notebooks" in said[0]
    assert "notes/b.qmd; `paperreview import`" in said[1]
    assert "notes/c.org, notes/d.adoc; convert them" in said[2]
    # In a project of another theme, such files may be anything.
    assert "nothing here reads" not in build(files).status

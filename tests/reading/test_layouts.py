"""What is read of the configuration of other site generators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_paperreview.reading.layouts.layout import Content
from sphinx_paperreview.reading.layouts.programs import read_layout
from tests.harness import count_calls, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_paperreview.reading.layouts.layout import Layout
    from tests.harness import Files

PLUGIN = "['@docusaurus/plugin-content-docs', {path: 'handbook', routeBasePath: '/h/'}]"
PRESET = "presets: [['classic', {blog: {path: './news'}, pages: false}]]"
DEFAULT = (
    Content("docs", "docs", "docs"),
    Content("blog", "blog", "blog"),
    Content("src/pages", "", "pages"),
)
WANTED = (
    Content("handbook", "h", "docs"),
    Content("docs", "docs", "docs"),
    Content("news", "blog", "blog"),
)
SCRIPTS = {
    "commonjs": f"const x = 1;\nmodule.exports = {{baseUrl: '/b/', plugins: [{PLUGIN}], {PRESET}}};",
    "esm": f"export default {{plugins: [{PLUGIN}], {PRESET}, baseUrl: '/b/'}};",
    "function": f"export default async function config() {{\n  const a = await b();\n"
    f"  return {{baseUrl: '/b/', plugins: [{PLUGIN}, a], {PRESET}}};\n}}",
    "call": f"module.exports = wrap({{baseUrl: `/b/`, plugins: [{PLUGIN}], {PRESET}}});",
    "names": f"const base = '/b/';\nconst plugins = 1;\nmodule.exports = "
    f"{{baseUrl: base, 'plugins': [{PLUGIN}, require('y')()], {PRESET}}};",
    "typescript": f"import type {{Config}} from 'd';\nconst config: Config = {{\n  baseUrl: '/b/' as "
    f"const,\n  plugins: [{PLUGIN}],\n  {PRESET},\n}};\nexport default config satisfies Config;",
}


def layout(folder: Path, files: Files) -> Layout:
    write_files(folder, files)
    return read_layout(folder)


@pytest.mark.parametrize("name", SCRIPTS)
def test_docusaurus(tmp_path: Path, name: str) -> None:
    suffix = "ts" if name == "typescript" else "js"
    found = layout(tmp_path, {f"docusaurus.config.{suffix}": SCRIPTS[name]})
    assert found.contents == WANTED
    assert found.bases == ("b",)


@pytest.mark.parametrize(
    "text",
    ["", "{{{", "module.exports = require('./other');", "\0" * 50, "[" * 20_000, "{a:" * 20_000,
     "module.exports = {presets: [['classic', {docs: {path: 7}}]], baseUrl: 3};",
     "module.exports = {plugins: [['client-redirects', {redirects: 5}]], presets: []};"],
)  # fmt: skip
def test_a_configuration_that_says_nothing(tmp_path: Path, text: str) -> None:
    assert layout(tmp_path, {"docusaurus.config.js": text}).contents == DEFAULT


def test_folders_outside_of_the_source_folder_are_left_out(tmp_path: Path) -> None:
    config = (
        "module.exports = {presets: [['c', {docs: {path: '../docs'}, blog: {path: '../../x'}}]]};"
    )
    found = layout(tmp_path, {"web/docusaurus.config.js": config, "docs/a.md": ""})
    assert found.contents == (
        Content("docs", "docs", "docs"),
        Content("web/src/pages", "", "pages"),
    )
    assert found.roots == ("web",)


@pytest.mark.parametrize(
    ("files", "contents", "bases"),
    [
        (
            {"_config.yml": "baseurl: /n\npermalink: pretty\ncollections:\n  papers:\n"
             "    permalink: /p/:name\n"},
            (Content("", "", "pages"),
             Content("_posts", "", "posts", "/:categories/:year/:month/:day/:title", lower=True),
             Content("_papers", "papers", "posts", "/p/:name", lower=True)),
            ("n",),
        ),
        (
            {"hugo.yaml": "baseURL: https://x.example/s/\npermalinks:\n  page:\n    posts: /:slug/\n"},
            (Content("content", "", "pages"), Content("content/posts", "posts", "posts", "/:slug/")),
            ("s",),
        ),
        (
            {"config.toml": "contentDir = 'text'\n", "content/a.md": "", "layouts/x": ""},
            (Content("text", "", "pages"),),
            (),
        ),
        (
            {"_config.yml": "root: /r/\n", "scaffolds/x": "", "source/_posts/a.md": ""},
            (Content("source", "", "pages"),
             Content("source/_posts", "", "posts", ":year/:month/:day/:title")),
            ("r",),
        ),
        (
            {"mkdocs.yml": "docs_dir: pages\nsite_url: https://x.example/m/\n"},
            (Content("pages", "", "pages"),),
            ("m",),
        ),
        (
            {"astro.config.mjs": ""},
            (Content("src/content", "", "pages"), Content("src/pages", "", "pages")),
            (),
        ),
    ],
    ids=["jekyll", "hugo", "hugo-old", "hexo", "mkdocs", "astro"],
)  # fmt: skip
def test_other_generators(
    tmp_path: Path, files: Files, contents: tuple[Content, ...], bases: tuple[str, ...]
) -> None:
    found = layout(tmp_path, files)
    assert found.contents == contents
    assert found.bases == bases


@pytest.mark.parametrize(
    "files",
    [
        {"_config.yml": "a: [b\n: c"},
        {"_config.yml": "- list\n"},
        {"_config.yml": "permalink: {a: b}\ncollections: [x]\nbaseurl: [1]\n"},
        {"_config.yml": "collections_dir: ../../x\ncollections: {'../../etc': {}}\n"},
        {"hugo.toml": "a = " + "[" * 5000},
        {"hugo.toml": "permalinks = 'x'\nbaseURL = 7\ncontentDir = '../..'\n"},
        {"hugo.yaml": "baseURL: 'http://[x'\n"},
        {"mkdocs.yml": "x: !!python/name:os.system\n"},
    ],
)  # fmt: skip
def test_malformed_configurations_are_harmless(tmp_path: Path, files: Files) -> None:
    found = layout(tmp_path, files)
    assert not any(content.folder.startswith("..") for content in found.contents)


def test_a_configuration_that_is_a_link_to_elsewhere_is_not_read(tmp_path: Path) -> None:
    write_files(tmp_path / "other", {"x.js": SCRIPTS["esm"]})
    source = tmp_path / "source"
    source.mkdir()
    (source / "docusaurus.config.js").symlink_to(tmp_path / "other" / "x.js")
    assert read_layout(source).contents == DEFAULT


def test_the_work_does_not_grow_with_packages(tmp_path: Path) -> None:
    write_files(tmp_path, {"docusaurus.config.js": SCRIPTS["esm"]})
    read_layout(tmp_path)
    before = count_calls(read_layout, tmp_path)
    write_files(tmp_path, {f"node_modules/p{number}/README.md": "" for number in range(300)})
    assert count_calls(read_layout, tmp_path) < before + 20

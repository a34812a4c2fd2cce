"""The files of a new site: ``conf.py``, and what its host needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sphinx_paperreview.cli.starting.hosts import Host

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx_paperreview.cli.starting.found import Facts

_IGNORED = ("_build/", "__pycache__/", ".venv/")
#: What a build of the site with the least traffic of its host's jobs needs; `-d` keeps the
#: doctrees out of what is published.
_BUILD = "sphinx-build -b html -j auto -d _build/doctrees . _build/html"
_GITHUB = """\
name: Publish the site
on:
  push:
    branches: [{branch}]
  schedule:
    # Once a day, so that scheduled posts appear; the time is in UTC.
    - cron: "10 {hour} * * *"
  workflow_dispatch:
permissions:
  contents: read
  pages: write
  id-token: write
concurrency:
  group: pages
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: {{fetch-depth: 0}}
      - uses: actions/setup-python@v5
        with: {{python-version: "3.13", cache: pip}}
      - run: pip install -r requirements.txt
      - uses: actions/cache@v4
        with:
          path: _build
          key: site-${{{{ hashFiles('requirements.txt') }}}}-${{{{ github.run_id }}}}
          restore-keys: site-${{{{ hashFiles('requirements.txt') }}}}-
      - run: {build}
      - run: touch _build/html/.nojekyll
      - uses: actions/upload-pages-artifact@v3
        with: {{path: _build/html}}
  deploy:
    needs: build
    runs-on: ubuntu-latest
    environment:
      name: github-pages
      url: ${{{{ steps.deployment.outputs.page_url }}}}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v4
"""
_GITLAB = """\
# A schedule (Build > Pipeline schedules) once a day lets scheduled posts appear.
pages:
  image: python:3.13
  variables:
    PIP_CACHE_DIR: $CI_PROJECT_DIR/.cache/pip
    GIT_DEPTH: 0
  cache:
    key: site
    paths: [.cache/pip, _build]
  script:
    - pip install -r requirements.txt
    - {build}
    - rm -rf public && cp -r _build/html public
  artifacts:
    paths: [public]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
"""
_READTHEDOCS = """\
version: 2
build:
  os: ubuntu-24.04
  tools: {python: "3.13"}
sphinx:
  configuration: conf.py
python:
  install:
    - requirements: requirements.txt
"""


def conf_py(facts: Facts, more: Mapping[str, str] | None = None) -> str:
    """Return a ``conf.py`` with *facts*, and with *more* names and their Python expressions."""
    values: dict[str, str] = {
        "project": _literal(facts.title),
        "author": _literal(", ".join(facts.authors)),
        "language": _literal(facts.language or "en"),
        "extensions": '["sphinx_paperreview"]',
        "html_theme": _literal("paperreview"),
    }
    if facts.base:
        values["html_baseurl"] = _literal(facts.base)
    if facts.description:
        values["paperreview_description"] = _literal(facts.description)
    if facts.blog:
        values["paperreview_docusaurus_blog"] = _literal(facts.blog)
    lines = [f"{name} = {value}\n" for name, value in (values | dict(more or {})).items()]
    return "".join(lines)


def _literal(text: str) -> str:
    """Return *text* as a Python literal on one line, its letters as they are."""
    # What UTF-8 cannot hold was replaced where the text was read.
    return json.dumps(text, ensure_ascii=False)


def host_files(hosts: tuple[Host, ...], *, branch: str, hour: int) -> Iterator[tuple[str, str]]:
    """Yield path and content of the files that each of *hosts* needs.

    :param branch: the branch that is published
    :param hour: of the day, in UTC, at which the site is built again
    """
    makers = {
        Host.GITHUB: (
            ".github/workflows/pages.yml",
            _GITHUB.format(branch=branch, hour=hour, build=_BUILD),
        ),
        Host.GITLAB: (".gitlab-ci.yml", _GITLAB.format(build=_BUILD)),
        Host.READTHEDOCS: (".readthedocs.yaml", _READTHEDOCS),
    }
    yield from (makers[host] for host in hosts)
    if hosts:
        yield "requirements.txt", "sphinx-paperreview\n"


def missing_ignores(text: str) -> str:
    """Return the lines that a ``.gitignore`` with *text* lacks; empty if it lacks none."""
    known = {line.strip().strip("/") for line in text.splitlines()}
    return "".join(f"{name}\n" for name in _IGNORED if name.strip("/") not in known)

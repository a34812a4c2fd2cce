"""The JSON Schemas say what the readers accept: they agree with the warnings of a build."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from sphinx_paperreview.core.metadata import frontmatter, yaml_text
from sphinx_paperreview.reading.files import site_files
from sphinx_paperreview.reading.posts import people, posts
from sphinx_paperreview.reading.schemas import PERSON_KEYS, POST_KEYS, TAG_KEYS, schemas
from tests.harness import CONF, ROOT, build_project, write_files

if TYPE_CHECKING:
    from types import ModuleType

FOUND = schemas()
EXAMPLE = ROOT / "example_site"


def is_valid(name: str, data: Any) -> bool:
    return Draft202012Validator(FOUND[name]).is_valid(data)


@pytest.mark.parametrize("name", FOUND)
def test_it_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(FOUND[name])


@pytest.mark.parametrize(
    "path",
    sorted(EXAMPLE.rglob("*.mdx")) + sorted(EXAMPLE.glob("*.md")),
    ids=lambda path: path.name,
)
def test_every_example_is_valid(path: Path) -> None:
    data = frontmatter.parse(path.read_text(encoding="utf-8")).data
    assert is_valid("front-matter.schema.json", data)


def test_the_other_files_of_the_example_are_valid() -> None:
    for name in ("authors", "tags"):
        data = yaml_text.load((EXAMPLE / f"{name}.yml").read_text(encoding="utf-8")).data
        assert is_valid(f"{name}.schema.json", data)
    lock = json.loads((EXAMPLE / "papers.lock.json").read_text(encoding="utf-8"))
    assert is_valid("papers.lock.schema.json", lock)


def asked(module: ModuleType, function: str) -> dict[str, str]:
    """Return the keys that a function asks :class:`Values` for, each with the method."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    (node,) = (
        each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name == function
    )
    return {
        argument.value: call.func.attr
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in {"text", "texts", "flag", "mapping", "items"}
        and getattr(call.func.value, "id", "") == "values"
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        and not argument.value.startswith("`")
    }  # fmt: skip


def test_the_keys_are_those_that_are_read() -> None:
    kinds = {key: kind for key, (kind, _words) in POST_KEYS.items()}
    read = asked(posts, "read_post") | asked(posts, "_authors")
    assert read == {key: kinds[key] for key in read}
    assert asked(people, "read_person") | asked(people, "_socials") == {
        key: kind for key, (kind, _words) in PERSON_KEYS.items()
    }
    assert asked(site_files, "read_tags") == {key: kind for key, (kind, _words) in TAG_KEYS.items()}


#: Values of front matter, as YAML.
VALUES = {
    "title": ["A", "7", "[a]", "{a: b}", "true"],
    "tags": ["[a, b]", "a", "[7]", "[{label: a}]", "[[a]]", "{a: b}"],
    "authors": ["[kim]", "kim", "[{name: Kim}]", "[{name: [a]}]", "[[a]]"],
    "pinned": ["true", "yes", "maybe", "[true]"],
    "series": ["A", "{a: b}"],
    "aliases": ["[/a]", "/b", "[{a: b}]"],
    "description": ["A", "[a]"],
    "last_update": ["{date: 2025-11-20}", "2025-11-20", "{date: [a]}"],
}
CASES = [(key, value) for key, values in VALUES.items() for value in values]


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Build a post for each case; return the names of those that a warning is about."""
    files = {
        f"posts/2025-11-14-x{number}.md": f"---\n{key}: {value}\n---\n\n# A\n\ntext\n"
        for number, (key, value) in enumerate(CASES)
    }
    folder = tmp_path_factory.mktemp("posts")
    write_files(folder, {"conf.py": CONF, **files})
    built = build_project(folder)
    return {
        warning.partition(":")[0]
        for warning in built.warnings
        if "paperreview.front_matter" in warning
    }


@pytest.mark.parametrize(
    "number", range(len(CASES)), ids=[f"{key}: {value}" for key, value in CASES]
)
def test_what_a_build_refuses_is_not_valid(refused: set[str], number: int) -> None:
    key, value = CASES[number]
    data = yaml_text.load(f"{key}: {value}").data
    was_refused = f"posts/2025-11-14-x{number}.md" in refused
    assert is_valid("front-matter.schema.json", data) is not was_refused


@pytest.mark.parametrize(
    ("name", "data", "valid"),
    [
        ("authors", {"kim": {"name": "Kim", "socials": {"github": "kim"}}, "lee": "Lee"}, True),
        ("authors", {"kim": {"name": ["Kim"]}}, False),
        ("authors", {"kim": ["Kim"]}, False),
        ("authors", {"kim": {"socials": "github"}}, False),
        ("tags", {"a": {"label": "A", "permalink": "/a"}, "b": None}, True),
        ("tags", {"a": {"label": {"en": "A"}}}, False),
        ("papers.lock", {"version": 1, "papers": {"arxiv:1": {"title": "A", "version": 3}}}, True),
        ("papers.lock", {"version": 2, "papers": {}}, False),
        ("papers.lock", {"version": 1, "papers": {"arxiv:1": {"authors": "A"}}}, False),
        ("papers.lock", {"version": 1, "papers": {"arxiv:1": {"titel": "A"}}}, False),
    ],
)
def test_files(name: str, data: Any, valid: bool) -> None:
    assert is_valid(f"{name}.schema.json", data) is valid

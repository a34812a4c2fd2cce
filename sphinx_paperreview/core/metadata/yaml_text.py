"""YAML whose words stay as they are written: ``yes``, ``12:30``, ``010``, ``1.10``, dates.

PyYAML follows YAML 1.1, where these are a boolean, 750, 8, 1.1 and a day. To js-yaml, which
Docusaurus reads posts with, and to authors they are words or identifiers. So only ``true`` and
``false`` are booleans, and a number is one only if it is written as Python writes it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import yaml

from sphinx_paperreview.core.text import whole

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The limits of a file: characters, depth of brackets, values once aliases are expanded.
MAX_LENGTH, MAX_DEPTH, MAX_VALUES = 1_000_000, 40, 200_000
_MERGE = "tag:yaml.org,2002:merge"

#: The words that mean something, by tag, and the characters that they begin with.
_WORDS = (
    ("bool", re.compile(r"(?:true|True|TRUE|false|False|FALSE)$"), "tTfF"),
    ("int", re.compile(r"-?(?:0|[1-9][0-9]{0,14})$"), "-0123456789"),
    ("float", re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,14}$"), "-0123456789"),
    ("merge", re.compile(r"<<$"), "<"),
    ("null", re.compile(r"(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]),
)


class YamlError(yaml.YAMLError):
    """A text that exceeds a limit, or at which PyYAML itself fails."""


class _Words:
    """The changes of the two loaders of PyYAML, in Python and in C."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}
    yaml_constructors: ClassVar[Any] = {}

    def text(self, node: yaml.ScalarNode) -> str:
        """Return the text of *node*, with what no page can hold left out."""
        return whole(str(node.value))

    def number(self, node: yaml.ScalarNode) -> float | str:
        """Return the number of *node* if it is written as Python writes it, else its text."""
        try:
            value = float(str(node.value))
        except ValueError:
            return self.text(node)
        return value if repr(value) == node.value else self.text(node)


for _tag, _pattern, _firsts in _WORDS:
    for _first in _firsts:
        _Words.yaml_implicit_resolvers.setdefault(_first, []).append(
            (f"tag:yaml.org,2002:{_tag}", _pattern)
        )
_Words.yaml_constructors = {
    **yaml.SafeLoader.yaml_constructors,
    "tag:yaml.org,2002:str": _Words.text,
    "tag:yaml.org,2002:float": _Words.number,
}


class TextLoader(_Words, yaml.SafeLoader):
    """PyYAML's safe loader, with words as they are written, and with tabs between tokens.

    YAML allows tabs there, and libyaml, js-yaml and Go's reader take them; PyYAML fails.
    """

    def scan_to_next_token(self) -> None:
        """Pass over blanks, tabs that indent nothing, comments and line ends."""
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()


#: The same with libyaml, if PyYAML has it: four times as fast.
_FAST: Any = (
    type("FastTextLoader", (_Words, yaml.CSafeLoader), {}) if yaml.__with_libyaml__ else TextLoader
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a YAML text says."""

    data: Any = None
    #: The line of each key of the mapping that the text is, from 1.
    lines: Mapping[str, int] = field(default_factory=dict)
    #: Keys that the mapping has more than once; the last one counts.
    repeated: tuple[str, ...] = ()


def load(
    source: str, *, length: int = MAX_LENGTH, values: int = MAX_VALUES, fast: bool = False
) -> Loaded:
    """Return what the YAML *source* says; every failure is a ``yaml.YAMLError``.

    The limits are there because PyYAML takes quadratic time for nested brackets, and because
    aliases can make a short text mean a list of billions.

    :param length: most characters
    :param values: most values once aliases are expanded
    :param fast: whether to use libyaml if it is there; it is kinder to some faults than PyYAML
    """
    if len(source) > length:
        raise YamlError(f"it is longer than {length} characters")
    check_depth(source)
    try:
        if fast:
            try:
                return _load(source, _FAST, values)
            except YamlError:
                raise
            except yaml.YAMLError:
                pass  # libyaml refuses what PyYAML takes (halves of emoji); its messages differ
        return _load(source, TextLoader, values)
    except yaml.YAMLError:
        raise
    except Exception as error:  # constructors raise ValueError, OverflowError, RecursionError, …
        raise YamlError(str(error).split("\n", 1)[0] or type(error).__name__) from error


def check_depth(source: str) -> None:
    """Raise :exc:`YamlError` if *source* nests more than :data:`MAX_DEPTH` brackets."""
    depth = 0
    for mark in re.findall(r"[\[\]{}]", source):
        depth = depth + 1 if mark in "[{" else max(depth - 1, 0)
        if depth > MAX_DEPTH:
            raise YamlError(f"it nests more than {MAX_DEPTH} brackets")


def _load(source: str, loader_class: Any, values: int) -> Loaded:
    loader = loader_class(source)
    try:
        node = loader.get_single_node()
        if node is None:
            return Loaded()
        _check_size(node, values)
        keys = [
            (whole(str(key.value)), key.start_mark.line + 1)
            for key, _value in (node.value if isinstance(node, yaml.MappingNode) else ())
            if isinstance(key, yaml.ScalarNode) and key.tag != _MERGE
        ]
        data = loader.construct_document(node)
    finally:
        loader.dispose()
    counts = Counter(key for key, _line in keys)
    return Loaded(data, dict(keys), tuple(key for key in counts if counts[key] > 1))


def _check_size(root: yaml.Node, most: int) -> None:
    """Raise :exc:`YamlError` if *root* stands for more than *most* values, or holds itself."""
    sizes: dict[int, int] = {}
    stack: list[tuple[yaml.Node, bool]] = [(root, False)]
    while stack:
        node, done = stack.pop()
        if done:
            size = 1 + sum(sizes[id(child)] for child in _children(node))
            if size > most:
                raise YamlError(f"it stands for more than {most} values")
            sizes[id(node)] = size
        elif id(node) not in sizes:
            sizes[id(node)] = most + 1  # what holds itself is endless
            stack.append((node, True))
            stack += [(child, False) for child in _children(node)]


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []

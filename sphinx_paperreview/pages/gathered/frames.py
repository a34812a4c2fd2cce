"""The frame of gathered pages: what the theme's layout writes around their text, rendered once.

Hundreds of pages of one folder differ in few variables of the template: title, text, metadata and
address. A :class:`Frames` stands in for the template bridge while Sphinx writes gathered pages. It
renders the layout once with places for these variables, and fills the places for the other pages.

Nothing is assumed of the theme. The places are texts that note what the template asks of them
(``"highlight" in body``), and functions note with what they are called. A page gets a frame only
if every answer is the same for it, and if all other variables have the same values, whoever set
them. The page for which a frame is made is also rendered by Sphinx, and must be the same.
Every other page is rendered by Sphinx.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from jinja2.filters import do_striptags
from markupsafe import escape
from sphinx.application import TemplateBridge
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx.application import Sphinx

#: Variables that differ from page to page; those with a dot are in ``paperreview``.
_PLACES = (
    "title", "body", "metatags", "pageurl", "pagename", "current_page_name",
    "paperreview.thread", "paperreview.description", "paperreview.place",
)  # fmt: skip
#: Functions that Sphinx makes for each page. For pages of one folder they give the same results,
#: except for the page itself and for what is below it.
_FUNCTIONS = ("pathto", "hasdoc", "toctree", "css_tag", "js_tag")
#: The modules in which they are made: Sphinx's, and this one for toctrees that pages share.
_MAKERS = frozenset({StandaloneHTMLBuilder.__module__, __name__})
#: How often the layout is rendered for pages of one folder that no frame fits, to make another.
_ATTEMPTS = 6
#: What stands for a variable: its number, and characters that filters would change.
_MARK = "\ue000{}\ue001A b-c_d/e.f:g,h \"<b>&amp;</b>'\ue002"
_FILLED = re.compile("\ue000([0-9]++)\ue001([^\ue002]*+)(?:\ue002|$)")


def _forms() -> dict[str, Callable[[str], str]]:
    """Return what templates do to a variable, by what becomes of :data:`_MARK`."""
    known: tuple[Callable[[str], str], ...] = (
        str,
        lambda value: str(escape(value)),
        lambda value: str(escape(do_striptags(value))),
        do_striptags,
    )
    inside = _MARK.partition("\ue001")[2].rstrip("\ue002")
    return {form(inside): form for form in known}


_FORMS = _forms()


class _DependentError(Exception):
    """The layout asks something of a variable that only the page itself can answer."""


class _Place(str):
    """A text in the place of a variable; it answers as *value* would, and notes the questions."""

    __slots__ = ("asked", "value")

    def __new__(cls, number: int, value: str) -> Self:
        """Return the text for the variable of this *number*."""
        made = super().__new__(cls, _MARK.format(number))
        made.value = value
        made.asked = {}
        return made

    value: str
    asked: dict[tuple[str, str], bool]

    def __contains__(self, part: object) -> bool:
        return self._ask("in", part)

    def __eq__(self, other: object) -> bool:
        return self._ask("is", other)

    def __ne__(self, other: object) -> bool:
        return not self._ask("is", other)

    def __bool__(self) -> bool:
        return self._ask("is", "") is False

    def __hash__(self) -> int:
        raise _DependentError

    def _ask(self, question: str, other: object) -> bool:
        if not isinstance(other, str):
            return False
        if isinstance(other, _Place):
            raise _DependentError
        self.asked[question, other] = answer = _answer(question, self.value, other)
        return answer

    def _refuse(self, *_args: Any, **_options: Any) -> Any:
        raise _DependentError

    __len__ = __getitem__ = __iter__ = __lt__ = __gt__ = __le__ = __ge__ = _refuse
    __mod__ = __mul__ = _refuse
    split = rsplit = splitlines = partition = rpartition = startswith = endswith = _refuse
    find = rfind = index = rindex = count = replace = strip = lstrip = rstrip = _refuse
    lower = upper = title = capitalize = casefold = translate = format = encode = _refuse
    removeprefix = removesuffix = _refuse


def _answer(question: str, value: str, other: str) -> bool:
    return other in value if question == "in" else value == other


class _Read(dict[str, Any]):
    """The variables of this extension; it notes which of them a template reads."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Return a variable."""
        self.read.add(name)
        return super().get(name, default)

    def _refuse(self, *_args: Any) -> Any:
        raise _DependentError

    __iter__ = __len__ = items = keys = values = _refuse


class _Frame:
    """The layout of some pages, in pieces.

    :param context: the variables of the page that the frame is made for
    """

    def __init__(self, context: Mapping[str, Any]) -> None:
        self._context = context
        self._places = {
            name: _Place(number, value)
            for number, name in enumerate(_PLACES)
            if isinstance(value := _value(context, name), str)
        }
        self._own = _Read(context.get("paperreview", {}))
        #: The pages to which the layout links.
        self._targets: set[str] = set()
        self._pieces: list[tuple[str, str, Callable[[str], str]]] = []
        self._end = ""

    def made(self, render: Callable[[dict[str, Any]], str]) -> bool:
        """Render the layout; return whether the pieces were found."""
        context = dict(self._context)
        for name, place in self._places.items():
            _outer, dot, inner = name.partition(".")
            if dot:
                dict.__setitem__(self._own, inner, place)
            else:
                context[name] = place
        context["paperreview"] = self._own
        for name in ("pathto", "hasdoc", "toctree"):
            context[name] = self._noting(context[name], is_page=name == "pathto")
        try:
            output = render(context)
        except _DependentError:
            return False
        names, start = tuple(self._places), 0
        by_number = {_PLACES.index(name): name for name in names}
        for match in _FILLED.finditer(output):
            form = _FORMS.get(match[2])
            if form is None:
                return False
            self._pieces.append((output[start : match.start()], by_number[int(match[1])], form))
            start = match.end()
        self._end = output[start:]
        return not any(
            mark in piece for piece in (*(before for before, *_ in self._pieces), self._end)
            for mark in "\ue000\ue001\ue002"
        )  # fmt: skip

    def _noting(self, function: Callable[..., Any], *, is_page: bool) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            if any(isinstance(arg, _Place) for arg in (*args, *options.values())):
                raise _DependentError
            if is_page:
                self._targets.add(str(args[0] if args else options.get("otheruri", "")))
            return function(*args, **options)

        return call

    def fits(self, context: Mapping[str, Any]) -> bool:
        """Return whether the layout of a page with the variables *context* is this one."""
        page = context["pagename"]
        return (
            not any(_is_at(page, target) for target in self._targets)
            and self._has_same(context)
            and self._reads_same(context.get("paperreview", {}))
            and all(self._answers_same(context, name) for name in self._places)
        )

    def _has_same(self, context: Mapping[str, Any]) -> bool:
        """Return whether all variables without a place have the same values."""
        mine = self._context
        return mine.keys() == context.keys() and all(
            value is mine[name]
            or name in self._places
            or name == "paperreview"
            or (_is_same_code(value, mine[name]) if name in _FUNCTIONS else value == mine[name])
            for name, value in context.items()
        )

    def _reads_same(self, own: Mapping[str, Any]) -> bool:
        known = self._context.get("paperreview", {})
        return own.keys() == known.keys() and all(
            f"paperreview.{name}" in self._places or own.get(name) == known.get(name)
            for name in self._own.read
        )

    def _answers_same(self, context: Mapping[str, Any], name: str) -> bool:
        value = _value(context, name)
        return isinstance(value, str) and all(
            _answer(question, value, other) is answer
            for (question, other), answer in self._places[name].asked.items()
        )

    def fill(self, context: Mapping[str, Any]) -> str:
        """Return the page with the variables *context*."""
        out = []
        for before, name, form in self._pieces:
            out += [before, form(_value(context, name))]
        return "".join([*out, self._end])


def _value(context: Mapping[str, Any], name: str) -> Any:
    outer, dot, inner = name.partition(".")
    return context.get(outer, {}).get(inner) if dot else context.get(outer)


def _is_same_code(function: Any, other: Any) -> bool:
    """Return whether both are what is made for each page."""
    code = getattr(function, "__code__", None)
    is_same = code is not None and code is getattr(other, "__code__", None)
    return is_same and getattr(function, "__module__", "") in _MAKERS


def _is_at(page: str, target: str) -> bool:
    return target == page or target.startswith(f"{page}/")


def share_toctrees(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Let gathered pages have their toctrees in common (``html-page-context``, first of all).

    Furo and others ask for one in a handler of this event, before a frame can stand in for the
    layout; and Sphinx copies the contents of all documents for each.
    """
    if isinstance(app.builder, StandaloneHTMLBuilder) and isinstance(app.builder.templates, Frames):
        app.builder.templates.share_toctrees(pagename, context)


@contextmanager
def frames_of(builder: StandaloneHTMLBuilder) -> Iterator[None]:
    """Let *builder* render gathered pages by frames, as long as the context lasts."""
    own = builder.templates, builder.globalcontext
    builder.templates, builder.globalcontext = Frames(builder), _Variables(builder.globalcontext)
    try:
        yield
    finally:
        builder.templates, builder.globalcontext = own


class _Variables(dict[str, Any]):
    """The variables of a page, which are not written out: Sphinx does so for each event it emits.

    It does for its debugging messages, also if nobody sees them.
    """

    def copy(self) -> Self:
        """Return variables for one page."""
        return type(self)(self)

    def __repr__(self) -> str:
        return "{...}"


class Frames(TemplateBridge):
    """Renders gathered pages by frames, and all else by the template bridge of *builder*.

    Use :func:`frames_of`.
    """

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self._builder = builder
        self._inner = builder.templates
        self._frames: dict[tuple[str, ...], list[_Frame]] = {}
        #: What toctrees look like from a folder, by their options.
        self._toctrees: dict[tuple[str, str], str] = {}
        self._named = domain_of(builder.env).named_lists
        self._seen: Counter[tuple[str, ...]] = Counter()
        #: Names that are folders of documents: their links to these are their own.
        self._folders = {
            name[:end] for name in builder.env.found_docs
            for end, letter in enumerate(name) if letter == "/"
        }  # fmt: skip

    def __getattr__(self, name: str) -> Any:
        # Extensions add filters to the environment of Sphinx's own bridge.
        return getattr(self._inner, name)

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]  # as below
        """Return the page that *template* makes of *context*."""
        page = context.get("pagename", "")
        if page in self._folders or "paperreview" not in context:
            return self._render(template, context)
        key = (template, self.folder(page), str(context["paperreview"].get("kind")))
        for frame in self._frames.setdefault(key, []):
            if frame.fits(context):
                return frame.fill(context)
        output = self._render(template, context)
        self._seen[key] += 1
        # A frame for a page that stays alone would be a layout too many.
        if 1 < self._seen[key] <= _ATTEMPTS:
            frame = _Frame(context)
            made = frame.made(lambda places: self._render(template, places))
            if made and frame.fill(context) == output:
                self._frames[key].append(frame)
        return output

    def share_toctrees(self, page: str, context: dict[str, Any]) -> None:
        """Take the toctrees of *page* from another one, unless it stands in them itself."""
        own = context.get("toctree")  # builders that write variables alone have none
        if own is None or page in self._folders or page in self._named:
            return
        folder = self.folder(page)

        def toctree(**options: Any) -> str:
            key = folder, repr(sorted(options.items()))
            if key not in self._toctrees:
                self._toctrees[key] = own(**options)
            return self._toctrees[key]

        context["toctree"] = toctree

    def _render(self, template: str, context: dict[str, Any]) -> str:
        # The interface says that nothing is returned.
        inner: Any = self._inner
        return str(inner.render(template, context))

    def folder(self, page: str) -> str:
        """Return the folder of the address of *page*, from which its links start."""
        return posixpath.dirname(self._builder.get_target_uri(page).rstrip("/"))

    def render_string(self, template: str, context: dict[str, Any]) -> str:
        """Render a template given as a text."""
        return str(self._inner.render_string(template, context))

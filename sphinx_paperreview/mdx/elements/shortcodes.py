"""What tags of Liquid and shortcodes of Hugo show: pictures, players, links, boxes, details."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.mdx.dialects.template_tags import CODE, FORMULA, HIDDEN, TemplateTag
from sphinx_paperreview.mdx.elements.attributes import Attributes
from sphinx_paperreview.mdx.elements.element import Element, keep_children, nothing
from sphinx_paperreview.mdx.render import references, sanitize
from sphinx_paperreview.mdx.render.admonitions import make_admonition
from sphinx_paperreview.mdx.render.dialects import render_half, set_size
from sphinx_paperreview.mdx.rules.admonition import TYPES
from sphinx_paperreview.nodes import hard_break, hold_in_paragraph
from sphinx_paperreview.warnings import WarningKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from docutils.nodes import Node
    from markdown_it.tree import SyntaxTreeNode


_SOURCES = ("src", "path", "image_path", "url", "image", "file", "img", "source")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp)(?:[?#]\S*)?$", re.IGNORECASE)
_YOUTUBE = re.compile(r"(?:v=|youtu\.be/|embed/|shorts/)([\w-]{6,20})")
_ID = re.compile(r"[\w./@-]{1,100}")
#: Addresses of what services show, by the name of the tag.
_PLAYERS = {
    "youtube": "https://www.youtube.com/embed/{}", "vimeo": "https://player.vimeo.com/video/{}",
}  # fmt: skip
_PAGES = {
    "bilibili": "https://www.bilibili.com/video/{}", "gist": "https://gist.github.com/{}",
    "tweet": "https://x.com/i/status/{}", "twitter": "https://x.com/i/status/{}",
    "x": "https://x.com/i/status/{}", "instagram": "https://www.instagram.com/p/{}",
    "github": "https://github.com/{}", "niconico": "https://www.nicovideo.jp/watch/{}",
    "codepen": "https://codepen.io/{}", "arxiv": "https://arxiv.org/abs/{}",
    "huggingface": "https://huggingface.co/{}",
}  # fmt: skip
_BOXES = {
    "notice", "callout", "alert", "admonition", "hint", "adm", "alerts", "box", "admon",
    "quote-box", "info-box", "panel", *TYPES, "error",
}  # fmt: skip
_DETAILS = frozenset({"details", "expand", "spoiler", "collapse", "collapsible", "accordion",
                      "fold", "toggle"})  # fmt: skip
_LINKS = frozenset({"link", "button", "btn", "a", "linkcard", "card", "post_url", "ref", "relref",
                    "post_link"})  # fmt: skip
_TABS = frozenset({"tabs", "tabpane", "tabgroup", "tabbed", "codetabs", "code-tabs", "tabset"})
_TAB = frozenset({"tab", "tabitem", "tab-item", "tab-content", "codetab", "code-tab"})
#: Tags that show nothing without the content before their end.
_AROUND = frozenset({*_BOXES, *_DETAILS, *_TABS, *_TAB})
#: Tags that show nothing of their own, and whose content is shown.
_CLEAR = frozenset(
    {"raw", "verbatim", "lead", "center", "rawhtml", "html", "div", "span", "p", "columns",
     "column", "toc", "steps", "step", "stepper", "cards", "cite", "mark", "nomarkdown",
     "content-ref", "pagebreak", "size", "wrap", "poll", "indent", "left", "right", "justify",
     "align", "table", *FORMULA}
)  # fmt: skip
#: What loops of Jekyll and Eleventy go through, and the directive that lists the same.
_POSTS = frozenset({"site.posts", "paginator.posts", "pagination.items", "collections.post",
                    "collections.posts", "collections.blog"})  # fmt: skip
#: Elements of HTML that may hold nothing but such a loop.
_LISTING = frozenset({"ul", "ol", "div", "section", "nav", "article", "main", "dl", "p", "table"})
_TAGS = frozenset({"site.tags", "site.categories", "collections.taglist"})
_TYPES_OF_OTHERS = {"primary": "note", "error": "danger", "question": "info", "abstract": "note",
                    "example": "note", "quote": "note", "bug": "danger",
                    "failure": "danger"}  # fmt: skip


def template_builder(element: Element) -> list[Node]:
    """Return what a tag shows; one that is not known is named once, and its content is kept."""
    made = element.token.meta["template"]
    assert isinstance(made, TemplateTag)  # noqa: S101  # the rule has set it
    return _build(element, made)


def _build(element: Element, made: TemplateTag) -> list[Node]:
    name = _included(made)
    if "half" in element.token.meta and name in _AROUND:
        render_half(element.renderer, element.token)
        return []
    build = _BUILDERS.get(name)
    if build is not None:
        return build(element, made)
    if name in _PAGES or name in _PLAYERS:
        return _service(element, made, name)
    if name in _CLEAR or name in CODE | HIDDEN:
        return keep_children(element)
    if _PICTURE.search(_source(made)) and not element.token.children:
        return _figure(element, made)  # a tag that the site has defined itself
    return _unknown(element, made)


def _unknown(element: Element, made: TemplateTag) -> list[Node]:
    """Return the content of a tag that is not known here, and the page that it names."""
    name = _included(made)
    message = (
        f"the template {_shown(made, name)} is not known here and is left out; write what it shows"
        f"{', or {paper:list} for papers or posts' if name == 'for' else ''}"
    )
    element.renderer.warn_once(f"{{{name}}}", WarningKind.MDX_DIALECT, message, element.token)
    kept = keep_children(element)
    if is_web(_source(made)):
        # A card, a document or a player of another site.
        kept += _link_to(element, made, [])
    return kept


def _listed(element: Element, made: TemplateTag) -> list[Node]:
    """Return the list that a loop over posts or tags makes; another loop is left out."""
    directive = _directive_of(made)
    if not directive or (element.inline and not element.splits):
        return _unknown(element, made)
    return _run_listing(element, directive)


def _directive_of(made: TemplateTag) -> tuple[str, ...]:
    """Return the directive for what a loop lists, its argument and options; empty if unknown."""
    collection = made.arguments[2].lower() if made.arguments[1:2] == ["in"] else ""
    if collection in _POSTS:
        limit = made.get("limit")
        return "paper:list", "", ":kind: posts", *([f":limit: {limit}"] * limit.isdecimal())
    return ("paper:terms", "tags") if collection in _TAGS else ()


def _run_listing(element: Element, directive: tuple[str, ...]) -> list[Node]:
    name, kind, *options = directive
    line = element.renderer.line_of(element.token)
    return [*element.renderer.run_directive(name, kind, "\n".join(options), line)]


def listing_builder(element: Element) -> Callable[[Element], list[Node]] | None:
    """Return the builder of an element of HTML that holds one loop over posts or tags alone.

    ``<ul>{% for post in site.posts %}<li>…</li>{% endfor %}</ul>`` is the list. For another
    element, None.
    """
    if element.name not in _LISTING or (element.inline and not element.splits):
        return None
    directive = _listed_in(element.token)
    return partial(_run_listing, directive=directive) if directive else None


def _listed_in(token: SyntaxTreeNode) -> tuple[str, ...]:
    """Return the directive for the one loop that *token* holds; empty if it holds anything else."""
    inner = [
        child for child in token.children if child.type != "softbreak" and child.content != " "
    ]
    if not inner or inner[0].type not in {"mdx_jsx", "paragraph", "inline"}:
        return ()
    tags = [child.meta["template"] for child in inner if "template" in child.meta]
    if not tags:
        return _listed_in(inner[0]) if len(inner) == 1 else ()
    first, last = inner[0].meta.get("template"), inner[-1].meta.get("template")
    # In a text the end of a loop is beside it, among blocks what is within the loop is its content.
    ends = inner[0] is inner[-1] or (last is not None and last.closes and len(tags) == 2)
    return _directive_of(first) if first is not None and first.name == "for" and ends else ()


def _shown(made: TemplateTag, name: str) -> str:
    """Return a tag called *name* without its arguments, as a warning shows it."""
    if made.liquid:
        tag = f"include {made.get('file') or name}" if made.name == "include" else name
        return f"{{% {tag} %}}"
    for mark, shown in (("[", f"[{name}]"), ("((", name), ("{{#", f"{{{{#{name}}}}}"),
                        ("@[", f"@[{name}]"), ("{{<", f"{{{{< {name} >}}}}")):  # fmt: skip
        if made.source.startswith(mark):
            return shown
    return f"{{{{{name}}}}}"


def _included(made: TemplateTag) -> str:
    """Return the name of what a tag shows; that of an include is made of the name of its file."""
    if made.name != "include":
        return made.name.rpartition("/")[2]
    stem = made.get("file").rpartition("/")[2].rpartition(".")[0] or made.get("file")
    if made.get("provider") in {*_PLAYERS, *_PAGES}:
        return made.get("provider")
    kinds = {"figure", "image", "img", "picture", "youtube", "vimeo", "bilibili", "video", "audio",
             "gist", "twitter", "gallery", "iframe"}  # fmt: skip
    words = re.split(r"[^a-z]+", stem)
    found = next((word for word in words if word in kinds or word in _BOXES), "")
    return found or stem or "include"


def _source(made: TemplateTag) -> str:
    """Return the address of what a tag shows."""
    picture = next(filter(_PICTURE.search, made.arguments), "") if made.liquid else ""
    return made.get(*_SOURCES) or picture or next(iter(made.arguments), "")


def _figure(element: Element, made: TemplateTag) -> list[Node]:
    """Return a picture, with its caption as a figure."""
    address = _source(made)
    caption = made.get("caption", "title", "desc", "description")
    if made.liquid and address in made.arguments and not caption:
        # Hexo: ``{% asset_img x.png 300 200 Title of the picture %}``
        behind = made.arguments[made.arguments.index(address) + 1 :]
        made.values.setdefault("alt", " ".join(each for each in behind if not each.isdigit()))
    alt = made.get("alt") or (_plain(caption) if caption else "")
    shown = references.image(element.renderer, address, alt, element.token)
    if isinstance(shown, nodes.image):
        set_size(shown, made.values)
        shown["classes"] += [each for each in made.get("class").split() if sanitize.valid_id(each)]
    node: nodes.Element = shown
    link = made.get("link", "href")
    if is_web(link) and (target := sanitize.url(link)) is not None:
        node = nodes.reference("", "", node, refuri=target)
    words = _inline(element, caption)
    title = made.get("title") if made.get("caption") and not made.liquid else ""
    if title:
        words = [nodes.strong("", "", *_inline(element, title)), nodes.Text(" "), *words]
    if made.get("attr"):
        words += [nodes.Text(" "), *_inline(element, made.get("attr"))]
    if element.inline and not element.splits:
        return [node]
    if not words:
        return [node] if element.inline else [nodes.paragraph("", "", node)]
    image = node if isinstance(node, nodes.image) else None
    figure = nodes.figure("", node, nodes.caption("", "", *words), align="center")
    if not isinstance(shown, nodes.image):
        hold_in_paragraph(shown)
    if image is not None:
        figure["align"] = image.attributes.pop("align", "center")
    return [figure]


def _plain(text: str) -> str:
    return re.sub(r"<[^<>]{0,200}>|[*_`]|\]\([^()]{0,300}\)|\[", "", text)


def _inline(element: Element, text: str) -> list[Node]:
    """Return the nodes of *text* as Markdown within a line."""
    if not text:
        return []
    renderer = element.renderer
    tokens = renderer.md.parseInline(text, renderer.md_env)
    for token in tokens:
        token.map = list(element.token.map or [0, 1])
    holder = nodes.paragraph()
    with renderer.within(inline=True), renderer.current_node_context(holder):
        renderer.render_tokens(tokens)
    return list(holder.children)


def _service(element: Element, made: TemplateTag, name: str) -> list[Node]:
    """Return a player where frames are allowed, else a link to the page of a service."""
    value = made.get("id", "src", "url", "video", "videoid") or "/".join(made.arguments[:2])
    if name in {"tweet", "twitter", "x"} and made.get("user") and made.get("id"):
        value = made.get("id")
    elif name in {"tweet", "twitter", "x"} and len(made.arguments) == 2:
        value = made.arguments[1]
    if name == "youtube" and (found := _YOUTUBE.search(value)):
        value = found[1]
    if not is_web(value) and not _ID.fullmatch(value):
        return keep_children(element)
    pattern = _PLAYERS.get(name) or _PAGES[name]
    address = value if is_web(value) else pattern.format(value)
    if name in _PLAYERS:
        title = made.get("title", "caption")
        values: dict[str, object] = {"src": address, "allowfullscreen": True}
        return _element(element, "iframe", values | ({"title": title} if title else {}))
    checked = sanitize.url(address)
    if checked is None:
        return keep_children(element)
    link = nodes.reference("", checked, refuri=checked)
    return [link] if element.inline else [nodes.paragraph("", "", link)]


def _element(element: Element, name: str, values: Mapping[str, object]) -> list[Node]:
    """Return what the element of HTML called *name* shows."""
    attributes = Attributes(values=dict(values), props=dict(values))  # type: ignore[arg-type]  # texts
    other = Element(name, attributes, element.token, element.renderer, element.inline)
    return element.renderer.registry[name](other)


def _media(name: str, element: Element, made: TemplateTag) -> list[Node]:
    address = _source(made)
    if name == "video" and is_web(address) and "youtu" in address:
        return _embed(element, made)
    if not address and made.get("id"):
        return _service(element, made, "youtube")
    return _element(element, name, {"src": address})


def _embed(element: Element, made: TemplateTag) -> list[Node]:
    """Return a player, or a link to what cannot be within the page, before its caption."""
    is_video = _YOUTUBE.search(_source(made)) is not None and "youtu" in _source(made)
    shown = _service(element, made, "youtube") if is_video else _link_to(element, made, [])
    return [*shown, *keep_children(element)]


def _box(element: Element, made: TemplateTag) -> list[Node]:
    name = made.name
    words = list(made.arguments)
    kind = made.get("type", "kind", "context", "style", "color", "icon")
    known = {*TYPES, *_TYPES_OF_OTHERS}
    is_named = name in TYPES and not made.liquid
    if not kind and not is_named and words and words[0].lower() in known:
        kind = words.pop(0)
    if made.liquid:
        # Hexo does not quote titles, and has words for looks.
        words = [" ".join(word for word in words if word not in _LOOKS)]
    kind = (kind or name).lower()
    kind = _TYPES_OF_OTHERS.get(kind, kind)
    title = made.get("title", "header", "heading", "summary") or (words[0] if words else "")
    if made.liquid and not made.closes and not element.token.children:
        body = made.get("text", "content", "message")
        if body:
            node = make_admonition(kind if kind in TYPES else "note", [], [])
            node.append(nodes.paragraph("", "", *_inline(element, body)))
            return [node]
    heading = _inline(element, title)
    node = make_admonition(kind if kind in TYPES else "note", heading, [])
    node.extend(element.blocks())
    return [node]


_LOOKS = frozenset({"no-icon", "default", "simple", "modern", "flat", "disabled"})


def _details(element: Element, made: TemplateTag) -> list[Node]:
    title = made.get("title", "summary", "label", "header") or next(iter(made.arguments), "")
    opened = made.get("open").lower() == "true" or "open" in made.arguments[1:]
    return _element(element, "details", {"summary": title, "open": opened})


def _link(element: Element, made: TemplateTag) -> list[Node]:
    return _link_to(element, made, element.phrases())


def _link_to(element: Element, made: TemplateTag, words: list[Node]) -> list[Node]:
    address = made.get("href", "url", "link", "path", "src", "relref", "ref")
    address = address or next(iter(made.arguments), "")
    if not any(node.astext().strip() for node in words):
        text = made.get("text", "title", "label", "name", "content")
        if made.name == "post_link":
            text = text or " ".join(word for word in made.arguments[1:] if word != "true")
        text = text or address.rpartition("/")[2].partition("#")[0] or address
        words = [nodes.Text(text)]
    node = references.link(element.renderer, address, "", element.token)
    if node is None:
        return words
    references.inner_of(node).extend(words)
    return [node] if element.inline else [nodes.paragraph("", "", node)]


def _break(element: Element, made: TemplateTag) -> list[Node]:
    return [hard_break()] if element.inline else []


def _nothing(element: Element, made: TemplateTag) -> list[Node]:
    return nothing(element)


def _quote(element: Element, made: TemplateTag) -> list[Node]:
    """Return a quotation, with who is quoted and where."""
    if element.inline and not element.splits:
        return keep_children(element)
    words = [each for each in made.arguments if not is_web(each)]
    author = made.get("author", "source", "by") or " ".join(words)
    if made.source.startswith("["):
        author = author.partition(",")[0]  # after it, Discourse names the place of the post
    address = next(filter(is_web, made.arguments), made.get("url", "link", "src", "cite"))
    node = nodes.block_quote("", *element.blocks())
    shown = _inline(element, author)
    checked = sanitize.url(address) if is_web(address) else None
    if checked is not None:
        shown = [nodes.reference("", "", *(shown or [nodes.Text(checked)]), refuri=checked)]
    if shown:
        node.append(nodes.attribution("", "", *shown))
    return [node]


def _caption(element: Element, made: TemplateTag) -> list[Node]:
    """Return the picture in a tag of WordPress as a figure, with the words beside it."""
    children = element.phrases()
    image = next((node for child in children for node in child.findall(nodes.image)), None)
    if image is None or (element.inline and not element.splits):
        return children
    shown = next(child for child in children if image in child.findall(nodes.image))
    children.remove(shown)
    set_size(image, {"width": made.get("width"), "align": made.get("align")})
    words = children if any(child.astext().strip() for child in children) else []
    if words and isinstance(words[0], nodes.Text):
        words[0] = nodes.Text(words[0].lstrip())
    words = words or _inline(element, made.get("caption"))
    figure = nodes.figure("", shown, align=image.attributes.pop("align", "center"))
    if shown is not image and shown.children != [image]:  # a link with the picture and words
        figure[0] = nodes.paragraph("", "", shown)
    if words:
        figure.append(nodes.caption("", "", *words))
    return [figure]


def _first_word(element: Element, made: TemplateTag) -> list[Node]:
    return [nodes.Text(_source(made)), *keep_children(element)]


def _front_matter(element: Element, made: TemplateTag) -> list[Node]:
    value = element.renderer.front_matter.data.get(_source(made))
    return [nodes.Text(str(value))] if isinstance(value, (str, int, float)) else []


def _tabs(element: Element, made: TemplateTag) -> list[Node]:
    return keep_children(element) if element.inline else _element(element, "Tabs", {})


def _tab(element: Element, made: TemplateTag) -> list[Node]:
    """Return a tab, with its title in bold where no tabs are around it."""
    around = element.token.parent
    tabs = around.meta.get("template") if around is not None and not around.is_root else None
    inside = isinstance(tabs, TemplateTag) and tabs.name in _TABS
    title = made.get("title", "name", "header", "label", "tabname")
    title = title or next(iter(made.arguments), "")
    if not title and inside and around is not None and isinstance(tabs, TemplateTag):
        # Its titles stand at the beginning of all tabs.
        place = around.children.index(element.token)
        before = [child for child in around.children[:place] if child.type == element.token.type]
        titles = tabs.get("items", "labels").split(",")
        title = titles[len(before)].strip() if len(before) < len(titles) else ""
    if inside and not element.inline:
        return _element(element, "TabItem", {"value": title, "label": title or "…"})
    kept = keep_children(element)
    if not title:
        return kept
    words = nodes.strong("", "", *_inline(element, title))
    if element.inline:
        return [words, nodes.Text(" "), *kept]
    return [nodes.paragraph("", "", words), *kept]


_BUILDERS: Mapping[str, Callable[[Element, TemplateTag], list[Node]]] = {
    **dict.fromkeys(
        ("figure", "img", "image", "picture", "imgproc", "photo", "asset_img", "imgcap", "fig"),
        _figure,
    ),
    "video": partial(_media, "video"),
    "audio": partial(_media, "audio"),
    "iframe": partial(_media, "iframe"),
    **dict.fromkeys(_BOXES, _box),
    **dict.fromkeys(_DETAILS, _details),
    **dict.fromkeys(_LINKS, _link),
    "file": _link,
    "embed": _embed,
    **dict.fromkeys(_TABS, _tabs),
    **dict.fromkeys(_TAB, _tab),
    **dict.fromkeys(HIDDEN, _nothing),
    "for": _listed,
    "br": _break,
    **dict.fromkeys(("fa", "icon", "bi", "iconify"), _nothing),
    **dict.fromkeys(
        ("quote", "blockquote", "cq", "centerquote", "pullquote", "epigraph"), _quote
    ),
    "caption": _caption,
    "annotation": _nothing,
    "date": _first_word,
    "meta": _front_matter,
}  # fmt: skip

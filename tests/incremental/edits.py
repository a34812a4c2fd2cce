"""Random edits of a small site, each a pure function of a seeded generator."""

from __future__ import annotations

import io
import json
import random
from typing import TYPE_CHECKING

from PIL import Image

from tests.harness import PNG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ORGS = ("microsoft", "google", "nvidia", "엔비디아", "meta ai")
TAGS = ("distillation", "비전", "c++", "agents")
AUTHORS = ("hana", "minjun", "Someone Else")
IDENTIFIERS = tuple(
    f"25{month:02}.{number:05}" for month in (9, 10, 11) for number in (10643, 10289)
)
WORDS = (
    "모델",
    "학습",
    "transformer",
    "reward",
    "벤치마크",
    "diffusion",
    "결과는",
    "좋았다",
    "latent",
)

CONF = """
project = "Edits"
extensions = ["sphinx_paperreview"]
html_theme = "{theme}"
html_baseurl = "{baseurl}"
paperreview_now = "{now}"
paperreview_page_size = {page_size}
paperreview_orgs = {orgs}
paperreview_feed_limit = {feed_limit}
paperreview_paper_pages = "{paper_pages}"
paperreview_docusaurus_blog = "{blog}"
paperreview_term_feeds = {term_feeds}
paperreview_statistics = {statistics}
paperreview_exports = {exports}
paperreview_bibliography = ["refs.bib"]
paperreview_image_widths = {image_widths}
paperreview_image_formats = {image_formats}
paperreview_image_quality = {image_quality}
paperreview_image_zoom = {image_zoom}
paperreview_pictures = {pictures}
paperreview_map = {map}
paperreview_federation = {federation}
paperreview_federation_search = True
language = "{language}"
html_css_files = []
"""
#: The values that a conf.py has in turn, the first one at the beginning.
VALUES = {
    "now": ("2025-12-01", "2025-10-20", "2025-11-10", "2025-12-20"),
    "page_size": (3, 5, 0),
    "orgs": ({}, {"Meta": ["meta ai"], "NVIDIA": ["nvidia", "엔비디아"]}),
    "feed_limit": (20, 2, 0),
    "paper_pages": ("all", "gathered", "none"),
    "language": ("ko", "en"),
    "baseurl": ("https://example.org/", "", "https://example.org/reviews"),
    "blog": ("blog", ""),
    "term_feeds": (True, False),
    "statistics": (True, False),
    "exports": (
        ["json", "markdown", "llms", "sitemap", "robots", "bibtex", "csl", "ris", "csv", "slices"],
        ["json", "bibtex"],
        [],
    ),
    "image_widths": ([300, 450], [], [400]),
    "image_formats": (["webp"], [], ["avif", "webp"]),
    "image_quality": (80, 40),
    "image_zoom": (True, False),
    "pictures": (True, False),
    "map": (True, False),
    "federation": ({"lab": "https://lab.example.org/"}, {}),
}
SERIES = ("증류 읽기", "Deep")

INDEX = """# Home

Welcome.

```{paper:list}
:kind: posts
:limit: 3
```

```{paper:home}
:limit: 2
```

```{paper:gallery}
:limit: 3
```

```{paper:map}
```

```{paper:list}
:org: microsoft
```

```{paper:terms} tags
```

See {paper:org}`google` and {any}`arxiv:2509.10643`.
"""


class Site:
    """A source folder that can be edited at random."""

    def __init__(self, folder: Path, seed: int, theme: str, *, posts: int = 6) -> None:
        self.folder = folder
        self.values: dict[str, object] = {name: found[0] for name, found in VALUES.items()}
        self.values["theme"] = theme
        self.random = random.Random(seed)  # repeatable, not secret
        (folder / "posts").mkdir(parents=True)
        (folder / "posts" / "other").mkdir()
        self._write_conf()
        (folder / "index.md").write_text(INDEX, encoding="utf-8")
        (folder / "authors.yml").write_text(
            "hana:\n  name: 하나\n  title: Reviewer\n  image_url: /posts/fig.png\nminjun:\n  name: Minjun\n",
            encoding="utf-8",
        )
        for place in ("", "other/"):
            (folder / "posts" / f"{place}fig.png").write_bytes(PNG + place.encode())
        self.picture()
        self.peers()
        while len(self.posts) < posts:
            self.add()

    @property
    def posts(self) -> list[Path]:
        """The posts, in a fixed order."""
        found = (self.folder / "posts").rglob("*.*")
        return sorted(path for path in found if path.suffix in {".mdx", ".md", ".rst"})

    def edit(self) -> str:
        """Make one edit; return what was done."""
        actions: list[Callable[[], object]] = [
            self.change, self.change, self.add, self.delete, self.rename, self.retag, self.redate,
            self.draft, self.people, self.picture, self.labels, self.lock, self.references,
            self.peers, self.configure,
            self.state, self.state,
        ]  # fmt: skip
        action = self.random.choice(actions)
        return f"{action.__name__}: {action()}"

    def add(self) -> str:
        """Write a new post under a new name."""
        rng = self.random
        folder = rng.choice(("posts", "posts/other"))
        day = f"2025-{rng.randint(9, 11):02}-{rng.randint(1, 28):02}"
        suffix = rng.choice((".mdx", ".md", ".rst", ".mdx"))
        stem = f"{day}-{rng.choice('abcdef')}"
        path = self.folder / folder / (stem + suffix)
        for taken in path.parent.glob(stem + ".*"):
            taken.unlink()
        path.write_text(self.text(suffix), encoding="utf-8")
        return path.name

    def change(self) -> str:
        """Write another text into a post."""
        path = self.random.choice(self.posts)
        path.write_text(self.text(path.suffix), encoding="utf-8")
        return path.name

    def delete(self) -> str:
        """Remove a post, as long as some are left."""
        path = self.random.choice(self.posts)
        if len(self.posts) > 3:
            path.unlink()
        return path.name

    def rename(self) -> str:
        """Move a post to another name, now and then to another folder."""
        path = self.random.choice(self.posts)
        folder = self.folder / self.random.choice(("posts", "posts/other"))
        stem = f"{path.stem[:10]}-{self.random.choice('ghijk')}"
        if not list(folder.glob(stem + ".*")):
            path.rename(folder / (stem + path.suffix))
        return path.name

    def redate(self) -> str:
        """Give a post another date in its name; some lie in the future."""
        path = self.random.choice(self.posts)
        stem = (
            f"2025-{self.random.randint(9, 12):02}-{self.random.randint(1, 28):02}{path.stem[10:]}"
        )
        if not list(path.parent.glob(stem + ".*")):
            path.rename(path.with_name(stem + path.suffix))
        return path.name

    def retag(self) -> str:
        """Replace one tag or organisation wherever a post names it."""
        path = self.random.choice(self.posts)
        text = path.read_text(encoding="utf-8")
        for names in (TAGS, ORGS):
            old, new = self.random.sample(names, 2)
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        return path.name

    def draft(self) -> str:
        """Turn a post into a draft, or a draft into a post."""
        path = self.random.choice(self.posts)
        text = path.read_text(encoding="utf-8")
        if "draft: true" in text:
            text = text.replace("draft: true", "draft: false")
        elif "draft: false" in text:
            text = text.replace("draft: false", "draft: true")
        path.write_text(text, encoding="utf-8")
        return path.name

    def people(self) -> str:
        """Rename an author in ``authors.yml``."""
        path = self.folder / "authors.yml"
        name = self.random.choice(("하나", "Hana Kim", "김하나"))
        path.write_text(f"hana:\n  name: {name}\nminjun:\n  name: Minjun\n", encoding="utf-8")
        return name

    def picture(self) -> str:
        """Change the bytes of a picture: a dot, one of which copies are made, or a broken one."""
        rng = self.random
        path = rng.choice(sorted((self.folder / "posts").rglob("*.png")))
        data = PNG + str(rng.random()).encode()
        if rng.random() < 0.7:
            size = (rng.choice((500, 900)), 60)
            buffer = io.BytesIO()
            noise = rng.randbytes(size[0] * size[1] * 3)
            Image.frombytes("RGB", size, noise).save(buffer, "PNG")
            data = buffer.getvalue()
            data = data[: len(data) // 2] if rng.random() < 0.1 else data
        path.write_bytes(data)
        return f"{path.name}, {len(data)} bytes"

    def labels(self) -> str:
        """Give a tag another label and description in ``tags.yml``, or take the file away."""
        path, rng = self.folder / "tags.yml", self.random
        if rng.random() < 0.2:
            path.unlink(missing_ok=True)
            return "no file"
        tag, label = rng.choice(TAGS), rng.choice((*TAGS, "Label", "이름표"))
        path.write_text(
            f'"{tag}":\n  label: "{label}"\n  description: {self._sentence()}\n', encoding="utf-8"
        )
        return f"{tag} is {label}"

    def lock(self) -> str:
        """Let the lockfile know something else of some papers."""
        rng = self.random
        papers = {
            f"arxiv:{identifier}": {
                "title": self._sentence(),
                "authors": rng.sample(("Ada L", "김하나", "B de Vries"), rng.randint(0, 3)),
                "published": f"2025-0{rng.randint(1, 9)}-11",
                "venue": rng.choice(("", "ICLR", "NeurIPS")),
                "abstract": self._sentence(),
                "code": rng.choice(("", "https://example.org/code")),
                "version": rng.randint(1, 4),
            }
            for identifier in rng.sample(IDENTIFIERS, 3)
        }
        text = json.dumps({"version": 1, "papers": papers})
        (self.folder / "papers.lock.json").write_text(text, encoding="utf-8")
        return ", ".join(papers)

    def peers(self) -> str:
        """Let another archive review other papers, some of them that this one reviews, too."""
        rng = self.random
        papers = {
            f"arxiv:{identifier}": {
                "title": self._sentence(),
                "reviews": [{"url": f"https://lab.example.org/{identifier}", "date": "2025-10-01"}],
                "orgs": rng.sample(ORGS, 1),
            }
            for identifier in rng.sample((*IDENTIFIERS, "2509.00001"), 3)
        }
        lab = {"url": "https://lab.example.org/", "title": "Lab", "papers": papers}
        text = json.dumps({"version": 1, "archives": {"lab": lab}})
        (self.folder / "papers.federation.json").write_text(text, encoding="utf-8")
        return ", ".join(papers)

    def references(self) -> str:
        """Let the author's own bibliography know some papers, or take it away."""
        path, rng = self.folder / "refs.bib", self.random
        if rng.random() < 0.2:
            path.unlink(missing_ok=True)
            return "no file"
        identifiers = rng.sample(IDENTIFIERS, 2)
        path.write_text(
            "".join(
                f"@misc{{key{number}, title = {{{self._sentence()}}}, eprint = {{{identifier}}}, "
                f"archivePrefix = {{arXiv}}, author = {{Knuth, Donald}}}}\n"
                for number, identifier in enumerate(identifiers)
            ),
            encoding="utf-8",
        )
        return ", ".join(identifiers)

    def configure(self) -> str:
        """Give a value of ``conf.py`` another value; one of them is the day of the build."""
        name = self.random.choice(("now", "now", *VALUES))
        self.values[name] = self.random.choice(VALUES[name])
        self._write_conf()
        return f"{name} = {self.values[name]!r}"

    def _write_conf(self) -> None:
        (self.folder / "conf.py").write_text(CONF.format(**self.values), encoding="utf-8")

    def state(self) -> str:
        """Change what a post says of itself beside its text."""
        markdown = [path for path in self.posts if path.suffix != ".rst"]
        if not markdown:
            return "none"
        path = self.random.choice(markdown)
        lines = path.read_text(encoding="utf-8").split("\n")
        end = lines.index("---", 1)
        key, value = self._state()
        head = [line for line in lines[1:end] if not line.startswith(f"{key}:")]
        head += [f"{key}: {value}"] if value else []
        path.write_text("\n".join(["---", *head, *lines[end:]]), encoding="utf-8")
        return f"{path.name}: {key} is {value}"

    def _state(self) -> tuple[str, str]:
        rng = self.random
        day = f"2025-{rng.randint(10, 12)}-{rng.randint(1, 28):02}"
        return rng.choice(
            (
                ("date", rng.choice(("", day))),
                ("expires", rng.choice(("", day))),
                ("unlisted", rng.choice(("", "true"))),
                ("pinned", rng.choice(("", "true"))),
                ("series", rng.choice(("", *SERIES))),
                ("last_update", rng.choice(("", f"{{date: {day}}}"))),
                ("slug", rng.choice(("", f"slug-{rng.randint(1, 99)}"))),
                ("papers", f"{{'{rng.choice(IDENTIFIERS)}': {{rating: {rng.randint(1, 9)}}}}}"),
            )
        )

    # -- texts -------------------------------------------------------------------------------------

    def text(self, suffix: str) -> str:
        """Return a random post in the syntax of *suffix*."""
        return self._rst() if suffix == ".rst" else self._markdown(mdx=suffix == ".mdx")

    def _sentence(self) -> str:
        return " ".join(self.random.choices(WORDS, k=self.random.randint(3, 9))) + "."

    def _paper(self) -> tuple[str, str, list[str]]:
        rng = self.random
        return (
            " ".join(rng.choices(WORDS, k=3)).title(),
            rng.choice(IDENTIFIERS),
            rng.sample(ORGS, rng.randint(0, 2)),
        )

    def _markdown(self, *, mdx: bool) -> str:
        rng = self.random
        parts = [
            "---",
            f"tags: [{', '.join(rng.sample(TAGS, rng.randint(0, 2)))}]",
            f"authors: [{', '.join(rng.sample(AUTHORS, rng.randint(0, 2)))}]",
            f"draft: {rng.choice(('true', 'false', 'false', 'false'))}",
            "---",
            "",
        ]
        if mdx:
            parts += ["import fig from './fig.png';", ""]
        parts += [f"# {rng.choice(WORDS)} papers review", ""]
        for number in range(1, rng.randint(1, 4)):
            title, identifier, orgs = self._paper()
            codes = "".join(f" `{org}`" for org in orgs)
            parts.append(f"## {number}. [{title}](https://arxiv.org/abs/{identifier}){codes}")
            if rng.random() < 0.5:
                parts.append(f"### {self._sentence()}")
            parts += ["", self._sentence(), ""]
            if rng.random() < 0.5:
                width = rng.choice((50, 160, 280))
                image = (
                    f"<img src={{fig}} style={{{{width: {width}}}}} />"
                    if mdx
                    else "![figure](fig.png)"
                )
                parts += [image, ""]
            parts += [self._reference(), ""]
        return "\n".join(parts)

    def _reference(self) -> str:
        rng = self.random
        target = rng.choice(IDENTIFIERS)
        post = rng.choice(self.posts) if self.posts else None
        choices = [
            f"[a paper](https://huggingface.co/papers/{target})",
            f"{{paper:ref}}`arxiv:{target}`",
            f"{{paper:tag}}`{rng.choice(TAGS)}`",
            f"{{paper:{rng.choice(('builds-on', 'contradicts', 'compares'))}}}`arxiv:{target}`",
            f"{{ref}}`org-{rng.choice(ORGS[:3])}`",
        ]
        if post is not None:
            name = post.relative_to(self.folder).with_suffix("").as_posix()
            choices += [
                f"{{paper:post}}`/{name}`",
                f"[a post](/{name}{post.suffix})",
                f"{{doc}}`/{name}`",
            ]
        return f"See {rng.choice(choices)} too."

    def _rst(self) -> str:
        rng = self.random
        parts = [f":tags: {', '.join(rng.sample(TAGS, rng.randint(0, 2)))}", ""]
        title = f"{rng.choice(WORDS)} papers review"
        parts += [title, "=" * 80, ""]
        for number in range(1, rng.randint(1, 4)):
            name, identifier, orgs = self._paper()
            codes = "".join(f" ``{org}``" for org in orgs)
            heading = f"{number}. `{name} <https://arxiv.org/abs/{identifier}>`__{codes}"
            parts += [heading, "-" * 120, "", self._sentence(), ""]
            parts += [f"See :paper:ref:`arxiv:{rng.choice(IDENTIFIERS)}`.", ""]
        return "\n".join(parts)

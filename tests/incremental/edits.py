"""Random edits of a small site, each a pure function of a seeded generator."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

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

#: A PNG of one pixel; the bytes after the end differ per colour and do not matter to a reader.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)

CONF = """
project = "Edits"
extensions = ["sphinx_paperreview"]
html_theme = "{theme}"
html_baseurl = "https://example.org/"
paperreview_now = "2025-12-01"
paperreview_page_size = 3
language = "ko"
html_css_files = []
"""

INDEX = """# Home

Welcome.

```{paper:list}
:kind: posts
:limit: 3
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

    def __init__(self, folder: Path, seed: int, theme: str) -> None:
        self.folder = folder
        self.random = random.Random(seed)  # repeatable, not secret
        (folder / "posts").mkdir(parents=True)
        (folder / "posts" / "other").mkdir()
        (folder / "conf.py").write_text(CONF.format(theme=theme), encoding="utf-8")
        (folder / "index.md").write_text(INDEX, encoding="utf-8")
        (folder / "authors.yml").write_text(
            "hana:\n  name: 하나\n  title: Reviewer\nminjun:\n  name: Minjun\n", encoding="utf-8"
        )
        for place in ("", "other/"):
            (folder / "posts" / f"{place}fig.png").write_bytes(PNG + place.encode())
        for _ in range(6):
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
            self.draft, self.unlist, self.people, self.picture,
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

    def unlist(self) -> str:
        """Take a post out of all lists, or back into them."""
        path = self.random.choice(self.posts)
        text = path.read_text(encoding="utf-8")
        if "unlisted: true" in text:
            text = text.replace("unlisted: true", "unlisted: false")
        else:
            text = text.replace("unlisted: false", "unlisted: true")
        path.write_text(text, encoding="utf-8")
        return path.name

    def people(self) -> str:
        """Rename an author in ``authors.yml``."""
        path = self.folder / "authors.yml"
        name = self.random.choice(("하나", "Hana Kim", "김하나"))
        path.write_text(f"hana:\n  name: {name}\nminjun:\n  name: Minjun\n", encoding="utf-8")
        return name

    def picture(self) -> str:
        """Change the bytes of a picture."""
        path = self.random.choice(sorted((self.folder / "posts").rglob("*.png")))
        path.write_bytes(PNG + str(self.random.random()).encode())
        return path.name

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
            "unlisted: false",
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
                image = "<img src={fig} style={{width: 50}} />" if mdx else "![figure](fig.png)"
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

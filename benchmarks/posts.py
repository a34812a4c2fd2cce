"""Write posts of papers for measurements: post *i* is the same in every archive that has it.

A post has six to ten papers, about eleven kilobytes of Korean and English, two pictures out of
fifty, formulas, code, notes and tags, and one in five links to an earlier post. All words are made
of syllables, some of them new in each post, so that the vocabulary grows as in an archive of
people. The same text is written for both that are measured: only the fence of a note differs.
"""

from __future__ import annotations

import datetime as dt
import random
from functools import cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: The day of the first post; there is one on each weekday.
FIRST_DAY = dt.date(2016, 1, 4)
#: How many pictures all posts share.
PICTURES = 50

_KOREAN = """가 거 고 구 기 나 너 노 누 다 더 도 두 라 로 마 모 무 바 보 부 사 소 수 아
어 오 우 자 조 주""".split()
_FINALS = """강 건 결 경 관 균 논 단 담 론 면 문 법 분 산 상 선 성 습 식 안 약 연 용 율
인 장 정 준 측 편 합 형""".split()
_PARTICLES = "은 는 이 가 을 를 의 에 에서 으로 와 과 도 까지 보다 처럼".split()
_LATIN = "ba cor de fi gen ho in ju ka lo mi nor pa qui ra sel ti um vo we xa zen".split()
_ENDS = "다. 함. 됨. 음. 임. 않음. 보임.".split()
_ORGS = """arden boreal cobalt delphi ember fjord garnet harbor indigo juniper kestrel lumen
maple nimbus onyx prism quartz ridge saffron tundra""".split()
_TOPICS = """agents alignment audio benchmarks compression control data decoding diffusion
embeddings evaluation grounding inference memory planning pruning quantization reasoning retrieval
rewards robotics routing safety sampling search speech tokens tools training video vision""".split()
_FORMULAS = (
    r"\mathcal{L} = -\sum_{i=1}^{n} \log p_\theta(y_i \mid x_i) + \lambda \|\theta\|_2",
    r"a_{t+1} = \frac{a_t - \eta \nabla f(a_t)}{\sqrt{1 - \beta_t}}",
    r"\mathrm{score}(q, k) = \mathrm{softmax}\left(\frac{qk^\top}{\sqrt{d}}\right)",
)
_CODE = (
    ("python", "def step(model, batch):\n    loss = model(batch).mean()\n    loss.backward()"),
    ("bash", "python train.py \\\n    --config base.yaml --seed 42"),
    ("json", '{\n  "model": "base",\n  "rate": 1e-5\n}'),
)


@cache
def _words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the Korean and the Latin words that all posts use, the commonest first."""
    rng = random.Random(1)  # noqa: S311  # the same words each time
    korean = ["".join((rng.choice(_KOREAN), rng.choice(_FINALS))) for _ in range(400)]
    korean += ["".join(rng.choices(_KOREAN, k=2)) + rng.choice(_FINALS) for _ in range(2000)]
    latin = ["".join(rng.choices(_LATIN, k=rng.randint(2, 3))) for _ in range(600)]
    return tuple(korean), tuple(latin)


def day_of(number: int) -> dt.date:
    """Return the day of post *number*."""
    return FIRST_DAY + dt.timedelta(days=7 * (number // 5) + number % 5)


class _Post:
    def __init__(self, number: int, note: str) -> None:
        self.number, self.day, self._note = number, day_of(number), note
        self._rng = random.Random(f"post {number}")  # noqa: S311  # the same each time
        #: Words that this post brings in.
        self._names = ["".join(self._rng.choices(_LATIN, k=3)) for _ in range(24)]

    def _often(self, words: Sequence[str]) -> str:
        """Return one of *words*: those at the beginning are the most frequent."""
        return words[int(len(words) * self._rng.random() ** 3)]

    def _sentence(self) -> str:
        korean, latin = _words()
        rng, out = self._rng, []
        for _ in range(rng.randint(6, 14)):
            lot = rng.random()
            if lot < 0.62:
                out.append(self._often(korean) + rng.choice(_PARTICLES))
            elif lot < 0.85:
                out.append(self._often(latin))
            elif lot < 0.95:
                out.append(rng.choice(self._names))
            else:
                out.append(f"{rng.randint(1, 99)}.{rng.randint(0, 9)}%")
        if rng.random() < 0.15:
            place = rng.randrange(len(out))
            out[place] = f"**{out[place]}**"
        return " ".join([*out, self._often(korean) + rng.choice(_ENDS)])

    def _items(self) -> str:
        lines = []
        for _ in range(self._rng.randint(3, 6)):
            lines.append(f"- {self._sentence()}")
            if self._rng.random() < 0.2:
                lines.append(f"  - {self._sentence()}")
        return "\n".join(lines)

    def _paper(self, place: int, picture: int | None, link: int | None) -> list[str]:
        rng, number = self._rng, self.number * 10 + place
        name = rng.choice(self._names).capitalize()
        title = f"{name}: {' '.join(self._often(_words()[1]) for _ in range(5))}"
        identifier = f"{self.day:%y%m}.{number % 20_000 + 1:05}"
        org = f" `{rng.choice(_ORGS)}`" if rng.random() < 0.65 else ""
        parts = [f"## {place + 1}. [{title}](https://arxiv.org/abs/{identifier}){org}"]
        if rng.random() < 0.4:
            parts.append(f"### {' '.join(self._often(_words()[1]).capitalize() for _ in range(6))}")
        parts.append(" ".join(self._sentence() for _ in range(rng.randint(1, 3))))
        if picture is not None:
            parts.append(f"![{name}](./pictures/{picture:02}.png)")
        for _ in range(rng.randint(1, 2)):
            parts += [f"**{self._often(_words()[0])}**", self._items()]
        if rng.random() < 0.25:
            parts.append(f":::{self._note}\n{self._sentence()}\n:::")
        if rng.random() < 0.2:
            parts += [f"{self._sentence()} $O(n^2)$", f"$$\n{rng.choice(_FORMULAS)}\n$$"]
        if rng.random() < 0.1:
            language, code = rng.choice(_CODE)
            parts.append(f"```{language}\n{code}\n```")
        if link is not None:
            parts.append(f"[{day_of(link)}]({day_of(link)}.md{'x' * (self._note == 'note')})")
        return parts

    def text(self) -> str:
        rng, count = self._rng, self._rng.randint(6, 10)
        pictures = dict.fromkeys(rng.sample(range(count), 2))
        linking = rng.randrange(count) if self.number and rng.random() < 0.2 else None
        tags = rng.sample(_TOPICS, rng.randint(2, 4))
        parts = [f"---\ntags: [{', '.join(tags)}]\n---", f"# {self.day} papers"]
        for place in range(count):
            picture = rng.randrange(PICTURES) if place in pictures else None
            link = rng.randrange(self.number) if place == linking else None
            parts += self._paper(place, picture, link)
        return "\n\n".join(parts) + "\n"


def write_posts(folder: Path, numbers: range, *, mdx: bool) -> None:
    """Write the posts *numbers* and their pictures to *folder*, as MDX or for MyST."""
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    note, suffix = ("note", ".mdx") if mdx else ("{note}", ".md")
    for number in numbers:
        path = folder / f"{day_of(number)}{suffix}"
        path.write_text(_Post(number, note).text(), encoding="utf-8")
    for number in range(PICTURES):
        path = folder / "pictures" / f"{number:02}.png"
        if not path.exists():
            _draw(path, number)


def _draw(path: Path, number: int) -> None:
    """Draw lines, and a patch of noise, which makes the file as large as that of a figure."""
    rng = random.Random(f"picture {number}")  # noqa: S311  # the same each time
    width, height = rng.choice([(900, 520), (1000, 560), (1200, 640)])
    image = Image.new("RGB", (width, height), "white")
    drawing = ImageDraw.Draw(image)
    for _ in range(5):
        line, y = [], height / 2
        for x in range(60, width - 20, 4):
            y = min(height - 40, max(20, y + rng.gauss(0, 9)))
            line.append((x, y))
        drawing.line(line, fill=(rng.randrange(220), rng.randrange(220), 90), width=2)
    side = rng.randint(95, 130)
    noise = Image.frombytes("RGB", (side, side), rng.randbytes(side * side * 3))
    image.paste(noise, (70, 30))
    image.save(path)

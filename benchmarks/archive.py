"""Measure builds of an archive beside those of the same posts by Sphinx, MyST and Furo alone.

    python benchmarks/archive.py 100 1000                    # the table, in Markdown
    python benchmarks/archive.py 1000 --jobs 1 2 --repeat 3  # medians of three, also with -j 2
    python benchmarks/archive.py 1000 --only paperreview
    python benchmarks/archive.py 500 1000 2000               # and how each step grows

Each size is built four times: from nothing, after no change, after a word was added to the post in
the middle, and after a new post. What is plain has no blog, no feeds and no pages of papers: it is
the least that a build with Sphinx can cost. Furo has to be installed.

Measured are seconds of the processor in the process of the build and its workers, the largest of
their processes in memory, and the files of the output that were written. Steps of both alternate,
so that what else a machine does meets both. Each run has a folder of its own, and none is deleted
before the last: ext4 passes over each inode that was deleted lately before it finds one for a new
file, which took ten times as long as to write the file. Of several sizes, the exponent of each step
is shown, between each size and the next: 1 where twice as many posts take twice as long.
"""

from __future__ import annotations

import argparse
import itertools
import math
import os
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.posts import day_of, write_posts

STEPS = ("cold", "no change", "edit", "new post")
_OURS = """\
project = "Reviews"
language = "ko"
extensions = ["sphinx_paperreview"]
html_theme = "paperreview"
html_baseurl = "https://example.org/"
exclude_patterns = ["_build"]
# Of 10,000 posts, one on each weekday since 2016, none is left out because it is in the future.
paperreview_now = "2055-01-01"
"""
_PLAIN = """\
project = "Reviews"
language = "ko"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "dollarmath"]
html_theme = "furo"
html_baseurl = "https://example.org/"
exclude_patterns = ["_build"]
suppress_warnings = ["toc.not_included", "myst.header"]
"""


@dataclass
class Contender:
    """A project, the folders that it is built in, and what its builds cost."""

    name: str
    mdx: bool
    #: The folder with those of all runs.
    root: Path
    jobs: int = 1
    #: The folder of this run.
    folder: Path = field(default=Path(), init=False)
    #: Seconds, megabytes and files written of each step.
    costs: dict[str, list[tuple[float, float, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    #: Files and bytes of the output, without pictures, and bytes of pictures.
    output: tuple[int, int, int] = (0, 0, 0)

    def prepare(self, size: int) -> None:
        """Write the project with *size* posts to a new folder."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(dir=self.root))
        write_posts(self.folder / "posts", range(size), mdx=self.mdx)
        (self.folder / "conf.py").write_text(_OURS if self.mdx else _PLAIN)
        (self.folder / "index.md").write_text("# Reviews\n")

    def change(self, step: str, size: int) -> None:
        """Change the sources as *step* says."""
        posts = self.folder / "posts"
        if step == "edit":
            path = posts / f"{day_of(size // 2)}{'.mdx' if self.mdx else '.md'}"
            path.write_text(path.read_text(encoding="utf-8") + "\n한마디 more.\n", encoding="utf-8")
        if step == "new post":
            write_posts(posts, range(size, size + 1), mdx=self.mdx)

    def build(self, step: str) -> None:
        """Build the project, and note what it costs."""
        out = self.folder / "_build" / "html"
        before = _files(out)
        options = ["-q", "-j", str(self.jobs), "-d", str(out.parent / "doctrees")]
        command = [sys.executable, "-m", "sphinx", *options, str(self.folder), str(out)]
        process = os.posix_spawn(
            sys.executable, command, _environment(self.root.parent / "compiled")
        )
        _pid, status, usage = os.wait4(process, 0)
        if status:
            raise SystemExit(f"{self.name}: the build failed")
        after = _files(out)
        written = sum(before.get(name) != stamp for name, stamp in after.items())
        memory = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
        self.costs[step].append((usage.ru_utime + usage.ru_stime, memory, written))
        if step == "cold":
            sizes = {name: stamp[1] for name, stamp in after.items()}
            pictures = sum(size for name, size in sizes.items() if name.startswith("_images/"))
            self.output = (len(sizes), sum(sizes.values()) - pictures, pictures)

    def median(self, step: str) -> tuple[float, float, int]:
        """Return the medians of what *step* costs."""
        seconds, memory, written = zip(*self.costs[step], strict=True)
        return statistics.median(seconds), statistics.median(memory), max(written)


def _environment(folder: Path) -> dict[str, str]:
    path = os.pathsep.join(filter(None, (sys.path[0], os.environ.get("PYTHONPATH", ""))))
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    ours = {"PYTHONPATH": path, "PYTHONHASHSEED": "0", "PYTHONPYCACHEPREFIX": str(folder)}
    return {**kept, **ours}


def _files(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return time, size and inode of each file in *folder*, by its path."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            status = path.stat()
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
            found[path.relative_to(folder).as_posix()] = stamp
    return found


def _measure(size: int, contenders: list[Contender], repeat: int) -> None:
    for _ in range(repeat):
        for contender in contenders:
            contender.prepare(size)
        for step in STEPS:
            for contender in contenders:
                contender.change(step, size)
                contender.build(step)
                seconds, memory, written = contender.costs[step][-1]
                print(
                    f"{size} posts, {contender.name}, {step}: {seconds:.1f} s, "
                    f"{memory:.0f} MB, {written} files",
                    file=sys.stderr,
                )


def _rows(size: int, contenders: list[Contender]) -> list[str]:
    rows = []
    plain = next((each for each in contenders if not each.mdx), None)
    for contender in contenders:
        cells = [f"{size:,}", contender.name]
        for step in STEPS:
            seconds, _memory, written = contender.median(step)
            ratio = ""
            if plain is not None and contender is not plain:
                ratio = f" ({seconds / plain.median(step)[0]:.2f}×)"
            cells.append(f"{seconds:.1f}{ratio}" + (f", {written}" if step != "cold" else ""))
        files, text, pictures = contender.output
        peak = max(contender.median(step)[1] for step in STEPS)
        cells += [f"{files:,}", f"{text / 1e6:.1f} + {pictures / 1e6:.1f}", f"{peak:.0f}"]
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def _growth(sizes: list[int], medians: dict[str, list[list[float]]]) -> list[str]:
    """Return a row for each contender and each two sizes: by which power the steps grow.

    :param medians: for each contender the seconds of all steps, by size
    """
    rows = []
    for name, seconds in medians.items():
        for place, (small, large) in enumerate(itertools.pairwise(sizes)):
            powers = [
                math.log(after / before) / math.log(large / small)
                for before, after in zip(seconds[place], seconds[place + 1], strict=True)
            ]
            cells = [f"{small:,} to {large:,}", name, *(f"{power:.2f}" for power in powers)]
            rows.append(f"| {' | '.join(cells)} |")
    return rows


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", type=int, nargs="*", default=[100, 1000, 3000, 10_000])
    parser.add_argument("--jobs", type=int, nargs="*", default=[1], help="values of -j for ours")
    parser.add_argument("--repeat", type=int, default=1, help="runs, of which medians are shown")
    parser.add_argument("--only", choices=("plain", "paperreview"))
    parser.add_argument("--folder", type=Path, help="where to build; kept afterwards")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="paperreview-archive-"))
    steps = [STEPS[0], *(f"{step}, files" for step in STEPS[1:])]
    heads = ["posts", "", *steps, "files", "MB, and of pictures", "peak MB"]
    print(f"| {' | '.join(heads)} |\n|--:|---|{'--:|' * (len(heads) - 2)}", flush=True)
    medians: dict[str, list[list[float]]] = defaultdict(list)
    try:
        for size in options.sizes:
            contenders = []
            if options.only != "paperreview":
                contenders.append(Contender("plain", mdx=False, root=folder / "plain"))
            if options.only != "plain":
                contenders += [
                    Contender(f"paperreview -j {jobs}", mdx=True, root=folder / f"j{jobs}",
                              jobs=jobs)
                    for jobs in options.jobs
                ]  # fmt: skip
            for contender in contenders:  # so that no measured build compiles modules
                contender.prepare(1)
                contender.build("cold")
                contender.costs.clear()
            _measure(size, contenders, options.repeat)
            print("\n".join(_rows(size, contenders)), flush=True)
            for contender in contenders:
                medians[contender.name].append([contender.median(step)[0] for step in STEPS])
        if len(options.sizes) > 1:
            print(f"\n| posts | exponent | {' | '.join(STEPS)} |\n|--:|---|{'--:|' * len(STEPS)}")
            print("\n".join(_growth(options.sizes, medians)))
    finally:
        if options.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

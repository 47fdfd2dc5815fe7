"""Several processes: results in order, nothing lost with a process that dies, nobody left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from quoteattr.errors import ModelError, QuoteattrError
from quoteattr.pipeline import ArticleResult, extract_many, stream
from quoteattr.values import Article
from quoteattr.workers import AHEAD, Lost, work


def doubling(by: int) -> Callable[[Sequence[int]], list[int]]:
    """Multiply; die at a negative number."""

    def run(numbers: Sequence[int]) -> list[int]:
        if any(n < 0 for n in numbers):
            os.kill(os.getpid(), signal.SIGKILL)
        if 13 in numbers:
            raise ModelError("13 can't be read.", remedy="Take 14.")
        return [n * by for n in numbers]

    return run


def unprepared() -> Callable[[Sequence[int]], list[int]]:
    raise ModelError("No model.", remedy="Get one.")


def dying() -> Callable[[Sequence[int]], list[int]]:
    os._exit(3)


def _results(batches: list[list[int]], workers: int = 2) -> list[list[object]]:
    return [[None if isinstance(r, Lost) else r for r in batch] for batch in work(batches, workers, doubling, 2)]


CREWS = [
    ("in order", [[1, 2], [3], [4, 5, 6], [7]], [[2, 4], [6], [8, 10, 12], [14]]),
    ("nothing to do", [], []),
    ("an empty batch", [[], [1]], [[], [2]]),
    ("one dies alone", [[1], [-1], [2]], [[2], [None], [4]]),
    ("one dies among others", [[1, 2, -1, 3], [4], [5]], [[2, 4, None, 6], [8], [10]]),
    ("two die", [[-1, 1, -2], [2], [3], [-3], [4]], [[None, 2, None], [4], [6], [None], [8]]),
]


@pytest.mark.parametrize(("batches", "results"), [c[1:] for c in CREWS], ids=[c[0] for c in CREWS])
def test_results_come_in_order_and_only_the_fatal_item_is_lost(
    batches: list[list[int]], results: list[list[object]]
) -> None:
    assert _results(batches) == results


def test_batches_are_asked_for_a_few_ahead_only() -> None:
    asked = 0

    def batches() -> Iterator[list[int]]:
        nonlocal asked
        while True:
            asked += 1
            yield [asked]

    results = work(batches(), 2, doubling, 2)
    assert [next(results) for _ in range(3)] == [[2], [4], [6]]
    assert asked <= 3 + 2 * AHEAD
    results.close()  # type: ignore[attr-defined]


def test_an_error_of_the_library_comes_through() -> None:
    with pytest.raises(ModelError, match="Take 14") as raised:
        list(work([[1], [13]], 2, doubling, 2))
    assert raised.value.remedy == "Take 14."
    with pytest.raises(ModelError, match="Get one"):
        list(work([[1]], 2, unprepared))


def test_a_process_that_can_not_start_is_said() -> None:
    with pytest.raises(QuoteattrError, match="__main__"):
        list(work([[1]], 2, dying))


class Deadly(str):
    """A text that kills the process that takes it up."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return _die_elsewhere, (os.getpid(), str(self))


def _die_elsewhere(home: int, text: str) -> str:
    if os.getpid() != home:
        os.kill(os.getpid(), signal.SIGKILL)
    return text


def _told(results: Sequence[ArticleResult]) -> list[object]:
    return [(r.article.id, r.statements, r.error) for r in results]


def test_the_statements_are_the_same_with_one_process_and_with_two(fixtures: Path) -> None:
    one, two = (list(stream(fixtures / "dispatches", workers=workers)) for workers in (1, 2))
    assert len(one) >= 10
    assert one == two
    texts = ["“We won,” Kofi Mensah said.", "“We lost,” Kofi Mensa said.", "“So it is,” said Mr. Mensah."]
    batches = [[Article(text)] for text in texts]
    found = [[_told(results) for results in extract_many(batches, workers=workers)] for workers in (1, 2)]
    assert found[0] == found[1]


def test_an_article_at_which_a_worker_dies_is_a_failure_of_its_own() -> None:
    good = "“We won,” Kofi Mensah said on Monday."
    batches = [[Article(good), Article(Deadly("“We lost,” he said."))], [Article(good)]]
    first, second = extract_many(batches, workers=2)
    assert [bool(r.statements) for r in first] == [True, False]
    assert first[1].error and "died" in first[1].error
    assert second[0].statements and not second[0].error


FOREVER = """
import os, sys, time
sys.path.insert(0, {tests!r})
from quoteattr.workers import work
import test_workers
if __name__ == "__main__":
    def batches():
        while True:
            yield [0]
    for _ in work(batches(), 2, test_workers.slow, {folder!r}):
        print("result", flush=True)
"""


def slow(folder: str) -> Callable[[Sequence[int]], list[int]]:
    """Write down which process it is, and take long."""
    (Path(folder) / str(os.getpid())).touch()

    def run(numbers: Sequence[int]) -> list[int]:
        time.sleep(1.0)
        return list(numbers)

    return run


def _alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks processes up in /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=["Ctrl-C", "terminated", "killed"])
def test_no_process_outlives_its_parent(how: signal.Signals, tmp_path: Path) -> None:
    script, folder = tmp_path / "run.py", tmp_path / "pids"
    folder.mkdir()
    script.write_text(FOREVER.format(tests=str(Path(__file__).parent), folder=str(folder)), encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert parent.stdout and parent.stdout.readline() == "result\n"
    parent.send_signal(how)
    parent.wait(30)
    parent.stdout.close()
    workers = [int(path.name) for path in folder.iterdir()]
    assert len(workers) == 2
    deadline = time.monotonic() + 30
    while any(_alive(pid) for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [pid for pid in workers if _alive(pid)]

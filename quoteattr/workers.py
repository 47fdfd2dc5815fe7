"""Several processes for one stream of batches: results in order, and no item lost with a process that dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from typing import Any

import attrs

from quoteattr.errors import QuoteattrError

# Batches that a process has before it, the one under way included: it never waits for the one who takes the results.
AHEAD = 3

Work = Callable[[Sequence[Any]], Sequence[Any]]


@attrs.frozen
class Lost:
    """Stand for the result of an item at which the process died."""

    reason: str = "the process that worked on it died"


# in the worker process

_prepared: Work | None = None


def _begin(line: Connection) -> None:
    """Set up a worker: Ctrl-C is the parent's affair, and the worker ends with the parent, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        try:
            line.recv()
        except (EOFError, OSError):
            os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def _prepare(prepare: Callable[..., Work], given: tuple[Any, ...]) -> None:
    global _prepared
    _prepared = prepare(*given)


def _run(items: Sequence[Any]) -> list[Any]:
    assert _prepared
    return list(_prepared(items))


# in the parent


@attrs.define
class _Part:
    """Some items of a batch, and what becomes of them."""

    items: Sequence[Any]
    future: Future[list[Any]] | None = None
    lost: bool = False

    def broken(self) -> bool:
        future = self.future
        return (
            not self.lost and future is not None and future.done() and isinstance(future.exception(), BrokenProcessPool)
        )


@attrs.define
class _Worker:
    """One process at a time, with its batches in the order in which it was given them."""

    begin: Callable[[], ProcessPoolExecutor]
    prepare: Callable[..., Work]
    given: tuple[Any, ...]
    batches: deque[list[_Part]] = attrs.field(factory=deque)
    executor: ProcessPoolExecutor = attrs.field(init=False)
    ready: Future[None] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.executor = self.begin()
        self.ready = self.executor.submit(_prepare, self.prepare, self.given)

    def take(self, items: Sequence[Any]) -> list[_Part]:
        parts = [_Part(items)]
        self.batches.append(parts)
        self.submit(parts[0])
        return parts

    def submit(self, part: _Part) -> None:
        try:
            part.future = self.executor.submit(_run, part.items)
        except BrokenProcessPool as error:  # it died since; told when the result is asked for
            part.future = Future()
            part.future.set_exception(error)

    def result(self) -> list[Any]:
        """Return the results of the oldest batch."""
        parts = self.batches[0]
        try:
            self.ready.result()
        except BrokenProcessPool as error:
            raise QuoteattrError(
                "A worker process could not start.",
                remedy='Guard the script by `if __name__ == "__main__":`, see that there is memory for each worker, '
                "or use workers=1.",
            ) from error
        at = 0
        while at < len(parts):
            part = parts[at]
            assert part.future is not None
            if not part.lost and isinstance(part.future.exception(), BrokenProcessPool):
                self.mend()
            else:
                at += 1
        self.batches.popleft()
        return [r for p in parts for r in ([Lost()] if p.lost else p.future.result())]  # type: ignore[union-attr]

    def mend(self) -> None:
        """Start a new process; the oldest items without a result are those at which the old one died."""
        self.executor.shutdown(wait=True)
        broken = [(parts, part) for parts in self.batches for part in parts if part.broken()]
        parts, culprit = broken[0]
        self.start()
        if len(culprit.items) == 1:
            culprit.lost = True
        else:  # one of several: each by itself, to know which
            at = parts.index(culprit)
            parts[at : at + 1] = [_Part([item]) for item in culprit.items]
        for parts in self.batches:
            for part in parts:
                if not part.lost and (part.future is None or part.broken()):
                    self.submit(part)


def work(
    batches: Iterable[Sequence[Any]], workers: int, prepare: Callable[..., Work], *given: Any
) -> Iterator[list[Any]]:
    """Run batches in several processes and yield the results of each, in the order of the batches.

    Batches are asked for a few ahead of the results that are taken. A process that dies is replaced; the item at which
    it died gets `Lost` for a result, all others theirs. The processes end with the iterator, and with this process.

    Args:
        batches: Batches of items that can be pickled.
        workers: How many processes.
        prepare: Called once in each process with ``given``; returns what makes a result of each item of a batch.
        given: What ``prepare`` is given; can be pickled.

    Raises:
        QuoteattrError: A process can't start, or ``prepare`` or the work raised it.
    """
    # spawned, not forked: a fork copies the locks of threads that do not live on in it
    context = multiprocessing.get_context("spawn")
    theirs, ours = context.Pipe(duplex=False)

    def begin() -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(theirs,))

    crew: list[_Worker] = []
    turns: deque[_Worker] = deque()
    done = False
    try:
        for batch in batches:
            # a new process for each of the first batches: a small job starts no more than it has work for
            if len(crew) < workers:
                worker = _Worker(begin, prepare, given)
                crew.append(worker)
            else:
                worker = min(crew, key=lambda w: len(w.batches))
            worker.take(batch)
            turns.append(worker)
            while len(turns) >= AHEAD * workers:
                yield turns.popleft().result()
        while turns:
            yield turns.popleft().result()
        done = True
    finally:
        if not done:
            ours.close()  # at this the processes end, whatever they are at
        for worker in crew:
            worker.executor.shutdown(wait=True, cancel_futures=True)
        if done:
            ours.close()
        theirs.close()

"""A cluster: releases set by the workers of a Dask scheduler, on other machines, as `crew` has them set on this one.

Text and pictures go out in parcels, finished files come back; this process alone writes. There are never more than two
parcels for each worker on their way, so that a run of any length needs the same memory.
"""

from __future__ import annotations

import logging
import os
import pickle
import queue
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from typeset.errors import EngineError, Message, TypesetError
from typeset.jobs import program
from typeset.jobs.workers.crew import Asked
from typeset.jobs.workers.delivery import Delivery, blamed
from typeset.jobs.workers.parcel import Packed, Packer, Parcel
from typeset.jobs.workers.scheduler import Scheduler
from typeset.jobs.workers.setter import LONGEST_WAIT

if TYPE_CHECKING:
    from distributed import Client, Future

MOST_RELEASES = 16
"""Releases in a parcel: the way of a parcel then costs each of them a millisecond."""
LARGEST = 8_000_000
"""Bytes, after which a parcel takes no further release."""
AHEAD = 2
"""Parcels for each worker: one that it sets, and one that waits."""
RETRIES = 2
"""How often a parcel goes to another worker when one is lost over it."""
PATIENCE = 30.0
"""Seconds to wait for an answer of the scheduler, or for a first worker."""

Name = TypeVar("Name")


def deliveries(
    asked: Iterable[Asked[Name]], scheduler: Scheduler, longest_wait: float = LONGEST_WAIT
) -> Iterator[tuple[Name, Delivery]]:
    """Every release's delivery, as it comes. Leaving the iterator takes the others back.

    Raises CommandError: the connection would not be safe; EngineError: there is no cluster, it has other versions, or
    it has gone. A bug of ours is raised.
    """
    scheduler.check()
    try:
        with _connected(scheduler) as client, _setting(client, longest_wait) as plugin:
            yield from _Round[Name](client, plugin).deliveries(asked)
    except OSError:  # a question to a scheduler that has gone in the midst of the run
        raise _gone() from None


@contextmanager
def _connected(scheduler: Scheduler) -> Iterator[Client]:
    """A client of the scheduler. Raises EngineError: it does not answer."""
    try:
        import dask
        from distributed import Client, Security
    except ImportError:
        raise EngineError(
            "--scheduler needs Dask, which is not installed.", hint="Run: pip install 'typeset-press[cluster]'"
        ) from None
    _silence()
    files = {"tls_ca_file": scheduler.ca, "tls_client_cert": scheduler.certificate, "tls_client_key": scheduler.key}
    named = {key: str(file) for key, file in files.items() if file is not None}
    # A parcel is data, and large on purpose; Dask would warn of it.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        try:
            security = Security(require_encryption=True, **named) if scheduler.is_encrypted else Security()
            client = Client(scheduler.address, security=security, timeout=PATIENCE, set_as_default=False)
        except (OSError, TimeoutError, TypeError, ValueError) as error:
            raise EngineError(
                Message("The scheduler {address} does not answer: {reason}.", address=scheduler.address,
                        reason=str(error).strip(" .")),
                hint="Check that it runs there, and that its certificates are signed by the authority that you name.",
            ) from None  # fmt: skip
        try:
            yield client
        finally:
            client.close(timeout=PATIENCE)


def _silence() -> None:
    """Dask logs the tracebacks of connections that break, which our errors tell in a sentence."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)


@contextmanager
def _setting(client: Client, longest_wait: float) -> Iterator[str]:
    """Has each worker start a setter, also those that come later; the name of the plugin that does it."""
    from typeset.jobs.workers.dask_worker import Setting

    wanted = _compared(client)
    name = f"typeset-{os.urandom(6).hex()}"
    try:
        client.register_plugin(Setting(name, Path.cwd(), wanted, longest_wait))
        yield name
    finally:
        if client.status == "running":
            client.unregister_worker_plugin(name)


def _compared(client: Client) -> dict[str, str]:
    """The versions of this machine. Raises EngineError: scheduler or workers have others, or there is no worker."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise _no_worker(client) from None
    _refuse_difference(
        "The scheduler", _asked(client.run_on_scheduler, program.of_a_scheduler), program.of_a_scheduler()
    )
    here = program.of_a_worker()
    for address, there in _asked(client.run, program.of_a_worker, on_error="return").items():
        _refuse_difference(Message("The worker {address}", address=address), there, here)
    return here


def _asked(run: Callable[..., Any], question: Callable[[], object], **options: str) -> Any:  # noqa: ANN401 - as Dask
    try:
        return run(question, **options)
    except Exception as error:  # noqa: BLE001  whatever the other machine lacks
        return error


def _refuse_difference(machine: str, there: object, here: dict[str, str]) -> None:
    hint = "Install the same typeset-press on all machines of the cluster, from the same lock file."
    if not isinstance(there, dict):
        reason = str(there).strip(" .")
        raise EngineError(Message("{machine} cannot run typeset-press: {reason}.", machine=machine, reason=reason),
                          hint=hint)  # fmt: skip
    differs = program.difference(machine, there, here)
    if differs:
        raise EngineError(differs, hint=hint)


def _no_worker(client: Client) -> EngineError:
    address = client.scheduler.address if client.scheduler else ""
    return EngineError(
        Message("The scheduler {address} has no worker.", address=address),
        hint=Message("Start one on each machine: dask worker {address} --nthreads 1", address=address),
    )


def _gone() -> EngineError:
    return EngineError(
        "The scheduler has gone.", hint="What was made is kept: start it, and run the same command again."
    )


class _Sent(NamedTuple, Generic[Name]):
    """A release on its way."""

    name: Name
    packed: Packed


class _Round(Generic[Name]):
    """One run: the parcels that are on their way, and what comes back."""

    def __init__(self, client: Client, plugin: str) -> None:
        self._client, self._plugin = client, plugin
        self._out: dict[Future[bytes], list[_Sent[Name]]] = {}
        self._done: queue.SimpleQueue[Future[bytes]] = queue.SimpleQueue()
        self._packer = Packer()
        self._refused: list[tuple[Name, Delivery]] = []
        """What could not even be packed."""

    def deliveries(self, asked: Iterable[Asked[Name]]) -> Iterator[tuple[Name, Delivery]]:
        """Keep the workers busy, and hand out what they deliver."""
        parcels = self._parcels(list(asked))
        try:
            while self._fill(parcels) or self._refused:
                yield from self._refused
                self._refused.clear()
                if self._out:
                    future = self._next()
                    yield from self._opened(future, self._out.pop(future))
                    future.release()
        finally:
            if self._client.status == "running":
                self._client.cancel(list(self._out), force=True)

    def _parcels(self, asked: list[Asked[Name]]) -> Iterator[list[_Sent[Name]]]:
        """The releases packed, some at a time; few where there are few, so that every worker gets some."""
        most = max(1, min(MOST_RELEASES, len(asked) // (AHEAD * self._places())))
        packed: list[_Sent[Name]] = []
        for name, job in asked:
            try:
                packed.append(_Sent(name, self._packer.packed(job)))
            except TypesetError as error:
                self._refused.append((name, Delivery(error=error)))
            if len(packed) == most or sum(one.packed.size for one in packed) > LARGEST:
                yield packed
                packed = []
        if packed:
            yield packed

    def _places(self) -> int:
        """How many parcels the workers set at once, as of now."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def _fill(self, parcels: Iterator[list[_Sent[Name]]]) -> bool:
        """Send parcels until enough are on their way; whether any are."""
        wanted = AHEAD * self._places() - len(self._out)
        for _ in range(wanted):
            sent = next(parcels, None)
            if sent is None:
                break
            self._send(sent)
        return bool(self._out)

    def _send(self, sent: list[_Sent[Name]]) -> None:
        from typeset.jobs.workers.dask_worker import set_parcel

        parcel = pickle.dumps(Parcel.of([one.packed for one in sent]))
        future = self._client.submit(set_parcel, self._plugin, parcel, pure=False, retries=RETRIES)
        self._out[future] = sent
        future.add_done_callback(self._done.put)

    def _next(self) -> Future[bytes]:
        """The next parcel that has come back. Raises EngineError: the scheduler or all workers have gone."""
        while True:
            try:
                future = self._done.get(timeout=PATIENCE)
            except queue.Empty:
                if not self._client.nthreads():
                    raise _no_worker(self._client) from None
            else:
                if future in self._out:
                    return future

    def _opened(self, future: Future[bytes], sent: list[_Sent[Name]]) -> Iterator[tuple[Name, Delivery]]:
        """The deliveries of a parcel. One that has cost too many workers is sent again, each release alone."""
        if future.status == "finished":
            answers = pickle.loads(future.result())  # noqa: S301 - a worker of this run wrote it
            for (name, packed), answer in zip(sent, answers, strict=True):
                if isinstance(answer, Exception):
                    raise answer
                yield name, answer._replace(inputs=packed.inputs)
        elif future.status != "error":
            raise _gone()
        elif len(sent) == 1:
            reason = str(future.exception()).strip(" .")
            yield sent[0].name, blamed(sent[0].packed.job, f"was lost on the cluster: {reason}")
        else:
            for one in sent:
                self._send([one])

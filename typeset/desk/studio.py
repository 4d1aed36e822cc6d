"""The studio: where the desk's pages are set, by children that nothing of the desk depends on.

One child sets the pages of all open releases, the newest text of each; a second one does what is asked once (reading
a Word file, making editions), so that typing never waits for it.
"""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress

from typeset.errors import EngineError, Message
from typeset.jobs.workers.setter import LONGEST_WAIT, Done, Order, Setter, SetterLostError, Work


class Studio:
    """Sets the newest text of each client; an older one gives way to it."""

    def __init__(self, tell: Callable[[str, int, object], None], longest_wait: float = LONGEST_WAIT) -> None:
        self._tell, self._longest_wait = tell, longest_wait
        self._waiting: OrderedDict[str, Order] = OrderedDict()
        self._changed = threading.Condition()
        self._sending = threading.Lock()
        self._setter: Setter | None = None
        self._client = ""
        """Whose order is at work; empty: nobody's."""
        self._newest = 0
        """The number of the last order that the child was given."""
        self._asked: dict[str, int] = {}
        """Client -> the highest number that it has asked for: requests of a page may overtake one another."""
        self._is_closed = False
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def ask(self, client: str, number: int, work: Work) -> None:
        """Set this for the client, in place of whatever it has asked for before; what was overtaken is not set."""
        order = Order(number, work, gives_way=True)
        with self._changed:
            if number < self._asked.get(client, number):
                return
            self._asked[client] = number
            at_work = self._setter if self._client == client else None
            if at_work is None:
                self._waiting[client] = order
                self._changed.notify()
                return
            self._newest = number
        # Not under the lock: the child may be writing, and takes a long order only once its answer has been read.
        with suppress(SetterLostError), self._sending:  # the thread that waits for its answers sees it, too
            if number == self._newest:  # else a newer one went first
                at_work.send(order)

    @property
    def pid(self) -> int:
        """The process id of the child; 0 where there is none yet."""
        setter = self._setter
        return setter.pid if setter else 0

    def close(self) -> None:
        """End the child and the thread."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
            if self._setter is not None:
                self._setter.kill()
        self._thread.join(timeout=5)
        if self._setter is not None:
            self._setter.close()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._is_closed:
                    self._changed.wait()
                if self._is_closed:
                    return
                client, order = self._waiting.popitem(last=False)
                self._setter = self._setter or Setter()
                self._client, self._newest = client, order.number
                setter = self._setter
                self._sending.acquire()  # this order goes first; `_serve` lets others follow
            self._serve(client, order, setter)

    def _serve(self, client: str, order: Order, setter: Setter) -> None:
        """Give an order to the child and pass its answers on, until the newest of this client's is done."""
        clock = threading.Timer(self._longest_wait, setter.kill)
        clock.daemon = True
        clock.start()
        try:
            try:
                setter.send(order)
            finally:
                self._sending.release()
            while self._goes_on(client, *setter.receive()):
                pass
        except SetterLostError as loss:
            self._replace(client, loss)
        finally:
            clock.cancel()

    def _goes_on(self, client: str, number: int, answer: object) -> bool:
        """Pass an answer on; whether more are to come."""
        if not isinstance(answer, Done):
            self._tell(client, number, answer)
            return True
        with self._changed:
            if number != self._newest:
                return True
            self._client = ""
        self._tell(client, number, answer)
        return False

    def _replace(self, client: str, loss: SetterLostError) -> None:
        """A child is lost: say so to the client whose text it was, and begin anew with the next order."""
        with self._changed:
            setter, self._setter = self._setter, None
            self._client, number = "", self._newest
            if setter is not None:
                setter.close()
            if self._is_closed:
                return
        self._tell(client, number, lost(loss))


class Bench:
    """A child for what is asked once and waited for. One work at a time; a lost child is replaced."""

    def __init__(self, longest_wait: float = LONGEST_WAIT) -> None:
        self._longest_wait = longest_wait
        self._lock = threading.Lock()
        self._setter: Setter | None = None
        self._numbers = itertools.count(1)

    def answers(self, work: Work) -> list[object]:
        """What the work answers with. Raises what stopped it; EngineError: its process died over it."""
        with self._lock:
            self._setter = self._setter or Setter()
            clock = threading.Timer(self._longest_wait, self._setter.kill)
            clock.daemon = True
            clock.start()
            try:
                self._setter.send(Order(next(self._numbers), work))
                return list(iter(self._next, None))
            except SetterLostError as loss:
                self._setter.close()
                self._setter = None
                raise lost(loss) from None
            finally:
                clock.cancel()

    def _next(self) -> object:
        assert self._setter is not None  # noqa: S101 - `answers` has made it
        _, answer = self._setter.receive()
        if isinstance(answer, Exception):
            self._setter.receive()
            raise answer
        return None if isinstance(answer, Done) else answer

    def close(self) -> None:
        """End the child."""
        if self._setter is not None:
            self._setter.kill()
            self._setter.close()


def lost(loss: SetterLostError) -> EngineError:
    """What to say when a child died over a text."""
    return EngineError(
        Message("The text could not be set: the setter {reason}.", reason=loss.reason),
        hint="Nothing that you wrote is lost. Undo the last change, or open the release without it.",
    )

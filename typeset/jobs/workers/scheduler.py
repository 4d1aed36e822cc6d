"""Where a cluster's scheduler is, and by what certificates it is spoken to.

Whoever can speak to a scheduler can run any program on its workers. So a connection that leaves this machine is
encrypted, and both sides show a certificate that the same authority has signed; or there is none.
"""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from typeset.errors import CommandError, Message


class Scheduler(NamedTuple):
    """A Dask scheduler: its address (`tls://host:8786`; `tcp://` on this machine alone), and the files for TLS.

    Files that are not named are those of Dask's configuration (`distributed.comm.tls`).
    """

    address: str
    ca: Path | None = None
    """The certificate of the authority that has signed those of the cluster."""
    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_encrypted(self) -> bool:
        """Whether it is spoken to by TLS."""
        return self._protocol == "tls"

    def check(self) -> None:
        """Raises CommandError: the connection would leave this machine in clear, or a file for TLS is not there."""
        if self._protocol not in {"tcp", "tls"}:
            raise CommandError(
                Message("{address} is no address of a scheduler.", address=self.address),
                hint="Write tls://HOST:8786, or tcp://127.0.0.1:8786 for one on this machine.",
            )
        if self._protocol == "tcp" and not self._is_here:
            raise CommandError(
                Message("{address} would be spoken to over the network without encryption.", address=self.address),
                hint="Start the scheduler and its workers with --tls-ca-file, --tls-cert and --tls-key, and name it"
                " tls://HOST:8786. docs/cluster.md shows how.",
            )
        for file in (self.ca, self.certificate, self.key):
            if file is not None and not file.is_file():
                raise CommandError(
                    Message("There is no file {file}.", file=file), hint="Check --tls-ca, --tls-cert and --tls-key."
                )

    @property
    def _protocol(self) -> str:
        protocol, mark, _ = self.address.partition("://")
        return protocol if mark else "tcp"

    @property
    def _is_here(self) -> bool:
        """Whether the address is one of this machine's own, which nobody else can listen to."""
        host = self.address.rpartition("://")[2].rpartition(":")[0].strip("[]")
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

"""Free ports of the loopback address."""

import random
import socket
from contextlib import ExitStack

# Below those that Linux gives to outgoing connections, one of which could take a port before its server does.
FIRST, LAST = 12000, 32000


def free_ports(count: int) -> list[int]:
    """That many ports on which nothing listens; all are held until the last is found, so that no two are the same."""
    with ExitStack() as held:
        found: list[int] = []
        for port in random.sample(range(FIRST, LAST), LAST - FIRST):
            candidate = held.enter_context(socket.socket())
            try:
                candidate.bind(("127.0.0.1", port))
            except OSError:
                continue
            found.append(port)
            if len(found) == count:
                return found
    raise SystemExit(f"there are no {count} free ports from {FIRST} to {LAST}")

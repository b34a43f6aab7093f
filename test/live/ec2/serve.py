"""Runs moto's server on a free port of the loopback address, and ends it when the process that started it is gone.

The parent keeps the other end of standard input open: end of file there means that it ended, however it ended.
"""

import os
import sys
import threading

from moto.server import main


def end_with_parent() -> None:
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()
main(["--host", "127.0.0.1", "--port", "0"])

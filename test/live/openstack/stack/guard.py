"""A stack for the time of one command, whatever happens to that, and to what runs it."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from stack import stack
from stack.layout import HERE, make_layout, open_layout
from stack.services import PYTHON

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WATCH = "import sys; sys.stdin.read(); from stack.guard import end; end(sys.argv[1])"


def interrupted(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def new_folder() -> Path:
    """A folder of its own, in TMPDIR if that is set. Sockets are in it, whose paths may have 107 characters."""
    return Path(tempfile.mkdtemp(prefix="cimi-openstack-"))


def guarded(command: Sequence[str]) -> int:
    """The command's exit code. The stack is ended by a process that waits for this one's end, so that even a kill leaves nothing."""
    for number in SIGNALS:
        signal.signal(number, interrupted)
    layout = make_layout(new_folder())
    watch = subprocess.Popen(
        [PYTHON, "-B", "-c", WATCH, str(layout.folder)], stdin=subprocess.PIPE, start_new_session=True, cwd=str(HERE),
    )
    try:
        stack.start(layout)
        return attended(command, stack.variables(layout))
    finally:
        watch.stdin.close()
        watch.wait()


def attended(command: Sequence[str], variables: dict[str, str]) -> int:
    """Runs a command and hands signals on to it."""
    child = subprocess.Popen(command, env={**os.environ, **variables})
    for number in SIGNALS:
        signal.signal(number, lambda received, _frame: child.send_signal(received))
    code = child.wait()
    return code if code >= 0 else 128 - code


def end(folder: str) -> None:
    stack.stop(open_layout(Path(folder)))
    print(f"OpenStack is stopped; {folder} is removed", file=sys.stderr)

"""The processes of one stack: each leads a session of its own, and is found again by a file with its id and its start."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from stack.layout import Layout

POLL = 0.05


class Processes:
    def __init__(self, layout: Layout) -> None:
        self.records = layout.path("processes")
        self.logs = layout.path("logs")

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Starts a command in the background; what it prints goes to logs/<name>.log. Does nothing where it runs."""
        if not self.running(name):
            self.spawn(name, command, environment)

    def spawn(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen:
        record = self.records / name

        def detach() -> None:
            # Written before the command runs, so that no moment has a process that nobody knows.
            os.setsid()
            record.write_text(f"{os.getpid()} {started(os.getpid())}")

        with open(self.log(name), "ab") as log:
            return subprocess.Popen(
                command, env=dict(environment), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=str(self.logs.parent), preexec_fn=detach,
            )

    def running(self, name: str) -> int | None:
        """The id of a process that was started here and has not ended."""
        try:
            process, since = (self.records / name).read_text().split()
        except (FileNotFoundError, ValueError):
            return None
        return int(process) if started(int(process)) == since else None

    def names(self) -> list[str]:
        return [path.name for path in self.records.iterdir()] if self.records.exists() else []

    def run(self, commands: Mapping[str, Sequence[str]], environment: Mapping[str, str], patience: float) -> None:
        """Runs commands at the same time until all have ended; ends the program where one fails or takes longer."""
        children = {name: self.spawn(name, command, environment) for name, command in commands.items()}
        for name, child in children.items():
            until(lambda: child.poll() is not None, patience, lambda: self.complaint(name, f"takes longer than {patience:.0f} s"))
            (self.records / name).unlink()
            if child.returncode != 0:
                raise SystemExit(self.complaint(name, f"ended with code {child.returncode}"))

    def stop(self, names: Iterable[str], patience: float) -> None:
        """Asks them all to end, waits, and kills what is left of their sessions."""
        groups = {name: process for name in names if (process := self.running(name))}
        for process in groups.values():
            send(process, signal.SIGTERM)
        end = time.monotonic() + patience
        while any(map(self.running, groups)) and time.monotonic() < end:
            time.sleep(POLL)
        for name, process in groups.items():
            send(-process, signal.SIGKILL)
            until(lambda: not self.running(name), 10, lambda: f"{name} cannot be killed")
            (self.records / name).unlink(missing_ok=True)

    def complaint(self, name: str, what: str) -> str:
        """What to say of a process, with the end of its log."""
        lines = self.log(name).read_text(errors="replace").splitlines()[-30:] if self.log(name).exists() else []
        return "\n".join([f"{name} {what}. The end of its log:", *lines])

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"


def started(process: int) -> str | None:
    """When a process began, in clock ticks since the machine did; None when it is gone. Ids are given out again, this pair is not."""
    try:
        # proc(5): the name, which may hold anything, ends with the last parenthesis.
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] == "Z" else fields[19]


def send(process: int, number: int) -> None:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return


def until(holds: Callable[[], bool], patience: float, complaint: Callable[[], str], every: float = POLL) -> None:
    """Waits until something holds; ends the program with the complaint where it does not in time."""
    end = time.monotonic() + patience
    while not holds():
        if time.monotonic() > end:
            raise SystemExit(complaint())
        time.sleep(every)

"""run.py <program> <options …>: one of OpenStack's programs, which Debian packs without its command.

Nova finds hypervisors below nova.virt alone, so that this package is told of ours; and nova-compute asks for its conductor every second
instead of every tenth, as both are started at once.
"""

import functools
import importlib
import os
import sys

PROGRAMS = {
    "nova-api": "nova.cmd.api",
    "nova-conductor": "nova.cmd.conductor",
    "nova-scheduler": "nova.cmd.scheduler",
    "nova-compute": "nova.cmd.compute",
    "neutron-server": "neutron.cmd.eventlet.server",
    "glance-api": "glance.cmd.api",
    "cinder-api": "cinder.cmd.api",
    "cinder-scheduler": "cinder.cmd.scheduler",
    "cinder-volume": "cinder.cmd.volume",
    "octavia-worker": "octavia.cmd.octavia_worker",
}
ATTEMPTS = 120


def adapt_compute() -> None:
    import nova.virt
    from nova.conductor.api import API

    nova.virt.__path__.append(os.environ["PYTHONPATH"])
    API.wait_until_ready = functools.partialmethod(API.wait_until_ready, early_timeout=1, early_attempts=ATTEMPTS)


name = sys.argv.pop(1)
main = importlib.import_module(PROGRAMS[name]).main
if name == "nova-compute":
    adapt_compute()
sys.argv[0] = name
sys.exit(main())

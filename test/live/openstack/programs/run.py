"""run.py <program> <options …>: one of OpenStack's programs, which Debian packs without its command.

Nova finds hypervisors below nova.virt alone, so that this package is told of ours; and nova-compute asks for its conductor every second
instead of every tenth, as both are started at once. With each server that comes or goes it asks Placement for the allocations of every
other one, in case the driver moves them to devices of the host; ours has none, and a hundred servers would cost ten thousand calls.
cinder-backup would ask the host, as root, by which hardware it reaches storage.
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
    "cinder-backup": "cinder.cmd.backup",
    "octavia-worker": "octavia.cmd.octavia_worker",
}
ATTEMPTS = 120


def adapt_compute() -> None:
    import nova.virt
    from nova.conductor.api import API
    from nova.scheduler.client.report import SchedulerReportClient

    SchedulerReportClient.get_allocations_for_provider_tree = lambda *_: {}
    nova.virt.__path__.append(os.environ["PYTHONPATH"])
    API.wait_until_ready = functools.partialmethod(API.wait_until_ready, early_timeout=1, early_attempts=ATTEMPTS)


def adapt_backup() -> None:
    from cinder.volume import volume_utils
    from oslo_config import cfg

    volume_utils.brick_get_connector_properties = lambda *_how, **_named: {"host": cfg.CONF.host, "ip": cfg.CONF.my_ip}


ADAPTATIONS = {"nova-compute": adapt_compute, "cinder-backup": adapt_backup}

name = sys.argv.pop(1)
main = importlib.import_module(PROGRAMS[name]).main
if name in ADAPTATIONS:
    ADAPTATIONS[name]()
sys.argv[0] = name
sys.exit(main())

"""A whole stack: started, stopped, and how it is reached."""

import json
import shutil
import sys
import time

from stack.cloud import make_cloud
from stack.configuration import configure
from stack.database import make_database
from stack.identity import make_endpoints
from stack.layout import CACHE, PASSWORD, REGION, Layout
from stack.readiness import wait_until_ready
from stack.servers import Servers
from stack.versions import describe

PROJECTS = ("demo", "alt", "admin")


def start(layout: Layout) -> None:
    """Starts everything in a new layout and fills the cloud."""
    began = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {what}", file=sys.stderr, flush=True)

    servers = Servers(layout)
    configure(layout)
    servers.start(["memcached", "epmd"])
    servers.wait(["epmd"])
    servers.start(["rabbitmq"])
    make_database(servers)
    tell("the database is there")
    # The others look for each other in Keystone's catalogue as soon as they start.
    servers.start(["keystone"])
    servers.wait(["keystone"])
    make_endpoints(layout)
    servers.wait(["rabbitmq"])
    servers.start(servers.interfaces)
    servers.wait(servers.interfaces)
    tell("every service answers")
    make_cloud(layout)
    wait_until_ready(servers)
    write_clouds(layout)
    tell(f"ready, in {layout.folder}")
    print(describe(layout), file=sys.stderr, flush=True)


def stop(layout: Layout) -> None:
    """Ends everything and removes the state; the logs of the last stack stay in .cache."""
    servers = Servers(layout)
    processes = servers.processes
    # Nothing is kept, so that nothing needs an orderly end. What serves others ends after them.
    processes.stop([name for name in processes.names() if name not in servers.stores], 1)
    processes.stop(processes.names(), 1)
    logs = CACHE / "logs"
    shutil.rmtree(logs, ignore_errors=True)
    CACHE.mkdir(parents=True, exist_ok=True)
    shutil.move(str(layout.path("logs")), str(logs))
    shutil.rmtree(layout.folder)


def variables(layout: Layout) -> dict[str, str]:
    """By which a client finds the cloud and `service` the stack."""
    return {
        "OPENSTACK_STACK": str(layout.folder),
        "OS_CLIENT_CONFIG_FILE": str(layout.path("clouds.yaml")),
        **{f"OS_{name.upper()}": value for name, value in access(layout, "demo").items()},
        "OS_IDENTITY_API_VERSION": "3",
        "OS_REGION_NAME": REGION,
        "OS_INTERFACE": "public",
    }


def access(layout: Layout, user: str) -> dict[str, str]:
    """Each user works in the project of the same name."""
    return {
        "auth_url": f"{layout.url('keystone')}/v3",
        "username": user,
        "password": PASSWORD,
        "project_name": user,
        "user_domain_id": "default",
        "project_domain_id": "default",
    }


def write_clouds(layout: Layout) -> None:
    """For `openstack --os-cloud`; JSON is YAML, too."""
    common = {"region_name": REGION, "interface": "public", "identity_api_version": "3"}
    clouds = {user: {"auth": access(layout, user), **common} for user in PROJECTS}
    layout.path("clouds.yaml").write_text(json.dumps({"clouds": clouds}, indent=2))

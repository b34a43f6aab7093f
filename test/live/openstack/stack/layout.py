"""Where one stack keeps what it has, and by which ports it is reached."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from stack.ports import free_ports

HERE = Path(__file__).resolve().parent.parent
CACHE = HERE.parents[2] / ".cache" / "openstack"
ADDRESS = "127.0.0.1"
REGION = "RegionOne"

# Nothing here is worth a secret: it listens on the loopback address and is thrown away.
PASSWORD = "secret"

PORTS = (
    "keystone", "glance", "placement", "nova", "neutron", "cinder", "octavia",
    "rabbitmq", "rabbitmq-nodes", "epmd", "memcached",
)
FOLDERS = (
    "configuration", "home", "locks", "logs", "processes", "temporary",
    "keystone/tokens", "keystone/credentials", "glance/images", "glance/staging", "glance/tasks",
    "nova", "neutron", "cinder/coordination", "cinder/volumes", "cinder/backups", "octavia", "rabbitmq",
)
SETTINGS = "stack.json"


@dataclass(frozen=True)
class Layout:
    """A stack's folder, and the port of each of its servers."""

    folder: Path
    ports: Mapping[str, int]

    def path(self, name: str) -> Path:
        return self.folder / name

    def configuration(self, service: str) -> Path:
        return self.folder / "configuration" / f"{service}.conf"

    def url(self, service: str) -> str:
        return f"http://{ADDRESS}:{self.ports[service]}"


def make_layout(folder: Path) -> Layout:
    """Takes a folder for a new stack and chooses its ports; refuses one that holds a stack already."""
    folder = folder.resolve()
    if (folder / SETTINGS).exists():
        raise SystemExit(f"{folder} holds a stack already: stop it first, or name another folder")
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    layout = Layout(folder, dict(zip(PORTS, free_ports(len(PORTS)))))
    (folder / SETTINGS).write_text(json.dumps({"ports": layout.ports}))
    return layout


def open_layout(folder: Path) -> Layout:
    """The layout of a stack that was started in this folder."""
    settings = folder.resolve() / SETTINGS
    if not settings.exists():
        raise SystemExit(f"{folder} holds no stack: name the folder that `start` printed as OPENSTACK_STACK")
    return Layout(folder.resolve(), json.loads(settings.read_text())["ports"])

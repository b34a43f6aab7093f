"""Writes the services' configuration: configuration/shared.conf, then what the one service adds to it."""

import base64
import getpass
import os
import subprocess
from pathlib import Path
from string import Template

from stack.layout import ADDRESS, HERE, PASSWORD, REGION, Layout

TEMPLATES = HERE / "configuration"
SERVICES = ("keystone", "glance", "placement", "nova", "neutron", "cinder", "octavia")
FERNET_KEYS = ("keystone/tokens", "keystone/credentials")


def configure(layout: Layout) -> None:
    values = values_of(layout)
    # All services are one user of Keystone.
    values["credentials"] = fill("credentials", values)
    for service in SERVICES:
        layout.configuration(service).write_text(fill("shared", values) + fill(service, values))
    for name in ("rabbitmq", "mariadb"):
        layout.configuration(name).write_text(fill(name, values))
    layout.path("rabbitmq/plugins").write_text("[].\n")
    for repository in FERNET_KEYS:
        # 0 is the next key, 1 the present one.
        for key in ("0", "1"):
            path = layout.path(repository) / key
            path.write_bytes(base64.urlsafe_b64encode(os.urandom(32)))
            path.chmod(0o600)
    make_authority(layout.path("octavia/authority.key"), layout.path("octavia/authority.pem"))


def make_authority(key: Path, certificate: Path) -> None:
    """Octavia signs the certificates of its servers, also where there are none."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=loopback"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)


def fill(name: str, values: dict[str, str]) -> str:
    return Template((TEMPLATES / f"{name}.conf").read_text()).substitute(values)


def values_of(layout: Layout) -> dict[str, str]:
    """What the templates may name."""
    urls = {f"{service}_url": layout.url(service) for service in SERVICES}
    ports = {f"{name.replace('-', '_')}_port": str(port) for name, port in layout.ports.items()}
    return {
        **urls,
        **ports,
        "address": ADDRESS,
        "folder": str(layout.folder),
        "password": PASSWORD,
        "paste": str(TEMPLATES / "paste"),
        "region": REGION,
        "socket": str(layout.path("mariadb.socket")),
        "user": getpass.getuser(),
    }

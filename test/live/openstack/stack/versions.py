"""What is installed, and which versions of the API it serves."""

import json
import subprocess
import urllib.error

from stack.layout import Layout
from stack.servers import DIRECT

PACKAGES = {
    "keystone": "python3-keystone",
    "glance": "python3-glance",
    "placement": "python3-placement",
    "nova": "python3-nova",
    "neutron": "python3-neutron",
    "cinder": "python3-cinder",
    "octavia": "python3-octavia",
    "openstackclient": "python3-openstackclient",
    "mariadb": "mariadb-server-core",
    "rabbitmq": "rabbitmq-server",
    "memcached": "memcached",
}
# Where each service lists the versions of its API.
LISTS = {"keystone": "/v3", "glance": "/versions", "placement": "/", "nova": "/", "neutron": "/", "cinder": "/", "octavia": "/"}


def packages() -> dict[str, str]:
    """The version of Debian's package of each part."""
    command = ["dpkg-query", "--show", "--showformat=${Package} ${Version}\n", *PACKAGES.values()]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        raise SystemExit(f"packages are missing; run test/live/openstack/install. {listed.stderr.strip()}")
    versions = dict(line.split() for line in listed.stdout.splitlines())
    return {name: versions[package] for name, package in PACKAGES.items()}


def describe(layout: Layout) -> str:
    """A line for each part: its version, and that of its API."""
    rows = [(name, version, served(layout, name) if name in LISTS else "") for name, version in packages().items()]
    return "\n".join(f"{name:16}{version:30}{interface}".rstrip() for name, version, interface in rows)


def served(layout: Layout, name: str) -> str:
    """The newest version, with its microversions where it has them."""
    try:
        answer = DIRECT.open(layout.url(name) + LISTS[name], timeout=10)
    except urllib.error.HTTPError as choices:
        # Some list their versions with 300 Multiple Choices.
        answer = choices
    with answer:
        body = json.load(answer)
    listed = body["versions"] if "versions" in body else [body["version"]]
    current = next((version for version in listed if version["status"] in ("CURRENT", "stable")), listed[-1])
    newest = current.get("version") or current.get("max_version")
    oldest = current.get("min_version")
    return f"API {current['id']}" + (f", microversions {oldest} to {newest}" if newest and oldest else "")

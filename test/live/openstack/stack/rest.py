"""A plain client of the native API: the command `openstack` takes two seconds for what takes milliseconds here."""

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from stack.layout import PASSWORD, Layout
from stack.servers import DIRECT

TIMEOUT = 60


class Refused(Exception):
    """A status of 400 or more; the message has method, URL and answer."""


class Client:
    """One user in one project."""

    def __init__(self, layout: Layout, user: str, project: str) -> None:
        self.layout = layout
        self.token = ""
        domain = {"id": "default"}
        password = {"user": {"name": user, "password": PASSWORD, "domain": domain}}
        identity = {"methods": ["password"], "password": password}
        scope = {"project": {"name": project, "domain": domain}}
        body, headers = self.exchange("POST", "keystone", "/v3/auth/tokens", {"auth": {"identity": identity, "scope": scope}})
        self.token = headers["X-Subject-Token"]
        self.project = body["token"]["project"]["id"]

    def exchange(self, method: str, service: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        """The answer's JSON and headers; bytes are sent as they are, all else as JSON."""
        raw = isinstance(body, bytes)
        content = "application/octet-stream" if raw else "application/json"
        sent = body if raw or body is None else json.dumps(body).encode()
        token = {"X-Auth-Token": self.token} if self.token else {}
        every = {"Content-Type": content, "Accept": "application/json", **token, **(headers or {})}
        request = urllib.request.Request(self.layout.url(service) + path, sent, every, method=method)
        try:
            with DIRECT.open(request, timeout=TIMEOUT) as answer:
                text = answer.read()
                return json.loads(text) if text[:1] == b"{" else {}, answer.headers
        except urllib.error.HTTPError as error:
            raise Refused(f"{method} {request.full_url}: {error.code} {error.read()[:500].decode(errors='replace')}") from None

    def get(self, service: str, path: str, **headers: str) -> Any:
        return self.exchange("GET", service, path, headers=headers)[0]

    def put(self, service: str, path: str, body: Any = None) -> Any:
        return self.exchange("PUT", service, path, body)[0]

    def make(self, service: str, path: str, kind: str, **values: Any) -> Any:
        """A new object, as most of OpenStack makes them: wrapped into the name of its kind."""
        return self.exchange("POST", service, path, {kind: values})[0][kind]

    def named(self, service: str, path: str, kind: str, name: str) -> Any:
        """The object with this name."""
        query = urllib.parse.urlencode({"name": name})
        return self.get(service, f"{path}?{query}")[f"{kind}s"][0]

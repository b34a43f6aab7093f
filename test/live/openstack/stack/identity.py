"""Users, projects and services of Keystone, which are the same in every stack, and the endpoints, which are not."""

from stack.layout import PASSWORD, REGION, Layout
from stack.rest import Client

# Type and path of each service in the catalogue; Cinder is known by two types.
CATALOGUE = (
    ("keystone", "identity", "/v3"),
    ("glance", "image", ""),
    ("placement", "placement", ""),
    ("nova", "compute", "/v2.1"),
    ("neutron", "network", ""),
    ("cinder", "block-storage", "/v3/%(project_id)s"),
    ("cinder", "volumev3", "/v3/%(project_id)s"),
    ("octavia", "load-balancer", ""),
)

# Who may do what where. Two users of different projects, so that the one can look for what the other has.
GRANTS = (
    ("service", "service", "admin"),
    ("service", "service", "service"),
    ("demo", "demo", "member"),
    ("demo", "demo", "load-balancer_member"),
    ("alt", "alt", "member"),
    ("alt", "alt", "load-balancer_member"),
    ("admin", "demo", "admin"),
)


def make_identity(layout: Layout) -> None:
    admin = Client(layout, "admin", "admin")
    roles = {role["name"]: role["id"] for role in admin.get("keystone", "/v3/roles")["roles"]}
    for name in ("service", "load-balancer_member"):
        if name not in roles:
            roles[name] = admin.make("keystone", "/v3/roles", "role", name=name)["id"]
    projects = {
        name: admin.make("keystone", "/v3/projects", "project", name=name, domain_id="default")["id"]
        for name in ("service", "demo", "alt")
    }
    users = {"admin": admin.named("keystone", "/v3/users", "user", "admin")["id"]}
    for name in ("service", "demo", "alt"):
        user = admin.make("keystone", "/v3/users", "user", name=name, domain_id="default", password=PASSWORD)
        users[name] = user["id"]
    for user, project, role in GRANTS:
        admin.put("keystone", f"/v3/projects/{projects[project]}/users/{users[user]}/roles/{roles[role]}")
    for name, kind, _path in CATALOGUE:
        admin.make("keystone", "/v3/services", "service", name=name, type=kind)


def make_endpoints(layout: Layout) -> None:
    admin = Client(layout, "admin", "admin")
    services = {service["type"]: service["id"] for service in admin.get("keystone", "/v3/services")["services"]}
    for name, kind, path in CATALOGUE:
        for interface in ("public", "internal", "admin"):
            admin.make(
                "keystone", "/v3/endpoints", "endpoint",
                service_id=services[kind], interface=interface, region=REGION, url=layout.url(name) + path,
            )

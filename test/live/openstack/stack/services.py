"""The servers that a stack is made of, and how each is run."""

from dataclasses import dataclass

from stack.layout import ADDRESS, HERE, Layout

# Debian's own: another python3 that comes first in PATH has none of its modules.
PYTHON = "/usr/bin/python3"
RABBITMQ = "/usr/lib/rabbitmq/bin/rabbitmq-server"


@dataclass(frozen=True)
class Service:
    name: str
    command: tuple[str, ...]
    # The name of its port in the layout; None where it has none.
    port: str | None = None


def stores(layout: Layout) -> dict[str, Service]:
    """Where OpenStack keeps and passes on its data."""
    port = {name: str(number) for name, number in layout.ports.items()}
    memcached = ("memcached", "-u", "root", "-l", ADDRESS, "-p", port["memcached"], "-U", "0", "-m", "64")
    listed = (
        Service("mariadb", ("/usr/sbin/mariadbd", f"--defaults-file={layout.configuration('mariadb')}")),
        Service("memcached", memcached, "memcached"),
        # RabbitMQ would start one that outlives it.
        Service("epmd", ("epmd", "-address", ADDRESS, "-port", port["epmd"]), "epmd"),
        Service("rabbitmq", (RABBITMQ,), "rabbitmq"),
    )
    return {service.name: service for service in listed}


def interfaces(layout: Layout) -> dict[str, Service]:
    """What the API is made of, in an order that lets none wait for long."""

    def program(name: str, port: str | None = None) -> Service:
        configuration = layout.configuration(name.split("-")[0])
        return Service(name, (PYTHON, str(HERE / "programs/run.py"), name, "--config-file", str(configuration)), port)

    def application(name: str, *options: str) -> Service:
        return Service(name, (PYTHON, str(HERE / "programs/wsgi.py"), name, ADDRESS, str(layout.ports[name]), *options), name)

    listed = (
        application("keystone"),
        program("nova-conductor"),
        application("placement"),
        program("nova-compute"),
        program("nova-scheduler"),
        program("nova-api", "nova"),
        program("neutron-server", "neutron"),
        program("glance-api", "glance"),
        program("cinder-api", "cinder"),
        program("cinder-scheduler"),
        program("cinder-volume"),
        program("cinder-backup"),
        application("octavia", "--config-file", str(layout.configuration("octavia"))),
        program("octavia-worker"),
    )
    return {service.name: service for service in listed}


def environment(layout: Layout) -> dict[str, str]:
    """All that a server is told by variables: nothing of the caller's, whose proxies and Python would be in the way."""
    return {
        "HOME": str(layout.path("home")),
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(HERE / "plugins"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "TMPDIR": str(layout.path("temporary")),
        "OS_KEYSTONE_CONFIG_FILES": str(layout.configuration("keystone")),
        "OS_PLACEMENT_CONFIG_DIR": str(layout.path("configuration")),
        **rabbitmq(layout),
    }


def rabbitmq(layout: Layout) -> dict[str, str]:
    folder = layout.path("rabbitmq")
    return {
        "ERL_EPMD_ADDRESS": ADDRESS,
        "ERL_EPMD_PORT": str(layout.ports["epmd"]),
        "RABBITMQ_NODENAME": f"stack@localhost",
        "RABBITMQ_DIST_PORT": str(layout.ports["rabbitmq-nodes"]),
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
        "RABBITMQ_CONFIG_FILE": str(layout.configuration("rabbitmq")),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_GENERATED_CONFIG_DIR": str(folder / "generated"),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(layout.path("logs")),
        "RABBITMQ_LOGS": "-",
        # On the loopback address alone, and without threads that spin while they wait.
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none",
    }

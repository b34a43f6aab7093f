"""schema.py <task> <configuration file>: fills a service's empty database; `administrator` makes Keystone's first user."""

import importlib
import sys

task, configuration = sys.argv[1:]
OPTIONS = ["--config-file", configuration]

# The services' own commands.
COMMANDS = {
    "keystone": ("keystone.cmd.manage", ["db_sync"]),
    # The password is in the variable OS_BOOTSTRAP_PASSWORD.
    "administrator": ("keystone.cmd.manage", ["bootstrap", "--bootstrap-username", "admin", "--bootstrap-project-name", "admin"]),
    "placement": ("placement.cmd.manage", ["db", "sync"]),
    "glance": ("glance.cmd.manage", ["db", "sync"]),
    "cinder": ("cinder.cmd.manage", ["db", "sync"]),
    "octavia": ("octavia.db.migration.cli", ["upgrade", "head"]),
    "neutron": ("neutron.db.migration.cli", ["upgrade", "heads"]),
}

# Nova fills these in from its configuration, so that its databases are good for any folder and port.
CELL_DATABASE = "mysql+pymysql://root@localhost/{path}?{query}"
CELL0_DATABASE = "mysql+pymysql://root@localhost/nova_cell0?{query}"
CELL_TRANSPORT = "rabbit://{username}:{password}@{hostname}:{port}/{path}"


def nova() -> None:
    """All in one process, as loading Nova takes longest. Its command can be called only once in one."""
    from nova import config, objects

    objects.register_all()
    config.parse_args(["nova-manage", *OPTIONS])
    from nova.cmd import manage

    cells = manage.CellV2Commands()
    steps = (
        lambda: manage.ApiDbCommands().sync(),
        lambda: cells.map_cell0(CELL0_DATABASE),
        lambda: manage.DbCommands().sync(),
        lambda: cells.create_cell("cell1", CELL_DATABASE, CELL_TRANSPORT),
    )
    sys.exit(next((code for step in steps if (code := step())), 0))


def command(module: str, parameters: list[str]) -> None:
    main = importlib.import_module(module).main
    sys.argv = [task, *OPTIONS, *parameters]
    sys.exit(main())


if task == "nova":
    nova()
command(*COMMANDS[task])

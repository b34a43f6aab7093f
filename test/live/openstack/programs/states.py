#!/usr/bin/python3 -B
"""states.py: the pairs of status and task that Nova's API shows, and all tasks that there are, as JSON."""

import json

from nova.api.openstack import common
from nova.objects import fields

shown = {(status, None if task == "default" else task) for tasks in common._STATE_MAP.values() for task, status in tasks.items()}
print(json.dumps({"shown": sorted(shown, key=str), "tasks": sorted(fields.InstanceTaskState.ALL)}))

"""client.py: OpenStack's own command line, without the seconds in which each of its commands loads it.

Reads a command a line, as JSON: a list of words. Answers each with a line of JSON: its exit code, and what it printed.
"""

import contextlib
import io
import json
import sys

from openstackclient import shell

answers = sys.stdout
for line in sys.stdin:
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        try:
            code = shell.main(json.loads(line))
        except SystemExit as end:
            code = end.code
    print(json.dumps({"code": code, "output": output.getvalue(), "errors": errors.getvalue()}), file=answers, flush=True)

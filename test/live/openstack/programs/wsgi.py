"""wsgi.py <keystone|placement|octavia> <address> <port> <options …>: the applications that have no server of their own, in waitress."""

import logging
import sys

import waitress

name, address, port, *options = sys.argv[1:]
# They read options from the command line, too.
sys.argv = [name, *options]
if name == "keystone":
    from keystone.server.wsgi import initialize_public_application as application
elif name == "octavia":
    from octavia.api.app import setup_app as application
else:
    from placement.wsgi import init_application as application
served = application()
# It warns of every request that waits for a moment.
logging.getLogger("waitress.queue").setLevel(logging.ERROR)
waitress.serve(served, host=address, port=int(port), threads=8, ident=None, channel_timeout=300)

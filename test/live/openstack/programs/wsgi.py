"""wsgi.py <keystone|placement> <address> <port>: the applications that have no server of their own, in waitress."""

import logging
import sys

import waitress

name, address, port = sys.argv[1:]
# They read options from the command line, too.
sys.argv = [name]
if name == "keystone":
    from keystone.server.wsgi import initialize_public_application as application
else:
    from placement.wsgi import init_application as application
served = application()
# It warns of every request that waits for a moment.
logging.getLogger("waitress.queue").setLevel(logging.ERROR)
waitress.serve(served, host=address, port=int(port), threads=8, ident=None, channel_timeout=300)

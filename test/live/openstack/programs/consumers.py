"""consumers.py <seconds> <address:port> <queue …>: waits until somebody takes what is put into each queue of a RabbitMQ.

Its clients notice a restart one after the other. What is sent to one of them before is lost, as its queue is not there yet.
"""

import socket
import sys
import time

import amqp

POLL = 0.2
GONE = (amqp.exceptions.AMQPError, OSError, socket.timeout)


def consumers(server: str, queue: str) -> int:
    with amqp.Connection(server, connect_timeout=5) as connection:
        return connection.channel().queue_declare(queue=queue, passive=True).consumer_count


def is_taken(server: str, queue: str) -> bool:
    try:
        return consumers(server, queue) > 0
    except GONE:
        return False


seconds, server, *queues = sys.argv[1:]
end = time.monotonic() + float(seconds)
while missing := [queue for queue in queues if not is_taken(server, queue)]:
    if time.monotonic() > end:
        sys.exit(f"after {seconds} s nobody takes what is put into {', '.join(missing)}")
    time.sleep(POLL)

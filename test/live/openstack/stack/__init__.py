"""Starts and stops an OpenStack on the loopback address, with the standard library alone."""

#!/usr/bin/python3
"""A PostgreSQL of its own for a test in another language: says its address for BYLINE_STORE, and ends when its input ends.

    tests/postgresql_server.py

An empty line says that PostgreSQL is not installed.
"""

import sys
import tempfile
from pathlib import Path

from replicas_test import Postgresql


def main():
    with tempfile.TemporaryDirectory(prefix="byline-postgresql-") as folder:
        postgresql = Postgresql(Path(folder))
        if postgresql.programs is None or not postgresql.initialise():
            print(flush=True)
            return
        postgresql.start()
        try:
            print(postgresql.address, flush=True)
            sys.stdin.read()
        finally:
            postgresql.stop()


if __name__ == "__main__":
    main()

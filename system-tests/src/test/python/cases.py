"""Runs named cases, each with a deadline, and prints one line of JSON for each: the client matrix reads them."""

import json
import os
import sys
import threading
import traceback

DEADLINE = 60

_cases = []


def case(name):
    """Registers a function whose result is the case's detail: what must be the same on every way to the cluster."""

    def register(function):
        _cases.append((name, function))
        return function

    return register


def say(**fields):
    print(json.dumps(fields, sort_keys=True), flush=True)


def _run(name, function):
    answer = {"ok": False, "detail": "not over after %d s" % DEADLINE}

    def work():
        try:
            answer.update(ok=True, detail=function())
        except BaseException as e:  # a case that fails must not take the others with it
            traceback.print_exc(file=sys.stderr)
            answer.update(ok=False, detail="%s: %s" % (type(e).__name__, str(e).split("\n")[0]))

    # A daemon: one that hangs does not keep the program from ending.
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(DEADLINE)
    say(case=name, **dict(answer))


def run(version, after=lambda: None):
    """Runs all cases, and then what is to be done after them, come what may."""
    say(version=version)
    for name, function in _cases:
        _run(name, function)
    after()
    say(end=True)
    os._exit(0)

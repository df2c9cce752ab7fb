"""The processes of a product, which end when this one does."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request

from cluster import SCRATCH, until


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Processes:
    """To be started by the main thread: the kernel ends a process with the thread that started it."""

    def __init__(self):
        self._started = []

    def start(self, name, *line, **environment):
        path = os.path.join(SCRATCH.name, name + ".log")
        environment = dict(os.environ, TMPDIR=SCRATCH.name, HOME=SCRATCH.name, **environment)
        with open(path, "w") as log:
            line = ["setpriv", "--pdeathsig", "KILL", *line]
            process = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)
        self._started.append((path, process))

    def await_ready(self, url):
        """Until the address answers with 200; fails as soon as a process has ended."""

        def answered():
            for path, process in self._started:
                if process.poll() is not None:
                    raise AssertionError("ended: " + path)
            try:
                with urllib.request.urlopen(url, timeout=5) as page:
                    return page.status == 200
            except OSError:
                return False

        until(url + " is ready", answered)

    def stop(self):
        """Ends them all, and shows what they said last: it says why where a case failed."""
        for _, process in self._started:
            process.send_signal(signal.SIGTERM)
        for path, process in self._started:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
            with open(path) as log:
                sys.stderr.writelines(os.path.basename(path) + ": " + line for line in log.readlines()[-200:])

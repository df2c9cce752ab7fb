"""k9s, used in a terminal as people use it.

    KUBECONFIG=FILE python matrix.py K9S NAMESPACE

The namespace holds the pods "shell" and "ticker" that the client matrix makes. What k9s does is seen on its screen, and some of
it with the kubectl on the PATH, which it runs itself for a shell.
"""

import re
import socket
import subprocess
import sys
import tempfile
import urllib.request

from cases import case, run
from terminal import Terminal

K9S, NAMESPACE = sys.argv[1:]
RETURN, TAB, CONTROL_D, CONTROL_U = "\r", "\t", "\x04", "\x15"


def kubectl(*arguments):
    line = ["kubectl", "--namespace", NAMESPACE, *arguments]
    return subprocess.run(line, check=True, capture_output=True, text=True, timeout=30).stdout


class K9s(Terminal):
    """k9s on a view of the namespace, with a configuration of its own."""

    def __init__(self, view):
        self._home = tempfile.TemporaryDirectory(prefix="k9s-")
        line = (K9S, "--namespace", NAMESPACE, "--command", view, "--headless", "--splashless", "--refresh", "1")
        super().__init__(*line, HOME=self._home.name, K9S_CONFIG_DIR=self._home.name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
        self._home.cleanup()

    def only(self, name):
        """Leaves one row, which is the one that keys are for."""
        self.until(r"\b%s\b" % name)
        self.press("/")
        self.rest()
        self.press("^" + name + RETURN)
        self.until(r"\(\S+\)\[1\].*\^" + name)


@case("pods")
def _():
    with K9s("pods") as k9s:
        return [re.sub(r"\s+", " ", k9s.until(name + r"\S*\s+●?\s*\d/\d\s+Running").group()) for name in ("shell", "ticker")]


@case("an object that comes and goes")
def _():
    with K9s("configmaps") as k9s:
        k9s.until(r"kube-root-ca\.crt")
        kubectl("create", "configmap", "seen-by-k9s", "--from-literal=a=b")
        k9s.until("seen-by-k9s")
        kubectl("delete", "configmap", "seen-by-k9s")
        k9s.until_gone("seen-by-k9s")
        return True


@case("describe")
def _():
    with K9s("pods") as k9s:
        k9s.only("shell")
        k9s.press("d")
        return re.sub(r"\s+", " ", k9s.until(r"Name:\s+shell").group())


@case("YAML")
def _():
    with K9s("pods") as k9s:
        k9s.only("shell")
        k9s.press("y")
        return [k9s.until("apiVersion: v1").group(), k9s.until("kind: Pod").group()]


@case("logs, followed")
def _():
    with K9s("pods") as k9s:
        k9s.only("ticker")
        k9s.press("l")
        first = int(k9s.until(r"tick (\d+)").group(1))
        # A screen that is drawn half has a gap where the old one meets the new.
        return k9s.when(lambda text: follows(ticks(text)) and ticks(text)[0] > first, "each line behind the one before")


def follows(numbers):
    return len(numbers) > 20 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def ticks(text):
    return [int(number) for number in re.findall(r"tick (\d+)", text)]


@case("a shell")
def _():
    with K9s("pods") as k9s:
        k9s.only("shell")
        k9s.press("s")
        k9s.until(r"# *$")
        k9s.press("echo answer $((6*7))" + RETURN)
        answer = k9s.until(r"^answer \d+").group()
        k9s.press("exit" + RETURN)
        k9s.until(r"\^shell")
        return answer


@case("port-forward")
def _():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with K9s("pods") as k9s:
        k9s.only("shell")
        k9s.press("F")
        k9s.until("Local Port")
        for keys in (CONTROL_U, "main::8080", TAB, CONTROL_U, str(port), TAB, TAB, RETURN):
            k9s.press(keys)
            k9s.rest()
        k9s.until("PortForward activated")
        with urllib.request.urlopen("http://127.0.0.1:%d/" % port, timeout=20) as page:
            return page.read().decode()


@case("delete")
def _():
    kubectl("create", "configmap", "doomed-by-k9s")
    with K9s("configmaps") as k9s:
        k9s.only("doomed-by-k9s")
        k9s.press(CONTROL_D)
        k9s.until("Delete")
        k9s.press(TAB + RETURN)
        k9s.until_gone(r"^.*doomed-by-k9s.*\d+[smh]")
    return kubectl("get", "configmap", "--field-selector=metadata.name=doomed-by-k9s", "--output=name")


@case("nodes")
def _():
    with K9s("nodes") as k9s:
        return re.sub(r"\s+", " ", k9s.until(r"\S+\s+Ready\b").group())


version = subprocess.run([K9S, "version", "--short"], check=True, capture_output=True, text=True).stdout
run(re.search(r"Version\s+v?(\S+)", re.sub(r"\x1b\[[0-9;]*m", "", version)).group(1))

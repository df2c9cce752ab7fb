#!/usr/bin/env python3
"""Makes archives of the classes of gateway and agent, from which a JVM takes them ready for use (class-data sharing).

usage: classes.py REPOSITORY PROGRAM...

Runs both programs once, which are built in REPOSITORY, and writes PROGRAM/target/PROGRAM.jsa for the Java of $JAVA_HOME or on
PATH. An archive is of one build of a JVM and of these very jars, at these very paths; a JVM that finds another says nothing and
does without.

The list of classes is what a run happened to load, and stays in target/ as long as the jar does.
"""
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAMS = ["cluster-proxy", "gateway"]
CLUSTER = "training"
PATIENCE = 120
# The one collector that puts objects into an archive; all can take them out.
OPTIONS = ["-XX:+UseG1GC", "-Xmx128m", "-XX:-UsePerfData", "-Xshare:dump"]


class ArchiveError(Exception):
    """No archive, and why."""


def java():
    home = os.environ.get("JAVA_HOME")
    return str(Path(home, "bin/java")) if home else "java"


def run(command, **options):
    try:
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False, **options)
    except OSError as error:
        raise ArchiveError(f"{command[0]} does not run: {error.strerror}") from error
    if done.returncode != 0:
        raise ArchiveError(f"{Path(command[0]).name} failed: {(done.stdout + done.stderr).strip()[-2000:]}")


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


class Program:
    """A program that writes down which classes it loads; ends with the block."""

    def __init__(self, repository, name, arguments, classes, log):
        options = os.environ.get("CULVERT_JAVA_OPTS", "") + f" -XX:DumpLoadedClassList={classes}"
        self.name = name
        self.log = log
        with open(log, "wb") as out:
            self.process = subprocess.Popen(
                [repository / "scripts" / name, *arguments], env={**os.environ, "CULVERT_JAVA_OPTS": options},
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def await_ready(self, port):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            try:
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass
            finally:
                connection.close()
            time.sleep(0.05)
        raise ArchiveError(f"{self.name} did not start: {self.log.read_text(errors='replace')[-2000:]}")


def ask(home, port):
    """One request through the tunnel. The API server behind it is the gateway itself, so any answer will do that came back."""
    token = (home / "caller-admin.token").read_text().strip()
    connection = http.client.HTTPSConnection(
        "localhost", port, timeout=PATIENCE, context=ssl.create_default_context(cafile=home / "ca.crt"))
    try:
        connection.request("GET", f"/clusters/{CLUSTER}/version", headers={"Authorization": "Bearer " + token})
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise ArchiveError(f"the request through the tunnel was not answered: {error}") from error
    finally:
        connection.close()
    if answer.status != 403:
        raise ArchiveError(f"the request through the tunnel was answered with {answer.status}")


def kubeconfig(home, port):
    named = {"name": CLUSTER}
    file = home / "kubeconfig"
    file.write_text(json.dumps({
        "apiVersion": "v1", "kind": "Config", "current-context": CLUSTER,
        "clusters": [{**named, "cluster": {
            "server": f"https://localhost:{port}", "certificate-authority": str(home / "ca.crt")}}],
        "users": [{**named, "user": {"tokenFile": str(home / "caller-admin.token")}}],
        "contexts": [{**named, "context": {"cluster": CLUSTER, "user": CLUSTER}}]}))
    return file


def train(repository, lists):
    """Runs both programs, the agent in front of the gateway itself, and writes which classes each loaded."""
    with tempfile.TemporaryDirectory(prefix="culvert-classes") as directory:
        work = Path(directory)
        home = work / "gateway"
        public, private, health = free_ports(3)
        run([repository / "scripts/gateway", "init", f"--dir={home}", "--host=localhost", f"--cluster={CLUSTER}",
             "--address=127.0.0.1", f"--port={public}", f"--private-address=127.0.0.1:{private}"])
        with Program(
                repository, "gateway", ["run", f"--config={home / 'gateway.yaml'}"], work / "gateway.classes",
                work / "gateway.log") as gateway:
            gateway.await_ready(private)
            with Program(
                    repository, "cluster-proxy",
                    ["run", f"--gateway=https://localhost:{public}", f"--ca-file={home / 'ca.crt'}",
                     f"--token-file={home / f'agent-{CLUSTER}.token'}", f"--kubeconfig={kubeconfig(home, public)}",
                     f"--health-address=127.0.0.1:{health}"],
                    work / "cluster-proxy.classes", work / "cluster-proxy.log") as agent:
                agent.await_ready(health)
                ask(home, public)
        for program, target in lists.items():
            target.with_suffix(".new").write_text(in_order((work / f"{program}.classes").read_text()))
            target.with_suffix(".new").replace(target)


def in_order(classes):
    """The same whatever came first: classes, then what refers to them."""
    lines = sorted(set(line for line in classes.splitlines() if not line.startswith("#")))
    return "".join(line + "\n" for line in sorted(lines, key=lambda line: line.startswith("@")))


def class_lists(repository):
    """Where the list of each program is. They are made where one is older than its jar."""
    lists, stale = {}, False
    for program in PROGRAMS:
        target = repository / program / "target"
        jar = target / f"{program}.jar"
        if not jar.exists():
            raise ArchiveError(f"{program} is not built")
        lists[program] = target / f"{program}.classes"
        stale = stale or not lists[program].exists() or lists[program].stat().st_mtime < jar.stat().st_mtime
    if stale:
        train(repository, lists)
    return lists


def archive(classes, jar, out, virtual_machine, **options):
    """Has that JVM write the archive of these classes for that jar, all paths as it sees them."""
    run([*virtual_machine, *OPTIONS, f"-XX:SharedClassListFile={classes}", f"-XX:SharedArchiveFile={out}", "-cp", str(jar)], **options)


def main(repository, programs):
    lists = class_lists(repository)
    for program in programs:
        target = repository / program / "target"
        # At once: what is half there would bring down a JVM that starts meanwhile.
        new = target / f"{program}.jsa.new"
        archive(lists[program], target / f"{program}.jar", new, [java()])
        new.replace(target / f"{program}.jsa")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    try:
        main(Path(sys.argv[1]), sys.argv[2:])
    except ArchiveError as error:
        sys.exit(f"class-archives: {error}")

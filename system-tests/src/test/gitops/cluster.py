"""The cluster, by the kubectl on the PATH.

What a program is tested by takes the kubeconfig of KUBECONFIG; where CULVERT_DIRECT is one, too, these functions look there.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

DIRECTORY, NAMESPACE = sys.argv[1:3]
SCRATCH = tempfile.TemporaryDirectory(prefix="gitops-")

# Less than a case may take.
PATIENCE = 55

_GIVEN = dict(os.environ, KUBECACHEDIR=os.path.join(SCRATCH.name, "discovery"))
_ENVIRONMENT = dict(_GIVEN, KUBECONFIG=os.environ.get("CULVERT_DIRECT") or os.environ["KUBECONFIG"])


def kubectl(*arguments, stdin=None, namespace=NAMESPACE, environment=_ENVIRONMENT):
    """What it prints when it succeeds."""
    line = ["kubectl", "--namespace", namespace, *arguments]
    outcome = subprocess.run(line, input=stdin, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    if outcome.returncode:
        raise AssertionError(" ".join(arguments) + ": " + outcome.stderr.strip())
    return outcome.stdout


def get(kind, name, namespace=NAMESPACE):
    """The object, or None where there is none."""
    text = kubectl("get", kind, name, "--output=json", "--ignore-not-found", namespace=namespace)
    return json.loads(text) if text else None


def listed(kinds, namespace=NAMESPACE):
    return json.loads(kubectl("get", kinds, "--output=json", namespace=namespace))["items"]


def apply(*objects):
    kubectl("apply", "--filename=-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))


def patch(kind, name, changes, *arguments, namespace=NAMESPACE):
    kubectl("patch", kind, name, "--type=merge", "--patch=" + json.dumps(changes), *arguments, namespace=namespace)


def until(what, probe, patience=PATIENCE):
    """What the probe returns, as soon as that counts as true."""
    end = time.monotonic() + patience
    while True:
        seen = probe()
        if seen:
            return seen
        if time.monotonic() > end:
            raise AssertionError("in vain: " + what)
        time.sleep(0.3)


def versions(kinds, namespace=NAMESPACE):
    """What changes with each object that is written."""
    found = ((each["kind"], each["metadata"]) for each in listed(kinds, namespace))
    return {kind + " " + metadata["name"]: metadata["resourceVersion"] for kind, metadata in found}


def kubeconfig():
    """The one that the program is given."""
    return json.loads(kubectl("config", "view", "--raw", "--minify", "--flatten", "--output=json", environment=_GIVEN))


class Definitions:
    """The definitions of a product's kinds: what the cluster has already stays, and is not removed."""

    def __init__(self):
        directory = os.path.join(DIRECTORY, "crds")
        self._files = [os.path.join(directory, name) for name in sorted(os.listdir(directory))]
        self._added = []

    def add(self):
        for file in self._files:
            text = kubectl("create", "--dry-run=client", "--validate=false", "--output=json", "--filename=" + file)
            definition = json.loads(text)
            name = definition["metadata"]["name"]
            if not get("customresourcedefinition", name):
                kubectl("create", "--validate=false", "--filename=-", stdin=json.dumps(_tolerant(definition)))
                self._added.append(name)
            until(name + " is established", lambda: _established(name))

    def remove(self):
        """Until they are gone: whoever comes next must not take those for his that are about to go."""
        if self._added:
            kubectl("delete", "customresourcedefinition", "--timeout=50s", *self._added)


def _established(name):
    conditions = get("customresourcedefinition", name).get("status", {}).get("conditions") or ()
    return any((each["type"], each["status"]) == ("Established", "True") for each in conditions)


def _tolerant(definition):
    """For an old cluster one that takes any field: a build of 1.20 refuses empty strings in custom resources, as null."""
    if int(json.loads(kubectl("version", "--output=json"))["serverVersion"]["minor"].rstrip("+")) <= 20:
        for version in definition["spec"]["versions"]:
            version["schema"] = {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}
    return definition

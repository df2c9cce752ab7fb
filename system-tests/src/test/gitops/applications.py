"""Applications of Argo CD's, each a directory of a Git repository."""

import json
import os
import subprocess

from cluster import NAMESPACE, SCRATCH, apply, get, kubeconfig, patch, until

APPLICATIONS = "applications.argoproj.io"
# Where all of them go to.
TARGET = NAMESPACE + "-apps"
_REPOSITORY = os.path.join(SCRATCH.name, "repository")


def create_repository():
    os.mkdir(_REPOSITORY)
    git("init", "--quiet")


def git(*arguments):
    environment = dict(os.environ, HOME=SCRATCH.name)
    line = ["git", "-c", "user.name=test", "-c", "user.email=test@culvert.test", "-C", _REPOSITORY, *arguments]
    return subprocess.run(line, env=environment, check=True, capture_output=True, text=True, timeout=30).stdout.strip()


def commit(name, *objects):
    """Makes these all that the application consists of, and returns the revision."""
    directory = os.path.join(_REPOSITORY, name)
    os.makedirs(directory, exist_ok=True)
    for file in os.listdir(directory):
        os.remove(os.path.join(directory, file))
    for each in objects:
        with open(os.path.join(directory, "%s-%s.json" % (each["kind"].lower(), each["metadata"]["name"])), "w") as out:
            json.dump(each, out)
    git("add", "--all")
    git("commit", "--quiet", "--message", name)
    return git("rev-parse", "HEAD")


def application(name, options=(), automated=None, annotations=None):
    server = kubeconfig()["clusters"][0]["cluster"]["server"]
    policy = {"syncOptions": ["CreateNamespace=true", *options]}
    if automated:
        policy["automated"] = automated
    metadata = {"name": name, "finalizers": ["resources-finalizer.argocd.argoproj.io"], "annotations": annotations or {}}
    spec = {
        "project": "default",
        "source": {"repoURL": "file://" + _REPOSITORY, "path": name, "targetRevision": "HEAD"},
        "destination": {"server": server, "namespace": TARGET},
        "syncPolicy": policy,
    }
    apply({"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": metadata, "spec": spec})


def status(name):
    return get(APPLICATIONS, name).get("status", {})


def synchronise(name, revision, prune=False):
    """Asks for it as the command line does, and returns how it ended: phase, message and what became of each object."""
    options = get(APPLICATIONS, name)["spec"]["syncPolicy"]["syncOptions"]
    patch(APPLICATIONS, name, {"operation": {"sync": {"revision": revision, "prune": prune, "syncOptions": options}}})

    def ended():
        # The operation is taken away in the same write that says how it ended.
        application = get(APPLICATIONS, name)
        state = application.get("status", {}).get("operationState", {})
        over = not application.get("operation") and state.get("phase") in ("Succeeded", "Failed", "Error")
        return over and state

    state = until("the end of a sync of " + name, ended)
    results = state.get("syncResult", {}).get("resources", [])
    fields = ("kind", "name", "syncPhase", "hookType", "hookPhase", "status", "message")
    return [state["phase"], state["message"], sorted([each.get(field) or "" for field in fields] for each in results)]


def settled(name, revision, health="Healthy"):
    """Waits until the application is as it should be, and returns its objects."""

    def seen():
        now = status(name)
        state = now.get("sync", {}), now.get("health", {}).get("status")
        return state[0].get("revision") == revision and (state[0]["status"], state[1]) == ("Synced", health) and now

    return objects(until("%s synced and %s" % (name, health), seen))


def objects(now):
    facts = ([each["kind"], each["name"], each.get("status"), each.get("health", {}).get("status")] for each in now["resources"])
    return sorted(facts)


def refresh(name):
    patch(APPLICATIONS, name, {"metadata": {"annotations": {"argocd.argoproj.io/refresh": "normal"}}})

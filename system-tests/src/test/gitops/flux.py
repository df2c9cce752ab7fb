"""Flux: its kustomize-controller, on artifacts that this program serves as a source of somebody else's would.

    KUBECONFIG=FILE PYTHONPATH=../python python3 flux.py DIRECTORY NAMESPACE

The directory is what install made. The controller works on the namespace alone, by the kubeconfig, and in one case by the
kubeconfig in a Secret, as it does with clusters other than its own.
"""

import json
import os
import re

import manifests
from artifacts import publish, serve
from cases import case, run
from cluster import DIRECTORY, NAMESPACE, SCRATCH, Definitions, apply, get, kubeconfig, kubectl, listed, patch, until, versions
from processes import Processes, free_port

GROUP = NAMESPACE + ".culvert.test"
HEALTH = free_port()
TOOLKIT = "kustomize.toolkit.fluxcd.io"
KUSTOMIZATION = "kustomizations." + TOOLKIT
definitions, processes = Definitions(), Processes()


def kustomization(name, **spec):
    default = {
        "interval": "1h",
        "retryInterval": "1h",
        "timeout": "40s",
        "prune": True,
        "wait": True,
        "targetNamespace": NAMESPACE,
        "sourceRef": {"kind": "ExternalArtifact", "name": name},
    }
    apply({"apiVersion": TOOLKIT + "/v1", "kind": "Kustomization", "metadata": {"name": name}, "spec": {**default, **spec}})


def state(name):
    """The status, and of its conditions the one that tells whether it is ready."""
    now = get(KUSTOMIZATION, name).get("status", {})
    return now, next((each for each in now.get("conditions", ()) if each["type"] == "Ready"), {})


def outcome(name, revision, ready="True"):
    """Waits for the end of an attempt with that revision, and returns what is said of it."""

    def seen():
        now, condition = state(name)
        # What is ready is so with what was applied, and may have been with what was applied before.
        reached = now.get("lastAppliedRevision" if ready == "True" else "lastAttemptedRevision")
        return reached == revision and condition.get("status") == ready and (now, condition)

    now, condition = until("%s at %s, ready %s" % (name, revision, ready), seen)
    inventory = sorted(each["id"] for each in now.get("inventory", {}).get("entries", ()))
    return [condition["reason"], steady(condition["message"]), now.get("lastAppliedRevision"), inventory]


def steady(message):
    """Without how long it took."""
    return re.sub(r"\b[\d.]+(ms|s)\b", "TIME", message)


def reconcile(name, number):
    """Asks for it as the command line does, and waits until it is done."""
    patch(KUSTOMIZATION, name, {"metadata": {"annotations": {"reconcile.fluxcd.io/requestedAt": number}}})
    until("a reconciliation of " + name, lambda: get(KUSTOMIZATION, name)["status"].get("lastHandledReconcileAt") == number)


def data(name):
    return (get("configmap", name) or {}).get("data")


def managers(kind, name):
    text = kubectl("get", kind, name, "--output=json", "--show-managed-fields")
    return sorted([each["manager"], each["operation"]] for each in json.loads(text)["metadata"]["managedFields"])


def plain(n):
    return manifests.config_map("plain", n=n), manifests.service("plain"), manifests.deployment("plain")


@case("a first reconciliation, awaited until all is ready")
def _():
    publish("plain", "one", *plain("1"))
    kustomization("plain")
    return [outcome("plain", "one"), data("plain"), managers("configmap", "plain")]


@case("a second reconciliation changes nothing")
def _():
    kinds = "configmaps,deployments,services"
    before = versions(kinds)
    reconcile("plain", "2")
    after = versions(kinds)
    return [outcome("plain", "one"), [name for name in sorted(after) if after[name] != before.get(name)]]


@case("what somebody else changed or deleted is put right, and what is theirs stays")
def _():
    patch("configmap", "plain", {"data": {"n": "drift"}}, "--field-manager=somebody")
    patch("configmap", "plain", {"data": {"others": "stay"}}, "--field-manager=somebody")
    kubectl("delete", "service", "plain")
    reconcile("plain", "3")
    return [outcome("plain", "one"), data("plain"), managers("configmap", "plain"), get("service", "plain") is not None]


@case("a new revision is noticed by its watch, and what left it is pruned")
def _():
    publish("plain", "two", *plain("2")[::2])
    return [outcome("plain", "two"), data("plain"), get("service", "plain")]


@case("definitions, and objects of theirs, in stages")
def _():
    publish("custom", "one", manifests.valve(GROUP, "custom", 3), manifests.definition(GROUP))
    kustomization("custom")
    return [outcome("custom", "one"), get("valves." + GROUP, "custom")["spec"]]


@case("one that depends on another comes behind it")
def _():
    publish("behind", "one", manifests.config_map("behind"))
    kustomization("behind", dependsOn=[{"name": "ahead"}])
    until("it waits", lambda: state("behind")[1].get("reason") == "DependencyNotReady")
    publish("ahead", "one", manifests.deployment("ahead"))
    kustomization("ahead")
    return [outcome("ahead", "one"), outcome("behind", "one")]


@case("variables from a config map, which is watched")
def _():
    apply(manifests.config_map("variables", said="first"))
    kubectl("label", "configmap", "variables", "reconcile.fluxcd.io/watch=Enabled")
    publish("said", "one", manifests.config_map("said", what="${said}"))
    kustomization("said", postBuild={"substituteFrom": [{"kind": "ConfigMap", "name": "variables"}]})
    seen = [outcome("said", "one"), data("said")]
    patch("configmap", "variables", {"data": {"said": "second"}})
    return [*seen, until("the second", lambda: data("said") == {"what": "second"})]


@case("a deployment that does not come up fails the health check, and one that then does passes it")
def _():
    publish("degraded", "one", manifests.deployment("degraded", image="absent.culvert.test/none:1", deadline=3))
    kustomization("degraded", timeout="20s")
    seen = outcome("degraded", "one", "False")
    publish("degraded", "two", manifests.deployment("degraded"))
    return [seen, outcome("degraded", "two")]


@case("a manifest that the cluster refuses")
def _():
    broken = manifests.service("broken")
    broken["spec"]["ports"][0]["port"] = 99999
    publish("broken", "one", manifests.config_map("whole"), broken)
    kustomization("broken")
    return [outcome("broken", "one", "False"), data("whole")]


@case("a field that cannot change, by force")
def _():
    publish("forced", "one", manifests.job("forced", "true"))
    kustomization("forced", force=True)
    first = [outcome("forced", "one"), get("job", "forced")["metadata"]["uid"]]
    publish("forced", "two", manifests.job("forced", "true; true"))
    second = [outcome("forced", "two"), get("job", "forced")["metadata"]["uid"]]
    return [first[0], second[0], first[1] != second[1]]


@case("a cluster by the kubeconfig in a secret")
def _():
    apply(manifests.secret("kubeconfig", value=json.dumps(kubeconfig())))
    publish("remote", "one", manifests.config_map("remote", n="1"), manifests.deployment("remote"))
    kustomization("remote", kubeConfig={"secretRef": {"name": "kubeconfig"}})
    seen = outcome("remote", "one")
    publish("remote", "two", manifests.config_map("remote", n="2"))
    return [seen, outcome("remote", "two"), data("remote"), get("deployment", "remote")]


@case("what is deleted takes with it what it made")
def _():
    kubectl("delete", KUSTOMIZATION, "--all", "--wait=false")
    until("they are gone", lambda: not listed(KUSTOMIZATION))
    left = (each["metadata"]["name"] for each in listed("configmaps,services,deployments,jobs"))
    until("the definition is gone", lambda: not get("customresourcedefinition", "valves." + GROUP))
    return sorted(name for name in left if name not in ("kube-root-ca.crt", "variables"))


def set_up():
    definitions.add()
    serve()
    processes.start(
        "kustomize-controller",
        os.path.join(DIRECTORY, "kustomize-controller"),
        "--watch-all-namespaces=false",
        "--feature-gates=ExternalArtifact=true",
        "--requeue-dependency=1s",
        "--metrics-addr=127.0.0.1:%d" % free_port(),
        "--health-addr=127.0.0.1:%d" % HEALTH,
        RUNTIME_NAMESPACE=NAMESPACE,
    )
    processes.await_ready("http://127.0.0.1:%d/readyz" % HEALTH)


def tear_down():
    processes.stop()
    try:
        for each in listed(KUSTOMIZATION):
            patch(KUSTOMIZATION, each["metadata"]["name"], {"metadata": {"finalizers": None}})
        kubectl("delete", "customresourcedefinition", "valves." + GROUP, "--ignore-not-found", "--wait=false")
    finally:
        definitions.remove()
        SCRATCH.cleanup()


with open(os.path.join(DIRECTORY, "version")) as file:
    try:
        set_up()
    except BaseException:
        tear_down()
        raise
    run(file.read().strip().lstrip("v"), tear_down)

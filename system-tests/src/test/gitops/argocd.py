"""Argo CD: its application controller and its repository server, on applications in a Git repository.

    KUBECONFIG=FILE PYTHONPATH=../python python3 argocd.py DIRECTORY NAMESPACE

The directory is what install made. The namespace is Argo CD's own; the cluster that the kubeconfig leads to is registered in it
under its address, with a Secret, as people register one. Applications go to another namespace, which Argo CD makes.
"""

import json
import os

import manifests
from applications import APPLICATIONS, TARGET, application, commit, git
from applications import objects, refresh, settled, status, synchronise
from cases import case, run
from cluster import DIRECTORY, NAMESPACE, get, kubectl, listed, patch, until, versions
from installation import known, set_up, tear_down

GROUP = NAMESPACE + ".culvert.test"


def wave(number, **annotations):
    return {"argocd.argoproj.io/sync-wave": str(number), **annotations}


def hook(phase):
    return {"argocd.argoproj.io/hook": phase, "argocd.argoproj.io/hook-delete-policy": "BeforeHookCreation"}


def data(name):
    return (get("configmap", name, TARGET) or {}).get("data")


def plain(n):
    return manifests.deployment("plain"), manifests.service("plain"), manifests.config_map("plain", n=n)


@case("a first sync, into a namespace that it makes")
def _():
    revision = commit("plain", *plain("1"))
    application("plain")
    return [synchronise("plain", revision), settled("plain", revision), data("plain")]


@case("a second sync changes nothing")
def _():
    kinds = "configmaps,deployments,services"
    before = versions(kinds, TARGET)
    answer = synchronise("plain", git("rev-parse", "HEAD"))
    after = versions(kinds, TARGET)
    return [answer, [name for name in sorted(after) if after[name] != before.get(name)], sorted(after)]


@case("a change of somebody else's is seen by its watch, and put right by the next sync")
def _():
    patch("configmap", "plain", {"data": {"n": "drift"}}, namespace=TARGET)
    seen = until("out of sync", lambda: status("plain")["sync"]["status"] == "OutOfSync" and objects(status("plain")))
    revision = git("rev-parse", "HEAD")
    return [seen, synchronise("plain", revision), settled("plain", revision), data("plain")]


@case("what is deleted by somebody is seen as missing by its watch")
def _():
    kubectl("delete", "service", "plain", namespace=TARGET)
    missing = ["Service", "plain", "OutOfSync", "Missing"]
    seen = until("missing", lambda: missing in objects(status("plain")) and objects(status("plain")))
    revision = git("rev-parse", "HEAD")
    return [seen, synchronise("plain", revision), settled("plain", revision)]


@case("a change in the repository, and what left it is pruned when asked to")
def _():
    revision = commit("plain", *plain("2")[::2])
    kept = synchronise("plain", revision)
    return [kept, synchronise("plain", revision, prune=True), settled("plain", revision), data("plain")]


@case("hooks and waves, one behind the other")
def _():
    revision = commit(
        "ordered",
        manifests.job("before", "sleep 2", hook("PreSync")),
        manifests.deployment("ordered", wave(1)),
        manifests.config_map("ordered", wave(2)),
        manifests.job("after", "true", hook("PostSync")),
    )
    application("ordered")
    answer = synchronise("ordered", revision)
    deployment = get("deployment", "ordered", TARGET)
    available = [each for each in deployment["status"]["conditions"] if each["type"] == "Available"]
    times = [
        get("job", "before", TARGET)["status"]["completionTime"],
        deployment["metadata"]["creationTimestamp"],
        available[0]["lastTransitionTime"],
        get("configmap", "ordered", TARGET)["metadata"]["creationTimestamp"],
        get("job", "after", TARGET)["metadata"]["creationTimestamp"],
    ]
    if times != sorted(times):
        raise AssertionError("not one behind the other: %s" % times)
    return [answer, settled("ordered", revision)]


@case("a hook that fails keeps the rest back")
def _():
    revision = commit("refused", manifests.job("failing", "exit 1", hook("PreSync")), manifests.config_map("refused"))
    application("refused")
    phase, _, results = synchronise("refused", revision)
    return [phase, results, data("refused")]


@case("a definition and an object of it in one sync")
def _():
    revision = commit("custom", manifests.definition(GROUP), manifests.valve(GROUP, "custom", 3))
    application("custom")
    answer = synchronise("custom", revision)
    # How healthy the definition is, Argo CD looks at once, and not always late enough.
    until("it is in sync", lambda: status("custom")["sync"]["status"] == "Synced")
    return [answer, get("valves." + GROUP, "custom", TARGET)["spec"]]


@case("server-side apply, compared by dry runs")
def _():
    revision = commit("server", manifests.config_map("server", n="1"))
    application("server", ["ServerSideApply=true"], annotations={"argocd.argoproj.io/compare-options": "ServerSideDiff=true"})
    answer = synchronise("server", revision)
    patch("configmap", "server", {"data": {"others": "stay"}}, "--field-manager=somebody", namespace=TARGET)
    revision = commit("server", manifests.config_map("server", n="2"))
    again = synchronise("server", revision)
    fields = json.loads(kubectl("get", "configmap", "server", "--output=json", "--show-managed-fields", namespace=TARGET))
    managers = sorted([each["manager"], each["operation"]] for each in fields["metadata"]["managedFields"])
    return [answer, again, settled("server", revision), data("server"), managers]


@case("automated: what is changed, deleted or left over is put right without being asked")
def _():
    first = commit("automated", manifests.config_map("kept", n="1"), manifests.config_map("left", n="1"))
    application("automated", automated={"prune": True, "selfHeal": True})
    seen = [settled("automated", first)]
    patch("configmap", "kept", {"data": {"n": "drift"}}, namespace=TARGET)
    until("the change put right", lambda: data("kept") == {"n": "1"})
    kubectl("delete", "configmap", "left", namespace=TARGET)
    until("it is back", lambda: data("left"))
    second = commit("automated", manifests.config_map("kept", n="2"))
    refresh("automated")
    until("it is pruned", lambda: data("left") is None)
    return [*seen, settled("automated", second), data("kept")]


@case("a deployment that does not come up is degraded, and one that then does is healthy")
def _():
    revision = commit("degraded", manifests.deployment("degraded", image="absent.culvert.test/none:1", deadline=3))
    application("degraded")
    synchronise("degraded", revision)
    seen = settled("degraded", revision, "Degraded")
    revision = commit("degraded", manifests.deployment("degraded", deadline=600))
    synchronise("degraded", revision)
    return [seen, settled("degraded", revision)]


@case("a manifest that the cluster refuses")
def _():
    broken = manifests.service("invalid")
    broken["spec"]["ports"][0]["port"] = 99999
    revision = commit("invalid", broken)
    application("invalid")
    phase, _, results = synchronise("invalid", revision)
    return [phase, results]


@case("what the controller knows of the cluster")
def _():
    found = until("it is connected", known)
    return [found["connection_status"], float(found["api_resources"][0]) > 20, float(found["api_resource_objects"][0]) > 20]


@case("applications are deleted with what they made")
def _():
    kubectl("delete", APPLICATIONS, "--all", "--wait=false")
    until("they are gone", lambda: not listed(APPLICATIONS))
    left = sorted(each["metadata"]["name"] for each in listed("configmaps,services,deployments,jobs", TARGET))
    # Definitions stay: Argo CD takes none away, since every object of theirs would go with it.
    definition = get("customresourcedefinition", "valves." + GROUP)["metadata"]["name"]
    return [[name for name in left if name != "kube-root-ca.crt"], definition, listed("valves." + GROUP, TARGET)]


def end():
    kubectl("delete", "customresourcedefinition", "valves." + GROUP, "--ignore-not-found", "--wait=false")
    tear_down()


with open(os.path.join(DIRECTORY, "version")) as file:
    try:
        set_up()
    except BaseException:
        end()
        raise
    run(file.read().strip().lstrip("v"), end)

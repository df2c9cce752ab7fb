"""Argo CD's application controller and repository server, with the cluster of the kubeconfig registered."""

import json
import os
import re
import urllib.request

import manifests
from applications import APPLICATIONS, TARGET, create_repository
from cluster import DIRECTORY, NAMESPACE, SCRATCH, Definitions, apply, kubeconfig, kubectl, listed, patch
from processes import Processes, free_port

METRICS = free_port()
PART_OF_ARGOCD = {"app.kubernetes.io/part-of": "argocd"}
definitions, processes = Definitions(), Processes()


def cluster_secret():
    """As Argo CD's documentation describes it."""
    cluster, user = (kubeconfig()[kind][0][kind[:-1]] for kind in ("clusters", "users"))
    tls = {"caData": cluster["certificate-authority-data"]}
    if "client-certificate-data" in user:
        tls.update(certData=user["client-certificate-data"], keyData=user["client-key-data"])
    config = {"tlsClientConfig": tls, "bearerToken": user.get("token", "")}
    labels = {"argocd.argoproj.io/secret-type": "cluster"}
    return manifests.secret("cluster", labels, name="target", server=cluster["server"], config=json.dumps(config))


def set_up():
    definitions.add()
    settings = manifests.config_map("argocd-cm", **{"cluster.inClusterEnabled": "false"})
    settings["metadata"]["labels"] = PART_OF_ARGOCD
    everywhere = {"namespace": "*", "server": "*"}
    project = {
        "sourceRepos": ["*"],
        "destinations": [everywhere],
        "clusterResourceWhitelist": [{"group": "*", "kind": "*"}],
    }
    apply(
        settings,
        manifests.secret("argocd-secret", PART_OF_ARGOCD, **{"server.secretkey": "not of use"}),
        cluster_secret(),
        {"apiVersion": "argoproj.io/v1alpha1", "kind": "AppProject", "metadata": {"name": "default"}, "spec": project},
    )
    create_repository()
    start()


def start():
    argocd = os.path.join(DIRECTORY, "argocd")
    redis, repositories = ("127.0.0.1:%d" % free_port() for _ in range(2))
    processes.start("redis", argocd, "redis", redis)
    processes.start(
        "repo-server",
        argocd,
        "repo-server",
        "--redis=" + redis,
        "--address=127.0.0.1",
        "--port=" + repositories.split(":")[1],
        "--metrics-address=127.0.0.1",
        "--metrics-port=%d" % free_port(),
        # One of Argo CD's own scripts is looked for there.
        PATH=DIRECTORY + os.pathsep + os.environ["PATH"],
        ARGOCD_GPG_ENABLED="false",
        ARGOCD_ASK_PASS_SOCK=os.path.join(SCRATCH.name, "askpass"),
    )
    processes.start(
        "application-controller",
        argocd,
        "application-controller",
        "--namespace=" + NAMESPACE,
        "--redis=" + redis,
        "--repo-server=" + repositories,
        "--metrics-port=%d" % METRICS,
        "--persist-resource-health",
        # It waits longer each time that it puts the same thing right again, up to five minutes.
        "--self-heal-backoff-cap-seconds=2",
        # A sync that cannot be started since the cluster cannot be reached is tried again with the next look at the application,
        # and that is after two to three minutes otherwise.
        "--app-resync=30",
        "--app-resync-jitter=0",
        ARGOCD_CONTROLLER_REPLICAS="1",
        HOSTNAME="application-controller-0",
    )
    processes.await_ready("http://127.0.0.1:%d/healthz" % METRICS)


def known():
    """What the controller knows of the cluster, as soon as it is connected."""
    server = re.escape(kubeconfig()["clusters"][0]["cluster"]["server"])
    with urllib.request.urlopen("http://127.0.0.1:%d/metrics" % METRICS, timeout=20) as page:
        text = page.read().decode()
    found = {
        name: re.findall(r'^argocd_cluster_%s\{.*server="%s".*\} (\S+)' % (name, server), text, re.MULTILINE)
        for name in ("connection_status", "api_resources", "api_resource_objects")
    }
    return found["connection_status"] == ["1"] and all(found.values()) and found


def tear_down():
    processes.stop()
    try:
        for each in listed(APPLICATIONS):
            patch(APPLICATIONS, each["metadata"]["name"], {"metadata": {"finalizers": None}})
        kubectl("delete", "namespace", TARGET, "--ignore-not-found", "--wait=false")
    finally:
        definitions.remove()
        SCRATCH.cleanup()

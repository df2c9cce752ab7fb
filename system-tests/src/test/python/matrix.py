"""The official Python client, used as its users do.

    KUBECONFIG=FILE python matrix.py NAMESPACE

The namespace holds the pods "shell" and "ticker" that the client matrix makes.
"""

import hashlib
import json
import sys
import time

import kubernetes
from kubernetes import client, config, dynamic, watch
from kubernetes.client.rest import ApiException
from kubernetes.stream import portforward, stream

from cases import case, run

NAMESPACE = sys.argv[1]
config.load_kube_config()
core = client.CoreV1Api()
apps = client.AppsV1Api()


def config_map(name, data, **labels):
    return client.V1ConfigMap(metadata=client.V1ObjectMeta(name=name, labels=labels), data=data)


def refused(function):
    """What an ApiException says about a request that must fail."""
    try:
        function()
    except ApiException as e:
        try:
            status = json.loads(e.body)
            return [e.status, status.get("reason"), status.get("message")]
        except (TypeError, ValueError):
            return [e.status, e.reason]
    raise AssertionError("not refused")


# Reading and writing


@case("version")
def _():
    return client.VersionApi().get_code().git_version


@case("discovery")
def _():
    groups = client.ApisApi().get_api_versions().groups
    return sorted(g.name + "/" + v.version for g in groups for v in g.versions)


@case("nodes")
def _():
    return sorted(n.metadata.name for n in core.list_node().items)


@case("create, read, replace, patch, delete")
def _():
    made = core.create_namespaced_config_map(NAMESPACE, config_map("py", {"a": "one <&> \u00e9"}))
    made.data["b"] = "two"
    replaced = core.replace_namespaced_config_map("py", NAMESPACE, made)
    patched = core.patch_namespaced_config_map("py", NAMESPACE, {"data": {"c": "three", "a": None}})
    listed = core.patch_namespaced_config_map("py", NAMESPACE, [{"op": "add", "path": "/data/d", "value": "four"}])
    read = core.read_namespaced_config_map("py", NAMESPACE)
    core.delete_namespaced_config_map("py", NAMESPACE, propagation_policy="Background")
    return [replaced.data, patched.data, listed.data, read.data]


@case("refusals")
def _():
    core.create_namespaced_config_map(NAMESPACE, config_map("twice", {}))
    return [
        refused(lambda: core.create_namespaced_config_map(NAMESPACE, config_map("twice", {}))),
        refused(lambda: core.create_namespaced_config_map(NAMESPACE, config_map("Not_Valid", {}))),
        refused(lambda: core.read_namespaced_config_map("absent", NAMESPACE)),
        refused(lambda: core.list_namespaced_config_map(NAMESPACE, label_selector="==")),
    ]


@case("a wrong token")
def _():
    settings = client.Configuration.get_default_copy()
    settings.cert_file = settings.key_file = None
    settings.api_key = {"authorization": "Bearer wrong", "BearerToken": "Bearer wrong"}
    settings.refresh_api_key_hook = None
    return refused(lambda: client.CoreV1Api(client.ApiClient(settings)).list_node())[0]


@case("pages")
def _():
    for i in range(7):
        core.create_namespaced_config_map(NAMESPACE, config_map("page-%d" % i, {}, paged="yes"))
    pages, token = [], None
    while True:
        page = core.list_namespaced_config_map(NAMESPACE, label_selector="paged=yes", limit=3, _continue=token)
        pages.append([item.metadata.name for item in page.items])
        token = page.metadata._continue
        if not token:
            return pages


@case("scale and status of a deployment")
def _():
    labels = {"app": "none"}
    container = client.V1Container(name="main", image="busybox:1.35")
    template = client.V1PodTemplateSpec(
        metadata=client.V1ObjectMeta(labels=labels), spec=client.V1PodSpec(containers=[container])
    )
    spec = client.V1DeploymentSpec(replicas=0, selector=client.V1LabelSelector(match_labels=labels), template=template)
    apps.create_namespaced_deployment(
        NAMESPACE, client.V1Deployment(metadata=client.V1ObjectMeta(name="none"), spec=spec)
    )
    scale = apps.read_namespaced_deployment_scale("none", NAMESPACE)
    status = apps.read_namespaced_deployment_status("none", NAMESPACE)
    apps.delete_namespaced_deployment("none", NAMESPACE)
    return [scale.spec.replicas, status.spec.replicas, status.status.ready_replicas]


@case("pod proxy")
def _():
    return core.connect_get_namespaced_pod_proxy_with_path("shell:8080", NAMESPACE, "index.html")


# Watches and logs


@case("watch")
def _():
    version = core.list_namespaced_config_map(NAMESPACE).metadata.resource_version
    core.create_namespaced_config_map(NAMESPACE, config_map("w", {"a": "1"}, watched="yes"))
    seen, watcher = [], watch.Watch()
    for event in watcher.stream(
        core.list_namespaced_config_map, NAMESPACE, label_selector="watched=yes", resource_version=version
    ):
        seen.append([event["type"], event["object"].metadata.name, event["object"].data])
        if event["type"] == "ADDED":
            core.patch_namespaced_config_map("w", NAMESPACE, {"data": {"a": "2"}})
        elif event["type"] == "MODIFIED":
            core.delete_namespaced_config_map("w", NAMESPACE)
        else:
            watcher.stop()
    return seen


@case("a watch that its timeout ends")
def _():
    seen = []
    for event in watch.Watch().stream(core.list_namespaced_pod, NAMESPACE, timeout_seconds=2):
        seen.append([event["type"], event["object"].metadata.name])
    return sorted(seen)


@case("an idle watch")
def _():
    started = time.monotonic()
    list(watch.Watch().stream(core.list_namespaced_secret, NAMESPACE, label_selector="none=none", timeout_seconds=5))
    return 4 < time.monotonic() - started < 20


@case("log")
def _():
    return [
        core.read_namespaced_pod_log("shell", NAMESPACE),
        core.read_namespaced_pod_log("shell", NAMESPACE, tail_lines=1),
        refused(lambda: core.read_namespaced_pod_log("shell", NAMESPACE, container="absent")),
    ]


@case("log follow")
def _():
    lines, watcher = [], watch.Watch()
    for line in watcher.stream(core.read_namespaced_pod_log, "ticker", NAMESPACE):
        lines.append(line)
        if len(lines) == 5:
            watcher.stop()
    return lines


@case("log follow of the raw response")
def _():
    response = core.read_namespaced_pod_log("ticker", NAMESPACE, follow=True, _preload_content=False)
    seen = b""
    for piece in response.stream():
        seen += piece
        if seen.count(b"\n") >= 5:
            break
    response.close()
    return seen.decode().splitlines()[:5]


# exec and attach


def executed(command, **options):
    """Standard output, standard error and exit code of a command in the pod."""
    options = dict({"stdin": False, "stdout": True, "stderr": True, "tty": False}, **options)
    socket = stream(
        core.connect_get_namespaced_pod_exec, "shell", NAMESPACE, command=command, _preload_content=False, **options
    )
    socket.run_forever(timeout=50)
    return [socket.read_stdout(timeout=1), socket.read_stderr(timeout=1), socket.returncode]


@case("exec")
def _():
    return stream(
        core.connect_get_namespaced_pod_exec,
        "shell",
        NAMESPACE,
        command=["echo", "one", "two words", "\u00e9"],
        stdin=False,
        stdout=True,
        stderr=True,
        tty=False,
    )


@case("exec with exit codes")
def _():
    return [executed(["sh", "-c", "echo out; echo err >&2; exit %d" % code]) for code in (0, 1, 42, 255)]


@case("exec of a command that is not there")
def _():
    socket = stream(
        core.connect_get_namespaced_pod_exec,
        "shell",
        NAMESPACE,
        command=["/absent"],
        stdout=True,
        stderr=True,
        stdin=False,
        tty=False,
        _preload_content=False,
    )
    socket.run_forever(timeout=50)
    error = socket.read_channel(3)
    return json.loads(error)["reason"]


@case("exec with standard input")
def _():
    socket = stream(
        core.connect_get_namespaced_pod_exec,
        "shell",
        NAMESPACE,
        command=["sh", "-c", "read a; echo got $a; read b; echo got $b >&2; exit 7"],
        stdin=True,
        stdout=True,
        stderr=True,
        tty=False,
        _preload_content=False,
    )
    socket.write_stdin("first\n")
    one = socket.readline_stdout(timeout=30)
    socket.write_stdin("second\n")
    # Not line by line: once the connection is closed the client gives no more lines, not even one that it has.
    socket.run_forever(timeout=30)
    return [one, socket.read_stderr(timeout=1), socket.returncode]


@case("exec with a terminal")
def _():
    return executed(["sh", "-c", "test -t 1 && echo terminal; exit 3"], tty=True, stdin=True, stderr=False)


@case("exec with megabytes of output")
def _():
    out, err, code = executed(["sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x"])
    return [len(out), hashlib.sha256(out.encode()).hexdigest(), err, code]


@case("exec in a pod that is not there")
def _():
    try:
        stream(core.connect_get_namespaced_pod_exec, "absent", NAMESPACE, command=["true"], stdout=True)
    except ApiException as e:
        return [e.status, str(e.reason).split("\n")[0].split(" -+-+- ")[0]]
    raise AssertionError("not refused")


# Port forwarding


def forward(*ports):
    return portforward(
        core.connect_get_namespaced_pod_portforward, "shell", NAMESPACE, ports=",".join(str(port) for port in ports)
    )


def received(socket, enough=None):
    data = b""
    while enough is None or len(data) < enough:
        more = socket.recv(65536)
        if not more:
            break
        data += more
    return data


@case("port-forward")
def _():
    forwarded = forward(8080)
    socket = forwarded.socket(8080)
    socket.setblocking(True)
    socket.sendall(b"GET /index.html HTTP/1.0\r\nHost: pod\r\n\r\n")
    answer = received(socket)
    return [answer.split(b"\r\n")[0].decode(), answer.split(b"\r\n\r\n", 1)[1].decode(), forwarded.error(8080)]


@case("port-forward of two ports")
def _():
    forwarded = forward(8080, 7007)
    echo, web = forwarded.socket(7007), forwarded.socket(8080)
    for socket in (echo, web):
        socket.settimeout(1)
    echo.sendall(b"echo this")
    web.sendall(b"GET /index.html HTTP/1.0\r\n\r\n")
    heard, page = b"", b""
    # That one of the ports is over does not show until both are.
    while len(heard) < 9 or not page.endswith(b"pod\n"):
        try:
            heard += echo.recv(65536) if len(heard) < 9 else b""
            page += web.recv(65536)
        except TimeoutError:
            # Old clients see frames that came in one TLS record with others only when more comes.
            echo.sendall(b".")
    forwarded.close()
    return [heard[:9].decode(), page.split(b"\r\n\r\n", 1)[1].decode()]


@case("port-forward of a megabyte each way")
def _():
    socket = forward(7007).socket(7007)
    socket.setblocking(True)
    sent, heard = bytes(range(256)) * 4096, b""
    for at in range(0, len(sent), 32768):
        socket.sendall(sent[at : at + 32768])
        heard += received(socket, 32768)
    socket.close()
    return [len(heard), heard == sent]


@case("port-forward to a port that is closed")
def _():
    forwarded = forward(9)
    socket = forwarded.socket(9)
    socket.setblocking(True)
    received(socket)
    return "refused" in forwarded.error(9)


# The dynamic client


def resource(api_version, kind):
    return dynamic.DynamicClient(client.ApiClient()).resources.get(api_version=api_version, kind=kind)


@case("dynamic: create, read, patch, delete")
def _():
    maps = resource("v1", "ConfigMap")
    metadata = {"name": "dyn", "labels": {"dyn": "yes"}}
    body = {"kind": "ConfigMap", "apiVersion": "v1", "metadata": metadata, "data": {"a": "1"}}
    made = maps.create(body=body, namespace=NAMESPACE)
    patched = maps.patch(
        name="dyn", namespace=NAMESPACE, body={"data": {"b": "2"}}, content_type="application/merge-patch+json"
    )
    read = maps.get(name="dyn", namespace=NAMESPACE)
    names = [item.metadata.name for item in maps.get(namespace=NAMESPACE, label_selector="dyn=yes").items]
    deleted = maps.delete(name="dyn", namespace=NAMESPACE)
    return [[answer.to_dict()["data"] for answer in (made, patched, read)], names, deleted.status]


def server_side_apply():
    body = {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "applied"}, "data": {"a": "1"}}
    applied = resource("v1", "ConfigMap").server_side_apply(
        name="applied", namespace=NAMESPACE, body=body, field_manager="matrix"
    )
    return [applied.to_dict()["data"], [entry.operation for entry in applied.metadata.managedFields]]


# The client has it since 24.
if hasattr(dynamic.DynamicClient, "server_side_apply"):
    case("dynamic: server-side apply")(server_side_apply)


@case("dynamic: groups")
def _():
    deployments = resource("apps/v1", "Deployment")
    return [deployments.name, deployments.namespaced, sorted(deployments.subresources), sorted(deployments.verbs)]


@case("dynamic: watch")
def _():
    maps, seen = resource("v1", "ConfigMap"), []
    core.create_namespaced_config_map(NAMESPACE, config_map("dw", {}, dynamic="yes"))
    for event in maps.watch(namespace=NAMESPACE, label_selector="dynamic=yes", timeout=3):
        seen.append([event["type"], event["object"].metadata.name])
        if event["type"] == "ADDED":
            core.delete_namespaced_config_map("dw", NAMESPACE)
        else:
            break
    return seen


run(kubernetes.__version__)

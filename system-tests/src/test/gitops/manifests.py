"""What the cases put into the cluster."""


def config_map(name, annotations=None, /, **data):
    return _object("v1", "ConfigMap", name, annotations, data=data)


def secret(name, labels=None, /, **data):
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name, "labels": labels or {}}, "stringData": data}


def service(name, annotations=None):
    spec = {"selector": {"app": name}, "ports": [{"name": "http", "port": 80, "targetPort": 8080}]}
    return _object("v1", "Service", name, annotations, spec=spec)


def deployment(name, annotations=None, image="busybox:1.35", deadline=600):
    """With a number of seconds within which it has to get on."""
    pod = _pod("trap exit TERM; while :; do sleep 3600 & wait $!; done", image)
    template = {"metadata": {"labels": {"app": name}}, "spec": pod}
    selector = {"matchLabels": {"app": name}}
    spec = {"replicas": 1, "selector": selector, "progressDeadlineSeconds": deadline, "template": template}
    return _object("apps/v1", "Deployment", name, annotations, spec=spec)


def job(name, script, annotations=None):
    spec = {"backoffLimit": 0, "template": {"spec": dict(_pod(script), restartPolicy="Never")}}
    return _object("batch/v1", "Job", name, annotations, spec=spec)


def definition(group, annotations=None):
    """Of the kind Valve, which has a number "opening"."""
    schema = {
        "type": "object",
        "properties": {"spec": {"type": "object", "properties": {"opening": {"type": "integer"}}}},
    }
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
    names = {"kind": "Valve", "plural": "valves", "singular": "valve", "listKind": "ValveList"}
    spec = {"group": group, "scope": "Namespaced", "names": names, "versions": [version]}
    return _object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "valves." + group, annotations, spec=spec)


def valve(group, name, opening, annotations=None):
    return _object(group + "/v1", "Valve", name, annotations, spec={"opening": opening})


def _pod(script, image="busybox:1.35"):
    container = {"name": "main", "image": image, "imagePullPolicy": "Never", "command": ["sh", "-c", script]}
    return {"terminationGracePeriodSeconds": 0, "automountServiceAccountToken": False, "containers": [container]}


def _object(version, kind, name, annotations, **fields):
    metadata = {"name": name, "annotations": annotations or {}}
    return dict({"apiVersion": version, "kind": kind, "metadata": metadata}, **fields)

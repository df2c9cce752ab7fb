"""Cases of Terraform and its provider for Kubernetes, used as its users do.

    KUBECONFIG=FILE PYTHONPATH=../python python3 matrix.py DIRECTORY NAMESPACE

The namespace holds the pod "shell" that the client matrix makes. Cases build on those before them, as runs of Terraform do.
"""

import json
import os
import re
import tempfile

from cases import case, run
from terraform import NAMESPACE, Terraform, kubectl

SCRATCH = tempfile.TemporaryDirectory(prefix="terraform-")
terraform = Terraform(os.path.join(SCRATCH.name, "work"))

# What the API server chooses by itself.
CHOSEN = {"uid", "resource_version", "cluster_ip", "default_secret_name", "generation", "id"}


def plain(value):
    """Without what the API server chooses, and what is as good as nothing."""
    if isinstance(value, dict):
        found = ((key, plain(each)) for key, each in value.items() if key not in CHOSEN)
        return {key: each for key, each in found if each}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value[:200] if isinstance(value, str) else value


def objects():
    """The state's resources as the cluster has them."""
    resources = json.loads(terraform.ok("show", "-json"))["values"]["root_module"]["resources"]
    return sorted([each["address"], plain(each["values"])] for each in resources if each["mode"] == "managed")


def planned(*arguments):
    """Terraform's exit code for a plan, what has drifted, and what it would do to what."""
    outcome = terraform("plan", "-detailed-exitcode", "-out=plan", *arguments)
    if outcome.returncode not in (0, 2):
        raise AssertionError(terraform.error(outcome))
    plan = json.loads(terraform.ok("show", "-json", "plan"))

    def changes(kind):
        found = ((each["address"], each["change"]) for each in plan.get(kind, ()) if each["mode"] == "managed")
        return sorted([address, change["actions"]] for address, change in found if plain(change["before"]) != plain(change["after"]))

    return [outcome.returncode, changes("resource_drift"), changes("resource_changes")]


def applied(*arguments):
    """What it says that it did."""
    return re.findall("(?m)^(?:Apply|Destroy) complete!.*", terraform.ok("apply", "-auto-approve", *arguments))


def refused(*arguments):
    outcome = terraform(*arguments)
    if not outcome.returncode:
        raise AssertionError("not refused: " + outcome.stdout)
    return [outcome.returncode, terraform.error(outcome)]


@case("init, with the state in the cluster")
def init():
    return "has been successfully initialized" in terraform.ok("init")


@case("plan of what is not there")
def first_plan():
    return planned()


@case("apply, and wait for the deployment")
def apply():
    return [applied(), objects(), terraform.ok("output", "-json")]


@case("plan finds nothing to do")
def nothing():
    return planned()


@case("the state in the cluster")
def state():
    secret = json.loads(kubectl("get", "secret", "tfstate-default-objects", "--output=json"))
    return [sorted(secret["data"]), secret["metadata"]["labels"], terraform.ok("state", "list").split()]


@case("a lock that somebody holds")
def lock():
    lease = json.loads(kubectl("get", "lease", "lock-tfstate-default-objects", "--output=json"))
    held = {"metadata": {"annotations": {"app.terraform.io/lock-info": json.dumps({"ID": "somebody", "Who": "else"})}}}
    held["spec"] = {"holderIdentity": "somebody"}
    kubectl("patch", "lease", lease["metadata"]["name"], "--type=merge", "--patch=" + json.dumps(held))
    said = refused("apply", "-auto-approve", "-lock-timeout=2s")
    return [said, "successfully unlocked" in terraform.ok("force-unlock", "-force", "somebody"), planned()]


@case("change in place, and wait")
def change():
    arguments = ["-var=message=second", "-var=replicas=2"]
    return [planned(*arguments), applied(*arguments), objects(), planned(*arguments)]


@case("what somebody else changed")
def drift():
    kubectl("patch", "configmap", "settings", "--type=merge", "--patch=" + json.dumps({"data": {"message": "drift"}}))
    kubectl("scale", "deployment", "app", "--replicas=0")
    arguments = ["-var=message=second", "-var=replicas=2"]
    return [planned(*arguments), applied(*arguments), objects()]


@case("what somebody else deleted")
def deletion():
    kubectl("delete", "configmap", "settings")
    kubectl("delete", "role", "reader")
    arguments = ["-var=message=second", "-var=replicas=2"]
    return [planned(*arguments), applied(*arguments), objects()]


@case("replace")
def replacement():
    return applied("-var=message=second", "-var=replicas=2", "-replace=kubernetes_secret.password")


@case("import of what is already there")
def adoption():
    terraform.ok("state", "rm", "kubernetes_config_map.settings")
    arguments = ["-var=message=second", "-var=replicas=2"]
    there = refused("apply", "-auto-approve", *arguments)
    terraform.ok("import", *arguments, "kubernetes_config_map.settings", NAMESPACE + "/settings")
    return [there, planned(*arguments)]


@case("what the API server refuses")
def invalid():
    return refused("apply", "-auto-approve", "-var=message=second", "-var=replicas=-1")


@case("destroy, and wait")
def destroy():
    said = re.findall("(?m)^Destroy complete!.*", terraform.ok("destroy", "-auto-approve"))
    left = kubectl("get", "deployments,services,configmaps,roles,rolebindings", "--output=name").split()
    return [said, [each for each in left if "kube-root-ca" not in each], terraform.ok("state", "list")]


run(json.loads(terraform.ok("version", "-json"))["terraform_version"])

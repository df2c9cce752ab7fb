"""Cases of Helm, used as its users do.

    KUBECONFIG=FILE PYTHONPATH=../python python3 matrix.py HELM NAMESPACE

The namespace holds the pod "shell" that the client matrix makes. Cases build on those before them, as releases do.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

import charts
from cases import case, run

HELM, NAMESPACE = sys.argv[1:3]
HOME = tempfile.TemporaryDirectory(prefix="matrix-")
ENVIRONMENT = dict(
    os.environ,
    KUBECACHEDIR=os.path.join(HOME.name, "discovery"),
    **{"HELM_%s_HOME" % what: os.path.join(HOME.name, what.lower()) for what in ("CACHE", "CONFIG", "DATA")},
)
LARGE = charts.write(HOME.name, "large", charts.LARGE)
TOO_LARGE = charts.write(HOME.name, "toolarge", charts.TOO_LARGE)
SMALL = charts.write(HOME.name, "small")


def called(*arguments):
    return subprocess.run(
        [HELM, *arguments, "--namespace", NAMESPACE],
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=58,
    )


def helm(*arguments):
    """What it says when it succeeds."""
    outcome = called(*arguments)
    if outcome.returncode:
        print(outcome.stdout, outcome.stderr, file=sys.stderr)
        raise AssertionError("exit %d: %s" % (outcome.returncode, outcome.stderr.strip().split("\n")[-1]))
    return outcome.stdout


def refused(*arguments):
    """Its exit code and what it says of the error, which must not be that it succeeded."""
    outcome = called(*arguments)
    if not outcome.returncode:
        raise AssertionError("not refused: " + outcome.stdout)
    return [outcome.returncode, [line for line in outcome.stderr.split("\n") if "rror" in line or line.startswith("\t*")]]


def release(*arguments):
    """What the JSON of a release says, without times."""
    said = json.loads(helm(*arguments, "--output", "json"))
    info = said["info"]
    manifest = said.get("manifest", "").strip()
    return [said["name"], said["version"], info["status"], info["description"], info.get("notes"), said.get("config"), manifest]


def history(name):
    said = json.loads(helm("history", name, "--output", "json"))
    return [[each[key] for key in ("revision", "status", "chart", "app_version", "description")] for each in said]


def listed(*arguments):
    said = json.loads(helm("list", *arguments, "--output", "json"))
    return [[each[key] for key in ("name", "revision", "status", "chart", "app_version")] for each in said]


def waiting(*arguments):
    return [*arguments, "--wait", "--timeout", "50s"]


@case("install of a chart near 1 MiB, and wait")
def install():
    return release(*waiting("install", "big", LARGE))


@case("the release near 1 MiB is stored")
def stored():
    # Sizes vary by some bytes, as times do.
    command = ["kubectl", "get", "secret", "sh.helm.release.v1.big.v1", "-n", NAMESPACE, "-o", "jsonpath={.data.release}"]
    text = subprocess.run(command, env=ENVIRONMENT, check=True, stdout=subprocess.PIPE, timeout=50).stdout
    stored_bytes = len(text) * 3 // 4
    if not 1_000_000 < stored_bytes < 1_048_577:
        raise AssertionError("%d bytes" % stored_bytes)
    return "more than 1000000 bytes"


@case("a release beyond 1 MiB is refused")
def beyond():
    return refused("install", "beyond", TOO_LARGE)


@case("status")
def status():
    return [release("status", "big"), re.findall("(?m)^STATUS: .*|^REVISION: .*", helm("status", "big"))]


@case("get")
def get():
    return [helm("get", what, "big") for what in ("manifest", "values", "notes", "hooks")] + [helm("get", "values", "big", "--all")]


@case("upgrade, and wait")
def upgrade():
    changed = release(*waiting("upgrade", "big", LARGE, "--set", "message=second", "--set", "replicas=2"))
    return [changed, helm("get", "values", "big"), helm("get", "values", "big", "--revision", "1")]


@case("test")
def test():
    said = helm("test", "big", "--logs", "--timeout", "50s")
    return re.findall("(?m)^TEST SUITE:.*|^Phase:.*|^POD LOGS:.*|^the test says.*", said)


@case("test that fails")
def failing_test():
    helm(*waiting("upgrade", "big", LARGE, "--reuse-values", "--set", "testExit=3"))
    outcome = called("test", "big", "--logs", "--timeout", "50s")
    return [outcome.returncode, "the test says second" in outcome.stdout, re.findall("(?m)^Phase:.*", outcome.stdout)]


@case("rollback, and wait")
def rollback():
    helm(*waiting("rollback", "big", "1"))
    return [history("big"), helm("get", "manifest", "big")]


@case("list")
def listing():
    return [listed(), listed("--filter", "^b"), listed("--filter", "absent"), listed("--failed")]


@case("template with the cluster's versions")
def template():
    return helm("template", "shown", SMALL, "--validate", "--set", "message=shown")


@case("dry run at the server, with a look-up")
def dry_run():
    return release("install", "dry", SMALL, "--dry-run=server")


@case("dry run of a kind that the cluster does not have")
def unknown_kind():
    return refused("install", "dry", SMALL, "--dry-run=server", "--set", "version=v9")


@case("upgrade or install, in whole or not at all")
def atomic():
    arguments = ["upgrade", "whole", SMALL, "--install", "--atomic", "--timeout"]
    first = release(*arguments, "50s")
    outcome = called(*arguments, "6s", "--set", "image=absent.test/none:1", "--set", "pull=Never")
    if not outcome.returncode:
        raise AssertionError("an image that is not there became ready")
    rolled_back = "rolled back" in outcome.stderr or "rollback" in outcome.stderr
    return [first, outcome.returncode, rolled_back, history("whole"), helm("get", "manifest", "whole")]


@case("errors")
def errors():
    return [
        refused("install", "big", SMALL),
        refused("upgrade", "absent", SMALL),
        refused("rollback", "big", "99"),
        refused("status", "absent"),
        refused("uninstall", "absent"),
        refused("install", "Not_Valid", SMALL),
        refused("install", "unlabelled", SMALL, "--set", "labels.Not_=not valid"),
    ]


@case("uninstall, and wait")
def uninstall():
    helm(*waiting("uninstall", "whole", "--keep-history"))
    kept = history("whole")
    helm(*waiting("uninstall", "whole"))
    helm(*waiting("uninstall", "big"))
    command = ["kubectl", "get", "deployments,replicasets,configmaps", "-n", NAMESPACE, "-o", "name"]
    left = subprocess.run(command, env=ENVIRONMENT, check=True, stdout=subprocess.PIPE, text=True, timeout=50).stdout
    return [kept, [line for line in left.split() if "kube-root-ca" not in line], refused("history", "whole"), listed()]


run(helm("version", "--template", "{{.Version}}").lstrip("v"))

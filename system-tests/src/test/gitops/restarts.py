"""Argo CD for as long as one likes, while somebody else restarts the gateway.

    KUBECONFIG=FILE CULVERT_DIRECT=FILE PYTHONPATH=../python python3 restarts.py DIRECTORY NAMESPACE MINUTES

In rounds: a change in the repository, one of somebody else's, and a deletion, each of which Argo CD has to put right without
being asked. Prints a line for each round, with the seconds that each took; what is not put right in PATIENCE ends it with 1.
"""

import json
import sys
import time
import traceback

from applications import TARGET, application, commit, refresh, status
from cluster import get, kubectl, patch, until
from installation import known, set_up, tear_down
from manifests import config_map

# The gateway may be away for some seconds of it, and Argo CD asks again after half a minute at most.
PATIENCE = 180
NAME = "restarts"


def data(name):
    return (get("configmap", name, TARGET) or {}).get("data")


def seconds(what, probe):
    start = time.monotonic()
    until(what, probe, PATIENCE)
    return round(time.monotonic() - start, 1)


def turn(number):
    wanted = {"n": str(number)}
    revision = commit(NAME, config_map("kept", **wanted), config_map("round-%d" % number))
    if number == 1:
        application(NAME, automated={"prune": True, "selfHeal": True})
    refresh(NAME)
    facts = {"round": number}
    facts["synced"] = seconds("synced", lambda: data("kept") == wanted)
    gone = "round-%d" % (number - 1)
    facts["pruned"] = seconds("pruned", lambda: data("kept") == wanted and get("configmap", gone, TARGET) is None)
    facts["reported"] = seconds("reported", lambda: sync() == ("Synced", revision))
    patch("configmap", "kept", {"data": {"n": "drift"}}, namespace=TARGET)
    facts["healed"] = seconds("the change put right", lambda: data("kept") == wanted)
    kubectl("delete", "configmap", "kept", namespace=TARGET)
    facts["back"] = seconds("what was deleted", lambda: data("kept") == wanted)
    print(json.dumps(facts), flush=True)


def sync():
    now = status(NAME).get("sync", {})
    return now.get("status"), now.get("revision")


def main(minutes):
    end = time.monotonic() + 60 * minutes
    number = 0
    while time.monotonic() < end:
        number += 1
        turn(number)
    found = until("it is connected", known, PATIENCE)
    print(json.dumps({"rounds": number, "connected": found["connection_status"]}), flush=True)


code = 1
try:
    set_up()
    main(float(sys.argv[3]))
    code = 0
except BaseException:
    traceback.print_exc(file=sys.stderr)
finally:
    tear_down()
sys.exit(code)

"""Writes the charts that the cases install."""

import os
import random

# Random bytes, which nothing makes smaller, so that a release with them takes this many bytes of a Secret's 1048576.
LARGE = 760_000
TOO_LARGE = 800_000

_TEMPLATES = {
    "config.yaml": """\
apiVersion: {{ .Values.version }}
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-config
data:
  message: {{ .Values.message | quote }}
  revision: {{ .Release.Revision | quote }}
  pod: {{ dig "metadata" "name" "none" (lookup "v1" "Pod" .Release.Namespace "shell") | quote }}
  cluster: {{ .Capabilities.KubeVersion.Version | quote }}
""",
    "workload.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  labels: {{ .Values.labels | toJson }}
spec:
  replicas: {{ .Values.replicas }}
  selector: {matchLabels: {app: {{ .Release.Name }}}}
  template:
    metadata:
      labels: {app: {{ .Release.Name }}}
      annotations: {message: {{ .Values.message | quote }}}
    spec:
      terminationGracePeriodSeconds: 0
      automountServiceAccountToken: false
      containers:
      - name: main
        image: {{ .Values.image }}
        imagePullPolicy: {{ .Values.pull }}
        command: [sh, -c, "trap exit TERM; while :; do sleep 3600 & wait $!; done"]
""",
    "before.yaml": """\
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-before
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      terminationGracePeriodSeconds: 0
      automountServiceAccountToken: false
      containers:
      - {name: main, image: busybox:1.35, imagePullPolicy: IfNotPresent, command: ["true"]}
""",
    "tests/says.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}-test
  annotations: {helm.sh/hook: test}
spec:
  restartPolicy: Never
  terminationGracePeriodSeconds: 0
  automountServiceAccountToken: false
  containers:
  - name: main
    image: busybox:1.35
    imagePullPolicy: IfNotPresent
    command: [sh, -c, "echo the test says {{ .Values.message }}; exit {{ .Values.testExit }}"]
""",
    "NOTES.txt": "{{ .Release.Name }} says {{ .Values.message }}.\n",
}

_VALUES = """\
message: first
version: v1
replicas: 1
image: busybox:1.35
pull: IfNotPresent
testExit: 0
labels: {}
"""


def write(directory, name, extra=0):
    """A chart with a file of that many random bytes beside its templates."""
    chart = os.path.join(directory, name)
    files = {"Chart.yaml": "apiVersion: v2\nname: %s\nversion: 1.2.3\nappVersion: '4.5'\n" % name, "values.yaml": _VALUES}
    files.update(("templates/" + path, text) for path, text in _TEMPLATES.items())
    for path, text in files.items():
        file = os.path.join(chart, path)
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "w") as out:
            out.write(text)
    with open(os.path.join(chart, "blob"), "wb") as out:
        out.write(random.Random(1).randbytes(extra))
    return chart

"""The Terraform that install put into a directory, and kubectl."""

import os
import shutil
import subprocess
import sys

DIRECTORY, NAMESPACE = sys.argv[1:3]
_HERE = os.path.dirname(os.path.abspath(__file__))

# Less than a case may take.
_PATIENCE = 58


class Terraform:
    def __init__(self, work):
        """In a directory, which gets this one's configuration beside what it has."""
        shutil.copytree(os.path.join(_HERE, "objects"), work, dirs_exist_ok=True)
        self._line = [os.path.join(DIRECTORY, "terraform"), "-chdir=" + work]
        self._environment = dict(
            os.environ,
            TF_CLI_CONFIG_FILE=os.path.join(DIRECTORY, "terraformrc"),
            TF_IN_AUTOMATION="1",
            TF_INPUT="0",
            TF_CLI_ARGS="-no-color",
            TF_VAR_namespace=NAMESPACE,
            KUBE_NAMESPACE=NAMESPACE,
            KUBE_CONFIG_PATH=os.environ["KUBECONFIG"],
        )

    def __call__(self, *arguments):
        return subprocess.run(
            [*self._line, *arguments],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            timeout=_PATIENCE,
        )

    def ok(self, *arguments):
        """What it says when it succeeds."""
        outcome = self(*arguments)
        if outcome.returncode:
            print(outcome.stdout, outcome.stderr, file=sys.stderr)
            raise AssertionError("exit %d: %s" % (outcome.returncode, self.error(outcome)))
        return outcome.stdout

    @staticmethod
    def error(outcome):
        """What it says of the error, on one line."""
        return " ".join(outcome.stderr.split())


def kubectl(*arguments):
    line = ["kubectl", "--namespace", NAMESPACE, *arguments]
    outcome = subprocess.run(line, capture_output=True, text=True, timeout=_PATIENCE)
    if outcome.returncode:
        raise AssertionError(" ".join(arguments) + ": " + outcome.stderr.strip())
    return outcome.stdout

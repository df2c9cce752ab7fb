"""One command of Terraform's, in a directory that is kept: what it says is said, and its exit code is the program's.

    KUBECONFIG=FILE python3 once.py DIRECTORY NAMESPACE WORK ARGUMENT...
"""

import sys

from terraform import Terraform

outcome = Terraform(sys.argv[3])(*sys.argv[4:])
sys.stdout.write(outcome.stdout)
sys.stderr.write(Terraform.error(outcome))
sys.exit(outcome.returncode)

# Sourced by all the scripts here: where things lie, and what "our process" means.
# shellcheck shell=bash
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
CACHE=$(realpath -m "${CULVERT_CLUSTERS_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/culvert-clusters}")
BASE=$CACHE/base                # what clusters of all versions run, made once by build
# shellcheck disable=SC2034 # used by those that source this
PAUSE=registry.k8s.io/pause:3.10

die() { printf '%s: %s\n' "${0##*/}" "$*" >&2 && exit 1; }

# use_cluster NAME: sets K, the cluster's home, and TAG, the name of what it has outside of it.
use_cluster() {
  [[ $1 =~ ^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$ ]] || die "not a cluster's name: '$1' (a-z, 0-9 and -, at most 32)"
  K=$CACHE/clusters/$1
  # The checksum keeps apart two caches that each have a cluster of this name.
  TAG=culvert-$1-$(printf %s "$K" | cksum | cut -d' ' -f1)
}

# use_kubernetes 1.20|current|assets: sets VERSION, BIN (where its programs are) and all that versions/ says.
use_kubernetes() {
  # shellcheck source=real/versions/current
  . "$HERE/versions/$1"
  # shellcheck disable=SC2034 # used by those that source this
  if [ "$1" = assets ]; then
    BIN=$KUBEBUILDER_ASSETS ETCD_BIN=$BIN/etcd VERSION=$("$BIN/kube-apiserver" --version)
    VERSION=${VERSION#Kubernetes }
  else
    VERSION=$(sed -nE 's/^(require |\t)k8s\.io\/kubernetes (v[0-9.]+).*/\2/p' "$HERE/modules/$1/go.mod")
    BIN=$CACHE/kubernetes/$VERSION/bin ETCD_BIN=$BASE/bin/etcd
  fi
}

# --- processes: run/NAME.pid holds "pid starttime bootid", which together name one process for good.
starttime() { sed 's/^.*) //' "/proc/$1/stat" 2> /dev/null | cut -d' ' -f20; }
boot_id() { cat /proc/sys/kernel/random/boot_id; }

# running COMPONENT: true, and PID set, when the very process that up started is alive (and no zombie).
running() {
  local start boot
  read -r PID start boot 2> /dev/null < "$K/run/$1.pid" || return 1
  [ "$boot" = "$(boot_id)" ] && [ "$(starttime "$PID")" = "$start" ] &&
    ! grep -q '^State:.Z' "/proc/$PID/status" 2> /dev/null
}

# --- cgroups: the one v2 hierarchy, or every v1 hierarchy and the v2 one that may be mounted beside them.
# TAG/system has the cluster's own processes (shims too, which outlive containerd), TAG/kubepods the pods.
cgroup_roots() {
  local root
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    echo /sys/fs/cgroup
    return
  fi
  for root in /sys/fs/cgroup/*/; do
    if [ -e "$root/cgroup.procs" ]; then echo "${root%/}"; fi
  done
}

cgroup_pids() { # SUBTREE
  local root
  for root in $(cgroup_roots); do
    if [ -d "$root/$TAG/$1" ]; then
      find "$root/$TAG/$1" -name cgroup.procs -exec cat {} + 2> /dev/null || true
    fi
  done | sort -un
}

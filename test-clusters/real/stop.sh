# Sourced by up and down: stopping what up started, also what a crash left of it. Processes are found by recorded identity or
# by the cluster's own cgroup, never by name.
# shellcheck shell=bash

stop() { # COMPONENT [SIGNAL]
  local i
  if running "$1"; then
    kill "-${2:-TERM}" "$PID" 2> /dev/null || true
    for ((i = 0; i < 100; i++)); do
      running "$1" || break
      sleep 0.1
    done
    if running "$1"; then
      kill -KILL "$PID" 2> /dev/null || true
      echo "killed $1, which did not stop in 10 s"
    else
      echo "stopped $1"
    fi
  fi
  rm -f "$K/run/$1.pid"
}

# Everything in a cgroup of ours is ours, and its pids cannot have been re-used by anyone else's process.
kill_cgroup() { # SUBTREE
  local i pids
  for ((i = 0; i < 100; i++)); do
    pids=$(cgroup_pids "$1")
    [ -n "$pids" ] || return 0
    # shellcheck disable=SC2086 # a list of pids
    kill -KILL $pids 2> /dev/null || true
    sleep 0.1
  done
  die "processes of cluster ${K##*/} do not die: $pids"
}

remove_cgroups() {
  local i root left
  for ((i = 0; i < 50; i++)); do # a cgroup stays busy for a moment after its last process
    left=
    for root in $(cgroup_roots); do
      [ -d "$root/$TAG" ] || continue
      find "$root/$TAG" -depth -type d -exec rmdir {} + 2> /dev/null || left=$root/$TAG
    done
    [ -n "$left" ] || return 0
    sleep 0.1
  done
  die "cannot remove $left"
}

own_down() {
  local component slot
  stop kubelet # first: it would start the pods again
  kill_cgroup kubepods
  for component in containerd api-service kube-scheduler kube-controller-manager kube-apiserver etcd; do stop "$component"; done
  stop node KILL
  kill_cgroup system # the pods' shims, and whatever a crash of up has not written down
  remove_cgroups
  # Pods' network namespaces and mounts went with the mount namespace; their veths with them.
  if [ -s "$K/slot" ]; then
    read -r slot _ < "$K/slot"
    if ip link show "culvert$slot" > /dev/null 2>&1; then ip link del "culvert$slot"; fi
  fi
  rm -rf "$K"/run/* "$K/var/run" "$K/var/cni"
}

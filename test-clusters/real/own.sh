# Sourced by up: a one-node cluster of processes on this machine, of the programs in BIN. Starts what is not running yet.
# shellcheck shell=bash disable=SC2153,SC2154 # the variables are up's

# A slot is a number that no other cluster of this cache has: of ports (unless --port), pod range and bridge. Its ports lie
# below those that the kernel hands out to clients.
take_slot() {
  local wanted=$PORT
  if [ -n "$wanted" ] && listening "$wanted" $((wanted + 9)); then
    die "cluster $NAME cannot have the ports from $wanted on: one is taken by $(listener "$wanted" $((wanted + 9)))"
  fi
  exec 7> "$CACHE/clusters/lock"
  flock 7
  for ((SLOT = 1; SLOT < 200; SLOT++)); do
    ! grep -qx "$SLOT .*" "$CACHE"/clusters/*/slot 2> /dev/null || continue
    ! ip link show "culvert$SLOT" > /dev/null 2>&1 || continue
    PORT=${wanted:-$((20000 + SLOT * 10))}
    if [ -z "$wanted" ] && listening "$PORT" $((PORT + 9)); then continue; fi
    echo "$SLOT $PORT" > "$K/slot"
    exec 7>&-
    return
  done
  die 'no slot is free'
}

use_slot() {
  local kept
  if [ ! -s "$K/slot" ]; then take_slot; fi
  read -r SLOT kept < "$K/slot"
  [ "${PORT:-$kept}" = "$kept" ] || die "$NAME is on port $kept; for another port: down --name $NAME --wipe"
  PORT=$kept NODE=node-1 NODE_IP=10.244.$SLOT.1 PODS=10.244.$SLOT.0/24 BRIDGE=culvert$SLOT
  # API_IP is that of the Service "kubernetes", always the first of the range.
  SERVICES=10.96.$SLOT.0/24 API_IP=10.96.$SLOT.1 DNS_IP=10.96.$SLOT.10
}

write_config() {
  local file to
  for file in "$HERE"/config/*; do
    case $file in
      *.conflist) to=$K/etc/cni/10-bridge.conflist ;;
      *) to=$K/etc/${file##*/} ;;
    esac
    sed -e "s#@K@#$K#g; s#@BASE@#$BASE#g; s#@PAUSE@#$PAUSE#g; s#@TAG@#$TAG#g; s#@BRIDGE@#$BRIDGE#g" \
      -e "s#@PODS@#$PODS#g; s#@NODE_IP@#$NODE_IP#g; s#@DNS_IP@#$DNS_IP#g" \
      "$file" > "$to"
  done
  echo "${KUBELET_CONFIG:-}" >> "$K/etc/kubelet.yaml"
}

# Sets SYSTEM, where start puts a process: one hierarchy is enough to find it by, and leaves the caller's limits in force.
make_cgroups() {
  local root dir file
  for root in $(cgroup_roots); do
    mkdir -p "$root/$TAG/system"
    [ -e "$root/cpuset.cpus" ] || continue
    for dir in "$root/$TAG" "$root/$TAG/system"; do
      for file in cpuset.cpus cpuset.mems; do # v1's cpuset takes no process before that
        if [ -z "$(cat "$dir/$file")" ]; then cat "$root/$file" > "$dir/$file"; fi
      done
    done
  done
  SYSTEM=/sys/fs/cgroup/pids/$TAG/system
  [ -d "$SYSTEM" ] || SYSTEM=/sys/fs/cgroup/$TAG/system
}

# The pods' bridge, which the CNI plugin would make for the first pod. The kubelet wants its address before that: since 1.21
# the API server's node proxy goes to no node on a loopback address.
make_bridge() {
  ! ip link show "$BRIDGE" > /dev/null 2>&1 || return 0
  ip link add "$BRIDGE" type bridge
  ip addr add "$NODE_IP/24" dev "$BRIDGE"
  ip addr add "$API_IP/32" dev "$BRIDGE"
  ip link set "$BRIDGE" up
}

import_images() {
  local have tar reference names='import json, sys; print(*json.load(sys.stdin)[0]["RepoTags"])'
  have=$(ctr images ls -q)
  for tar in "$BASE"/images/*.tar "$K"/images/*.tar; do
    [ -e "$tar" ] || continue
    for reference in $(tar xOf "$tar" manifest.json | python3 -c "$names"); do
      if ! grep -qxF "$reference" <<< "$have"; then
        ctr images import "$tar" > /dev/null
        break
      fi
    done
  done
}

own_up() {
  mkdir -p "$K"/{run,log,etc/cni,var/etcd}
  chmod 700 "$K" "$K/var/etcd"
  # The tools of the cluster's own version, for whoever has no more than its kubeconfig.
  ln -sfn "$BIN" "$K/bin"
  use_slot
  # Without its mount namespace nothing of the node can go on: what a crash left of it goes first.
  if [ "$WITH_NODE" ] && ! running node; then own_down > /dev/null; fi
  if [ ${#APISERVER_ARGS[@]} != 0 ] && running kube-apiserver; then
    die "kube-apiserver of cluster $NAME runs already; for other arguments: down --name $NAME"
  fi
  # shellcheck source=real/components.sh
  . "$HERE/components.sh"
  "$HERE/gen-certs" "$K" "$PORT" "$NODE" "$NODE_IP" "$API_IP"
  write_config
  SYSTEM='' ENTER_NODE=(env)
  if [ "$(id -u)" = 0 ]; then make_cgroups; fi
  if [ "$WITH_NODE" ]; then
    make_bridge
    start node - unshare -m --propagation private "$HERE/ns-init" "$K" "$NODE" "$NODE_IP"
    wait_for node 10 test -e "$K/run/ns-ready"
    running node
    ENTER_NODE=(nsenter -t "$PID" -m --)
    containerd
  fi

  etcd
  wait_for etcd 30 etcd_healthy
  say 'etcd ready'
  kube-apiserver
  wait_for kube-apiserver 90 apiserver_ready
  say "kube-apiserver ready on https://127.0.0.1:$PORT"
  if [ "$WITH" = assets ]; then return; fi

  kube-controller-manager
  kube-scheduler
  if [ "$WITH_NODE" ]; then
    # Without a kube-proxy one Service address works all the same: that of the API server, for pods that find it by
    # KUBERNETES_SERVICE_HOST and their service account.
    start api-service - "$BASE/bin/forward" "$API_IP:443" "127.0.0.1:$PORT"
    wait_for containerd 30 ctr version
    import_images
    say 'containerd ready'
    kubelet
  fi
  wait_for kube-controller-manager 60 healthy "$CONTROLLER_MANAGER"
  wait_for kube-scheduler 60 healthy "$SCHEDULER"
  say 'kube-controller-manager and kube-scheduler ready'
  if [ "$WITH_NODE" ]; then
    wait_for kubelet 90 node_ready
    say "node $NODE Ready"
    wait_for api-service 10 fetch --cacert "$P/ca.crt" "https://$API_IP/healthz"
  fi
  # A pod of a namespace needs both of these, which the controller manager makes.
  wait_for kube-controller-manager 60 kubectl get -n default serviceaccount/default configmap/kube-root-ca.crt
}

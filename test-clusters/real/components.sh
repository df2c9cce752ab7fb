# Sourced by up: the command line of every component. What differs between versions is in versions/.
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # the variables are up's
P=$K/pki
# Which component answers on which of the cluster's ports; the first is the API server's.
ETCD=$((PORT + 1)) ETCD_PEER=$((PORT + 2)) CONTROLLER_MANAGER=$((PORT + 3)) SCHEDULER=$((PORT + 4))

etcd() {
  local url=https://127.0.0.1:$ETCD peer=https://127.0.0.1:$ETCD_PEER
  # No fsync: the data only has to outlive processes, not the machine.
  start etcd "$ETCD" "$ETCD_BIN" --name=k8s --data-dir="$K/var/etcd" --unsafe-no-fsync \
    --listen-client-urls="$url" --advertise-client-urls="$url" \
    --listen-peer-urls="$peer" --initial-advertise-peer-urls="$peer" --initial-cluster="k8s=$peer" \
    --cert-file="$P/etcd.crt" --key-file="$P/etcd.key" --trusted-ca-file="$P/etcd-ca.crt" --client-cert-auth \
    --peer-cert-file="$P/etcd.crt" --peer-key-file="$P/etcd.key" --peer-trusted-ca-file="$P/etcd-ca.crt" \
    --peer-client-cert-auth --auto-compaction-mode=periodic --auto-compaction-retention=1h
}
etcd_healthy() {
  fetch --cacert "$P/etcd-ca.crt" --cert "$P/etcd-client.crt" --key "$P/etcd-client.key" "https://127.0.0.1:$ETCD/health"
}

# In the node's mount namespace for its /etc/hosts, which knows the node's name. The advertised address is one that is
# nowhere: a loopback one is not allowed in Endpoints, and no kube-proxy would lead anyone to it. The aggregator therefore
# goes to the endpoints of an aggregated API, or of a webhook, itself.
kube-apiserver() {
  start kube-apiserver "$PORT" "${ENTER_NODE[@]}" "$BIN/kube-apiserver" --bind-address=127.0.0.1 --secure-port="$PORT" \
    --advertise-address=10.200.0.1 --etcd-servers="https://127.0.0.1:$ETCD" --etcd-cafile="$P/etcd-ca.crt" \
    --etcd-certfile="$P/etcd-client.crt" --etcd-keyfile="$P/etcd-client.key" \
    --client-ca-file="$P/ca.crt" --tls-cert-file="$P/apiserver.crt" --tls-private-key-file="$P/apiserver.key" \
    --cert-dir="$K/var/apiserver" --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
    --allow-privileged=true --service-cluster-ip-range="$SERVICES" \
    --service-account-key-file="$P/sa.pub" --service-account-signing-key-file="$P/sa.key" \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --kubelet-certificate-authority="$P/ca.crt" --kubelet-client-certificate="$P/apiserver-kubelet-client.crt" \
    --kubelet-client-key="$P/apiserver-kubelet-client.key" --kubelet-preferred-address-types=Hostname,InternalIP \
    --requestheader-client-ca-file="$P/front-proxy-ca.crt" --requestheader-allowed-names=front-proxy-client \
    --requestheader-username-headers=X-Remote-User --requestheader-group-headers=X-Remote-Group \
    --requestheader-extra-headers-prefix=X-Remote-Extra- --enable-aggregator-routing=true \
    --proxy-client-cert-file="$P/front-proxy-client.crt" --proxy-client-key-file="$P/front-proxy-client.key" \
    --audit-policy-file="$K/etc/audit.yaml" --audit-log-path="$K/log/audit.jsonl" --audit-log-maxsize=100 \
    --audit-log-maxbackup=2 --v=1 "${APISERVER_FLAGS[@]}" "${APISERVER_ARGS[@]}"
}
apiserver_ready() {
  fetch --cacert "$P/ca.crt" --cert "$P/admin.crt" --key "$P/admin.key" "https://127.0.0.1:$PORT/readyz"
}

# controller NAME PORT CREDENTIAL FLAG...: what the controller manager and the scheduler have in common.
controller() {
  local name=$1 port=$2 kubeconfig=$P/$3.kubeconfig
  shift 3
  start "$name" "$port" "$BIN/$name" --bind-address=127.0.0.1 --secure-port="$port" --leader-elect=false \
    --kubeconfig="$kubeconfig" --authentication-kubeconfig="$kubeconfig" --authorization-kubeconfig="$kubeconfig" \
    --tls-cert-file="$P/localhost.crt" --tls-private-key-file="$P/localhost.key" --client-ca-file="$P/ca.crt" \
    --requestheader-client-ca-file="$P/front-proxy-ca.crt" "$@"
}
kube-controller-manager() {
  controller kube-controller-manager "$CONTROLLER_MANAGER" controller-manager \
    --service-account-private-key-file="$P/sa.key" --root-ca-file="$P/ca.crt" --use-service-account-credentials \
    --cluster-signing-cert-file="$P/ca.crt" --cluster-signing-key-file="$P/ca.key" \
    --service-cluster-ip-range="$SERVICES" --node-monitor-period=1s --flex-volume-plugin-dir="$K/var/volumeplugins" \
    "${CONTROLLER_MANAGER_FLAGS[@]}"
}
kube-scheduler() { controller kube-scheduler "$SCHEDULER" scheduler "${SCHEDULER_FLAGS[@]}"; }
healthy() { fetch --cacert "$P/ca.crt" "https://localhost:$1/healthz"; }

containerd() { start containerd - "${ENTER_NODE[@]}" "$BASE/bin/containerd" -c "$K/etc/containerd.toml"; }
ctr() { "$BASE/bin/ctr" -a "$K/run/containerd.sock" -n k8s.io "$@"; }

kubelet() {
  if ! running kubelet; then date -u +%FT%TZ > "$K/run/kubelet.since"; fi
  # Kubelets of old ask the address of AWS' metadata for credentials, and wait for it.
  start kubelet - "${ENTER_NODE[@]}" env AWS_EC2_METADATA_DISABLED=true "$BIN/kubelet" \
    --config="$K/etc/kubelet.yaml" --kubeconfig="$P/kubelet.kubeconfig" --hostname-override="$NODE" \
    --node-ip="$NODE_IP" --cert-dir="$K/var/kubelet-pki" "${KUBELET_FLAGS[@]}"
}
kubectl() { env -i PATH="$PATH" HOME="$K" "$BIN/kubectl" --kubeconfig "$K/admin.kubeconfig" --request-timeout=10s "$@"; }
# By this kubelet's word, not by that of one before it.
node_ready() {
  local condition='.status.conditions[?(@.type=="Ready")]' status heartbeat taints
  IFS='|' read -r status heartbeat taints < <(
    kubectl get node "$NODE" -o jsonpath="{$condition.status}|{$condition.lastHeartbeatTime}|{.spec.taints}{'\n'}"
  )
  [ "$status" = True ] && [ -z "$taints" ] && [[ ! $heartbeat < $(cat "$K/run/kubelet.since") ]]
}

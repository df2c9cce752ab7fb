# Sourced by up and down: clusters of kind and k3d, which bring their own Kubernetes and need no more than this.
# shellcheck shell=bash disable=SC2154 # the variables are up's

# docker_has kind|k3d: true when it is there, and a Docker that answers.
docker_has() {
  command -v "$1" > /dev/null && command -v docker > /dev/null && timeout 20 docker info > /dev/null 2>&1
}

kind_up() {
  local image=()
  if kind get clusters 2> /dev/null | grep -qx "$TAG"; then
    kind export kubeconfig --name "$TAG" --kubeconfig "$K/admin.kubeconfig"
    return
  fi
  if [ "$KUBERNETES" = 1.20 ]; then image=(--image kindest/node:v1.20.15); fi
  kind create cluster --name "$TAG" --kubeconfig "$K/admin.kubeconfig" --wait 180s "${image[@]}" --config - << END
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
networking: {apiServerAddress: 127.0.0.1, apiServerPort: ${PORT:-0}}
END
}
kind_down() { kind delete cluster --name "$TAG"; }

k3d_up() {
  local image=()
  if k3d cluster get "$TAG" > /dev/null 2>&1; then
    k3d cluster start "$TAG"
    return
  fi
  if [ "$KUBERNETES" = 1.20 ]; then image=(--image rancher/k3s:v1.20.15-k3s1); fi
  k3d cluster create "$TAG" --wait --timeout 180s --api-port "127.0.0.1:${PORT:-random}" "${image[@]}" \
    --kubeconfig-update-default=false --kubeconfig-switch-context=false
  (umask 077 && k3d kubeconfig get "$TAG" > "$K/admin.kubeconfig")
}
k3d_down() { k3d cluster delete "$TAG"; }

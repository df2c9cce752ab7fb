{{- define "cluster-proxy.labels" -}}
app.kubernetes.io/name: cluster-proxy
app.kubernetes.io/part-of: culvert
{{- end }}

{{- define "cluster-proxy.selector" -}}
app.kubernetes.io/name: cluster-proxy
{{- end }}

{{- define "cluster-proxy.secret" -}}
{{ .Values.existingSecret | default "cluster-proxy" }}
{{- end }}

{{/* https://HOST:PORT, the port always written. */}}
{{- define "cluster-proxy.gateway" -}}
{{- $url := required "gateway.url is needed: https://HOST[:PORT] of the gateway" .Values.gateway.url | trimSuffix "/" -}}
{{- if not (regexMatch "^https://(\\[[0-9A-Fa-f:.]+\\]|[^/:@?#\\s]+)(:[0-9]{1,5})?$" $url) -}}
{{- fail "gateway.url must be https://HOST[:PORT]" -}}
{{- end -}}
{{- $url -}}{{- if not (regexMatch ":[0-9]+$" $url) -}}:443{{- end -}}
{{- end }}

{{/* The port that the agent dials: the gateway's, or its proxy's. */}}
{{- define "cluster-proxy.port" -}}
{{- if .Values.proxy -}}
{{- $authority := (urlParse .Values.proxy).host -}}
{{- if regexMatch ":[0-9]+$" $authority -}}
{{- regexFind "[0-9]+$" $authority -}}
{{- else -}}
{{- ternary 443 80 (hasPrefix "https://" .Values.proxy) -}}
{{- end -}}
{{- else -}}
{{- regexFind "[0-9]+$" (include "cluster-proxy.gateway" .) -}}
{{- end -}}
{{- end }}

{{- define "cluster-proxy.binding" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ printf "culvert:%s:%s" .namespace .name }}
  labels:
    {{- include "cluster-proxy.labels" . | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ .role | quote }}
subjects:
  - kind: ServiceAccount
    name: cluster-proxy
    namespace: {{ .namespace }}
{{- end }}

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

{{/* https://HOST:PORT of each gateway, the port always written, with commas between them. */}}
{{- define "cluster-proxy.gateways" -}}
{{- $urls := .Values.gateway.urls -}}
{{- if $urls -}}
{{- if .Values.gateway.url -}}
{{- fail "gateway.url is for one gateway, gateway.urls for several: give one of the two" -}}
{{- end -}}
{{- else -}}
{{- $urls = list (required "gateway.url is needed: https://HOST[:PORT] of the gateway" .Values.gateway.url) -}}
{{- end -}}
{{- $all := list -}}
{{- $seen := list -}}
{{- range $urls -}}
{{- $url := . | toString | trimSuffix "/" -}}
{{- if not (regexMatch "^https://(\\[[0-9A-Fa-f:.]+\\]|[^/:@?#,\\s]+)(:[0-9]{1,5})?$" $url) -}}
{{- fail "gateway.url must be https://HOST[:PORT]" -}}
{{- end -}}
{{- if not (regexMatch ":[0-9]+$" $url) -}}
{{- $url = printf "%s:443" $url -}}
{{- end -}}
{{- if has (lower $url) $seen -}}
{{- fail (printf "gateway.urls names %s twice" $url) -}}
{{- end -}}
{{- $seen = append $seen (lower $url) -}}
{{- $all = append $all $url -}}
{{- end -}}
{{- if gt (len $all) 16 -}}
{{- fail "gateway.urls names more than 16 gateways" -}}
{{- end -}}
{{- join "," $all -}}
{{- end }}

{{/* The ports that the agent dials, with commas between them: the gateways', or their proxy's. */}}
{{- define "cluster-proxy.ports" -}}
{{- if .Values.proxy -}}
{{- $authority := (urlParse .Values.proxy).host -}}
{{- if regexMatch ":[0-9]+$" $authority -}}
{{- regexFind "[0-9]+$" $authority -}}
{{- else -}}
{{- ternary 443 80 (hasPrefix "https://" .Values.proxy) -}}
{{- end -}}
{{- else -}}
{{- $ports := list -}}
{{- range splitList "," (include "cluster-proxy.gateways" .) -}}
{{- $ports = append $ports (regexFind "[0-9]+$" .) -}}
{{- end -}}
{{- join "," $ports -}}
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

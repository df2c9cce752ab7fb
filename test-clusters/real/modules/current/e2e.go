//go:build e2e

// Package current holds no code. go.mod's tool lines name the programs that build makes; this import names
// the one that is a test (go test -c k8s.io/kubernetes/test/e2e), so that go mod tidy keeps what it needs.
package current

import _ "k8s.io/kubernetes/test/e2e"

// Command informers runs named cases of client-go, used as controllers use it: informers above all.
//
//	KUBECONFIG=FILE informers NAMESPACE [CASE...]
//
// Without names of cases it runs all. The namespace holds the pods "shell" and "ticker" that the client matrix makes.
package main

import (
	"fmt"
	"os"
)

func main() {
	c, err := connect(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	runAll(chosen([]testCase{
		{"500 informers at once", manyInformers},
		{"informer across a thousand requests", busyInformer},
		{"informer that is started again", restartedInformer},
		{"watch from where an informer stopped", resumedWatch},
		{"resync", resync},
		{"reflector with a streamed list", streamedReflector},
		{"reflector with a list", listingReflector},
		{"metadata informer", metadataInformer},
		{"dynamic informer", dynamicInformer},
		{"protobuf", protobuf},
		{"CBOR", cbor},
		{"JSON", plainJSON},
		{"pager", pages},
		{"RetryWatcher across watches that end", retryWatcher},
		{"RetryWatcher from a version that is gone", expiredWatcher},
		{"leader election", election},
		{"discovery, aggregated", aggregatedDiscovery},
		{"discovery, unaggregated", legacyDiscovery},
		{"OpenAPI", openAPI},
		{"exec over WebSocket", webSocketExec},
		{"exec over SPDY", spdyExec},
		{"exec over WebSocket or else SPDY", fallbackExec},
		{"exec with a terminal", terminalExec},
		{"exec with megabytes each way", bulkExec},
		{"port-forward over WebSocket", webSocketForward},
		{"port-forward over SPDY", spdyForward},
		{"port-forward over WebSocket or else SPDY", fallbackForward},
	}, os.Args[2:]), c)
}

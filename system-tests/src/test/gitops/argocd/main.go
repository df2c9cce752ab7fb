// Command argocd is those parts of Argo CD that speak to clusters and to repositories, and the Redis that they share.
//
//	argocd application-controller|repo-server FLAG...
//	argocd redis ADDRESS
package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alicebob/miniredis/v2"
	controller "github.com/argoproj/argo-cd/v3/cmd/argocd-application-controller/commands"
	repositories "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
)

func main() {
	part := os.Args[1]
	os.Args = append(os.Args[:1], os.Args[2:]...)
	if err := run(part); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(part string) error {
	switch part {
	case "application-controller":
		return controller.NewCommand().Execute()
	case "repo-server":
		return repositories.NewCommand().Execute()
	case "redis":
		return redis(os.Args[1])
	default:
		return fmt.Errorf("no part %q", part)
	}
}

// redis serves until it is told to end.
func redis(address string) error {
	server := miniredis.NewMiniRedis()
	if err := server.StartAddr(address); err != nil {
		return err
	}
	defer server.Close()
	end := make(chan os.Signal, 1)
	signal.Notify(end, os.Interrupt, syscall.SIGTERM)
	<-end
	return nil
}

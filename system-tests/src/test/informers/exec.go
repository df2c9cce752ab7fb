package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"sync"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/tools/remotecommand"
	"k8s.io/client-go/util/exec"
	"k8s.io/streaming/pkg/httpstream"
)

// An executing makes the executor for an address.
type executing func(c *cluster, address *url.URL) (remotecommand.Executor, error)

func overWebSocket(c *cluster, address *url.URL) (remotecommand.Executor, error) {
	return remotecommand.NewWebSocketExecutor(c.config, "GET", address.String())
}

func overSPDY(c *cluster, address *url.URL) (remotecommand.Executor, error) {
	return remotecommand.NewSPDYExecutor(c.config, "POST", address)
}

// overEither is what kubectl does.
func overEither(c *cluster, address *url.URL) (remotecommand.Executor, error) {
	first, err := overWebSocket(c, address)
	if err != nil {
		return nil, err
	}
	second, err := overSPDY(c, address)
	if err != nil {
		return nil, err
	}
	return remotecommand.NewFallbackExecutor(first, second, httpstream.IsUpgradeFailure)
}

func (c *cluster) podPath(subresource string) *url.URL {
	return c.client.CoreV1().RESTClient().Post().
		Resource("pods").Namespace(c.namespace).Name("shell").SubResource(subresource).URL()
}

// execute runs a command in the pod and tells how it ended.
func (c *cluster) execute(ctx context.Context, by executing, options remotecommand.StreamOptions, command ...string) (string, error) {
	address := c.client.CoreV1().RESTClient().Post().
		Resource("pods").Namespace(c.namespace).Name("shell").SubResource("exec").
		VersionedParams(&corev1.PodExecOptions{
			Container: "main", Command: command, TTY: options.Tty,
			Stdin: options.Stdin != nil, Stdout: options.Stdout != nil, Stderr: options.Stderr != nil,
		}, scheme.ParameterCodec).URL()
	executor, err := by(c, address)
	if err != nil {
		return "", err
	}
	err = executor.StreamWithContext(ctx, options)
	var exit exec.CodeExitError
	switch {
	case err == nil:
		return "exit 0", nil
	case errors.As(err, &exit):
		return fmt.Sprintf("exit %d", exit.Code), nil
	case httpstream.IsUpgradeFailure(err):
		return "no upgrade: " + err.Error(), nil
	default:
		return "", err
	}
}

func webSocketExec(ctx context.Context, c *cluster) (any, error) {
	return c.executions(ctx, overWebSocket)
}
func spdyExec(ctx context.Context, c *cluster) (any, error)     { return c.executions(ctx, overSPDY) }
func fallbackExec(ctx context.Context, c *cluster) (any, error) { return c.executions(ctx, overEither) }

func (c *cluster) executions(ctx context.Context, by executing) (any, error) {
	var said []any
	for _, code := range []int{0, 1, 42, 255} {
		var out, err bytes.Buffer
		options := remotecommand.StreamOptions{Stdin: strings.NewReader("a line\n"), Stdout: &out, Stderr: &err}
		script := fmt.Sprintf("read a; echo got $a; echo err >&2; exit %d", code)
		end, failure := c.execute(ctx, by, options, "sh", "-c", script)
		if failure != nil {
			return nil, failure
		}
		said = append(said, []string{out.String(), err.String(), end})
	}
	var out bytes.Buffer
	_, err := c.execute(ctx, by, remotecommand.StreamOptions{Stdout: &out}, "/absent")
	return append(said, fmt.Sprint(err != nil)), nil
}

// terminalExec sees the sizes that the terminal gets, and what is typed. A size that comes before the command runs is lost
// with some runtimes.
func terminalExec(ctx context.Context, c *cluster) (any, error) {
	input, keyboard := io.Pipe()
	screen := newJournal()
	sizes := &sizeQueue{sizes: make(chan remotecommand.TerminalSize)}
	defer close(sizes.sizes)
	options := remotecommand.StreamOptions{Stdin: input, Stdout: lineWriter(screen), Tty: true, TerminalSizeQueue: sizes}
	script := `until_size() { until stty size 2> /dev/null | grep -q "^$1$"; do usleep 20000; done; echo "it is $1"; }; ` +
		`echo ready; until_size "25 81"; until_size "41 133"; read a; exit 3`
	var end string
	var failure error
	var running sync.WaitGroup
	running.Go(func() { end, failure = c.execute(ctx, overEither, options, "sh", "-c", script) })
	if _, err := screen.last(ctx, "ready"); err != nil {
		return nil, err
	}
	for _, size := range []remotecommand.TerminalSize{{Height: 25, Width: 81}, {Height: 41, Width: 133}} {
		sizes.sizes <- size
		if _, err := screen.last(ctx, fmt.Sprintf("it is %d %d", size.Height, size.Width)); err != nil {
			return nil, err
		}
	}
	if _, err := keyboard.Write([]byte("typed\n")); err != nil {
		return nil, err
	}
	running.Wait()
	lines, _ := screen.read()
	return []any{lines, end}, failure
}

type sizeQueue struct {
	sizes chan remotecommand.TerminalSize
}

func (q *sizeQueue) Next() *remotecommand.TerminalSize {
	size, more := <-q.sizes
	if !more {
		return nil
	}
	return &size
}

// lines are written to a journal, one by one.
type lines struct {
	journal *journal
	rest    string
}

func lineWriter(j *journal) io.Writer { return &lines{journal: j} }

func (l *lines) Write(text []byte) (int, error) {
	l.rest += string(text)
	for {
		line, rest, whole := strings.Cut(l.rest, "\n")
		if !whole {
			return len(text), nil
		}
		l.journal.note("%s", strings.TrimRight(line, "\r"))
		l.rest = rest
	}
}

// bulkExec has the pod send back what it is sent.
func bulkExec(ctx context.Context, c *cluster) (any, error) {
	sent := make([]byte, 5_000_000)
	if _, err := rand.Read(sent); err != nil {
		return nil, err
	}
	var said []any
	for _, by := range []executing{overEither, overSPDY} {
		var out bytes.Buffer
		options := remotecommand.StreamOptions{Stdin: bytes.NewReader(sent), Stdout: &out}
		end, err := c.execute(ctx, by, options, "head", "-c", fmt.Sprint(len(sent)))
		if err != nil {
			return nil, err
		}
		said = append(said, []any{out.Len(), bytes.Equal(out.Bytes(), sent), end})
	}
	return said, nil
}

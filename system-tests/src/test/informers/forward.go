package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"

	"k8s.io/client-go/tools/portforward"
	"k8s.io/client-go/transport/spdy"
	"k8s.io/streaming/pkg/httpstream"
)

// A dialing makes what opens the connection to an address.
type dialing func(c *cluster, address *url.URL) (httpstream.Dialer, error)

func dialWebSocket(c *cluster, address *url.URL) (httpstream.Dialer, error) {
	return portforward.NewSPDYOverWebsocketDialerForStreaming(address, c.config)
}

func dialSPDY(c *cluster, address *url.URL) (httpstream.Dialer, error) {
	transport, upgrader, err := spdy.RoundTripperFor(c.config)
	if err != nil {
		return nil, err
	}
	return spdy.NewDialerForStreaming(upgrader, &http.Client{Transport: transport}, http.MethodPost, address), nil
}

// dialEither is what kubectl does.
func dialEither(c *cluster, address *url.URL) (httpstream.Dialer, error) {
	first, err := dialWebSocket(c, address)
	if err != nil {
		return nil, err
	}
	second, err := dialSPDY(c, address)
	if err != nil {
		return nil, err
	}
	return portforward.NewFallbackDialerForStreaming(first, second, httpstream.IsUpgradeFailure), nil
}

func webSocketForward(ctx context.Context, c *cluster) (any, error) {
	return c.forwarded(ctx, dialWebSocket)
}
func spdyForward(ctx context.Context, c *cluster) (any, error) { return c.forwarded(ctx, dialSPDY) }
func fallbackForward(ctx context.Context, c *cluster) (any, error) {
	return c.forwarded(ctx, dialEither)
}

// forwarded has several connections at once to the page and one to the echo of the pod, by one port-forward.
func (c *cluster) forwarded(ctx context.Context, by dialing) (any, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	dialer, err := by(c, c.podPath("portforward"))
	if err != nil {
		return nil, err
	}
	noting := &notingDialer{Dialer: dialer}
	ready := make(chan struct{})
	forwarder, err := portforward.NewOnAddressesForStreamingWithContext(
		ctx, noting, []string{"127.0.0.1"}, []string{"0:8080", "0:7007"}, ready, io.Discard, os.Stderr)
	if err != nil {
		return nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- forwarder.ForwardPorts() }()
	select {
	case <-ready:
	case err := <-ended:
		if httpstream.IsUpgradeFailure(noting.err) {
			return "no upgrade: " + noting.err.Error(), nil
		}
		return nil, fmt.Errorf("not forwarded: %w", err)
	case <-ctx.Done():
		return nil, errors.New("not ready")
	}
	ports, err := forwarder.GetPorts()
	if err != nil {
		return nil, err
	}
	const connections = 8
	pages := make([]string, connections)
	err = inParallel(connections+1, func(i int) error {
		if i < connections {
			page, err := page(ctx, ports[0].Local)
			pages[i] = page
			return err
		}
		// One after the other: of eight at once, one ends early now and then on a busy machine, direct as well.
		return steps(
			func() error { return echo(ctx, ports[1].Local) },
			func() error { return echo(ctx, ports[1].Local) },
		)
	})
	if err != nil {
		return nil, err
	}
	stop()
	return []any{pages, fmt.Sprint(<-ended)}, nil
}

// notingDialer keeps the error that the forwarder makes a text of.
type notingDialer struct {
	httpstream.Dialer
	err error
}

func (d *notingDialer) Dial(protocols ...string) (httpstream.Connection, string, error) {
	connection, protocol, err := d.Dialer.Dial(protocols...)
	d.err = err
	return connection, protocol, err
}

func page(ctx context.Context, port uint16) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("http://127.0.0.1:%d/index.html", port), nil)
	if err != nil {
		return "", err
	}
	request.Close = true
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return fmt.Sprintf("%d %s", response.StatusCode, body), err
}

// echo fails unless a megabyte comes back as it went.
func echo(ctx context.Context, port uint16) error {
	var dialer net.Dialer
	connection, err := dialer.DialContext(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return err
	}
	defer connection.Close()
	if deadline, ok := ctx.Deadline(); ok {
		if err := connection.SetDeadline(deadline); err != nil {
			return err
		}
	}
	sent, heard := make([]byte, 1_000_000), make([]byte, 1_000_000)
	if _, err := rand.Read(sent); err != nil {
		return err
	}
	written := make(chan error, 1)
	go func() {
		_, err := connection.Write(sent)
		written <- err
	}()
	if _, err := io.ReadFull(connection, heard); err != nil {
		return fmt.Errorf("the echo: %w", err)
	}
	if !bytes.Equal(sent, heard) {
		return errors.New("the echo is another")
	}
	return <-written
}

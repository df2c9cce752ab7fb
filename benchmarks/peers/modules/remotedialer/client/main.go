// Command client is remotedialer's agent: it dials the server by WebSocket over TLS, and what the server asks for.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"flag"
	"log"
	"net/http"
	"os"

	"github.com/gorilla/websocket"
	"github.com/rancher/remotedialer"
)

func main() {
	connect := flag.String("connect", "", "wss:// URL of the server")
	ca := flag.String("ca", "", "PEM file of the CA that the server's certificate is of")
	backend := flag.String("backend", "", "host:port of the one backend that may be asked for")
	flag.Parse()

	pem, err := os.ReadFile(*ca)
	if err != nil {
		log.Fatal(err)
	}
	trusted := x509.NewCertPool()
	if !trusted.AppendCertsFromPEM(pem) {
		log.Fatalf("%s: no certificate", *ca)
	}
	dialer := &websocket.Dialer{
		HandshakeTimeout: remotedialer.HandshakeTimeOut,
		TLSClientConfig:  &tls.Config{RootCAs: trusted},
	}
	headers := http.Header{"X-Tunnel-ID": []string{"benchmark"}}
	allowed := func(_, address string) bool { return address == *backend }
	for {
		// Returns when the connection is lost, having waited some seconds.
		err := remotedialer.ClientConnect(context.Background(), *connect, headers, dialer, allowed, nil)
		log.Print("disconnected: ", err)
	}
}

// Command server is remotedialer as Rancher runs it: a reverse proxy over HTTPS whose connections to the cluster's
// API server are dialled through the agent's WebSocket. The library's own example speaks no TLS and keeps two idle
// connections, which nobody serves callers with.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"flag"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"

	"github.com/rancher/remotedialer"
)

const cluster = "benchmark"

func main() {
	listen := flag.String("listen", "", "address to serve callers and the agent on")
	cert := flag.String("cert", "", "PEM file of the server's certificate")
	key := flag.String("key", "", "PEM file of its key")
	backend := flag.String("backend", "", "host:port of the HTTPS backend, as the agent reaches it")
	ready := flag.String("ready", "", "address that says over HTTP, 200 or 503, whether the agent is connected")
	ca := flag.String("backend-ca", "", "PEM file of the CA that the backend's certificate is of")
	flag.Parse()

	pem, err := os.ReadFile(*ca)
	if err != nil {
		log.Fatal(err)
	}
	trusted := x509.NewCertPool()
	if !trusted.AppendCertsFromPEM(pem) {
		log.Fatalf("%s: no certificate", *ca)
	}
	tunnel := remotedialer.New(authorize, remotedialer.DefaultErrorWriter)
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "https", Host: *backend})
	proxy.FlushInterval = -1 // a watch's events at once
	proxy.Transport = &http.Transport{
		DialContext:         tunnel.Dialer(cluster),
		TLSClientConfig:     &tls.Config{RootCAs: trusted},
		MaxIdleConnsPerHost: 1024,
	}

	go func() { log.Fatal(http.ListenAndServe(*ready, readiness(tunnel))) }()
	routes := http.NewServeMux()
	routes.Handle("/connect", tunnel)
	routes.Handle("/", proxy)
	log.Fatal(http.ListenAndServeTLS(*listen, *cert, *key, routes))
}

func readiness(tunnel *remotedialer.Server) http.Handler {
	return http.HandlerFunc(func(response http.ResponseWriter, _ *http.Request) {
		if !tunnel.HasSession(cluster) {
			response.WriteHeader(http.StatusServiceUnavailable)
		}
	})
}

// authorize lets whoever names the one cluster be its agent: nothing but the benchmark's own agent is near.
func authorize(request *http.Request) (string, bool, error) {
	return cluster, request.Header.Get("X-Tunnel-ID") == cluster, nil
}

// Command shim lets a load generator that cannot use a CONNECT proxy come through Konnectivity's. Each TCP connection
// made to it is one CONNECT over mutual TLS, as an API server makes it; the bytes are passed on as they are, so that
// the caller's TLS ends at the backend.
package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
)

func main() {
	listen := flag.String("listen", "", "address to serve callers on")
	proxy := flag.String("proxy", "", "host:port of Konnectivity's HTTP-CONNECT front")
	ca := flag.String("ca", "", "PEM file of the CA that the front's certificate is of")
	cert := flag.String("cert", "", "PEM file of the client certificate that the front is shown")
	key := flag.String("key", "", "PEM file of its key")
	backend := flag.String("backend", "", "host:port to CONNECT to")
	flag.Parse()

	pem, err := os.ReadFile(*ca)
	if err != nil {
		log.Fatal(err)
	}
	trusted := x509.NewCertPool()
	if !trusted.AppendCertsFromPEM(pem) {
		log.Fatalf("%s: no certificate", *ca)
	}
	pair, err := tls.LoadX509KeyPair(*cert, *key)
	if err != nil {
		log.Fatal(err)
	}
	config := &tls.Config{RootCAs: trusted, Certificates: []tls.Certificate{pair}}
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		log.Fatal(err)
	}
	for {
		caller, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go serve(caller, *proxy, *backend, config)
	}
}

func serve(caller net.Conn, proxy, backend string, config *tls.Config) {
	defer caller.Close()
	tunnel, err := tls.Dial("tcp", proxy, config)
	if err != nil {
		log.Print(err)
		return
	}
	defer tunnel.Close()
	if _, err := fmt.Fprintf(tunnel, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n", backend, backend); err != nil {
		log.Print(err)
		return
	}
	answers := bufio.NewReader(tunnel)
	answer, err := http.ReadResponse(answers, &http.Request{Method: http.MethodConnect})
	if err != nil || answer.StatusCode != http.StatusOK {
		log.Print("CONNECT: ", answer, err)
		return
	}
	go func() {
		defer tunnel.CloseWrite()
		io.Copy(tunnel, caller)
	}()
	// What came behind the answer's head is the backend's already.
	io.Copy(caller, answers)
}

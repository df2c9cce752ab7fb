// Command forward LISTEN TARGET passes every TCP connection made to LISTEN on to TARGET. It stands in for the
// one rule of a kube-proxy that pods cannot do without: the Service address of the API server.
package main

import (
	"io"
	"log"
	"net"
	"os"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: forward LISTEN TARGET")
	}
	listener, err := net.Listen("tcp", os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	for {
		client, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go forward(client.(*net.TCPConn), os.Args[2])
	}
}

func forward(client *net.TCPConn, target string) {
	defer client.Close()
	server, err := net.Dial("tcp", target)
	if err != nil {
		log.Print(err)
		return
	}
	defer server.Close()
	done := make(chan struct{})
	go func() {
		pass(server.(*net.TCPConn), client)
		close(done)
	}()
	pass(client, server.(*net.TCPConn))
	<-done
}

// pass copies until its source ends, and then ends that direction only.
func pass(to, from *net.TCPConn) {
	if _, err := io.Copy(to, from); err != nil {
		// The other direction is of no use to anyone then.
		from.Close()
	}
	to.CloseWrite()
}

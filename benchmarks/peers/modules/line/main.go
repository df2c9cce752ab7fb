// Command line is a long line between this machine's network, where callers are, and a network of its own, where clusters are:
// two TUN devices, with a process between them that delays, paces and drops the IP packets as it is told. It needs root. Both
// devices, and the other network, go when it ends.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// The network namespace belongs to the thread: the one whose number is the process' own, so that others find it.
func init() {
	runtime.LockOSThread()
}

func main() {
	centre := flag.String("centre", "198.18.0.1/30", "address of this machine's end")
	edge := flag.String("edge", "198.18.0.2/30", "address of the other network's end")
	control := flag.String("control", "127.0.0.1:0", "HOST:PORT where the line's quality is set")
	flag.Parse()
	log.SetFlags(0)

	listener, err := net.Listen("tcp", *control)
	check(err)
	near, err := openDevice(*centre)
	check(err)
	check(unix.Unshare(unix.CLONE_NEWNET))
	check(loopbackUp())
	far, err := openDevice(*edge)
	check(err)

	out, back := newDirection(near, far, 1), newDirection(far, near, 2)
	for _, direction := range []*direction{out, back} {
		go direction.read()
		go direction.write()
	}
	go func() {
		check(http.Serve(listener, controlled(func(q quality) error {
			for _, device := range []*device{near, far} {
				if err := device.offload(q.loss == 0); err != nil {
					return err
				}
			}
			out.set(q)
			back.set(q)
			return nil
		})))
	}()
	fmt.Println("the line is up")

	end := make(chan os.Signal, 1)
	signal.Notify(end, unix.SIGTERM, unix.SIGINT)
	<-end
}

// PUT /?delay=25ms&rate=1000000000&loss=0.01: one way, in bits a second, of each packet.
func controlled(apply func(quality) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q, err := parse(r)
		if err == nil && r.Method == http.MethodPut {
			err = apply(q)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	})
}

func parse(r *http.Request) (q quality, err error) {
	if q.delay, err = time.ParseDuration(r.FormValue("delay")); err != nil {
		return q, err
	}
	if q.rate, err = strconv.ParseFloat(r.FormValue("rate"), 64); err != nil {
		return q, err
	}
	q.loss, err = strconv.ParseFloat(r.FormValue("loss"), 64)
	return q, err
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

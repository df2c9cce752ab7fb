package main

import (
	"log"
	"math/rand"
	"sync/atomic"
	"time"
)

const (
	header    = 10 // of virtio
	largest   = header + 1<<16
	underway  = 1 << 16
	leastWait = 10 * time.Millisecond
)

// quality of a line, one way.
type quality struct {
	delay time.Duration
	rate  float64 // bits a second; 0: as many as come
	loss  float64 // the part of the packets that is lost
}

type packet struct {
	at    time.Time
	bytes []byte
}

// direction carries packets one way. They wait for the line in a queue that holds what the line carries in a round trip, as
// routers' do; what comes while it is full is lost.
type direction struct {
	from, to *device
	quality  atomic.Pointer[quality]
	packets  chan packet
	random   *rand.Rand
	busy     time.Time
}

func newDirection(from, to *device, seed int64) *direction {
	d := &direction{from: from, to: to, packets: make(chan packet, underway), random: rand.New(rand.NewSource(seed))}
	d.set(quality{})
	return d
}

func (d *direction) set(q quality) {
	d.quality.Store(&q)
}

func (d *direction) read() {
	buffer := make([]byte, largest)
	for {
		n, err := d.from.file.Read(buffer)
		check(err)
		if at, kept := d.schedule(n-header, time.Now()); kept {
			select {
			case d.packets <- packet{at, append([]byte(nil), buffer[:n]...)}:
			default: // more than any line carries: lost
			}
		}
	}
}

// schedule says when a packet comes out at the other end; false when it does not.
func (d *direction) schedule(size int, now time.Time) (time.Time, bool) {
	q := d.quality.Load()
	if q.loss > 0 && d.random.Float64() < q.loss {
		return now, false
	}
	if q.rate == 0 {
		return now.Add(q.delay), true
	}
	if d.busy.Before(now) {
		d.busy = now
	}
	if d.busy.Sub(now) > max(2*q.delay, leastWait) {
		return now, false
	}
	d.busy = d.busy.Add(time.Duration(float64(8*size) / q.rate * float64(time.Second)))
	return d.busy.Add(q.delay), true
}

func (d *direction) write() {
	for packet := range d.packets {
		time.Sleep(time.Until(packet.at))
		if _, err := d.to.file.Write(packet.bytes); err != nil {
			log.Print(err)
		}
	}
}

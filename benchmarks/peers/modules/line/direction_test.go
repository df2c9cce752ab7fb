package main

import (
	"testing"
	"time"
)

var start = time.Unix(0, 0)

func TestPacketsComeOneAfterTheOtherAndLater(t *testing.T) {
	d := newDirection(nil, nil, 1)
	d.set(quality{delay: 25 * time.Millisecond, rate: 8e6})
	for i := 1; i <= 3; i++ {
		at, kept := d.schedule(1000, start)
		if want := start.Add(25*time.Millisecond + time.Duration(i)*time.Millisecond); !kept || !at.Equal(want) {
			t.Errorf("packet %d comes at %v (%v), not at %v", i, at, kept, want)
		}
	}
}

func TestALineThatIsIdleOwesNothing(t *testing.T) {
	d := newDirection(nil, nil, 1)
	d.set(quality{rate: 8e6})
	d.schedule(1000, start)
	later := start.Add(time.Second)
	if at, _ := d.schedule(1000, later); !at.Equal(later.Add(time.Millisecond)) {
		t.Errorf("the packet comes at %v", at)
	}
}

func TestTheQueueHoldsARoundTrip(t *testing.T) {
	d := newDirection(nil, nil, 1)
	d.set(quality{delay: 25 * time.Millisecond, rate: 8e6})
	kept := 0
	for i := 0; i < 1000; i++ {
		if _, ok := d.schedule(1000, start); ok {
			kept++
		}
	}
	if kept != 51 {
		t.Errorf("%d packets of a millisecond each are kept, not those of 50 ms and one more", kept)
	}
}

func TestAPartIsLost(t *testing.T) {
	d := newDirection(nil, nil, 1)
	d.set(quality{loss: 0.01})
	lost := 0
	for i := 0; i < 100_000; i++ {
		if _, kept := d.schedule(1000, start); !kept {
			lost++
		}
	}
	if lost < 800 || lost > 1200 {
		t.Errorf("%d of 100,000 packets are lost", lost)
	}
}

package main

import (
	"context"
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	coreinformers "k8s.io/client-go/informers/core/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
)

// manyInformers runs as many informers as a large controller does, each on its own watch. Each sees what there was before it
// and what happens to its own objects: all of it, once, in order. None needs a second watch.
func manyInformers(ctx context.Context, c *cluster) (any, error) {
	const count = 500
	running, stop := context.WithCancel(ctx)
	defer stop()
	seen := newTraffic()
	client, err := kubernetes.NewForConfig(seen.watched(c.config))
	if err != nil {
		return nil, err
	}
	if err := inParallel(count, func(i int) error { return c.create(ctx, early(i), group(i), 0) }); err != nil {
		return nil, err
	}
	journals := make([]*journal, count)
	var synced []cache.InformerSynced
	for i := range count {
		informer := coreinformers.NewFilteredConfigMapInformer(client, c.namespace, 0, cache.Indexers{}, ofGroup(group(i)))
		journals[i] = newJournal()
		if _, err := informer.AddEventHandler(journals[i].handler()); err != nil {
			return nil, err
		}
		synced = append(synced, informer.HasSynced)
		go informer.RunWithContext(running)
	}
	if !cache.WaitForCacheSync(running.Done(), synced...) {
		return nil, fmt.Errorf("the informers did not sync")
	}
	// An API server closes the watches of those that fall behind: few at a time, and each waits to be seen.
	if err := inParallelBy(4, count, func(i int) error { return c.live(ctx, i, journals[i]) }); err != nil {
		return nil, err
	}
	odd := []string{}
	for i := range count {
		lines, _ := journals[i].read()
		if expected := lived(i); strings.Join(lines, ", ") != expected {
			odd = append(odd, fmt.Sprintf("%v instead of %s", lines, expected))
		}
	}
	watches := seen.count("watch") + seen.count("streamed list")
	return map[string]any{"odd": odd, "watches": watches}, nil
}

func group(i int) string { return fmt.Sprintf("g%03d", i) }
func early(i int) string { return group(i) + "-early" }

// live is all that happens to the objects of one informer.
func (c *cluster) live(ctx context.Context, i int, events *journal) error {
	late := group(i) + "-late"
	changes := []func() error{
		func() error { return c.create(ctx, late, group(i), 1) },
		func() error { return c.update(ctx, late, group(i), 2) },
		func() error { return c.delete(ctx, late) },
		func() error { return c.delete(ctx, early(i)) },
	}
	for n, change := range changes {
		if err := change(); err != nil {
			return err
		}
		if _, err := events.count(ctx, 2+n); err != nil {
			return err
		}
	}
	return nil
}

// lived is what the informer has to say of it.
func lived(i int) string {
	late := group(i) + "-late"
	return fmt.Sprintf("add %s 0, add %s 1, update %s 2, delete %s 2, delete %s 0",
		early(i), late, late, late, early(i))
}

// busyInformer has an informer see every step while its connection carries a thousand other requests, any of which may be
// the one after which an API server with --goaway-chance turns the connection away.
func busyInformer(ctx context.Context, c *cluster) (any, error) {
	running, stop := context.WithCancel(ctx)
	defer stop()
	events := newJournal()
	informer := coreinformers.NewFilteredConfigMapInformer(c.client, c.namespace, 0, cache.Indexers{}, ofGroup("busy"))
	if _, err := informer.AddEventHandler(events.handler()); err != nil {
		return nil, err
	}
	go informer.RunWithContext(running)
	if !cache.WaitForCacheSync(running.Done(), informer.HasSynced) {
		return nil, fmt.Errorf("the informer did not sync")
	}
	const writes = 100
	for n := range writes {
		if err := c.put(ctx, "busy", "busy", n); err != nil {
			return nil, err
		}
		err := inParallel(10, func(i int) error {
			_, err := c.maps().Get(ctx, "busy", metav1.GetOptions{})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if err := c.delete(ctx, "busy"); err != nil {
		return nil, err
	}
	return events.last(ctx, fmt.Sprintf("delete busy %d", writes-1))
}

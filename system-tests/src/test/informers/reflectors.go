package main

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/features"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
)

// streamedReflector gets its first list as events of a watch, where the server can do that.
func streamedReflector(ctx context.Context, c *cluster) (any, error) {
	return c.reflected(ctx, "streamed", true)
}

// listingReflector gets its first list as a list.
func listingReflector(ctx context.Context, c *cluster) (any, error) {
	return c.reflected(ctx, "listed", false)
}

func (c *cluster) reflected(ctx context.Context, name string, streaming bool) (any, error) {
	defer c.gates.with(map[features.Feature]bool{features.WatchListClient: streaming})()
	seen := newTraffic()
	client, err := kubernetes.NewForConfig(seen.watched(c.config))
	if err != nil {
		return nil, err
	}
	const count = 60
	if err := inParallel(count, func(i int) error { return c.put(ctx, fmt.Sprintf("%s-%02d", name, i), name, i) }); err != nil {
		return nil, err
	}
	if err := c.cached(ctx, name, count); err != nil {
		return nil, err
	}
	store := &notingStore{cache.NewStore(cache.MetaNamespaceKeyFunc), newJournal()}
	source := cache.ToListWatcherWithWatchListSemantics(listWatch(client, c.namespace, name), client)
	reflector := cache.NewReflectorWithOptions(source, &corev1.ConfigMap{}, store, cache.ReflectorOptions{})
	running, stop := context.WithCancel(ctx)
	defer stop()
	go reflector.RunWithContext(running)
	if _, err := store.journal.count(ctx, 1); err != nil {
		return nil, err
	}
	err = steps(
		func() error { return c.put(ctx, name+"-late", name, 1) },
		func() error { return c.put(ctx, name+"-late", name, 2) },
		func() error { return c.delete(ctx, name+"-late") },
	)
	if err != nil {
		return nil, err
	}
	lines, err := store.journal.last(ctx, "delete "+name+"-late 2")
	requests := map[string]int{"list": 0, "streamed list": 0, "watch": 0}
	for kind := range requests {
		requests[kind] = seen.count(kind)
	}
	return []any{lines, requests}, err
}

// cached waits until the server's cache, which may lag behind and from which a reflector lists, has so many of a group.
func (c *cluster) cached(ctx context.Context, group string, count int) error {
	options := metav1.ListOptions{ResourceVersion: "0"}
	ofGroup(group)(&options)
	return wait.PollUntilContextCancel(ctx, 50*time.Millisecond, true, func(ctx context.Context) (bool, error) {
		list, err := c.maps().List(ctx, options)
		return err == nil && len(list.Items) == count, err
	})
}

func listWatch(client kubernetes.Interface, namespace, group string) *cache.ListWatch {
	maps := client.CoreV1().ConfigMaps(namespace)
	return &cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
			ofGroup(group)(&options)
			return maps.List(ctx, options)
		},
		WatchFuncWithContext: func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
			ofGroup(group)(&options)
			return maps.Watch(ctx, options)
		},
	}
}

// notingStore notes what a reflector does to its store.
type notingStore struct {
	cache.Store
	journal *journal
}

func (s *notingStore) Add(object any) error {
	s.journal.note("add %s", described(object))
	return s.Store.Add(object)
}

func (s *notingStore) Update(object any) error {
	s.journal.note("update %s", described(object))
	return s.Store.Update(object)
}

func (s *notingStore) Delete(object any) error {
	s.journal.note("delete %s", described(object))
	return s.Store.Delete(object)
}

func (s *notingStore) Replace(objects []any, version string) error {
	s.journal.note("replace by %d", len(objects))
	return s.Store.Replace(objects, version)
}

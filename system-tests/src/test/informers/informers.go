package main

import (
	"context"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	coreinformers "k8s.io/client-go/informers/core/v1"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/cache"
)

var configMaps = schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}

// started runs an informer until the context ends, and waits until it has synced.
func started(ctx context.Context, informer cache.SharedIndexInformer, handler cache.ResourceEventHandler) error {
	if _, err := informer.AddEventHandler(handler); err != nil {
		return err
	}
	go informer.RunWithContext(ctx)
	if !cache.WaitForCacheSync(ctx.Done(), informer.HasSynced) {
		return fmt.Errorf("the informer did not sync")
	}
	return nil
}

// restartedInformer stops and starts again what a controller does when it loses its leadership and wins it back.
func restartedInformer(ctx context.Context, c *cluster) (any, error) {
	const rounds = 5
	var all [][]string
	for n := range rounds {
		if err := c.put(ctx, fmt.Sprintf("again-%d", n), "again", n); err != nil {
			return nil, err
		}
		lines, err := c.round(ctx, n)
		if err != nil {
			return nil, err
		}
		all = append(all, lines)
	}
	return all, nil
}

// round is the life of one informer, which sees what there is and one change.
func (c *cluster) round(ctx context.Context, n int) ([]string, error) {
	running, stop := context.WithCancel(ctx)
	defer stop()
	events := newJournal()
	informer := coreinformers.NewFilteredConfigMapInformer(c.client, c.namespace, 0, cache.Indexers{}, ofGroup("again"))
	if err := started(running, informer, events.handler()); err != nil {
		return nil, err
	}
	if _, err := events.count(ctx, n+1); err != nil {
		return nil, err
	}
	name := fmt.Sprintf("again-%d", n)
	if err := c.put(ctx, name, "again", 100+n); err != nil {
		return nil, err
	}
	lines, err := events.last(ctx, fmt.Sprintf("update %s %d", name, 100+n))
	return sorted(lines[:min(len(lines), n+1)], lines[min(len(lines), n+1):]), err
}

// resumedWatch misses nothing of what happened between an informer's end and a watch from its last version.
func resumedWatch(ctx context.Context, c *cluster) (any, error) {
	running, stop := context.WithCancel(ctx)
	defer stop()
	informer := coreinformers.NewFilteredConfigMapInformer(c.client, c.namespace, 0, cache.Indexers{}, ofGroup("resumed"))
	events := newJournal()
	if err := started(running, informer, events.handler()); err != nil {
		return nil, err
	}
	if err := c.put(ctx, "resumed", "resumed", 1); err != nil {
		return nil, err
	}
	if _, err := events.last(ctx, "add resumed 1"); err != nil {
		return nil, err
	}
	version := informer.LastSyncResourceVersion()
	stop()
	err := steps(
		func() error { return c.put(ctx, "resumed", "resumed", 2) },
		func() error { return c.delete(ctx, "resumed") },
		func() error { return c.put(ctx, "resumed", "resumed", 3) },
	)
	if err != nil {
		return nil, err
	}
	options := metav1.ListOptions{ResourceVersion: version}
	ofGroup("resumed")(&options)
	watch, err := c.maps().Watch(ctx, options)
	if err != nil {
		return nil, err
	}
	defer watch.Stop()
	lines := []string{}
	for len(lines) < 3 {
		event, open := <-watch.ResultChan()
		if !open {
			return nil, fmt.Errorf("the watch ended after %v", lines)
		}
		lines = append(lines, fmt.Sprintf("%s %s", event.Type, described(event.Object)))
	}
	return lines, nil
}

// resync has an informer say again what it has; it asks nobody for it.
func resync(ctx context.Context, c *cluster) (any, error) {
	running, stop := context.WithCancel(ctx)
	defer stop()
	if err := c.put(ctx, "resync", "resync", 1); err != nil {
		return nil, err
	}
	events := newJournal()
	informer := coreinformers.NewFilteredConfigMapInformer(c.client, c.namespace, time.Second, cache.Indexers{}, ofGroup("resync"))
	if err := started(running, informer, events.handler()); err != nil {
		return nil, err
	}
	lines, err := events.count(ctx, 3)
	if err != nil {
		return nil, err
	}
	return lines[:3], nil
}

func metadataInformer(ctx context.Context, c *cluster) (any, error) {
	client, err := metadata.NewForConfig(c.config)
	if err != nil {
		return nil, err
	}
	tweak := metadatainformer.TweakListOptionsFunc(ofGroup("metadata"))
	informer := metadatainformer.NewFilteredMetadataInformer(client, configMaps, c.namespace, 0, cache.Indexers{}, tweak)
	return c.untyped(ctx, "metadata", informer.Informer(), func(object any) string {
		met := object.(*metav1.PartialObjectMetadata)
		return fmt.Sprintf("%s %s %s %v", met.APIVersion, met.Kind, met.Name, met.Labels)
	})
}

func dynamicInformer(ctx context.Context, c *cluster) (any, error) {
	client, err := dynamic.NewForConfig(c.config)
	if err != nil {
		return nil, err
	}
	tweak := dynamicinformer.TweakListOptionsFunc(ofGroup("dynamic"))
	informer := dynamicinformer.NewFilteredDynamicInformer(client, configMaps, c.namespace, 0, cache.Indexers{}, tweak)
	return c.untyped(ctx, "dynamic", informer.Informer(), func(object any) string {
		met := object.(*unstructured.Unstructured)
		return fmt.Sprintf("%s %s %s %v", met.GetAPIVersion(), met.GetKind(), met.GetName(), met.Object["data"])
	})
}

// untyped lets one object live before the eyes of an informer whose objects are described so.
func (c *cluster) untyped(ctx context.Context, name string, informer cache.SharedIndexInformer, describe func(any) string) (any, error) {
	running, stop := context.WithCancel(ctx)
	defer stop()
	events := newJournal()
	handler := cache.ResourceEventHandlerFuncs{
		AddFunc:    func(object any) { events.note("add %s", describe(object)) },
		UpdateFunc: func(_, object any) { events.note("update %s", describe(object)) },
		DeleteFunc: func(object any) { events.note("delete %s", describe(object)) },
	}
	err := steps(
		func() error { return c.put(ctx, name+"-early", name, 0) },
		func() error { return started(running, informer, handler) },
		func() error { return c.put(ctx, name+"-late", name, 1) },
		func() error { return c.put(ctx, name+"-late", name, 2) },
		func() error { return c.delete(ctx, name+"-late") },
		func() error { return c.delete(ctx, name+"-early") },
	)
	if err != nil {
		return nil, err
	}
	return events.count(ctx, 5)
}

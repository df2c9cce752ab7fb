package main

import (
	"context"
	"fmt"
	"sync"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/tools/pager"
	toolswatch "k8s.io/client-go/tools/watch"
)

// pages reads a list in many pages, which the pager fetches ahead, and once as a whole.
func pages(ctx context.Context, c *cluster) (any, error) {
	const count, size = 95, 10
	if err := inParallel(count, func(i int) error { return c.put(ctx, fmt.Sprintf("page-%02d", i), "paged", i) }); err != nil {
		return nil, err
	}
	var sizes []string
	reader := pager.New(func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
		list, err := c.maps().List(ctx, options)
		if err == nil {
			sizes = append(sizes, fmt.Sprintf("%d of %d", len(list.Items), options.Limit))
		}
		return list, err
	})
	reader.PageSize = size
	options := metav1.ListOptions{}
	ofGroup("paged")(&options)
	var names []string
	err := reader.EachListItem(ctx, options, func(object runtime.Object) error {
		names = append(names, object.(*corev1.ConfigMap).Name)
		return nil
	})
	if err != nil {
		return nil, err
	}
	whole, paged, err := reader.List(ctx, options)
	if err != nil {
		return nil, err
	}
	return []any{names, sizes, paged, fmt.Sprintf("%T", whole)}, nil
}

// retryWatcher sees every change although the server ends each of its watches after a second or two.
func retryWatcher(ctx context.Context, c *cluster) (any, error) {
	list, err := c.maps().List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	opened := newJournal()
	source := listWatch(c.client, c.namespace, "retried")
	granted := source.WatchFuncWithContext
	second := int64(1)
	source.WatchFuncWithContext = func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
		options.TimeoutSeconds = &second
		watching, err := granted(ctx, options)
		if err == nil {
			opened.note("watch")
		}
		return watching, err
	}
	watcher, err := toolswatch.NewRetryWatcherWithContext(ctx, list.ResourceVersion, source)
	if err != nil {
		return nil, err
	}
	defer watcher.Stop()
	var events []string
	var failure error
	var reading sync.WaitGroup
	reading.Go(func() {
		events, failure = eventsTo(watcher, watch.Deleted, func(object runtime.Object) string { return described(object) })
	})
	const changes = 4
	for n := 1; n <= changes; n++ {
		if _, err := opened.count(ctx, n); err != nil {
			return nil, err
		}
		if err := c.put(ctx, "retried", "retried", n); err != nil {
			return nil, err
		}
	}
	if err := c.delete(ctx, "retried"); err != nil {
		return nil, err
	}
	reading.Wait()
	return events, failure
}

// expiredWatcher is told that the events which it asks for are no longer kept.
func expiredWatcher(ctx context.Context, c *cluster) (any, error) {
	watcher, err := toolswatch.NewRetryWatcherWithContext(ctx, "1", listWatch(c.client, c.namespace, "expired"))
	if err != nil {
		return nil, err
	}
	defer watcher.Stop()
	event := <-watcher.ResultChan()
	status := apierrors.FromObject(event.Object)
	_, more := <-watcher.ResultChan()
	return []any{event.Type, apierrors.ReasonForError(status), more}, nil
}

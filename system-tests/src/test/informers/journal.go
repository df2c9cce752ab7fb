package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/tools/cache"
)

// A journal keeps what was seen in the order in which it was, and can be waited for.
type journal struct {
	mutex   sync.Mutex
	lines   []string
	changed chan struct{}
}

func newJournal() *journal {
	return &journal{changed: make(chan struct{})}
}

func (j *journal) note(format string, arguments ...any) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	j.lines = append(j.lines, fmt.Sprintf(format, arguments...))
	close(j.changed)
	j.changed = make(chan struct{})
}

func (j *journal) read() ([]string, <-chan struct{}) {
	j.mutex.Lock()
	defer j.mutex.Unlock()
	return append([]string{}, j.lines...), j.changed
}

// until waits until what was seen is enough, and returns it.
func (j *journal) until(ctx context.Context, enough func(lines []string) bool) ([]string, error) {
	for {
		lines, changed := j.read()
		if enough(lines) {
			return lines, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return lines, fmt.Errorf("in vain, after %s", strings.Join(lines, ", "))
		}
	}
}

// last waits for a line; what comes after it has no business to be there, and is seen by who reads the whole.
func (j *journal) last(ctx context.Context, wanted string) ([]string, error) {
	return j.until(ctx, func(lines []string) bool { return slices.Contains(lines, wanted) })
}

func (j *journal) count(ctx context.Context, wanted int) ([]string, error) {
	return j.until(ctx, func(lines []string) bool { return len(lines) >= wanted })
}

// handler notes what an informer says of config maps: verb, name and the value of "n". An object that the informer only
// found to be gone, without an event, is noted as such.
func (j *journal) handler() cache.ResourceEventHandler {
	return cache.ResourceEventHandlerFuncs{
		AddFunc:    func(object any) { j.note("add %s", described(object)) },
		UpdateFunc: func(_, object any) { j.note("update %s", described(object)) },
		DeleteFunc: func(object any) { j.note("delete %s", described(object)) },
	}
}

func described(object any) string {
	if unseen, ok := object.(cache.DeletedFinalStateUnknown); ok {
		return "unseen " + unseen.Key
	}
	if configMap, ok := object.(*corev1.ConfigMap); ok {
		return configMap.Name + " " + configMap.Data["n"]
	}
	return fmt.Sprintf("%T", object)
}

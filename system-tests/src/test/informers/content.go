package main

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/features"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// protobuf says and hears nothing else, but for patches.
func protobuf(ctx context.Context, c *cluster) (any, error) {
	seen := newTraffic()
	config := seen.watched(c.config)
	config.ContentConfig = rest.ContentConfig{
		ContentType:        runtime.ContentTypeProtobuf,
		AcceptContentTypes: runtime.ContentTypeProtobuf,
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	maps := client.CoreV1().ConfigMaps(c.namespace)
	options := metav1.ListOptions{}
	ofGroup("protobuf")(&options)
	watching, err := maps.Watch(ctx, options)
	if err != nil {
		return nil, err
	}
	defer watching.Stop()
	var said []string
	made, err := maps.Create(ctx, configMap("protobuf", "protobuf", 1), metav1.CreateOptions{})
	if err == nil {
		made.BinaryData = map[string][]byte{"bytes": {0, 255, 10, 13}}
		made, err = maps.Update(ctx, made, metav1.UpdateOptions{})
		said = append(said, fmt.Sprint(made.Data, made.BinaryData))
	}
	if err == nil {
		patch := []byte(`{"data":{"n":"2"}}`)
		made, err = maps.Patch(ctx, "protobuf", types.StrategicMergePatchType, patch, metav1.PatchOptions{})
		said = append(said, fmt.Sprint(made.Data, made.BinaryData))
	}
	if err == nil {
		_, err = maps.Get(ctx, "absent", metav1.GetOptions{})
		said = append(said, fmt.Sprint(err))
		err = maps.Delete(ctx, "protobuf", metav1.DeleteOptions{})
	}
	if err != nil {
		return nil, err
	}
	events, err := firstEvents(watching, 4, func(object runtime.Object) string { return described(object) })
	return []any{said, events, seen.types()}, err
}

// cbor asks for CBOR first and JSON second, and writes CBOR to servers that take it.
func cbor(ctx context.Context, c *cluster) (any, error) {
	defer c.gates.with(map[features.Feature]bool{features.ClientsAllowCBOR: true, features.ClientsPreferCBOR: true})()
	return c.untypedContent(ctx, "cbor")
}

func plainJSON(ctx context.Context, c *cluster) (any, error) {
	return c.untypedContent(ctx, "json")
}

// untypedContent tells each step's result or failure: there are servers that refuse some of it.
func (c *cluster) untypedContent(ctx context.Context, name string) (any, error) {
	seen := newTraffic()
	client, err := dynamic.NewForConfig(seen.watched(c.config))
	if err != nil {
		return nil, err
	}
	maps := client.Resource(configMaps).Namespace(c.namespace)
	options := metav1.ListOptions{}
	ofGroup(name)(&options)
	watching, err := maps.Watch(ctx, options)
	if err != nil {
		return nil, err
	}
	defer watching.Stop()
	object := func(n string) *unstructured.Unstructured {
		return &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": "v1", "kind": "ConfigMap",
			"metadata": map[string]any{"name": name, "labels": map[string]any{"group": name}},
			"data":     map[string]any{"n": n, "text": "<&> \u00e9 \U0001f600"},
		}}
	}
	var said []string
	tell := func(step string, met *unstructured.Unstructured, err error) {
		if err != nil {
			said = append(said, fmt.Sprintf("%s: %v", step, err))
		} else {
			said = append(said, fmt.Sprintf("%s: %v", step, met.Object["data"]))
		}
	}
	met, err := maps.Create(ctx, object("1"), metav1.CreateOptions{})
	if err != nil {
		// A client that was told that a server takes no CBOR writes JSON from then on.
		said = append(said, err.Error())
		met, err = maps.Create(ctx, object("1"), metav1.CreateOptions{})
	}
	tell("create", met, err)
	met, err = maps.Apply(ctx, name, object("2"), metav1.ApplyOptions{FieldManager: "matrix", Force: true})
	tell("apply", met, err)
	met, err = maps.Patch(ctx, name, types.MergePatchType, []byte(`{"data":{"n":"3"}}`), metav1.PatchOptions{})
	tell("patch", met, err)
	list, err := maps.List(ctx, options)
	if err != nil {
		return nil, err
	}
	said = append(said, fmt.Sprintf("list: %d", len(list.Items)))
	if err := maps.Delete(ctx, name, metav1.DeleteOptions{}); err != nil {
		return nil, err
	}
	events, err := eventsTo(watching, watch.Deleted, func(object runtime.Object) string {
		return fmt.Sprint(object.(*unstructured.Unstructured).Object["data"])
	})
	return []any{said, events, seen.types()}, err
}

// firstEvents are as many of a watch's events.
func firstEvents(watching watch.Interface, count int, describe func(runtime.Object) string) ([]string, error) {
	events := []string{}
	return collect(watching, events, func(watch.Event) bool { count--; return count == 0 }, describe)
}

// eventsTo are a watch's events to the first of that type.
func eventsTo(watching watch.Interface, last watch.EventType, describe func(runtime.Object) string) ([]string, error) {
	events := []string{}
	return collect(watching, events, func(event watch.Event) bool { return event.Type == last }, describe)
}

func collect(watching watch.Interface, events []string, last func(watch.Event) bool, describe func(runtime.Object) string) ([]string, error) {
	for event := range watching.ResultChan() {
		events = append(events, fmt.Sprintf("%s %s", event.Type, describe(event.Object)))
		if last(event) {
			return events, nil
		}
	}
	return nil, fmt.Errorf("the watch ended after %v", events)
}

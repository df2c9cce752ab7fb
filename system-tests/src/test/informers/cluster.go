package main

import (
	"context"
	"fmt"
	"sync"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/features"
	"k8s.io/client-go/kubernetes"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// A cluster is what every case works with: one namespace, by way of the kubeconfig that the environment names.
type cluster struct {
	config    *rest.Config
	client    kubernetes.Interface
	namespace string
	gates     *gates
}

func connect(namespace string) (*cluster, error) {
	switches := &gates{set: map[features.Feature]bool{}, defaults: features.FeatureGates()}
	features.ReplaceFeatureGates(switches)
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	config, err := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, nil).ClientConfig()
	if err != nil {
		return nil, err
	}
	// Waits of the client's own would be all that is measured.
	config.QPS = -1
	client, err := kubernetes.NewForConfig(config)
	return &cluster{config, client, namespace, switches}, err
}

func (c *cluster) maps() typedcorev1.ConfigMapInterface {
	return c.client.CoreV1().ConfigMaps(c.namespace)
}

// put creates or updates a config map that says n.
func (c *cluster) put(ctx context.Context, name, group string, n int) error {
	err := c.update(ctx, name, group, n)
	if apierrors.IsNotFound(err) {
		return c.create(ctx, name, group, n)
	}
	return err
}

func (c *cluster) create(ctx context.Context, name, group string, n int) error {
	_, err := c.maps().Create(ctx, configMap(name, group, n), metav1.CreateOptions{})
	return err
}

func (c *cluster) update(ctx context.Context, name, group string, n int) error {
	_, err := c.maps().Update(ctx, configMap(name, group, n), metav1.UpdateOptions{})
	return err
}

func (c *cluster) delete(ctx context.Context, name string) error {
	return c.maps().Delete(ctx, name, metav1.DeleteOptions{})
}

func configMap(name, group string, n int) *corev1.ConfigMap {
	return &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{"group": group}},
		Data:       map[string]string{"n": fmt.Sprint(n)},
	}
}

func ofGroup(group string) func(*metav1.ListOptions) {
	return func(options *metav1.ListOptions) { options.LabelSelector = "group=" + group }
}

// inParallel does it for 0 to count-1, some at a time, and returns the first error.
func inParallel(count int, do func(i int) error) error { return inParallelBy(32, count, do) }

func inParallelBy(workers, count int, do func(i int) error) error {
	numbers := make(chan int)
	errs := make(chan error, count)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for i := range numbers {
				if err := do(i); err != nil {
					errs <- err
				}
			}
		})
	}
	for i := range count {
		numbers <- i
	}
	close(numbers)
	group.Wait()
	close(errs)
	return <-errs
}

// steps does one after the other, up to the first that fails.
func steps(todo ...func() error) error {
	for _, step := range todo {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// gates are the client's feature gates, which a case can set for the clients that it makes.
type gates struct {
	mutex    sync.Mutex
	set      map[features.Feature]bool
	defaults features.Gates
}

func (g *gates) Enabled(feature features.Feature) bool {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if enabled, ok := g.set[feature]; ok {
		return enabled
	}
	return g.defaults.Enabled(feature)
}

// with sets features, and returns what sets them back.
func (g *gates) with(set map[features.Feature]bool) func() {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	before := g.set
	g.set = set
	return func() {
		g.mutex.Lock()
		defer g.mutex.Unlock()
		g.set = before
	}
}

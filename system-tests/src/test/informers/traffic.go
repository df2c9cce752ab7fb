package main

import (
	"net/http"
	"sort"
	"strings"
	"sync"

	"k8s.io/client-go/rest"
)

// traffic counts what a client really asked for, and what it was answered with.
type traffic struct {
	mutex        sync.Mutex
	answered     map[string]int
	contentTypes map[string]bool
}

func newTraffic() *traffic {
	return &traffic{answered: map[string]int{}, contentTypes: map[string]bool{}}
}

// watched makes clients of that configuration report here.
func (t *traffic) watched(config *rest.Config) *rest.Config {
	config = rest.CopyConfig(config)
	config.Wrap(func(next http.RoundTripper) http.RoundTripper { return &counter{next, t} })
	return config
}

// count is the number of requests of a kind that were granted: list, streamed list, watch, or a method.
func (t *traffic) count(kind string) int {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return t.answered[kind]
}

func (t *traffic) types() []string {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	types := []string{}
	for each := range t.contentTypes {
		types = append(types, each)
	}
	sort.Strings(types)
	return types
}

type counter struct {
	next    http.RoundTripper
	traffic *traffic
}

func (c *counter) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := c.next.RoundTrip(request)
	if err == nil && response.StatusCode < 300 {
		c.traffic.mutex.Lock()
		defer c.traffic.mutex.Unlock()
		c.traffic.answered[kind(request)]++
		c.traffic.contentTypes[response.Header.Get("Content-Type")] = true
	}
	return response, err
}

func kind(request *http.Request) string {
	query := request.URL.Query()
	switch {
	case query.Get("watch") == "" && request.Method == http.MethodGet && strings.HasSuffix(request.URL.Path, "maps"):
		return "list"
	case query.Get("watch") == "":
		return request.Method
	case query.Get("sendInitialEvents") == "true":
		return "streamed list"
	default:
		return "watch"
	}
}

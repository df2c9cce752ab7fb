package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sort"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/openapi"
)

// aggregatedDiscovery asks for everything in one document of each root, where the server has them.
func aggregatedDiscovery(ctx context.Context, c *cluster) (any, error) {
	return c.discovered(ctx, false)
}

// legacyDiscovery asks for each version of each group.
func legacyDiscovery(ctx context.Context, c *cluster) (any, error) {
	return c.discovered(ctx, true)
}

func (c *cluster) discovered(ctx context.Context, legacy bool) (any, error) {
	seen := newTraffic()
	client, err := discovery.NewDiscoveryClientForConfig(seen.watched(c.config))
	if err != nil {
		return nil, err
	}
	client.UseLegacyDiscovery = legacy
	groups, lists, err := client.ServerGroupsAndResourcesWithContext(ctx)
	if err != nil {
		return nil, err
	}
	names := []string{}
	for _, group := range groups {
		if builtIn(group.Name) {
			names = append(names, fmt.Sprintf("%s %s %d", group.Name, group.PreferredVersion.Version, len(group.Versions)))
		}
	}
	resources := []string{}
	for _, list := range lists {
		if builtIn(strings.Split(list.GroupVersion, "/")[0]) {
			resources = append(resources, list.GroupVersion+": "+strings.Join(verbs(list.APIResources), " "))
		}
	}
	return []any{sorted(names), sorted(resources), seen.types()}, nil
}

func verbs(resources []metav1.APIResource) []string {
	names := []string{}
	for _, resource := range resources {
		names = append(names, fmt.Sprintf("%s(%d)", resource.Name, len(resource.Verbs)))
	}
	return sorted(names)
}

// builtIn is false of what somebody else may add to the cluster, or take away, between one run and the next.
func builtIn(group string) bool {
	return !strings.Contains(group, ".") || strings.HasSuffix(group, ".k8s.io")
}

// openAPI reads the second version as protobuf, which is large, and the third where the server has it.
func openAPI(ctx context.Context, c *cluster) (any, error) {
	client := c.client.Discovery()
	document, err := client.OpenAPISchema()
	if err != nil {
		return nil, err
	}
	definitions := []string{}
	for _, definition := range document.GetDefinitions().GetAdditionalProperties() {
		if strings.HasPrefix(definition.Name, "io.k8s.api.") {
			definitions = append(definitions, definition.Name)
		}
	}
	seen := []any{len(definitions), digest(strings.Join(sorted(definitions), " "))}
	paths, err := client.OpenAPIV3().Paths()
	if err != nil {
		return append(seen, err.Error()), nil
	}
	return seenSchemas(seen, paths)
}

func seenSchemas(seen []any, paths map[string]openapi.GroupVersion) (any, error) {
	for _, path := range []string{"api/v1", "apis/apps/v1"} {
		group, ok := paths[path]
		if !ok {
			return nil, fmt.Errorf("no schema of %s", path)
		}
		schema, err := group.Schema("application/json")
		if err != nil {
			return nil, err
		}
		seen = append(seen, digest(string(schema)))
	}
	return seen, nil
}

func digest(text string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
}

// sorted is the parts one after the other, the first of them in alphabetical order: that of its lines says nothing.
func sorted(lines []string, rest ...[]string) []string {
	all := append([]string{}, lines...)
	sort.Strings(all)
	for _, part := range rest {
		all = append(all, part...)
	}
	return all
}

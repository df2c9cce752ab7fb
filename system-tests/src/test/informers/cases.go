package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// deadline is what one case may take, on a busy machine too; a case that waits for something waits as long as that.
const deadline = 2 * time.Minute

// A testCase comes to a detail: all of it must be the same on every way to the cluster.
type testCase struct {
	name string
	run  func(ctx context.Context, c *cluster) (any, error)
}

// line is one line of what the client matrix reads.
type line struct {
	Version string `json:"version,omitempty"`
	Case    string `json:"case,omitempty"`
	OK      *bool  `json:"ok,omitempty"`
	Detail  any    `json:"detail,omitempty"`
	End     bool   `json:"end,omitempty"`
}

func say(said line) {
	bytes, err := json.Marshal(said)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(bytes))
}

// chosen is those of the names, or all where there are none.
func chosen(cases []testCase, names []string) []testCase {
	if len(names) == 0 {
		return cases
	}
	return slices.DeleteFunc(cases, func(each testCase) bool { return !slices.Contains(names, each.name) })
}

func runAll(cases []testCase, c *cluster) {
	say(line{Version: version()})
	for _, each := range cases {
		began := time.Now()
		detail, err := runOne(each, c)
		ok := err == nil
		if !ok {
			detail = err.Error()
		}
		say(line{Case: each.name, OK: &ok, Detail: detail})
		fmt.Fprintf(os.Stderr, "%s: %.1f s\n", each.name, time.Since(began).Seconds())
	}
	say(line{End: true})
}

// runOne leaves a case that does not heed its deadline behind: it must not take the others with it.
func runOne(each testCase, c *cluster) (any, error) {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	type outcome struct {
		detail any
		err    error
	}
	done := make(chan outcome, 1)
	go func() {
		defer func() {
			if panicked := recover(); panicked != nil {
				fmt.Fprintf(os.Stderr, "%s: %v\n%s", each.name, panicked, debug.Stack())
				done <- outcome{err: fmt.Errorf("panic: %v", panicked)}
			}
		}()
		detail, err := each.run(ctx, c)
		done <- outcome{detail, err}
	}()
	select {
	case came := <-done:
		return came.detail, came.err
	case <-time.After(deadline + 10*time.Second):
		return nil, fmt.Errorf("not over %v after its deadline", 10*time.Second)
	}
}

// version is that of the client that was built in.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if ok {
		for _, module := range info.Deps {
			if module.Path == "k8s.io/client-go" {
				return strings.TrimPrefix(module.Version, "v")
			}
		}
	}
	return "unknown"
}

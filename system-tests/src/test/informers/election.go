package main

import (
	"context"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
)

// election has two candidates; the one that leads steps down, and the other takes over.
func election(ctx context.Context, c *cluster) (any, error) {
	events := newJournal()
	first, stepDown := context.WithCancel(ctx)
	defer stepDown()
	if err := c.stand(first, "first", events); err != nil {
		return nil, err
	}
	if _, err := events.last(ctx, "first leads"); err != nil {
		return nil, err
	}
	second, stop := context.WithCancel(ctx)
	defer stop()
	if err := c.stand(second, "second", events); err != nil {
		return nil, err
	}
	if _, err := events.last(ctx, "second sees first"); err != nil {
		return nil, err
	}
	stepDown()
	if _, err := events.last(ctx, "second leads"); err != nil {
		return nil, err
	}
	lease, err := c.client.CoordinationV1().Leases(c.namespace).Get(ctx, "election", metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	stop()
	lines, err := events.last(ctx, "second led")
	return []any{sorted(lines), *lease.Spec.HolderIdentity, *lease.Spec.LeaseTransitions}, err
}

func (c *cluster) stand(ctx context.Context, name string, events *journal) error {
	lock := &resourcelock.LeaseLock{
		LeaseMeta:  metav1.ObjectMeta{Namespace: c.namespace, Name: "election"},
		Client:     c.client.CoordinationV1(),
		LockConfig: resourcelock.ResourceLockConfig{Identity: name},
	}
	elector, err := leaderelection.NewLeaderElector(leaderelection.LeaderElectionConfig{
		Lock:            lock,
		LeaseDuration:   30 * time.Second,
		RenewDeadline:   20 * time.Second,
		RetryPeriod:     500 * time.Millisecond,
		ReleaseOnCancel: true,
		Callbacks: leaderelection.LeaderCallbacks{
			OnStartedLeading: func(context.Context) { events.note("%s leads", name) },
			OnStoppedLeading: func() { events.note("%s led", name) },
			OnNewLeader: func(identity string) {
				if identity != name {
					events.note("%s sees %s", name, identity)
				}
			},
		},
	})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	go elector.Run(ctx)
	return nil
}

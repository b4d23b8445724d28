package stage

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

func TestAStageStopsItsParts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failed, fail := context.WithCancelCause(t.Context())
		ended := 0
		wait := func(ctx context.Context) error {
			<-ctx.Done()
			ended++
			return nil
		}
		s := Begin(fail, wait)
		synctest.Wait()
		if failed.Err() != nil || ended != 0 {
			t.Fatal("a part that runs has failed")
		}
		if err := s.Stop(); err != nil || ended != 1 {
			t.Errorf("%v; %d parts ended", err, ended)
		}
	})
}

func TestAPartThatEndsIsTold(t *testing.T) {
	broken := errors.New("broken")
	failed, fail := context.WithCancelCause(t.Context())
	s := Begin(fail, func(context.Context) error { return broken }, func(ctx context.Context) error {
		<-ctx.Done()
		return nil
	})
	<-failed.Done()
	if !errors.Is(context.Cause(failed), broken) {
		t.Errorf("the cause is %v", context.Cause(failed))
	}
	if err := s.Stop(); !errors.Is(err, broken) {
		t.Errorf("the stage ended with %v", err)
	}
}

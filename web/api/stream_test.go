package api

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

func TestAStreamEndsWhenTheServerBeginsToStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stopping, stop := context.WithCancel(t.Context())
		request, leave := context.WithCancel(WithStopping(t.Context(), stopping))
		defer leave()
		stream, cancel := Stream(request)
		defer cancel()
		stop()
		synctest.Wait()
		if !errors.Is(context.Cause(stream), ErrStopping) {
			t.Errorf("the stream's cause is %v", context.Cause(stream))
		}
		if request.Err() != nil {
			t.Error("an ordinary answer was not given its while")
		}
	})
}

func TestAStreamEndsWithItsRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, base := range map[string]context.Context{
			"in a server":   WithStopping(t.Context(), context.Background()),
			"without a one": t.Context(),
		} {
			request, leave := context.WithCancel(base)
			stream, cancel := Stream(request)
			leave()
			if !errors.Is(stream.Err(), context.Canceled) {
				t.Errorf("%s: the stream goes on after its caller left", name)
			}
			cancel()
			stream, cancel = Stream(base)
			cancel()
			if stream.Err() == nil {
				t.Errorf("%s: cancel did nothing", name)
			}
		}
	})
}

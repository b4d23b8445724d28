package socket

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestCloseTellsBothSides(t *testing.T) {
	t.Parallel()
	for _, code := range []StatusCode{Normal, GoingAway, PolicyViolation, TryAgainLater} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			accepted, dialled := MustPair(t, Options{}, Options{})
			ended := make(chan error, 1)
			go func() {
				_, err := accepted.Read(testCtx(t))
				ended <- err
			}()
			go accepted.Close(code, "because")
			_, err := dialled.Read(testCtx(t))
			wantStatus(t, err, code)
			var theirs, ours *CloseError
			if !errors.As(err, &theirs) || theirs.Reason != "because" || theirs.Local {
				t.Errorf("the peer reads %+v", theirs)
			}
			err = <-ended
			wantStatus(t, err, code)
			if !errors.As(err, &ours) || !ours.Local {
				t.Errorf("this side reads %+v", ours)
			}
		})
	}
}

func TestOnlyTheFirstCloseCounts(t *testing.T) {
	t.Parallel()
	accepted, dialled := MustPair(t, Options{}, Options{})
	go func() {
		accepted.Close(PolicyViolation, "too slow")
		accepted.Close(Normal, "never mind")
	}()
	_, err := dialled.Read(testCtx(t))
	wantStatus(t, err, PolicyViolation)
	if err := dialled.Write(t.Context(), []byte("x")); CloseStatus(err) != PolicyViolation {
		t.Errorf("Write after the end: %v", err)
	}
}

func TestCloseFromBothSidesAtOnce(t *testing.T) {
	t.Parallel()
	for range 20 {
		accepted, dialled := MustPair(t, Options{}, Options{})
		var wg sync.WaitGroup
		for _, c := range []*Conn{accepted, dialled} {
			wg.Go(func() {
				if _, err := c.Read(testCtx(t)); CloseStatus(err) == NotClosed {
					t.Errorf("Read ended without a code: %v", err)
				}
			})
			wg.Go(func() { c.Close(GoingAway, "bye") })
			wg.Go(func() { c.Close(Normal, "bye") })
		}
		wg.Wait()
	}
}

func TestCloseDoesNotWaitForAPeerThatIgnoresIt(t *testing.T) {
	t.Parallel()
	c, p := MustRawPair(t, Options{}, "")
	began := time.Now()
	c.Close(GoingAway, "")
	if took := time.Since(began); took > closeWait+testPatience {
		t.Errorf("Close took %v", took)
	}
	p.wantClose(GoingAway)
	if _, _, err := p.next(); err == nil {
		t.Error("something came behind the close frame")
	}
}

// A browser that was away for a while learns that it was too slow, although
// its connection was full when it was closed.
func TestCloseFrameFollowsWhatIsOnItsWay(t *testing.T) {
	t.Parallel()
	c, p := MustRawPair(t, Options{}, "")
	big := noise(8 << 20) // more than the network holds
	wrote := make(chan error, 1)
	go func() { wrote <- c.Write(t.Context(), big) }()
	p.r.Peek(1) // the write is under way
	c.Close(PolicyViolation, "too slow")
	p.wantText(string(big))
	p.wantClose(PolicyViolation)
	if err := <-wrote; err != nil {
		t.Errorf("the Write under way: %v", err)
	}
}

func TestCloseEndsAStuckWrite(t *testing.T) {
	t.Parallel()
	c, _ := MustRawPair(t, Options{WriteTimeout: time.Hour}, "")
	wrote := make(chan struct{})
	go func() {
		defer close(wrote)
		for c.Write(t.Context(), noise(1<<20)) == nil {
		}
	}()
	began := time.Now()
	c.Close(PolicyViolation, "too slow")
	if took := time.Since(began); took > closeWait+testPatience {
		t.Errorf("Close took %v", took)
	}
	select {
	case <-wrote:
	case <-time.After(lingerFor + testPatience):
		t.Fatal("a Write hangs on after Close")
	}
}

func TestLongReasonIsCut(t *testing.T) {
	t.Parallel()
	accepted, dialled := MustPair(t, Options{}, Options{})
	go accepted.Close(PolicyViolation, strings.Repeat("é", 100))
	_, err := dialled.Read(testCtx(t))
	var closed *CloseError
	if !errors.As(err, &closed) || closed.Reason != strings.Repeat("é", 61) {
		t.Fatalf("%v", err)
	}
}

func TestPeersCloseIsAnswered(t *testing.T) {
	t.Parallel()
	c, p := MustRawPair(t, Options{}, "")
	p.frame(finClose, "\x0f\xa0later")
	_, err := c.Read(testCtx(t))
	wantStatus(t, err, 4000)
	p.wantClose(4000)
	if _, _, err := p.next(); err == nil {
		t.Error("something came behind the close frame")
	}
}

func TestPeerThatJustGoes(t *testing.T) {
	t.Parallel()
	c, p := MustRawPair(t, Options{}, "")
	p.Close()
	_, err := c.Read(testCtx(t))
	wantStatus(t, err, NotClosed)
	if err == nil {
		t.Fatal("no error")
	}
	began := time.Now()
	c.Close(Normal, "")
	if took := time.Since(began); took > closeWait+testPatience {
		t.Errorf("Close of a dead connection took %v", took)
	}
}

func TestCloseStatusOfOtherErrors(t *testing.T) {
	t.Parallel()
	wantStatus(t, nil, NotClosed)
	wantStatus(t, errors.New("else"), NotClosed)
	wantStatus(t, fmt.Errorf("wrapped: %w", &CloseError{Code: TooLarge}), TooLarge)
}

package eventlog

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"overlord/store/fault"
)

func TestWhatIsAppendedIsReadInOrderAlsoAfterARestart(t *testing.T) {
	t.Parallel()
	opts := Options{Dir: t.TempDir(), MaxBytes: 1 << 20, SegmentBytes: 700}
	var want []Record
	var id string
	for round := range 4 {
		l := MustOpen(t, opts)
		if round > 0 && l.ID().String() != id {
			t.Fatalf("the id changed from %s to %s", id, l.ID())
		}
		id = l.ID().String()
		stop := MustRun(t, l)
		for range 25 {
			want = append(want, MustAppend(t, l, sample(len(want)+1)))
		}
		got, corrupt := MustReadAll(t, l, 0)
		wantRecords(t, got, want)
		if len(corrupt) > 0 {
			t.Fatalf("corrupt: %+v", corrupt)
		}
		stop()
		if s := l.Stats(); s.TornTails != 0 || s.Corrupt != 0 || s.Segments < 3 {
			t.Fatalf("round %d: %+v", round, s)
		}
	}
	for i, r := range want {
		if r.Position != uint64(i+1) {
			t.Fatalf("record %d has position %d", i, r.Position)
		}
	}
}

func TestAnEmptyLog(t *testing.T) {
	t.Parallel()
	l := MustOpen(t, Options{Dir: filepath.Join(t.TempDir(), "made", "as", "needed")})
	if first, last := l.Bounds(); first != 1 || last != 0 {
		t.Errorf("Bounds = %d, %d; want 1, 0", first, last)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if b, err := l.NewReader(0).Read(ctx, 1, 0, 0); !errors.Is(err, context.Canceled) || b.Through != 0 {
		t.Errorf("Read = %+v, %v", b, err)
	}
}

func TestASecondOpenerIsRefused(t *testing.T) {
	t.Parallel()
	opts := Options{Dir: t.TempDir()}
	l := MustOpen(t, opts)
	_, err := Open(opts)
	if fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), "already open in another server (process ") {
		t.Fatalf("second Open: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := MustOpen(t, opts).Close(); err != nil {
		t.Fatal(err)
	}
}

func TestALogRunsOnce(t *testing.T) {
	t.Parallel()
	l := MustOpen(t, Options{Dir: t.TempDir()})
	stop := MustRun(t, l)
	MustAppend(t, l, sample(1))
	if err := l.Run(t.Context()); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("second Run: %v", err)
	}
	if err := l.Close(); err == nil {
		t.Error("Close took the log away from Run")
	}
	stop()
	if err := l.Run(t.Context()); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("Run after the end: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Errorf("Close after the end: %v", err)
	}
}

func TestCloseAnswersWhatWasSubmittedAndNeverWritten(t *testing.T) {
	t.Parallel()
	l := MustOpen(t, Options{Dir: t.TempDir()})
	var got error
	if err := l.Submit(t.Context(), sample(1), func(_ Record, err error) { got = err }); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if fault.CodeOf(got) != fault.Unavailable {
		t.Errorf("done was told %v", got)
	}
}

package eventlog

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// benchRecord has a payload of 400 bytes, as telemetry has.
func benchRecord() Record {
	return Record{Kind: "telemetry", CharacterName: "Ûlm of Test", Payload: bytes.Repeat([]byte("x"), 400)}
}

// BenchmarkSubmit is many goroutines' throughput; records/s is what counts.
func BenchmarkSubmit(b *testing.B) {
	l := MustOpen(b, Options{Dir: b.TempDir(), MaxBytes: 64 << 30})
	MustRun(b, l)
	const submitters = 8
	b.SetBytes(frameBytes(new(benchRecord())))
	b.ReportAllocs()
	var pending, senders sync.WaitGroup
	pending.Add(b.N)
	b.ResetTimer()
	for s := range submitters {
		senders.Go(func() {
			r, done := benchRecord(), func(_ Record, err error) {
				if err != nil {
					b.Error(err)
				}
				pending.Done()
			}
			for range b.N/submitters + min(1, max(0, b.N%submitters-s)) {
				if err := l.Submit(context.Background(), r, done); err != nil {
					b.Error(err)
				}
			}
		})
	}
	senders.Wait()
	pending.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "records/s")
	b.ReportMetric(float64(b.N)/float64(max(1, l.Stats().Syncs)), "records/sync")
}

// BenchmarkBareWrite is what the disk gives for the same bytes in writes and
// syncs of 1 MiB.
func BenchmarkBareWrite(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "bare"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	size := frameBytes(new(benchRecord()))
	b.SetBytes(size)
	buf := make([]byte, 1<<20)
	b.ResetTimer()
	for left := int64(b.N) * size; left > 0; left -= int64(len(buf)) {
		if _, err := f.Write(buf[:min(left, int64(len(buf)))]); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

// BenchmarkAppendAlone is the latency of one who waits for each record.
func BenchmarkAppendAlone(b *testing.B) {
	l := MustOpen(b, Options{Dir: b.TempDir()})
	MustRun(b, l)
	for b.Loop() {
		MustAppend(b, l, benchRecord())
	}
}

// BenchmarkRead reads a log that is there, in batches of the recorder's size.
func BenchmarkRead(b *testing.B) {
	l := MustOpen(b, Options{Dir: b.TempDir(), MaxBytes: 64 << 30})
	MustRun(b, l)
	var pending sync.WaitGroup
	pending.Add(b.N)
	for range b.N {
		if err := l.Submit(context.Background(), benchRecord(), func(Record, error) { pending.Done() }); err != nil {
			b.Fatal(err)
		}
	}
	pending.Wait()
	b.SetBytes(frameBytes(new(benchRecord())))
	b.ReportAllocs()
	b.ResetTimer()
	r := l.NewReader(0)
	for n := 0; n < b.N; {
		batch, err := r.Read(b.Context(), 1000, 0, 0)
		if err != nil {
			b.Fatal(err)
		}
		n += len(batch.Records)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

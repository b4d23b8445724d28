package tracker

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"pgregory.net/rapid"

	"overlord/store"
	"overlord/tracker/event"
)

// anyOpt draws a value, or none.
func anyOpt[T any](t *rapid.T, name string, of *rapid.Generator[T]) event.Opt[T] {
	if rapid.Bool().Draw(t, name+" is set") {
		return event.Some(of.Draw(t, name))
	}
	return event.Opt[T]{}
}

// anyTelemetry draws whatever a telemetry may hold, the ends of ranges included.
func anyTelemetry(t *rapid.T) *event.Telemetry {
	text := rapid.Custom(func(t *rapid.T) string { return strings.ReplaceAll(rapid.String().Draw(t, "text"), "\x00", "0") })
	number := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, math.Copysign(0, -1), math.MaxFloat64, math.SmallestNonzeroFloat64, -102.3}))
	small := rapid.Int32()
	return &event.Telemetry{
		SessionID: text.Draw(t, "session"), EW: number.Draw(t, "ew"), NS: number.Draw(t, "ns"), Z: anyOpt(t, "z", number), Kills: rapid.Int64().Draw(t, "kills"),
		CharTag: anyOpt(t, "tag", text), KillsPerHour: anyOpt(t, "kph", number), OnlineTime: anyOpt(t, "online", text), Deaths: anyOpt(t, "deaths", small),
		TotalDeaths: anyOpt(t, "total", small), RaresFound: anyOpt(t, "rares", small), PrismaticTaperCount: anyOpt(t, "tapers", small), VTState: anyOpt(t, "vt", text),
		MemMB: anyOpt(t, "mem", number), CPUPct: anyOpt(t, "cpu", number), MemHandles: anyOpt(t, "handles", small), LatencyMS: anyOpt(t, "latency", number),
	}
}

func TestCopiedRowsAreWhatWasSent(t *testing.T) {
	b := newBench(t)
	rapid.Check(t, func(t *rapid.T) {
		first := epoch.Add(time.Duration(rapid.Int64Range(-90*365*24, 90*365*24).Draw(t, "hours")) * time.Hour).Add(123456 * time.Microsecond)
		var w work
		for i := range rapid.IntRange(1, 5).Draw(t, "rows") {
			at := first.Add(time.Duration(i) * time.Microsecond)
			w.Entries = append(w.Entries, item{Event: &event.Event{Family: event.FamilyTelemetry, CharacterName: "Ödön", Timestamp: at, ReceivedAt: at.Add(time.Second), Body: anyTelemetry(t)}})
		}
		var got []HistoryRow
		err := store.InTx(b.t.Context(), b.pool, func(tx pgx.Tx) (err error) {
			if _, err = tx.Exec(b.t.Context(), `create temporary table telemetry_events (like public.telemetry_events) on commit drop`); err != nil {
				return err
			}
			if err = copyTelemetry(b.t.Context(), tx, w, nil); err == nil {
				got, err = loadHistory(b.t.Context(), tx, historyPage{From: first, To: first.Add(time.Hour), Limit: 10})
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range got {
			ev := w.Entries[i].Event
			sent := ev.Body.(*event.Telemetry)
			row.Timestamp, *row.ReceivedAt = row.Timestamp.UTC(), row.ReceivedAt.UTC()
			want := HistoryRow{
				CharacterName: ev.CharacterName, CharTag: sent.CharTag.Ptr(), SessionID: sent.SessionID, Timestamp: ev.Timestamp, ReceivedAt: &ev.ReceivedAt,
				EW: sent.EW, NS: sent.NS, Z: sent.Z.Ptr(), Kills: sent.Kills, KillsPerHour: sent.KillsPerHour.Ptr(), OnlineTime: sent.OnlineTime.Ptr(),
				Deaths: sent.Deaths.Ptr(), TotalDeaths: sent.TotalDeaths.Ptr(), RaresFound: sent.RaresFound.Ptr(), PrismaticTaperCount: sent.PrismaticTaperCount.Ptr(),
				VTState: sent.VTState.Ptr(), MemMB: sent.MemMB.Ptr(), CPUPct: sent.CPUPct.Ptr(), MemHandles: sent.MemHandles.Ptr(), LatencyMS: sent.LatencyMS.Ptr(),
			}
			if !reflect.DeepEqual(row, want) {
				t.Fatalf("row %d came back as %+v, was %+v", i, row, want)
			}
		}
		if len(got) != len(w.Entries) {
			t.Fatalf("%d of %d rows came back", len(got), len(w.Entries))
		}
	})
}

package tracker

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestPortalsAreAllThatWereSeen(t *testing.T) {
	d := newDesk(t)
	portal := `{"type":"portal","character_name":%q,"portal_name":%q,"ew":%g,"ns":%g,"z":0.5,"timestamp":"2026-05-04T18:00:0%dZ"}`
	d.accept(portal, "A", "To Mayoi", 80.6, -61.9, 1)
	d.accept(portal, "B", "To Mayoi", 80.61, -61.92, 3) // the same place
	d.accept(portal, "B", "To Mayoi", 10.0, 20.0, 2)
	d.accept(portal, "A", "Abandoned Mine", 1.0, 2.0, 4)
	d.record()
	second := func(n int) time.Time { return epoch.Truncate(time.Minute).Add(time.Duration(n) * time.Second) }
	want := []any{
		map[string]any{"portal_name": "Abandoned Mine", "ew": 1, "ns": 2, "z": 0.5, "discovered_by": "A", "discovered_at": second(4), "last_seen": second(4)},
		map[string]any{"portal_name": "To Mayoi", "ew": 80.6, "ns": -61.9, "z": 0.5, "discovered_by": "A", "discovered_at": second(1), "last_seen": second(3)},
		map[string]any{"portal_name": "To Mayoi", "ew": 10, "ns": 20, "z": 0.5, "discovered_by": "B", "discovered_at": second(2), "last_seen": second(2)},
	}
	mustEqual(t, "/portals", d.get("/portals"), map[string]any{"portals": want, "portal_count": 3, "next": nil})
	mustEqual(t, "/portals by pages", d.all("/portals", "portals", 1), want)
	if first := d.get("/portals?limit=1"); first["portal_count"] != 3.0 {
		t.Errorf("a page counts %v portals, not all", first["portal_count"])
	}
}

func TestASheetIsWhatThePluginReported(t *testing.T) {
	d := newDesk(t)
	text, err := os.ReadFile(filepath.Join("event", "testdata", "events", "character_stats.json"))
	if err != nil {
		t.Fatal(err)
	}
	d.accept("%s", text)
	d.record()
	sheet := d.get("/character-stats/Larsa%20Mossfoot")
	if sheet["level"] != 275.0 || sheet["total_xp"] != 191226310247.0 || sheet["race"] != "Aluvian" || sheet["skill_credits"] != 4.0 ||
		sheet["timestamp"] != "2026-05-04T18:21:07.412Z" || sheet["character_name"] != "Larsa Mossfoot" || sheet["type"] != nil {
		t.Errorf("sheet %v", sheet)
	}
	strength := sheet["attributes"].(map[string]any)["strength"].(map[string]any)
	mustEqual(t, "strength", strength, map[string]any{"base": 290, "creation": 10})

	// What an earlier service stored: the columns, and less beside them.
	if _, err := d.pool.Exec(t.Context(), `update character_stats set stats_data = '{"skills": {}}'`); err != nil {
		t.Fatal(err)
	}
	mustEqual(t, "an adopted sheet", d.get("/character-stats/Larsa%20Mossfoot"), map[string]any{
		"character_name": "Larsa Mossfoot", "timestamp": "2026-05-04T18:21:07.412Z", "level": 275, "total_xp": 191226310247, "unassigned_xp": 84210311,
		"luminance_earned": 1200000, "luminance_total": 1500000, "deaths": 418, "skills": map[string]any{}})
}

func TestCombatStatisticsAreTheNewestSessionAndTheLifetime(t *testing.T) {
	d := newDesk(t)
	fight := `{"type":"combat_stats","character_name":%q,"session_id":%q,"session":{"duration_seconds":%d,"total_kills":%d,"max_hit":%d}}`
	d.accept(fight, "A", "s1", 100, 10, 50)
	d.accept(fight, "B", "s1", 5, 1, 7)
	d.accept(fight, "A", "s2", 10, 2, 70)
	d.record()
	d.accept(fight, "A", "s2", 20, 3, 70)
	d.record()
	last := d.at
	report := func(seconds, kills, hit int) map[string]any {
		return map[string]any{"duration_seconds": seconds, "total_kills": kills, "max_hit": hit}
	}
	a := map[string]any{"character_name": "A", "session": report(20, 3, 70), "lifetime": report(120, 13, 70), "timestamp": last}
	b := map[string]any{"character_name": "B", "session": report(5, 1, 7), "lifetime": report(5, 1, 7), "timestamp": last.Add(-2 * time.Second)}
	mustEqual(t, "/combat-stats/A", d.get("/combat-stats/A"), a)
	mustEqual(t, "/combat-stats", d.get("/combat-stats"), map[string]any{"combat_stats": []any{a, b}, "next": nil})
	mustEqual(t, "/combat-stats by pages", d.all("/combat-stats", "combat_stats", 1), []any{a, b})

	// What an adopted lifetime holds beyond its sessions is no session.
	for _, sql := range []string{
		`insert into combat_stats values ('C', '2026-05-04', '{"total_kills": 9}')`,
		`insert into combat_stats_sessions values ('C', 'adopted', now(), '{"total_kills": 9}')`,
	} {
		if _, err := d.pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	if got := d.get("/combat-stats/C"); got["session"] != nil || got["lifetime"].(map[string]any)["total_kills"] != 9.0 {
		t.Errorf("adopted: %v", got)
	}
}

func TestAStableAnswerIsNotSentTwice(t *testing.T) {
	d := newDesk(t)
	d.accept(`{"type":"rare","character_name":"A","name":"Pearl"}`)
	d.record()
	ask := func(tag string) *http.Response {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.site.URL+"/rares", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("If-None-Match", tag)
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer
	}
	tag := ask("").Header.Get("ETag")
	if again := ask(tag); tag == "" || again.StatusCode != http.StatusNotModified {
		t.Errorf("tag %q: %s", tag, again.Status)
	}
	d.accept(`{"type":"rare","character_name":"A","name":"Pearl"}`)
	d.record()
	if again := ask(tag); again.StatusCode != http.StatusOK {
		t.Errorf("after another rare: %s", again.Status)
	}
}

// A character who only found a rare is known; one whose telemetry was dropped has
// no snapshot.
func TestStatsOfWhomLittleIsKept(t *testing.T) {
	d := newDesk(t)
	d.accept(`{"type":"rare","character_name":"B","name":"Pearl"}`)
	d.accept(telemetryFrame, "A", "s1", 10, 1)
	d.record()
	if _, err := d.pool.Exec(t.Context(), `drop table telemetry_events_20260504`); err != nil {
		t.Fatal(err)
	}
	if got := d.get("/stats/A"); got["latest_snapshot"] != nil || got["total_kills"] != 10.0 || len(rows(t, got, "sessions")) != 1 {
		t.Errorf("A: %v", got)
	}
	mustEqual(t, "B", d.get("/stats/B"), map[string]any{"character_name": "B", "latest_snapshot": nil, "total_kills": 0, "total_rares": 1, "sessions": []any{}, "next": nil})
}

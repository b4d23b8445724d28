package event

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// failer is what the invariants need of testing.TB; rapid has it too.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
	Error(args ...any)
}

// checkEvent checks what holds for every accepted event.
func checkEvent(t failer, e *Event) {
	t.Helper()
	checkEnvelope(t, e)
	checkPayload(t, e.Payload)
	checkPrefix(t, e)
	checkBody(t, e)
	checkFixedPoint(t, e)
	checkBroadcast(t, e)
}

func checkEnvelope(t failer, e *Event) {
	t.Helper()
	name := e.CharacterName
	n := utf8.RuneCountInString(name)
	if n < 1 || n > 64 || !utf8.ValidString(name) || strings.TrimSpace(name) != name || strings.ContainsFunc(name, unicode.IsControl) {
		t.Errorf("character %q", name)
	}
	for _, at := range []time.Time{e.Timestamp, e.ReceivedAt} {
		if at.Nanosecond()%1000 != 0 || at.Location() != time.UTC {
			t.Errorf("time %v", at)
		}
	}
	if e.Timestamp.Sub(e.ReceivedAt).Abs() > 10*time.Minute {
		t.Errorf("at %v, received %v", e.Timestamp, e.ReceivedAt)
	}
	if FamilyOf(e.Type) != e.Family || e.Family == FamilyUnknown || e.Family == FamilyNone {
		t.Errorf("%q is of family %q", e.Type, e.Family)
	}
}

// checkPayload reads every token as a strict reader and as PostgreSQL would.
func checkPayload(t failer, payload []byte) {
	t.Helper()
	if !json.Valid(payload) || !utf8.Valid(payload) {
		t.Errorf("no JSON in UTF-8: %q", payload)
		return
	}
	in := jsontext.NewDecoder(bytes.NewReader(payload), jsontext.AllowDuplicateNames(true))
	for {
		token, err := in.ReadToken()
		if err != nil {
			if in.StackDepth() != 0 || in.InputOffset() != int64(len(payload)) {
				t.Errorf("%v in %q", err, payload)
			}
			return
		}
		if in.StackDepth() > 2+MaxDepth {
			t.Errorf("nested too deep: %.100s", payload)
			return
		}
		checkToken(t, token)
	}
}

func checkToken(t failer, token jsontext.Token) {
	t.Helper()
	switch token.Kind() {
	case '"':
		if strings.ContainsRune(token.String(), 0) {
			t.Errorf("U+0000 in %q", token.String())
		}
	case '0':
		checkNumber(t, token.String())
	}
}

// checkNumber knows the limits of numeric: 131,072 digits before the point and
// 16,383 behind it.
func checkNumber(t failer, number string) {
	t.Helper()
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || math.IsInf(v, 0) {
		t.Errorf("number %.80s", number)
	}
	_, exponent, _ := strings.Cut(strings.ToLower(number), "e")
	power, _ := strconv.Atoi(exponent)
	if len(number) > 64 || power > 1000 || power < -1000 {
		t.Errorf("number %.80s", number)
	}
}

func checkPrefix(t failer, e *Event) {
	t.Helper()
	quoted := func(text string) []byte { return appendQuoted(nil, text) }
	want := bytes.Join([][]byte{
		[]byte(`{"type":`), quoted(e.Type), []byte(`,"character_name":`), quoted(e.CharacterName),
		[]byte(`,"timestamp":"`), []byte(e.Timestamp.Format("2006-01-02T15:04:05.999999Z07:00")), []byte(`"`),
	}, nil)
	if !bytes.HasPrefix(e.Payload, want) {
		t.Errorf("payload begins %.200s, want %s", e.Payload, want)
	}
	names := map[string]int{}
	for _, name := range topNames(e.Payload) {
		if names[name]++; names[name] > 1 {
			t.Errorf("%q is there twice: %s", name, e.Payload)
		}
	}
}

// topNames lists the members' names of an object.
func topNames(object []byte) (names []string) {
	in := jsontext.NewDecoder(bytes.NewReader(object), jsontext.AllowDuplicateNames(true))
	if _, err := in.ReadToken(); err != nil {
		return nil
	}
	for in.PeekKind() == '"' {
		name, _ := in.ReadToken()
		names = append(names, name.String())
		if in.SkipValue() != nil {
			return nil
		}
	}
	return names
}

func checkBody(t failer, e *Event) {
	t.Helper()
	switch b := e.Body.(type) {
	case *Telemetry:
		checkPlace(t, b.EW, b.NS)
		checkName(t, b.SessionID)
		if b.Kills < 0 || b.Kills > 1<<53 {
			t.Errorf("kills %d", b.Kills)
		}
		for _, v := range []Opt[float64]{b.Z, b.KillsPerHour, b.MemMB, b.CPUPct, b.LatencyMS} {
			checkFinite(t, v)
		}
	case *Spawn:
		checkPlace(t, b.EW, b.NS)
		checkName(t, b.Mob)
	case *Portal:
		checkPlace(t, b.EW, b.NS)
		checkName(t, b.PortalName)
	case *Rare:
		checkPlace(t, b.EW.V, b.NS.V)
		checkName(t, b.Name)
	case *CharacterStats:
		if !bytes.Equal(b.Data, e.Payload) {
			t.Errorf("data %s", b.Data)
		}
	case *FullInventory:
		checkItems(t, b)
	case *InventoryDelta:
		checkDelta(t, b)
	}
}

func checkPlace(t failer, ew, ns float64) {
	t.Helper()
	if !(math.Abs(ew) <= 10_000 && math.Abs(ns) <= 10_000) {
		t.Errorf("place %v, %v", ew, ns)
	}
}

func checkName(t failer, name string) {
	t.Helper()
	if !utf8.ValidString(name) || strings.ContainsRune(name, 0) || utf8.RuneCountInString(name) > MaxNameLength {
		t.Errorf("name %q", name)
	}
}

func checkFinite(t failer, v Opt[float64]) {
	t.Helper()
	if math.IsInf(v.V, 0) || math.IsNaN(v.V) || !v.OK && v.V != 0 {
		t.Errorf("value %+v", v)
	}
}

func checkItems(t failer, b *FullInventory) {
	t.Helper()
	var items []json.RawMessage
	if err := json.Unmarshal(b.Items, &items); err != nil || len(items) != b.Len {
		t.Errorf("%d items, %v: %s", b.Len, err, b.Items)
		return
	}
	count := 0
	for i, item := range b.Elements() {
		if i != count || !bytes.Equal(item, items[i]) {
			t.Errorf("element %d is %s", i, item)
		}
		count++
	}
	if count != b.Len {
		t.Errorf("%d elements of %d", count, b.Len)
	}
}

func checkDelta(t failer, b *InventoryDelta) {
	t.Helper()
	switch b.Action {
	case ActionAdd, ActionUpdate:
		if len(b.Item) == 0 || b.Item[0] != '{' {
			t.Errorf("item %s", b.Item)
		}
	case ActionRemove:
		if !b.ItemID.OK {
			t.Error("no item_id")
		}
	default:
		t.Errorf("action %q", b.Action)
	}
}

// checkFixedPoint decodes the payload anew, at once and as a reader of the log
// does days later.
func checkFixedPoint(t failer, e *Event) {
	t.Helper()
	again, notes, err := Decode(e.Payload, e.ReceivedAt)
	checkSame(t, e, again, notes, err)
	later := e.ReceivedAt.Add(72 * time.Hour)
	again, notes, err = Redecode(e.Payload, later)
	if again != nil && again.ReceivedAt.Equal(later) {
		again.ReceivedAt = e.ReceivedAt
	}
	checkSame(t, e, again, notes, err)
}

func checkSame(t failer, e, again *Event, notes Notes, err error) {
	t.Helper()
	switch {
	case err != nil:
		t.Errorf("its own payload is refused: %v\n%s", err, e.Payload)
	case notes.Any():
		t.Errorf("its own payload is mended: %v\n%s", notes, e.Payload)
	case !bytes.Equal(again.Payload, e.Payload):
		t.Errorf("its own payload changes:\n%s\n%s", e.Payload, again.Payload)
	case !reflect.DeepEqual(again, e):
		t.Errorf("its own payload is another event:\n%+v\n%+v", e, again)
	}
}

func checkBroadcast(t failer, e *Event) {
	t.Helper()
	sent := e.Broadcast()
	switch e.Family {
	case FamilyRegister, FamilyFullInventory:
		if sent != nil {
			t.Errorf("broadcast: %s", sent)
		}
	case FamilyTelemetry:
		checkPayload(t, sent)
		names := topNames(sent)
		want := append([]string{"received_at"}, topNames(e.Payload)[1:]...)
		if !reflect.DeepEqual(names, want) {
			t.Errorf("broadcast %v, want %v", names, want)
		}
	default:
		if !bytes.Equal(sent, e.Payload) {
			t.Errorf("broadcast %s", sent)
		}
	}
}

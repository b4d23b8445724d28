package auth

import (
	"fmt"
	"net/netip"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestCodecKeepsASession(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		u := user{ID: rapid.Int64().Draw(t, "id"), Username: rapid.String().Draw(t, "name"), IsAdmin: rapid.Bool().Draw(t, "admin")}
		want := newSession(u, noon, netip.MustParseAddr("2001:db8::1"), rapid.String().Draw(t, "agent"))
		data, err := sessionCodec{}.Encode(noon, map[string]any{sessionKey: want})
		if err != nil {
			t.Fatal(err)
		}
		deadline, values, err := sessionCodec{}.Decode(data)
		got := values[sessionKey].(session)
		want.ExpiresAt = noon
		if err != nil || !deadline.Equal(noon) || fmt.Sprint(got.identity()) != fmt.Sprint(want.identity()) || got.Address != want.Address || !got.ExpiresAt.Equal(noon) {
			t.Fatalf("%+v became %+v, %v", want, got, err)
		}
	})
	if _, err := (sessionCodec{}).Encode(noon, map[string]any{}); err == nil {
		t.Error("a session of nobody can be stored")
	}
	if _, _, err := (sessionCodec{}).Decode([]byte("{")); err == nil {
		t.Error("broken data is read")
	}
}

func TestUserAgentsAreCutToWhatCanBeStored(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOf(rapid.Byte()).Draw(t, "text"))
		got := storableAgent(text)
		if len(got) > maxUserAgent || !storable("x"+got[:min(len(got), 100)]) && slices.Contains([]byte(got), 0) {
			t.Fatalf("%q is kept as %q", text, got)
		}
	})
}

// scs's interface has forms without a context; they do the same.
func TestFormsWithoutAContext(t *testing.T) {
	t.Parallel()
	c := newSessions(newFakeRows(), time.Now)
	s := newSession(asheron, time.Now(), netip.Addr{}, "")
	data, err := sessionCodec{}.Encode(s.ExpiresAt, map[string]any{sessionKey: s})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Commit("a", data, s.ExpiresAt); err != nil {
		t.Fatal(err)
	}
	if got, found, err := c.Find("a"); !found || err != nil || string(got) != string(data) {
		t.Errorf("Find = %s, %t, %v", got, found, err)
	}
	if err := c.Delete("a"); err != nil {
		t.Fatal(err)
	}
	if _, found, err := c.Find("a"); found || err != nil {
		t.Errorf("a deleted session is found: %v", err)
	}
	if err := c.Commit("b", []byte("{"), s.ExpiresAt); err == nil {
		t.Error("broken data is stored")
	}
}

package web

import (
	"runtime/debug"
	"strings"
	"testing"
)

func TestBuild(t *testing.T) {
	t.Parallel()
	noted := func(time, revision string) *debug.BuildInfo {
		return &debug.BuildInfo{GoVersion: "go1.26.0", Settings: []debug.BuildSetting{{Key: "vcs.time", Value: time}, {Key: "vcs.revision", Value: revision}}}
	}
	const hash = "0123456789abcdef0123456789abcdef01234567"
	cases := []struct {
		name    string
		version string
		info    *debug.BuildInfo
		want    Build
	}{
		{"linked in", "2026.1.31.1805-abcdef1", noted("", ""), Build{"2026.1.31.1805-abcdef1", "abcdef1", "go1.26.0"}},
		{"noted by the compiler", "", noted("2026-01-31T19:05:10+01:00", hash), Build{"2026.1.31.1805-0123456", hash, "go1.26.0"}},
		{"both", "2026.1.31.1805-0123456", noted("2026-01-31T19:05:10+01:00", hash), Build{"2026.1.31.1805-0123456", hash, "go1.26.0"}},
		{"neither", "", noted("", ""), Build{"dev", "", "go1.26.0"}},
		{"a broken note", "", noted("today", hash), Build{"dev", hash, "go1.26.0"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := buildFrom(c.version, c.info); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
	if b := ReadBuild("1-x"); b.Version != "1-x" || !strings.HasPrefix(b.Go, "go1.") {
		t.Errorf("this very build is %+v", b)
	}
}

func TestTheVersionIsNotSentTwice(t *testing.T) {
	t.Parallel()
	server := MustServe(t, testConfig())
	resp, _ := MustDo(t, server, "GET", "/api-version")
	resp, body := MustDo(t, server, "GET", "/api-version", "If-None-Match", resp.Header.Get("ETag"))
	if resp.StatusCode != 304 || body != "" {
		t.Errorf("%d %q", resp.StatusCode, body)
	}
}

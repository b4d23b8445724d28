package web

import (
	"cmp"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"overlord/web/api"
)

const (
	unknownVersion = "dev" // of a build that nothing is known of
	shortHash      = 7     // digits of a commit that a version carries
)

// linkedVersion is set when the server is built:
// go build -ldflags "-X overlord/web.linkedVersion=2026.1.31.1805-abcdef1".
var linkedVersion string

// Build says which build is running.
type Build struct {
	Version string `json:"version"` // YYYY.M.D.HHMM-hash
	Commit  string `json:"commit"`  // its hash, as long as it is known; "" if not
	Go      string `json:"go"`      // go1.26
}

// ReadBuild finds the build out: the version that was given at the start
// (BUILD_VERSION), else the one that was linked in, else what the compiler noted of
// the commit.
func ReadBuild(version string) Build {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return buildFrom(cmp.Or(version, linkedVersion), info)
}

func buildFrom(version string, info *debug.BuildInfo) Build {
	noted := map[string]string{}
	for _, s := range info.Settings {
		noted[s.Key] = s.Value
	}
	b := Build{Version: version, Commit: noted["vcs.revision"], Go: info.GoVersion}
	if b.Version == "" {
		b.Version = notedVersion(noted)
	}
	if _, hash, found := strings.Cut(b.Version, "-"); found && b.Commit == "" {
		b.Commit = hash
	}
	return b
}

// notedVersion makes a version of the commit's time and hash.
func notedVersion(noted map[string]string) string {
	at, err := time.Parse(time.RFC3339, noted["vcs.time"])
	hash := noted["vcs.revision"]
	if err != nil || len(hash) < shortHash {
		return unknownVersion
	}
	return at.UTC().Format("2006.1.2.1504") + "-" + hash[:shortHash]
}

// serve is GET /api-version.
func (b Build) serve(w http.ResponseWriter, r *http.Request) error {
	return api.WriteStable(w, r, b)
}

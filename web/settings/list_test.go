package settings

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPrintShowsEverythingButSecrets(t *testing.T) {
	t.Parallel()
	path := MustFile(t, "hunter2")
	_, r := MustParse(t, env{
		"DATABASE_URL": "postgres://bob:hunter2@db.example:5432/dereth?sslmode=disable&password=hunter2",
		"SECRET_FILE":  path, "PROXIES": "10.0.0.0/8,::1/128", "RETENTION": "7d", "READ_ONLY": "1", "PUBLIC_URL": "https://overlord.example",
	}, "--pool-size=12", "--postgres-password", "hunter2")
	out := &strings.Builder{}
	if err := r.Print(out); err != nil {
		t.Fatal(err)
	}
	want := `DATABASE_URL=postgres://bob:***@db.example:5432/dereth?sslmode=disable&password=***  # environment
POSTGRES_PASSWORD=***  # flag
POOL_SIZE=12  # flag
LOG_MAX_BYTES=4GiB
LOG_SYNC=10ms
RETENTION=7d  # environment
LISTEN_ADDR=127.0.0.1:8770
PUBLIC_URL=https://overlord.example  # environment
READ_ONLY=true  # environment
COOKIES=accept
PROXIES=10.0.0.0/8,::1/128  # environment
ORIGINS=
PORTS=
FACTOR=1.5
SECRET=***  # file ` + path + "\n"
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
}

func TestPrintOfAnUnsetSecretAndOfKeep(t *testing.T) {
	t.Parallel()
	_, r := MustParse(t, nil)
	out := &strings.Builder{}
	if err := r.Print(out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\nSECRET=\n", "\nRETENTION=keep\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestListIsWhatTheTableMustHave(t *testing.T) {
	t.Parallel()
	list, err := List(&grammar{})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 15 || list[0].Name != "DATABASE_URL" || list[14].Name != "SECRET" {
		t.Fatalf("%d settings: %+v", len(list), list)
	}
	want := Variable{Name: "LOG_MAX_BYTES", Flag: "--log-max-bytes", Default: "4GiB", Help: "Bound of the log."}
	if list[3] != want || !list[1].Secret {
		t.Errorf("got %+v, want %+v", list[3], want)
	}
	if _, err := List(new(int)); err == nil {
		t.Error("a grammar that is none is an error")
	}
}

func TestMaskAddress(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"postgres://db.example/dereth":                       "postgres://db.example/dereth",
		"postgres://bob@db.example/dereth":                   "postgres://bob@db.example/dereth",
		"postgres://bob:hunter2@db.example/dereth":           "postgres://bob:***@db.example/dereth",
		"postgres://bob:hun@ter/2@db.example/dereth":         "postgres://bob:***@db.example/dereth",
		"postgres://:hunter2@/dereth":                        "postgres://:***@/dereth",
		"postgres://db/dereth?user=bob&password=hunter2&a=b": "postgres://db/dereth?user=bob&password=***&a=b",
		"host=db user=bob password=hunter2 dbname=dereth":    "host=db user=bob password=*** dbname=dereth",
		"host=db PASSWORD = 'hunter 2' dbname=dereth":        "host=db PASSWORD = *** dbname=dereth",
		"nats://hunter2@nats.example:4222":                   "nats://***@nats.example:4222",
		"wss://overlord.example/ws/position?secret=hunter2":  "wss://overlord.example/ws/position?secret=***",
		"https://hook.example/x?access_token=hunter2&wait=1": "https://hook.example/x?access_token=***&wait=1",
		"127.0.0.1:8770": "127.0.0.1:8770",
	}
	for in, want := range cases {
		if got := maskAddress(in); got != want {
			t.Errorf("maskAddress(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNoPasswordSurvivesMasking(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		password := rapid.StringMatching(`[0-9#$%^*()!@/:?=+]{6,20}`).Draw(t, "password")
		masked := maskAddress("postgres://bob:" + password + "@db.example:5432/dereth")
		if strings.Contains(masked, password) {
			t.Fatalf("the password %q is in %q", password, masked)
		}
	})
}

func TestSizes(t *testing.T) {
	t.Parallel()
	good := map[string]int64{"0": 0, "65536": 65536, "64KiB": 65536, "64k": 65536, "64 KB": 65536, "4GiB": 4 << 30, "1.5GiB": 3 << 29, "2T": 2 << 40, "7B": 7}
	for s, want := range good {
		if got, err := parseBytes(s); err != nil || got != want {
			t.Errorf("parseBytes(%q) = %d, %v, want %d", s, got, err, want)
		}
	}
	for _, s := range []string{"", "GiB", "-1", "4PiB", "NaN", "Inf", "1e30", "four", "4GiBs", "4 G iB B"} {
		if got, err := parseBytes(s); err == nil {
			t.Errorf("parseBytes(%q) = %d, want an error", s, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 1<<50).Draw(t, "n") << rapid.IntRange(0, 11).Draw(t, "shift")
		back, err := parseBytes(formatBytes(n))
		if err != nil || (back != n && n < 1<<53) {
			t.Fatalf("%d is written %s and read %d, %v", n, formatBytes(n), back, err)
		}
	})
}

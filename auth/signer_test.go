package auth

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// vectors are what the real library made.
type vectors struct {
	Vectors []struct {
		Note, Secret, Salt, Token string
		KeyDerivation             string `json:"key_derivation"`
		PayloadJSON               string `json:"payload_json"`
		Timestamp                 int64
		Compressed                bool
	}
	Negative []struct{ Note, Secret, Salt, Token string }
}

func mustVectors(tb testing.TB) (v vectors) {
	tb.Helper()
	text, err := os.ReadFile("../../shared/samples/itsdangerous_vectors.json")
	if os.IsNotExist(err) {
		text, err = os.ReadFile("../../../shared/samples/itsdangerous_vectors.json")
	}
	if err != nil {
		needsInCI(tb, err)
	}
	if err := json.Unmarshal(text, &v); err != nil {
		tb.Fatal(err)
	}
	return v
}

// needsInCI skips a test that lacks something; where everything has to be there it
// fails.
func needsInCI(tb testing.TB, err error) {
	tb.Helper()
	if os.Getenv("CI") != "" {
		tb.Fatal(err)
	}
	tb.Skip(err)
}

// What the real library made is read; what it refuses is refused.
func TestTheRealLibrarysTexts(t *testing.T) {
	t.Parallel()
	v := mustVectors(t)
	read := 0
	for _, c := range v.Vectors {
		s := newSigner(c.Secret, c.Salt)
		said, ok := s.read(c.Token)
		if c.KeyDerivation != "django-concat" { // another program's
			if ok {
				t.Errorf("%s: read with the wrong key", c.Note)
			}
			continue
		}
		if !ok || string(said.payload) != c.PayloadJSON || said.at.Unix() != c.Timestamp {
			t.Errorf("%s: %q at %d, %t", c.Note, said.payload, said.at.Unix(), ok)
		}
		if made, _ := s.sign([]byte(c.PayloadJSON), time.Unix(c.Timestamp, 0)); !c.Compressed && made != c.Token {
			t.Errorf("%s: made\n%s, the library\n%s", c.Note, made, c.Token)
		}
		read++
	}
	for _, c := range v.Negative {
		if said, ok := newSigner(c.Secret, c.Salt).read(c.Token); ok {
			t.Errorf("%s: read as %q", c.Note, said.payload)
		}
	}
	if read < 5 || len(v.Negative) < 4 {
		t.Errorf("only %d and %d texts were tried", read, len(v.Negative))
	}
}

// Whatever is signed is read back; with any one byte changed it is not, but for
// the bits of the last character that mean nothing.
func TestSigningAndReading(t *testing.T) {
	t.Parallel()
	s := newSigner("a secret", legacySalt)
	rapid.Check(t, func(t *rapid.T) {
		payload := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "payload")
		at := time.Unix(rapid.Int64Range(0, 1<<40-1).Draw(t, "at"), 0)
		text, signature := s.sign(payload, at)
		said, ok := s.read(text)
		if !ok || !bytes.Equal(said.payload, payload) || !said.at.Equal(at) || said.signature != signature {
			t.Fatalf("%q at %s was read as %+v, %t", payload, at, said, ok)
		}
		i := rapid.IntRange(0, len(text)-2).Draw(t, "i")
		changed := []byte(text)
		changed[i] = rapid.Byte().Filter(func(b byte) bool { return b != text[i] }).Draw(t, "b")
		if _, ok := s.read(string(changed)); ok {
			t.Fatalf("%q is read as %q", changed, text)
		}
		if _, ok := newSigner("another secret", legacySalt).read(text); ok {
			t.Fatal("read with another secret")
		}
	})
}

// One signature has four spellings, and all are the same cookie to whoever
// remembers it.
func TestSpellingsOfASignature(t *testing.T) {
	t.Parallel()
	s := newSigner("a secret", legacySalt)
	text, signature := s.sign([]byte(`"x"`), noon)
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	spellings := 0
	for _, c := range alphabet {
		if said, ok := s.read(text[:len(text)-1] + string(c)); ok {
			spellings++
			if said.signature != signature {
				t.Error("another spelling is another signature")
			}
		}
	}
	if spellings != 4 {
		t.Errorf("%d spellings", spellings)
	}
	for _, odd := range []string{text + "=", text + "\n", text[:8] + "\r\n" + text[8:], " " + text, text + "."} {
		if _, ok := s.read(odd); ok {
			t.Errorf("%q is read", odd)
		}
	}
}

// A payload that inflates to more than it may is refused, and costs no memory.
func TestInflatingIsBounded(t *testing.T) {
	t.Parallel()
	s := newSigner("a secret", legacySalt)
	pack := func(size int) string {
		var packed bytes.Buffer
		z := zlib.NewWriter(&packed)
		_, _ = z.Write(bytes.Repeat([]byte("a"), size))
		_ = z.Close()
		text := "." + encode(packed.Bytes()) + "." + encode([]byte{1})
		sum := s.signature(text)
		return text + "." + encode(sum[:])
	}
	if _, ok := s.read(pack(maxInflated)); !ok {
		t.Error("4 KiB are too much")
	}
	for _, size := range []int{maxInflated + 1, 2 << 20} {
		text := pack(size)
		if len(text) > maxSigned {
			t.Fatalf("%d bytes do not come this far", size)
		}
		if _, ok := s.read(text); ok {
			t.Errorf("%d bytes are read", size)
		}
	}
	broken := "." + encode([]byte("no zlib")) + "." + encode([]byte{1})
	sum := s.signature(broken)
	if _, ok := s.read(broken + "." + encode(sum[:])); ok {
		t.Error("what is no zlib is read")
	}
}

func FuzzSignedTexts(f *testing.F) {
	s := newSigner("k", legacySalt)
	for _, seed := range []string{"", ".", "..", "...", "a.b.c", "eyJ1IjoibmFtZSIsImEiOnRydWV9.ZVPxAA.UkcBafd23XJ0W-_IW_dzZQ4_sBA", ".eJyrVipVslKqGAVEAyUdpUQlq5Ki0tRaALojkZs.ZVPxAg.I41bSEeAdwfvWtN4jcNDE16eHgo", strings.Repeat("A", maxSigned+1)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		said, ok := s.read(text)
		if ok { // then it is one that we could have signed
			dot := strings.LastIndexByte(text, '.')
			if s.signature(text[:dot]) != said.signature || len(said.payload) > maxInflated {
				t.Errorf("%q is read as %+v", text, said)
			}
		}
		for _, inner := range []string{text, "." + text} { // what comes after the signature has been checked
			inner += "." + encode([]byte{0x65, 0x53, 0xf1, 0})
			sum := s.signature(inner)
			if c, ok := s.readLegacy(inner+"."+encode(sum[:]), noon); ok {
				if again, same := parseLegacyKey(c.key()); !same || again != c {
					t.Errorf("the key of %+v is read as %+v", c, again)
				}
			}
		}
	})
}

package auth

import (
	"bytes"
	"compress/zlib"
	"crypto/hmac"
	"crypto/sha1" // what the earlier service signs with; as an HMAC it is not broken
	"encoding/base64"
	"io"
	"strings"
	"time"
)

const (
	// legacySalt is itsdangerous' own, which the earlier service did not change.
	legacySalt = "itsdangerous"

	// maxInflated is the largest payload, in bytes: a few hundred are usual, and a
	// compressed one may claim to be anything.
	maxInflated = 4 << 10

	// maxSigned is the longest text that is looked at: what browsers keep of a cookie.
	maxSigned = 4 << 10
)

// signer makes and reads what the earlier Python service signs: the form of
// itsdangerous' URLSafeTimedSerializer,
//
//	payload.timestamp.signature
//
// each as base64url without padding. The payload is JSON, or after a leading dot
// zlib of it; the timestamp is Unix seconds, big-endian, without leading zeros;
// the signature is HMAC-SHA1 of what stands before it.
type signer struct {
	key []byte
}

// newSigner derives the key as itsdangerous does by default ("django-concat").
func newSigner(secret, salt string) signer {
	sum := sha1.Sum([]byte(salt + "signer" + secret))
	return signer{sum[:]}
}

// signed is what a text said whose signature was right.
type signed struct {
	payload   []byte // JSON
	at        time.Time
	signature [sha1.Size]byte // the same for every way to write it
}

// sign makes a text of JSON, to the second.
func (s signer) sign(payload []byte, at time.Time) (text string, signature [sha1.Size]byte) {
	var stamp []byte
	for seconds := uint64(max(0, at.Unix())); seconds > 0; seconds >>= 8 {
		stamp = append([]byte{byte(seconds)}, stamp...)
	}
	text = encode(payload) + "." + encode(stamp)
	signature = s.signature(text)
	return text + "." + encode(signature[:]), signature
}

// read takes a text apart, if its signature is right.
func (s signer) read(text string) (said signed, ok bool) {
	if len(text) > maxSigned {
		return signed{}, false
	}
	dot := strings.LastIndexByte(text, '.')
	if dot < 0 {
		return signed{}, false
	}
	// The signature's last character carries two bits that mean nothing: it is
	// compared as bytes, as itsdangerous does.
	presented, ok := decode(text[dot+1:])
	said.signature = s.signature(text[:dot])
	if !ok || !hmac.Equal(presented, said.signature[:]) {
		return signed{}, false
	}
	text = text[:dot]
	if dot = strings.LastIndexByte(text, '.'); dot < 0 {
		return signed{}, false
	}
	if said.at, ok = stampTime(text[dot+1:]); !ok {
		return signed{}, false
	}
	said.payload, ok = unpack(text[:dot])
	return said, ok
}

func (s signer) signature(text string) (sum [sha1.Size]byte) {
	mac := hmac.New(sha1.New, s.key)
	mac.Write([]byte(text))
	mac.Sum(sum[:0])
	return sum
}

// stampTime reads a timestamp.
func stampTime(text string) (time.Time, bool) {
	const longest = 5 // bytes: until the year 36812
	stamp, ok := decode(text)
	if !ok || len(stamp) > longest {
		return time.Time{}, false
	}
	var seconds int64
	for _, b := range stamp {
		seconds = seconds<<8 | int64(b)
	}
	return time.Unix(seconds, 0), true
}

// unpack reads a payload, inflating it within bounds.
func unpack(text string) ([]byte, bool) {
	text, compressed := strings.CutPrefix(text, ".")
	packed, ok := decode(text)
	if !ok || !compressed {
		return packed, ok && len(packed) <= maxInflated
	}
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, false
	}
	payload, err := io.ReadAll(io.LimitReader(z, maxInflated+1))
	return payload, err == nil && len(payload) <= maxInflated
}

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// decode reads base64url without padding. Go's decoder skips line breaks, which
// have no place here.
func decode(text string) ([]byte, bool) {
	data, err := base64.RawURLEncoding.DecodeString(text)
	return data, err == nil && !strings.ContainsAny(text, "\r\n")
}

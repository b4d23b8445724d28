package socket

import "time"

// Options of a connection. The zero value is usable.
type Options struct {
	// ReadLimit is the largest frame that Read returns, in bytes after
	// inflation. 0: DefaultReadLimit.
	ReadLimit int64
	// Compress offers permessage-deflate, without context takeover, so that an
	// idle connection holds no window; frames from CompressFrom bytes on are
	// then sent deflated.
	Compress bool
	// WriteTimeout bounds every write. 0: DefaultWriteTimeout.
	WriteTimeout time.Duration
	// PingEvery is the rhythm of KeepAlive. 0: DefaultPingEvery.
	PingEvery time.Duration
}

// What Options' zero values mean.
const (
	DefaultReadLimit    = 64 << 10         // the browser socket's limit
	DefaultWriteTimeout = 10 * time.Second // a peer that takes nothing for so long is gone
	DefaultPingEvery    = 30 * time.Second // below the 60 s after which proxies close an idle connection
)

func (o Options) withDefaults() Options {
	if o.ReadLimit <= 0 {
		o.ReadLimit = DefaultReadLimit
	}
	if o.WriteTimeout <= 0 {
		o.WriteTimeout = DefaultWriteTimeout
	}
	if o.PingEvery <= 0 {
		o.PingEvery = DefaultPingEvery
	}
	return o
}

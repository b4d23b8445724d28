package eventlog

// damage is a stretch of a segment that holds no intact frame. Positions are
// lost when from ≤ to; otherwise the bytes are just stray.
type damage struct {
	from, to uint64
	off, len int64 // the bytes
	reason   string
}

func (d *damage) lost() uint64 {
	if d.from > d.to {
		return 0
	}
	return d.to - d.from + 1
}

// What can be wrong with a frame.
const (
	badHead   = "the head of the record is damaged"
	badBody   = "the content of the record is damaged"
	cutShort  = "the record is cut short"
	misplaced = "bytes that do not belong here"
	missing   = "the record is missing"
	unread    = "the disk cannot read the record"
)

// noteDamage counts positions that cannot be read, each once, and says so.
func (l *Log) noteDamage(where string, found ...damage) {
	for _, d := range found {
		if l.isNews(d) {
			l.log.Error("event log: damaged bytes are set aside", "dir", l.opts.Dir, "segment", where,
				"offset", d.off, "bytes", d.len, "records", d.lost(), "first", d.from, "reason", d.reason)
		}
	}
}

// isNews counts d, unless it was met before: readers meet again what was found
// at open.
func (l *Log) isNews(d damage) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.damaged[d.from] >= max(d.to, 1) {
		return false
	}
	l.damaged[d.from] = max(d.to, 1)
	l.stats.Corrupt += d.lost()
	return true
}

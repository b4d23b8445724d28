// Package eventlog is a durable, ordered log of events: what was accepted is in
// it and synced, stays until every reader is done with it, and is read in the
// order in which it came.
//
// # Writing
//
// Submit queues records; the one goroutine of Run takes all that is queued,
// writes it in one call, syncs, and answers the submitters in order. While a
// sync runs the next batch gathers, so the throughput does not depend on how
// long a sync takes, and a record that meets an idle disk does not wait for
// others.
//
// A write or sync that fails costs its whole batch: everybody in it is told.
// Before anything else is written the segment is cut back to what was synced and
// read again from the disk, and a new segment is begun, because after a failed
// sync the cached pages of the old file say nothing about the disk. As long as
// that does not work the log refuses, and tries again. What was refused never
// comes back. A log at its bound, or on a disk that is nearly full, refuses too,
// and goes on by itself when there is room.
//
// # On the disk
//
// A log is a directory: a lock file, a file with the log's random id, and
// segments, each named by the position of its first record. Frames (frame.go)
// carry length, position, time and two checksums, and begin with a marker that
// no JSON text contains. The checksums of a frame's head include the log's id.
//
// # Damage
//
// A reader that meets bytes which are no intact frame looks for the next head
// that is intact and whose position can stand there. So a damaged record costs
// itself and no other, wherever in it the damage is, and positions tell what is
// lost. The reader hands out the damaged bytes as Corrupt and goes on.
//
//   - The bad end of the last segment is a torn tail: of a crash in the middle of
//     a write that nobody was told had succeeded. Open cuts it off, up to the last
//     intact record: what is bad before that may have been accepted, and counts
//     as damaged. An orderly
//     end writes a seal, so that the last record of a closed log, when it is
//     damaged later, is known to be lost instead of taken for torn.
//   - A segment that is missing in the middle becomes one Corrupt over its
//     positions. One missing at the begin looks trimmed, one missing at the end
//     looks unwritten: a reader's stored cursor shows either, by Bounds.
//   - A segment whose header is damaged is read by its name. When it is the last
//     and holds no intact record either, it is renamed and left alone.
//   - A segment of another log among this log's is renamed and left alone. When
//     all are another log's, or nothing says which log this is, Open refuses and
//     changes nothing; so it does for a segment that was renamed.
//   - A damaged or missing id file is written anew from what the segments say.
package eventlog

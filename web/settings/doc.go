// Package settings reads the server's settings from flags and the environment.
//
// Each module owns a struct of its settings; main embeds them all in one struct
// together with the commands, and hands it to Parse:
//
//	type cli struct {
//		Auth    auth.Settings    `embed:""`
//		Tracker tracker.Settings `embed:""`
//		Serve   struct{}         `cmd:"" default:"withargs" help:"Run the server."`
//	}
//
// A field ListenAddr is the flag --listen-addr and the variable LISTEN_ADDR; the
// flag wins. Flags of a command have no variable. An empty variable is an unset
// one. What a field may be:
//
//   - string, bool (1, true, yes, on …), whole numbers, floats, lists of these
//     (separated by commas, or the flag repeated), time.Duration (also with days:
//     90d), and every type with UnmarshalText, such as netip.Prefix.
//   - type:"addr": host:port as a server listens on, the host optional.
//   - type:"url": an http or https address without a path worth keeping.
//   - type:"bytes" on whole numbers: 65536, 64KiB, 4GiB.
//   - type:"retention" on time.Duration: a duration, or keep, which is 0.
//   - enum:"a,b", min:"1", max:"100" (in the form of the field).
//   - secret:"": never shown; also read from the file that NAME_FILE (or
//     --name-file) names, without its last line end; both is an error.
//
// A struct with Validate() error has the last word. Every bad value is one line
// that names the variable or flag, the value (never a secret's) and what would be
// right.
package settings

package socket

import (
	"fmt"
	"io"
	"net"
	"testing"
)

// BenchmarkWrite is the cost of one frame of 200 bytes on a TCP connection, by
// how many frames leave together.
func BenchmarkWrite(b *testing.B) {
	for _, together := range []int{1, 10, 100} {
		b.Run(fmt.Sprint(together), func(b *testing.B) {
			l := mustSink(b)
			frames := make([][]byte, together)
			for i := range frames {
				frames[i] = noise(200)
			}
			b.ReportAllocs()
			for n := 0; n < b.N; n += together {
				if err := l.writeFrames(b.Context(), nil, frames); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// mustSink is a line to a peer that takes everything.
func mustSink(tb testing.TB) *line {
	tb.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	go func() {
		conn, err := listener.Accept()
		if err == nil {
			io.Copy(io.Discard, conn)
		}
	}()
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { conn.Close(); listener.Close() })
	return newLine(conn, DefaultWriteTimeout)
}

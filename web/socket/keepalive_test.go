package socket

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

// pipeWriter is a response writer whose connection is one end of a net.Pipe,
// so that a connection can live within synctest's time.
type pipeWriter struct {
	*httptest.ResponseRecorder
	conn net.Conn
}

func (w pipeWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return w.conn, bufio.NewReadWriter(bufio.NewReader(w.conn), bufio.NewWriter(w.conn)), nil
}

// mustPipePair is the server's side of an in-memory connection and a raw client.
func mustPipePair(tb testing.TB, opts Options, extra string) (*Conn, *rawPeer) {
	tb.Helper()
	here, there := net.Pipe()
	p := &rawPeer{tb, there, bufio.NewReader(there)}
	shaken := make(chan struct{})
	received, peer := make(chan *http.Request, 1), bufio.NewReader(here)
	go func() {
		r, err := http.ReadRequest(peer)
		if err != nil {
			tb.Error(err)
		}
		received <- r
	}()
	go func() { p.shake(extra); close(shaken) }()
	c, err := Accept(pipeWriter{httptest.NewRecorder(), here}, <-received, opts)
	if err != nil {
		tb.Fatal(err)
	}
	<-shaken
	return c, p
}

// answerPings answers the first n pings; it returns when the connection ends.
func (p *rawPeer) answerPings(n int) (pings int) {
	for {
		first, payload, err := p.next()
		if err != nil || first == finClose {
			return pings
		}
		if pings++; pings <= n {
			p.Write(rawFrame(0x8a, payload))
		}
	}
}

func TestKeepAliveClosesAfterTwoMissedPongs(t *testing.T) {
	for _, answered := range []int{0, 1, 5} {
		synctest.Test(t, func(t *testing.T) {
			c, p := mustPipePair(t, Options{}, "")
			defer p.Close()
			go c.Read(context.Background())
			pings := make(chan int, 1)
			go func() { n := p.answerPings(answered); p.Close(); pings <- n }()
			began := time.Now()
			err := c.KeepAlive(context.Background())
			wantStatus(t, err, InternalError)
			want := time.Duration(answered+1+missedPongs) * DefaultPingEvery
			if took := time.Since(began); took != want {
				t.Errorf("with %d pongs closed after %v, want %v", answered, took, want)
			}
			if n := <-pings; n != answered+missedPongs {
				t.Errorf("%d pings were sent", n)
			}
			c.Close(Normal, "")
			<-c.gone
		})
	}
}

func TestKeepAliveLeavesASilentPeerThatAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := mustPipePair(t, Options{}, "")
		defer p.Close()
		go c.Read(context.Background())
		go p.answerPings(1 << 30)
		ctx, cancel := context.WithTimeout(context.Background(), 24*time.Hour)
		defer cancel()
		if err := c.KeepAlive(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("KeepAlive = %v after a day of pongs", err)
		}
		p.Close()
		<-c.gone
	})
}

func TestKeepAliveEndsWithTheConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := mustPipePair(t, Options{}, "")
		defer p.Close()
		go p.answerPings(1 << 30)
		time.AfterFunc(time.Second, func() { c.Close(GoingAway, "") })
		began := time.Now()
		wantStatus(t, c.KeepAlive(context.Background()), GoingAway)
		if took := time.Since(began); took != time.Second {
			t.Errorf("KeepAlive stayed %v", took)
		}
		p.Close()
		<-c.gone
	})
}

func TestWriteDeadlineIsTenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := mustPipePair(t, Options{}, "")
		defer p.Close()
		began := time.Now()
		if err := c.Write(context.Background(), []byte("nobody takes this")); err == nil {
			t.Error("a write that nobody takes succeeded")
		}
		if took := time.Since(began); took != DefaultWriteTimeout {
			t.Errorf("it took %v", took)
		}
		<-c.gone
	})
}

// Pings and pongs never cut short the time that a data frame has.
func TestControlFramesWaitBehindASlowWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := mustPipePair(t, Options{}, "")
		defer p.Close()
		go c.Read(context.Background())
		wrote := make(chan error, 1)
		go func() { wrote <- c.Write(context.Background(), []byte("slow")) }()
		synctest.Wait()
		p.bytes(rawFrame(0x89, []byte("ping")))
		time.Sleep(DefaultWriteTimeout - time.Second)
		p.wantText("slow")
		if first, payload, err := p.next(); err != nil || first != 0x8a || string(payload) != "ping" {
			t.Errorf("then came %#x %q, %v", first, payload, err)
		}
		if err := <-wrote; err != nil {
			t.Error(err)
		}
		go p.answerPings(0)
		c.Close(Normal, "")
		p.Close()
		<-c.gone
	})
}

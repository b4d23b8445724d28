package tracker

import (
	"context"
	"net/http"

	"golang.org/x/sync/errgroup"

	"overlord/store/fault"
	"overlord/web/api"
	"overlord/web/socket"
)

// servePlugin opens a plugin's socket and takes its frames until it ends.
func (m *Module) servePlugin(w http.ResponseWriter, r *http.Request) error {
	if err := m.admit(r); err != nil {
		m.tallies.connects.WithLabelValues("refused").Inc()
		m.lately.turnAway(api.ClientIP(r).String(), fault.Of(err).Message, m.now())
		return err
	}
	conn, err := socket.Accept(w, r, socket.Options{ReadLimit: m.settings.PluginMaxFrameBytes, Compress: true})
	if err != nil {
		m.tallies.connects.WithLabelValues("failed").Inc()
		return err
	}
	m.tallies.connects.WithLabelValues("accepted").Inc()
	m.sockets.Add(1)
	defer m.sockets.Done()
	p := newPlugin(api.ClientIP(r).String(), m.now())
	if m.pass != nil {
		p.pass = m.pass(r)
	}
	m.plugins.add(p)
	defer m.maps.left(p)
	defer m.plugins.remove(p)
	err = m.talk(context.WithoutCancel(r.Context()), conn, p)
	m.logger.Debug("a plugin socket ended", "address", p.address, "reason", err)
	return nil
}

// admit tells why a request may not open a plugin's socket. A server that stores
// nothing takes no events.
func (m *Module) admit(r *http.Request) error {
	if m.onlooker != nil {
		return fault.New(fault.ReadOnly, "this server takes no events (READ_ONLY); connect to the one that stores them")
	}
	return m.plugin(r)
}

// talk moves frames both ways until either side ends. Frames that were read are
// with the log before it returns.
func (m *Module) talk(ctx context.Context, conn *socket.Conn, p *plugin) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return conn.KeepAlive(ctx) })
	group.Go(func() error { return p.writeAll(ctx, conn) })
	group.Go(func() error {
		select {
		case <-ctx.Done():
		case why := <-p.closing:
			conn.Close(socket.StatusCode(why.code), why.text)
		case <-p.pass.Ended:
			conn.Close(socket.PolicyViolation, "the secret no longer holds")
		}
		return ctx.Err()
	})
	group.Go(func() error {
		for {
			frame, err := conn.Read(ctx)
			if err != nil {
				return err
			}
			if err := m.frame(ctx, p, frame); err != nil {
				return err
			}
		}
	})
	err := group.Wait()
	conn.Close(socket.Normal, "")
	return err
}

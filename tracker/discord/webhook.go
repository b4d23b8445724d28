package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"overlord/store/fault"
)

const (
	// answerTime is what Discord has to answer: it usually takes a second at most.
	answerTime = 10 * time.Second

	// maxAnswer is how much of an answer is read, in bytes.
	maxAnswer = 16 << 10

	// maxWait bounds what a rate limit is believed; an hour is the longest that
	// Discord bans an address for.
	maxWait = time.Hour
)

// Webhook posts messages into one channel.
type Webhook struct {
	url    string
	client *http.Client
	next   time.Time // no post before; moved by rate limits
}

// CheckURL says what is wrong with a webhook's address, which is a secret and
// not repeated.
func CheckURL(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || strings.Trim(u.Path, "/") == "" {
		return fault.New(fault.Invalid, "DISCORD_ACLOG_WEBHOOK cannot be used; it wants an address such as https://discord.com/api/webhooks/…")
	}
	return nil
}

// NewWebhook is the webhook at an address that CheckURL finds right. It is for
// one user at a time. The transport may be nil: the standard one.
func NewWebhook(address string, transport http.RoundTripper) (*Webhook, error) {
	if err := CheckURL(address); err != nil {
		return nil, err
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("the webhook's address cannot be read")
	}
	q := u.Query()
	q.Set("wait", "true") // answer once the message is in the channel, not before
	u.RawQuery = q.Encode()
	return &Webhook{url: u.String(), client: &http.Client{
		Transport: transport, Timeout: answerTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Wait returns when the rate limits allow a post, or with the context's error.
func (w *Webhook) Wait(ctx context.Context) error {
	t := time.NewTimer(time.Until(w.next))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return ctx.Err()
	}
}

// message is what a webhook takes. No mention in it reaches anybody.
type message struct {
	Content  string   `json:"content"`
	Mentions mentions `json:"allowed_mentions"`
	Flags    int      `json:"flags"`
}

type mentions struct {
	Parse []string `json:"parse"`
}

// suppressEmbeds is Discord's flag for a message without previews of links.
const suppressEmbeds = 1 << 2

// Post posts a message of 1 to MaxContent characters, once. Nil means that it is
// in the channel; else the error is a *Later, *Gone, *Refused or *Unsure. It does
// not wait for rate limits: that is what Wait is for.
func (w *Webhook) Post(ctx context.Context, content string) error {
	body, err := json.Marshal(message{content, mentions{[]string{}}, suppressEmbeds})
	if err != nil {
		return &Refused{Reason: "the message cannot be written"}
	}
	var written atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { written.Store(true) }})
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url, bytes.NewReader(body))
	if err != nil {
		return &Gone{}
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "DiscordBot (Mosswart Overlord, 1)") // the form that Discord asks for
	answer, err := w.client.Do(request)
	if err != nil {
		err = withoutAddress(err)
		if written.Load() {
			return &Unsure{err}
		}
		return &Later{Reason: "Discord cannot be reached: " + err.Error()}
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(answer.Body, maxAnswer)) // the status says enough
	return w.judge(answer, text)
}

// withoutAddress takes the webhook's address, which is a secret, out of an error.
func withoutAddress(err error) error {
	var with *url.Error
	if errors.As(err, &with) {
		return with.Err
	}
	return err
}

// judge reads Discord's answer and notes its rate limits.
func (w *Webhook) judge(answer *http.Response, text []byte) error {
	status := answer.StatusCode
	if answer.Header.Get("X-RateLimit-Remaining") == "0" {
		w.pause(seconds(answer.Header.Get("X-RateLimit-Reset-After")))
	}
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusTooManyRequests:
		after := retryAfter(answer.Header, text)
		w.pause(after)
		return &Later{After: after, Reason: fmt.Sprintf("Discord asks to wait for %s", after)}
	case status >= 500 || status == http.StatusRequestTimeout:
		return &Later{Reason: fmt.Sprintf("Discord answers %d", status)}
	case status == http.StatusNotFound || status == http.StatusUnauthorized || status == http.StatusForbidden || status < 400:
		return &Gone{Status: status}
	}
	return &Refused{Status: status, Reason: strings.ToValidUTF8(string(text[:min(len(text), 300)]), "")}
}

func (w *Webhook) pause(d time.Duration) {
	if next := time.Now().Add(d); next.After(w.next) {
		w.next = next
	}
}

// retryAfter is how long to wait after a 429: as its body says, to the
// millisecond, else as its header does, which is all that a proxy in front of
// Discord sends.
func retryAfter(h http.Header, text []byte) time.Duration {
	var body struct {
		RetryAfter float64 `json:"retry_after"`
	}
	if err := json.Unmarshal(text, &body); err == nil && body.RetryAfter > 0 {
		return bounded(body.RetryAfter)
	}
	if d := seconds(h.Get("Retry-After")); d > 0 {
		return d
	}
	return time.Second // it says nothing: its limits are per second and more
}

// seconds reads a header's number of seconds; 0 where there is none.
func seconds(text string) time.Duration {
	s, err := strconv.ParseFloat(text, 64)
	if err != nil || !(s > 0) {
		return 0
	}
	return bounded(s)
}

func bounded(s float64) time.Duration {
	return time.Duration(min(s, maxWait.Seconds()) * float64(time.Second))
}

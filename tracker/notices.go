package tracker

import (
	"time"

	"overlord/tracker/live"
)

// The notices: a browser that shows the alerts or the issue board reads them anew
// when it hears one. They say nothing else, so that only the newest matters and a
// browser that missed some has lost nothing by it.
const (
	alertsChanged = "alerts_changed" // an alert was found, or sent, or its rules changed
	issuesChanged = "issues_changed"
)

// noticeEvery is how often a server that only looks on says that something may have
// changed: it is not told of what another one writes.
const noticeEvery = 30 * time.Second

// notice is the message that says so.
func notice(topic string) live.Message {
	return live.Message{Topic: topic, Body: []byte(`{"type":"` + topic + `"}`), State: true}
}

// notify tells the browsers that something has changed.
func (m *Module) notify(topic string) {
	if m.hub != nil {
		m.hub.Publish(notice(topic))
	}
}

// alertsHaveChanged is notify for those who find and send alerts.
func (m *Module) alertsHaveChanged() { m.notify(alertsChanged) }

package join

import (
	"overlord/inventory"
	"overlord/tracker/live"
)

// Announcer is the hub as the inventory sees it.
type Announcer struct{ Hub *live.Hub }

// Announce implements inventory.Announcer.
func (a Announcer) Announce(n inventory.Announcement) {
	a.Hub.Publish(live.Message{Topic: n.Topic, CharacterName: n.CharacterName, Body: n.Body, UserID: n.UserID})
}

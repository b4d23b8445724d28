package live

import "testing"

// What is for one user reaches that user's sockets that want it, and no other's.
func TestAMessageForOneUser(t *testing.T) {
	inRoom(t, func(r *room) {
		mine, narrow, others, nobody := r.enter(Client{UserID: 7}), r.enter(Client{UserID: 7}), r.enter(Client{UserID: 8}), r.enter(Client{})
		narrow.say(`{"type":"subscribe","types":["rare"]}`)
		r.settle()
		narrow.wants(subscribedText(`["rare"]`, `null`, false))
		private, public := event("search_match", "A", 1), event("rare", "A", 2)
		private.UserID = 7
		r.publish(private, public)
		r.settle()
		mine.wants(body(private), body(public))
		for _, g := range []*guest{narrow, others, nobody} {
			g.wants(body(public))
		}
		mine.say(batchAll)
		r.wait(tickEvery)
		mine.wants(arrayText(subscribedText(`null`, `null`, true)))
		r.publish(public, private)
		r.wait(tickEvery)
		mine.wants(arrayText(body(public), body(private)))
	})
}

package simulate

import (
	"strings"
	"time"
)

// lineKind is how a line of chat reached the character.
type lineKind int

const (
	allegianceLine lineKind = iota
	fellowshipLine
	tellLine
	broadcast   // what the game tells everybody near
	deathNotice // what the game tells the dead
)

// The game's numbers of chat colours, and the channels' names.
var lineKinds = map[lineKind]struct {
	color   int64
	channel string
}{
	allegianceLine: {18, "Allegiance"},
	fellowshipLine: {19, "Fellowship"},
	tellLine:       {3, "Tell"},
	broadcast:      {0, ""},
	deathNotice:    {0, ""},
}

// line is one line of chat as it stands in the window.
type line struct {
	kind lineKind
	text string
}

// talk is a conversation that many hear: each of them follows a copy of its own,
// which the same seed makes the same.
type talk struct {
	c        chance
	kind     lineKind
	every    time.Duration // on average
	next     time.Duration
	speakers []string
	a        *atlas
}

// newTalk begins a conversation; n tells those of one kind apart.
func newTalk(seed uint64, a *atlas, kind lineKind, n int, every time.Duration, speakers []string) *talk {
	t := &talk{c: newChance(seed, "talk "+lineKinds[kind].channel, n), kind: kind, every: every, speakers: speakers, a: a}
	t.next = t.c.waiting(every)
	return t
}

// hear is the line that was said since, if it was said within the last step.
// What was said before, while the listener was off, is lost.
func (t *talk) hear(now, step time.Duration, listener string) (line, bool) {
	var said line
	heard := false
	for t.next <= now {
		speaker, text := pick(t.c, t.speakers), t.text()
		if t.next > now-step {
			said, heard = line{t.kind, spoken(t.kind, speaker, listener, text)}, true
		}
		t.next += time.Second + t.c.waiting(t.every)
	}
	return said, heard
}

// spoken is a line as the window of the listener shows it.
func spoken(kind lineKind, speaker, listener, text string) string {
	who, verb := speaker, "says"
	if speaker == listener {
		who, verb = "You", "say"
	}
	return "[" + lineKinds[kind].channel + "] " + who + " " + verb + `, "` + text + `"`
}

// text makes up what is said.
func (t *talk) text() string {
	lines := allegianceTalk
	if t.kind == fellowshipLine {
		lines = fellowshipTalk
	}
	g := pick(t.c, t.a.grounds)
	return strings.NewReplacer(
		"{ground}", g.name,
		"{monster}", pick(t.c, g.monsters),
		"{town}", t.a.spots[t.a.townOf(g.spot)].name,
	).Replace(pick(t.c, lines))
}

// tell is what somebody says to the listener alone.
func tell(c chance, speaker string) line {
	return line{tellLine, speaker + ` tells you, "` + pick(c, tells) + `"`}
}

// hear sends a line of chat on.
func (c *character) hear(l line) {
	kind := lineKinds[l.kind]
	c.send("chat", draft{write: func(f *frame) {
		f.text("text", l.text)
		f.integer("color", kind.color)
		if kind.channel != "" && !c.quirks.Has(PlainChat) {
			f.text("channel", kind.channel)
		}
	}})
}

var allegianceTalk = []string{
	"anyone for {ground}?", "room for two at {ground}", "who has spare tapers?", "back in five, kettle is on",
	"{town} portal up for a minute", "grats!", "wtb a decent cloak, paying in keys", "is {ground} free?", "my mule is full again",
	"that {monster} hits harder than I remember", "reset in ten, finish your contracts", "evening all", "good night, Dereth",
	"can somebody summon to {town}?", "three quests left and no idea which", "lost my way near {ground}, as always",
	"I swear the {monster} saw me coming", "selling salvage, cheap, ask my mule", "who left a corpse at {ground}?", "legendary key run at nine?",
	"<brb>", "trade you two motes & a scarab", "who moved the lifestone", "how much is a trophy worth today?",
}

var fellowshipTalk = []string{
	"pull left", "buffs, one minute", "{monster} on me", "out of kits", "moving on", "stay together please", "who is missing?",
	"one more round", "recall after this one", "loot is open", "I need a rebuff", "watch the {monster}", "heal!", "nice one",
	"stuck on a rock", "wait for the last one", "left at the fork", "corpse is by the stairs",
}

var tells = []string{
	"are you using that ring?", "could you mule this for me?", "thank you!", "when you are done, meet in town", "do you still buy tapers?",
	"two of your pieces are done", "you dropped something", "portal me?", "your armor is finished", "see you tomorrow",
}

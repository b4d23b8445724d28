package simulate

import (
	"strconv"
	"strings"
	"time"
)

// Command is what a plugin does with a browser's command for one of its
// characters: it types it into the game, and what the game answers comes back
// as chat. Without such a character, or while it is offline, nothing happens.
func (c *Client) Command(character, command string, at time.Time) []Event {
	c.out = nil
	for _, ch := range c.characters {
		if ch.online && strings.EqualFold(ch.name, strings.TrimSpace(character)) {
			ch.clock = at
			ch.hear(ch.obey(strings.TrimSpace(command)))
		}
	}
	return c.out
}

// Map is what a plugin answers to a request for a dungeon's plan: the plan, if
// the landblock is four hex digits and anybody is online.
func (c *Client) Map(landblock string, at time.Time) []Event {
	c.out = nil
	block, err := strconv.ParseUint(strings.TrimSpace(landblock), 16, 16)
	if err != nil {
		return nil
	}
	for _, ch := range c.characters {
		if ch.online {
			ch.clock = at
			ch.sendDungeonMap(dungeonAt(int(block)))
			break
		}
	}
	return c.out
}

// obey is the line of chat that a command leads to.
func (c *character) obey(command string) line {
	verb, rest, _ := strings.Cut(command, " ")
	rest = strings.TrimSpace(rest)
	switch strings.ToLower(verb) {
	case "/a", "/allegiance":
		return line{allegianceLine, spoken(allegianceLine, c.name, c.name, rest)}
	case "/f", "/fellowship":
		return line{fellowshipLine, spoken(fellowshipLine, c.name, c.name, rest)}
	case "/t", "/tell":
		to, text, _ := strings.Cut(rest, ",")
		return line{tellLine, "You tell " + strings.TrimSpace(to) + `, "` + strings.TrimSpace(text) + `"`}
	case "/mm":
		return line{broadcast, "[Mosswart Massacre] " + c.doing + ", " + strconv.FormatInt(c.kills, 10) + " kills in " + onlineTime(c.now-c.started)}
	}
	if strings.HasPrefix(verb, "/") {
		return line{broadcast, "Unknown command: " + verb}
	}
	return line{broadcast, `You say, "` + command + `"`}
}

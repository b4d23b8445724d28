package simulate

// calling is what a character spends its time with.
type calling int

const (
	hunter   calling = iota // hunts with a group
	wanderer                // runs from town to town, hunts alone now and then
	idler                   // stands in a town, its player is away
	mule                    // stands in a town and carries things
)

// persona is who a character is. It never changes.
type persona struct {
	index    int // among all characters
	name     string
	heritage string
	calling  calling
	tag      string // "hunt-a" and so on, "mules", or none
	group    int    // whose plan it follows; hunters with one tag share it
	quirks   Quirk
}

// cast is everybody, and who is carried by which client.
type cast struct {
	everyone []persona
	clients  [][]int // indexes into everyone
	groups   [][]int // likewise
	speakers []string
}

// talkers is how many of the cast talk in the allegiance; the others listen.
const talkers = 24

// extraEvery is how many clients there are for each that carries a mule as well.
const extraEvery = 15

// newCast makes up the characters: for each 60 clients some 43 hunters in groups
// of four to nine, 8 mules, 9 on their own.
func newCast(seed uint64, clients int, old float64) *cast {
	k, names, c := &cast{}, newChristen(seed), newChance(seed, "cast", 0)
	callings := shareCallings(c, clients)
	k.castHunters(c, callings)
	for i, what := range callings {
		p := persona{index: i, calling: what}
		if what == mule {
			p.name, p.heritage, p.tag = names.mule(), "Aluvian", "mules"
		} else {
			p.heritage, p.name = names.person()
		}
		k.everyone = append(k.everyone, p)
		k.clients = append(k.clients, []int{i})
	}
	for i := extraEvery - 1; i < clients; i += extraEvery {
		k.clients[i] = append(k.clients[i], len(k.everyone))
		k.everyone = append(k.everyone, persona{index: len(k.everyone), name: names.mule(), heritage: "Aluvian", calling: mule, tag: "mules"})
	}
	k.join()
	k.age(c, clients, old)
	for _, p := range k.everyone {
		if p.calling != mule && len(k.speakers) < talkers {
			k.speakers = append(k.speakers, p.name)
		}
	}
	return k
}

// shareCallings says what each client's character does, in random order. The
// first is a hunter, so that even a single one is worth looking at.
func shareCallings(c chance, clients int) []calling {
	list := make([]calling, clients)
	for i := range list {
		switch share := float64(i) / float64(clients); {
		case share < 0.72:
			list[i] = hunter
		case share < 0.85:
			list[i] = mule
		case share < 0.95:
			list[i] = wanderer
		default:
			list[i] = idler
		}
	}
	rest := list[1:]
	c.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	return list
}

// castHunters makes groups of the hunters.
func (k *cast) castHunters(c chance, callings []calling) {
	var group []int
	size := 4 + c.IntN(6)
	for i, what := range callings {
		if what != hunter {
			continue
		}
		if len(group) == size {
			k.groups = append(k.groups, group)
			group, size = nil, 4+c.IntN(6)
		}
		group = append(group, i)
	}
	if len(group) > 0 {
		k.groups = append(k.groups, group)
	}
}

// join tells the hunters their group, and gives everybody else one of their own;
// mules stand together in fours.
func (k *cast) join() {
	for g, members := range k.groups {
		for _, i := range members {
			k.everyone[i].group, k.everyone[i].tag = g, groupTag(g)
		}
	}
	group, together := -1, 0
	for i := range k.everyone {
		p := &k.everyone[i]
		switch {
		case p.calling == hunter:
			continue
		case p.calling == mule && together%4 != 0:
			k.groups[group] = append(k.groups[group], i)
			p.group = group
			together++
			continue
		case p.calling == mule:
			group = len(k.groups)
			together++
		}
		p.group = len(k.groups)
		k.groups = append(k.groups, []int{i})
	}
}

// age gives a share of the clients old plugins, spread evenly over them.
func (k *cast) age(c chance, clients int, old float64) {
	order := c.Perm(clients)
	for n := range int(float64(clients)*old + 0.5) {
		for _, i := range k.clients[order[n]] {
			k.everyone[i].quirks = oldPlugin(n)
		}
	}
}

// groupTag names hunting groups hunt-a to hunt-z, then hunt-aa and on.
func groupTag(n int) string {
	letters := ""
	for n++; n > 0; n = (n - 1) / 26 {
		letters = string(rune('a'+(n-1)%26)) + letters
	}
	return "hunt-" + letters
}

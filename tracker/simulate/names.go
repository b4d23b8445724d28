package simulate

import "strconv"

// Names of people, by where they are from. All of them are made up.
var (
	aluvianNames    = []string{"Aldren", "Bram", "Bristan", "Carrow", "Cerys", "Dunstan", "Edlyn", "Elowen", "Farrin", "Garrick", "Hale", "Hesper", "Ivo", "Jessamy", "Kerrin", "Lorcan", "Maude", "Merrin", "Nesta", "Odo", "Perrin", "Quen", "Rhosyn", "Sefton", "Tamsyn", "Ulric", "Verity", "Wenna", "Wystan", "Ysmay"}
	aluvianSurnames = []string{"Amberfield", "Ashdown", "Barrowby", "Blackthorn", "Brightwater", "Candlewick", "Cobblestone", "Coldharbour", "Copperlight", "Dewhurst", "Dunmarrow", "Fairweather", "Farrow", "Fenwright", "Foxglove", "Greave", "Greymantle", "Harrowgate", "Hartwell", "Hollowell", "Ironwood", "Kestrel", "Longstride", "Marlowe", "Millrace", "Moorcroft", "Nightingale", "Oakenshaw", "Pennywhistle", "Quickset", "Ravensworth", "Redfern", "Saltmarsh", "Slate", "Stonehush", "Tallow", "Tanglewood", "Thornbury", "Underhill", "Vale", "Wainwright", "Westerly", "Windhame", "Winterbourne", "Yarrow"}
	gharuNames      = []string{"Adil", "Amira", "Bashir", "Dalal", "Faruq", "Ghada", "Hakim", "Ibtisam", "Jalal", "Karima", "Latif", "Maysa", "Nadir", "Rashid", "Safiya", "Tariq", "Wafa", "Yusra", "Zafir", "Zahra"}
	gharuSurnames   = []string{"al-Jali", "al-Madar", "al-Nuwar", "al-Qasim", "al-Rahil", "al-Shabb", "al-Tufa", "bint Anwar", "bint Daud", "bint Hasan", "ibn Jarad", "ibn Malik", "ibn Sulayf", "ibn Tahir", "ibn Yaraq", "of the Dunes", "Emberhand", "Sandwalker"}
	shoNames        = []string{"Akemi", "Chiyo", "Daigo", "Emi", "Goro", "Haru", "Isamu", "Junko", "Kaede", "Kenji", "Makoto", "Mei", "Nobu", "Ryo", "Sachi", "Shun", "Taka", "Umeko", "Yori", "Yuki"}
	shoSurnames     = []string{"Five Cranes", "Half-Moon", "Nine Reeds", "of Hebian-To", "of Lin", "of Mayoi", "of Nanto", "of Sawato", "of Shoushi", "of Yanshi", "Paper Lantern", "Plum Rain", "Riverstone", "Stillwater", "Two Sparrows", "Willowbark"}
	viaNames        = []string{"Aurelia", "Bastien", "Corvina", "Damiano", "Fiore", "Giraud", "Isotta", "Lucan", "Marcello", "Noemi", "Orsola", "Rainier", "Silvio", "Tessa", "Vittor", "Ysabeau"}
	viaSurnames     = []string{"d'Argent", "d'Ombra", "da Sanamar", "de Corail", "del Falco", "di Bastiano", "di Marese", "du Lac", "of Bluespire", "of Silyun", "Rossomar", "Valcourt"}
	strangeNames    = []string{"Ankou", "Brakka", "Cogwright", "Drumma", "Ekkalu", "Gorrun", "Hroth", "Jotun", "Kresh", "Lumen", "Mokta", "Nuvrak", "Ossian", "Piston", "Quorl", "Rivet", "Shadrak", "Tukkala", "Umbrix", "Vorrag"}
	strangeSurnames = []string{"Ashfall", "Bellows", "Bonewright", "Ironlung", "of the Deeps", "Six Gears", "Small", "the Damp", "the Elder", "the Lesser", "the Patient", "the Quiet", "the Unbent", "Undertow"}
	nicknames       = []string{"Apple Grove", "Bitter Root", "Crooked Spoon", "Distant Thunder", "Early Frost", "Fading Ember", "Grey Heron", "Honest Jack", "Iron Lotus", "Kind Stranger", "Little Wasp", "Marsh Light", "Mossbeard", "Night Ferry", "Old Peat", "Patient Crow", "Quiet Mill", "Rusty Hinge", "Sable Quill", "Second Breakfast", "Thistle", "Unlucky Tom", "Vesper Noon", "Wet Boots"}
	muleWords       = []string{"Amber", "Basalt", "Cinder", "Damson", "Ember", "Flint", "Garnet", "Hazel", "Indigo", "Jasper", "Kelp", "Larch", "Madder", "Nettle", "Ochre", "Pewter", "Quartz", "Russet", "Sorrel", "Teasel", "Umber", "Vellum", "Walnut", "Yew", "Zinc"}
	muleKinds       = []string{"Mule", "Satchel", "Coffer", "Packhorse", "Strongbox", "Larder"}
)

// people is a heritage, as the game's table spells it, and how its people are named.
type people struct {
	heritage       string
	names, surname []string
}

var peoples = []people{
	{"Aluvian", aluvianNames, aluvianSurnames},
	{"Gharu'ndim", gharuNames, gharuSurnames},
	{"Sho", shoNames, shoSurnames},
	{"Viamontian", viaNames, viaSurnames},
	{"Umbraen", strangeNames, strangeSurnames},
	{"Gearknight", strangeNames, strangeSurnames},
	{"Lugian", strangeNames, strangeSurnames},
	{"Tumerok", strangeNames, strangeSurnames},
}

// peopleShares says how common each of peoples is.
var peopleShares = []float64{0.42, 0.62, 0.8, 0.9, 0.93, 0.95, 0.98, 1}

// christen makes up names that nobody else has.
type christen struct {
	c     chance
	taken map[string]bool
	mules int
}

func newChristen(seed uint64) *christen {
	return &christen{newChance(seed, "names", 0), map[string]bool{}, 0}
}

// person is a heritage and a name.
func (n *christen) person() (heritage, name string) {
	share := n.c.Float64()
	at := 0
	for share >= peopleShares[at] {
		at++
	}
	p := peoples[at]
	if n.c.oneIn(14) {
		if name := pick(n.c, nicknames); n.take(name) {
			return p.heritage, name
		}
	}
	for try := 0; ; try++ {
		name := pick(n.c, p.names) + " " + pick(n.c, p.surname)
		if try > 20 { // the combinations run out: a second one of that name
			name += " " + roman(2+try%7)
		}
		if n.take(name) {
			return p.heritage, name
		}
	}
}

// mule is a name for a character that only carries things.
func (n *christen) mule() string {
	at := n.mules
	n.mules++
	name := muleKinds[at/len(muleWords)%len(muleKinds)] + " " + muleWords[at%len(muleWords)]
	if again := at / (len(muleWords) * len(muleKinds)); again > 0 {
		name += " " + roman(again+1)
	}
	n.take(name)
	return name
}

func (n *christen) take(name string) bool {
	if n.taken[name] {
		return false
	}
	n.taken[name] = true
	return true
}

// roman is a small number as it stands behind a name.
func roman(n int) string {
	numerals := []string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"}
	if n < len(numerals) {
		return numerals[n]
	}
	return strconv.Itoa(n)
}

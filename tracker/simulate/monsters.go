package simulate

// denizens says what lives at places with one of the words in their name. The
// first that fits counts.
var denizens = []struct {
	words    string
	monsters []string // the first is the most common
}{
	{"Olthoi Hive Brood", []string{"Olthoi Swarm Noble", "Olthoi Swarm Eviscerator", "Olthoi Swarm Mutilator", "Olthoi Swarm Soldier"}},
	{"Tusker", []string{"Assailer Tusker", "Devastator Tusker", "Rampager Tusker", "Silver Tusker", "Goldenback Tusker"}},
	{"Mukkir", []string{"Fanatical Mukkir", "Mukkir", "Mukkir Pod", "Fledgling Mukkir"}},
	{"Ruschk", []string{"Ruschk Sadist", "Ruschk Slayer", "Ruschk Warlord", "Ruschk Skinner"}},
	{"Citadel Ziggurat Archive", []string{"Paradox-touched Olthoi Eviscerator", "Paradox-touched Olthoi Warrior", "Paradox-touched Olthoi Noble"}},
	{"Mosswart", []string{"Mosswart Tormentor", "Mosswart Mystic", "Bog Mosswart", "Mire Mosswart", "Mosswart Warder"}},
	{"Banderling", []string{"Banderling Mangler", "Banderling Mauler", "Banderling Raider", "Banderling Striker"}},
	{"Drudge", []string{"Drudge Ravener", "Drudge Robber", "Drudge Stalker", "Drudge Seer"}},
	{"Lugian", []string{"Tiatus Lugian", "Extas Lugian", "Gigas Lugian", "Lugian Champion"}},
	{"Tumerok", []string{"Tumerok Vanguard", "Tumerok Major", "Tumerok Gladiator", "Tumerok Priest"}},
	{"Burun", []string{"Burun Ruuk Ranger", "Burun Kukuur Hunter", "Guruk Monster", "Burun Shaman"}},
	{"Virindi", []string{"Virindi Paradox", "Virindi Executor", "Virindi Servant", "Virindi Inquisitor"}},
	{"Shadow", []string{"Shadow Commander", "Shadow Captain", "Shadow Spectre", "Panumbris Shadow"}},
	{"Golem", []string{"Obsidian Golem", "Diamond Golem", "Iron Golem", "Magma Golem", "Copper Golem"}},
	{"Undead Lich Tomb Crypt Skeleton Dead", []string{"Lich Lord", "Revenant", "Skeleton Champion", "Bone Lord", "Dark Revenant"}},
	{"Sclavus", []string{"Sclavus Acolyte", "Sclavus Priest", "Sclavus Guardian", "Stone Sclavus"}},
	{"Monouga", []string{"Mountain Monouga", "Sapphire Monouga", "Azure Monouga"}},
	{"Zefir", []string{"Zharalim Zefir", "Rift Zefir", "Storm Zefir"}},
	{"Mite", []string{"Mite Snippet", "Mite Sire", "Mite Queen", "Mite Digger"}},
	{"Wasp Phyntos", []string{"Gold Phyntos Wasp", "Jungle Phyntos Wasp", "Phyntos Killer"}},
	{"Gromnie", []string{"Ash Gromnie", "Azure Gromnie", "Ivory Gromnie", "Swamp Gromnie"}},
	{"Grievver", []string{"Sharp Claw Grievver", "Grievver Matriarch", "Violator Grievver"}},
	{"Moar", []string{"Moarsman Prophet", "Moarsman Raider", "Shallows Moar", "Abyssal Moar"}},
	{"Shreth", []string{"Shreth", "Tukal Shreth", "Dire Shreth"}},
	{"Thrungus Eater", []string{"Thrungus", "Ravenous Eater", "Voracious Eater", "Abhorrent Eater"}},
	{"Bandit", []string{"Bandit Cutthroat", "Bandit Archer", "Bandit Captain"}},
	{"Armoredillo", []string{"Sandy Armoredillo", "Spiked Armoredillo", "Plated Armoredillo"}},
	{"Penguin Mattekar", []string{"Mattekar", "Frost Mattekar", "Dire Mattekar", "Penguin"}},
}

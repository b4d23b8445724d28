package query

// ownFilters look at more than the item: at its owner's upload, at what the user
// wrote, at what a character wears.
func ownFilters() []Filter {
	return []Filter{
		{Name: "seen", Form: FormAge, Help: "When its owner was last uploaded in full: minutes, hours, days or weeks ago.", Example: "seen:<1d",
			mistaken: []string{"age", "updated", "uploaded", "last_seen"}},
		{Name: "tag", Form: FormTerm, Help: "Your own tags.", Example: "tag:keep", place: PlaceTag, mistaken: []string{"tags", "label"}},
		{Name: "note", Form: FormTerm, Help: "Your own note.", Example: "note:trade", place: PlaceNote, mistaken: []string{"notes", "comment"}},
		{Name: "better", Form: FormCharacter, Help: "Better than what a character wears in a slot that it fits, or made for a slot that is empty.",
			Example: `better:"Mule A"`, mistaken: []string{"upgrade", "upgrades", "upgrades_for"}},
	}
}

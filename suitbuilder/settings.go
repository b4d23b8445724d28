package suitbuilder

// Settings are the suit builder's. Their environment names are the flags' in
// capitals.
type Settings struct {
	SuitbuilderPoolSize int `help:"Connections of the suit builder to the database inventory_db." default:"4" min:"1"`
}

// Package adoption brings a database that another program made to the form that
// our migrations make, in place, without taking anything away from that program.
//
// What the form is nobody writes down twice: the migrations themselves are run
// in a schema of their own beside the old tables, and the two are compared. What
// is missing is added; what the old tables have besides stays. Nothing is
// narrowed: a column keeps its type and its default, loses a NOT NULL that ours
// lacks, and never gains one.
//
// A Survey only looks (save for that schema, which a rollback takes away); it
// gives Steps, each with a sentence for people, and who runs the survey decides
// whether they are only read or also run.
package adoption

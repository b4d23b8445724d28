// Package inventory is what characters own: it takes inventories and their
// changes into a durable log, keeps every item in the database "inventory_db",
// and finds any of them again.
package inventory

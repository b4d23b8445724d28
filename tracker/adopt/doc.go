// Package adopt takes over the database dereth of the earlier services: users and
// world, in place and in one transaction. Afterwards this server records into it,
// and the earlier service could go on writing it.
//
// What holds for any table is store/adoption's: columns, keys and tables that are
// missing. What is about the world stands here: the two tables of events become
// partitioned by day unless they are hypertables, doubled rares are set aside,
// sessions are counted, and a combat lifetime that its sessions do not explain
// keeps the rest.
package adopt

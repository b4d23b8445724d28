//go:build unix

package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
)

// defaults are the settings for a server that ingests on a small machine.
func defaults(connections int) map[string]string {
	return map[string]string{
		// Nothing that was promised may be lost.
		"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on",
		// Modest memory; the system's own cache does the rest.
		"shared_buffers": "128MB", "huge_pages": "off", "work_mem": "8MB", "maintenance_work_mem": "64MB",
		"max_connections": strconv.Itoa(connections),
		// Steady ingest: few, spread checkpoints, yet recovery within a minute.
		"max_wal_size": "1GB", "min_wal_size": "80MB", "checkpoint_timeout": "10min", "wal_compression": "on", "wal_buffers": "8MB",
		// Two cores: one helper a query, cheap plans, no compiler.
		"max_worker_processes": "8", "max_parallel_workers_per_gather": "1", "jit": "off", "random_page_cost": "1.1",
		"autovacuum_max_workers": "2",
		// A query over years of daily partitions locks each of them and its indexes.
		"max_locks_per_transaction": "256",
		// Everything in UTC and in English, which errors are read in.
		"timezone": "UTC", "log_timezone": "UTC", "lc_messages": "C", "datestyle": "iso, mdy",
		"log_destination": "stderr", "logging_collector": "off", "log_line_prefix": "%m [%p] %q%a %d ", "log_checkpoints": "off",
		"log_min_duration_statement": "5s",
		"cluster_name":               "overlord", "password_encryption": "scram-sha-256",
		"restart_after_crash": "on",
	}
}

// writeSettings writes the two files that PostgreSQL reads at its start.
func writeSettings(l layout, cfg Config) error {
	if err := os.WriteFile(l.config(), []byte(settingsText(cfg)), 0o644); err != nil {
		return err
	}
	if err := os.Chmod(l.config(), 0o644); err != nil { // the umask may have taken the reader's right
		return err
	}
	if err := os.WriteFile(l.hba(), []byte(hbaText(cfg)), 0o644); err != nil {
		return err
	}
	return os.Chmod(l.hba(), 0o644)
}

func settingsText(cfg Config) string {
	values := defaults(cfg.Connections)
	maps.Copy(values, cfg.Settings)
	var b strings.Builder
	b.WriteString("# Written anew at every start. Settings of your own belong in local.conf beside this file; they win.\n")
	b.WriteString("include 'data/postgresql.conf'\n")
	for _, name := range slices.Sorted(maps.Keys(values)) {
		fmt.Fprintf(&b, "%s = '%s'\n", name, strings.ReplaceAll(values[name], "'", "''"))
	}
	b.WriteString("include 'local.conf'\n")
	return b.String()
}

// hbaText lets in whom the socket folder lets in, and over the network only
// who has a password; the superuser has none.
func hbaText(cfg Config) string {
	text := "# Written anew at every start. The socket's folder is passed by the database's user only.\nlocal all all trust\n"
	if cfg.Listen != "" {
		text += "host all all 127.0.0.0/8 scram-sha-256\nhost all all ::1/128 scram-sha-256\n"
	}
	return text
}

// arguments are the settings that nothing may override.
func arguments(l layout, cfg Config, socket string) []string {
	host, port, _ := cfg.address() // checked by Validate
	return []string{
		"-D", l.data(),
		"-c", "config_file=" + l.config(),
		"-c", "hba_file=" + l.hba(),
		"-c", "unix_socket_directories=" + quoteListItem(socket),
		"-c", "unix_socket_permissions=0700",
		"-c", "listen_addresses=" + host,
		"-c", "port=" + strconv.Itoa(port),
	}
}

// quoteListItem quotes a path for a setting that is a list of paths.
func quoteListItem(path string) string {
	return `"` + strings.ReplaceAll(path, `"`, `""`) + `"`
}

// fsyncOff tells that the settings give durability up, as tests do.
func fsyncOff(cfg Config) bool { return cfg.Settings["fsync"] == "off" }

// localText begins local.conf, which is the user's from then on.
const localText = "# Settings of your own for the private database, such as shared_buffers = '256MB'. They win over postgresql.conf.\n"

// makeLocal makes sure that there is a local.conf and that the database's user
// can read it.
func makeLocal(l layout, as account) error {
	info, err := os.Stat(l.local())
	if errors.Is(err, fs.ErrNotExist) {
		return os.WriteFile(l.local(), []byte(localText), 0o644)
	}
	if err != nil || !as.other {
		return err
	}
	return os.Chmod(l.local(), info.Mode().Perm()|0o044)
}

//go:build unix

package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the user that PostgreSQL runs as.
type account struct {
	name     string
	uid, gid uint32
	other    bool // not the user of this process, which then is root
}

// servants are the users that root runs PostgreSQL as where there is no data
// folder yet whose owner would tell; the first that exists.
func servants() []string { return []string{"postgres", "nobody"} }

// accountFor chooses the user: the process's own, unless that is root. Root
// takes the owner of the data folder, so that a folder made by somebody stays
// his, and else the first servant.
func accountFor(l layout) (account, error) {
	owner, exists, err := ownerOf(l.data())
	if err != nil {
		return account{}, err
	}
	if uid := os.Geteuid(); uid != 0 {
		own := account{name: nameOf(uint32(uid)), uid: uint32(uid), gid: uint32(os.Getegid())}
		if exists && owner.uid != own.uid {
			return account{}, fmt.Errorf("the private database in %s belongs to user %s, and this is user %s: start as root or as %s, or give it away with `chown -R`", l.data(), owner.name, own.name, owner.name)
		}
		return own, nil
	}
	if exists && owner.uid != 0 {
		return owner, nil
	}
	for _, name := range servants() {
		if u, err := user.Lookup(name); err == nil {
			return accountOf(u)
		}
	}
	return account{}, errors.New("PostgreSQL refuses to run as root, and neither of the users postgres and nobody exists to run it: make one, or start as another user")
}

// ownerOf is the owner of a folder, if there is such a folder.
func ownerOf(dir string) (account, bool, error) {
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return account{}, false, nil
	}
	if err != nil {
		return account{}, false, fmt.Errorf("the private database's folder cannot be read: %w", err)
	}
	st := info.Sys().(*syscall.Stat_t)
	owner := account{name: nameOf(st.Uid), uid: st.Uid, gid: st.Gid, other: true}
	if u, err := user.LookupId(strconv.Itoa(int(st.Uid))); err == nil {
		owner, err = accountOf(u)
		return owner, true, err
	}
	return owner, true, nil
}

func accountOf(u *user.User) (account, error) {
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return account{}, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	return account{name: u.Username, uid: uint32(uid), gid: uint32(gid), other: true}, err
}

// nameOf is a user's name, or the number where it has none.
func nameOf(uid uint32) string {
	if u, err := user.LookupId(strconv.Itoa(int(uid))); err == nil {
		return u.Username
	}
	return strconv.Itoa(int(uid))
}

// attributes make a child process run as the account.
func (a account) attributes() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{}
	if a.other {
		attr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return attr
}

// own gives a folder to the account, with mode 0700.
func (a account) own(dir string) error {
	if a.other {
		if err := os.Chown(dir, int(a.uid), int(a.gid)); err != nil {
			return fmt.Errorf("the folder cannot be given to user %s: %w", a.name, err)
		}
	}
	return os.Chmod(dir, 0o700)
}

// ownAll gives everything below a folder to the account, where root owns it: a
// data folder that root brought back from a backup.
func (a account) ownAll(dir string) error {
	owner, exists, err := ownerOf(dir)
	if err != nil || !exists || !a.other || owner.uid == a.uid {
		return err
	}
	err = filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, int(a.uid), int(a.gid))
	})
	if err != nil {
		return err
	}
	return a.own(dir)
}

// reach makes sure that the account may pass every folder down to dir. Folders
// of our own are opened for passing (not for reading); another one on the way is
// named in the error.
func (a account) reach(dir string, own ...string) error {
	if !a.other {
		return nil
	}
	for _, folder := range append(own, dir) {
		if err := a.letPass(folder); err != nil {
			return err
		}
	}
	err := a.enter(dir)
	if err == nil {
		return nil
	}
	if blocked := a.blockedBy(filepath.Join(dir, "x")); blocked != "" {
		return fmt.Errorf("root cannot run PostgreSQL itself, and the user it runs as, %s, may not pass the folder %s: `chmod o+x %s`, or set DATA_DIR to another place such as /var/lib/overlord, or start as a normal user", a.name, blocked, blocked)
	}
	return fmt.Errorf("a program cannot be run as user %s in %s: %w", a.name, dir, err)
}

// letPass lets everybody pass a folder that the account may not.
func (a account) letPass(folder string) error {
	info, err := os.Stat(folder)
	if err != nil || a.passes(info) {
		return err
	}
	return os.Chmod(folder, info.Mode().Perm()|0o011)
}

// enter tries what PostgreSQL will do: run as the account in a folder. That
// there is no shell does not matter; the folder was entered before that is found.
func (a account) enter(dir string) error {
	cmd := exec.Command("/bin/sh", "-c", ":")
	cmd.Dir, cmd.SysProcAttr = dir, a.attributes()
	if err := cmd.Run(); errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil
}

// blockedBy is the first folder on the way to a path that the account may not
// pass by its mode bits; "" when there is none.
func (a account) blockedBy(path string) string {
	var blocked string
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if info, err := os.Stat(dir); err == nil && !a.passes(info) {
			blocked = dir
		}
		if dir == filepath.Dir(dir) {
			return blocked
		}
	}
}

// passes reads the mode bits as the kernel does: the owner's for the owner, the
// group's for the group, else the others'.
func (a account) passes(info fs.FileInfo) bool {
	st := info.Sys().(*syscall.Stat_t)
	switch {
	case st.Uid == a.uid:
		return info.Mode().Perm()&0o100 != 0
	case st.Gid == a.gid:
		return info.Mode().Perm()&0o010 != 0
	}
	return info.Mode().Perm()&0o001 != 0
}

// owns tells whether a file is the account's.
func (a account) owns(info fs.FileInfo) bool { return info.Sys().(*syscall.Stat_t).Uid == a.uid }

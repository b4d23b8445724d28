package magtools

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// suffix is what follows the character's name in a file's name, in any case.
const suffix = ".Inventory.xml"

// maxName is the most characters of a character's name.
const maxName = 64

// File is the inventory of one character.
type File struct {
	Path      string
	Character string
	Server    string    // name of the folder that it lies in
	Time      time.Time // when it was written: that is when the inventory was so
	Size      int64     // bytes
}

// Skipped is something that looks like an inventory and is none, or a folder that
// cannot be read.
type Skipped struct {
	Path   string
	Reason string
}

// Find lists the inventories of a file, a folder, or a folder of servers' folders
// and deeper, by path. Links are not followed. An error: there is no such path, or
// it names a file that is no inventory.
func Find(path string) ([]File, []Skipped, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("%s does not exist", path)
	}
	if err != nil {
		return nil, nil, err
	}
	if !info.IsDir() {
		f, reason := fileOf(path, info)
		if reason != "" {
			return nil, nil, fmt.Errorf("%s: %s", path, reason)
		}
		return []File{f}, nil, nil
	}
	files, skipped := walk(path)
	return files, skipped, nil
}

func walk(root string) (files []File, skipped []Skipped) {
	// the callback returns no errors, so neither does the walk
	_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			skipped = append(skipped, Skipped{path, reasonOf(err)})
			return nil
		}
		if entry.IsDir() || !hasSuffix(path) {
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			skipped = append(skipped, Skipped{path, reasonOf(err)})
			return nil
		}
		f, reason := fileOf(path, info)
		if reason != "" {
			skipped = append(skipped, Skipped{path, reason})
			return nil
		}
		files = append(files, f)
		return nil
	})
	return files, skipped
}

// reasonOf leaves the path out, which stands beside the reason.
func reasonOf(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err.Error()
	}
	return err.Error()
}

func fileOf(path string, info fs.FileInfo) (f File, reason string) {
	name := characterOf(path)
	switch {
	case !hasSuffix(path):
		return File{}, "the name of an inventory ends in " + suffix
	case !info.Mode().IsRegular():
		return File{}, "it is no regular file"
	case name == "":
		return File{}, "no character can have this name"
	case info.Size() > MaxFileBytes:
		return File{}, fmt.Sprintf("it has %d bytes; an inventory has at most %d", info.Size(), MaxFileBytes)
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		absolute = path
	}
	return File{Path: path, Character: name, Server: filepath.Base(filepath.Dir(absolute)), Time: info.ModTime().UTC(), Size: info.Size()}, ""
}

func hasSuffix(path string) bool {
	return len(path) >= len(suffix) && strings.EqualFold(path[len(path)-len(suffix):], suffix)
}

// characterOf returns the name that stands before the suffix; "" if that cannot
// be a character's.
func characterOf(path string) string {
	if !hasSuffix(path) {
		return ""
	}
	base := filepath.Base(path)
	name := strings.TrimSpace(base[:len(base)-len(suffix)])
	if !utf8.ValidString(name) || utf8.RuneCountInString(name) > maxName || strings.ContainsFunc(name, unicode.IsControl) {
		return ""
	}
	return name
}

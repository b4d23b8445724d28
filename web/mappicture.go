package web

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"github.com/go-chi/chi/v5"

	"overlord/store/fault"
	"overlord/web/api"
)

const (
	mapPictureName = "map.png"

	// maxMapPicture is more than a picture needs that has a pixel for every five
	// metres; a larger one would be no help and no browser's friend.
	maxMapPicture = 64 << 20

	// sniffLength is what http.DetectContentType looks at, in bytes.
	sniffLength = 512
)

// mapPictureKinds are what every browser shows. The file's name says nothing of it.
var mapPictureKinds = []string{"image/png", "image/jpeg", "image/webp"}

// MapPicture is a picture of the land that whoever runs the server may put into
// DATA_DIR. It reaches from -102 to +102 on both axes.
type MapPicture struct{ path string }

// NewMapPicture serves map.png of a folder. The file may come, change and go while
// the server runs.
func NewMapPicture(dataDir string) MapPicture {
	return MapPicture{path: filepath.Join(dataDir, mapPictureName)}
}

// Routes are for whoever may see the map.
func (p MapPicture) Routes(r chi.Router) { r.Get("/map.png", api.HandlerFunc(p.serve)) }

// serve answers with the picture, or 304 to whoever has it.
func (p MapPicture) serve(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	file, err := os.Open(p.path)
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.NotFound, "there is no picture of the map; one can be put into DATA_DIR as %s", mapPictureName)
	}
	if err != nil {
		return fmt.Errorf("open the picture of the map: %w", err)
	}
	defer file.Close()
	kind, info, err := checkMapPicture(file)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", fmt.Sprintf(`"%x-%x"`, info.ModTime().UnixNano(), info.Size()))
	http.ServeContent(w, r, "", info.ModTime(), file)
	return nil
}

// checkMapPicture finds out what kind of picture a file is, and refuses what is none.
func checkMapPicture(file *os.File) (kind string, info fs.FileInfo, err error) {
	info, err = file.Stat()
	if err != nil {
		return "", nil, fmt.Errorf("look at the picture of the map: %w", err)
	}
	if !info.Mode().IsRegular() {
		return "", nil, fault.New(fault.NotFound, "%s in DATA_DIR is no file", mapPictureName)
	}
	if info.Size() > maxMapPicture {
		return "", nil, fault.New(fault.NotFound, "%s in DATA_DIR has %d MiB; at most %d MiB are shown", mapPictureName, info.Size()>>20, maxMapPicture>>20)
	}
	start := make([]byte, sniffLength)
	n, err := io.ReadFull(file, start)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return "", nil, fmt.Errorf("read the picture of the map: %w", err)
	}
	kind = http.DetectContentType(start[:n])
	if !slices.Contains(mapPictureKinds, kind) {
		return "", nil, fault.New(fault.NotFound, "%s in DATA_DIR is no PNG, JPEG or WebP picture", mapPictureName)
	}
	return kind, info, nil
}

package frontend_test

import (
	"bytes"
	"io/fs"
	"testing"

	"overlord/frontend"
)

func TestDistAlwaysHasAPage(t *testing.T) {
	t.Parallel()
	page, err := fs.ReadFile(frontend.Dist(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(page, []byte("Mosswart Overlord")) {
		t.Fatalf("the page does not name the product: %q", page)
	}
}

func TestPageWorksUnderAStrictContentPolicy(t *testing.T) {
	t.Parallel()
	page, err := fs.ReadFile(frontend.Dist(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, forbidden := range []string{"<style", "style=", "<script>", "onload=", "javascript:"} {
		if bytes.Contains(page, []byte(forbidden)) {
			t.Errorf("index.html contains %q, which a policy without inline code refuses", forbidden)
		}
	}
}

func TestPlaceholderSaysHowToBuild(t *testing.T) {
	t.Parallel()
	page, err := fs.ReadFile(frontend.Dist(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	if says := bytes.Contains(page, []byte("make run")); says == frontend.Built() {
		t.Fatalf("built: %v, but the page mentions make run: %v", frontend.Built(), says)
	}
}

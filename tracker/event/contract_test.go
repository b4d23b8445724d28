package event

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// contractFolder is where the contract lies beside the project, on machines
// that have it.
const contractFolder = "../../../shared/contract"

// The copies that the tests here decode are the contract's own files.
func TestTestdataIsTheContracts(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(contractFolder); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the contract is not on this machine")
	}
	compareFolder(t, filepath.Join(contractFolder, "events"), filepath.Join("testdata", "events"))
	compareFile(t, filepath.Join(contractFolder, "number-cases.json"), filepath.Join("testdata", "number-cases.json"))
}

func compareFolder(t *testing.T, original, copied string) {
	t.Helper()
	originals, err := os.ReadDir(original)
	if err != nil {
		t.Fatal(err)
	}
	copies, err := os.ReadDir(copied)
	if err != nil {
		t.Fatal(err)
	}
	if len(originals) != len(copies) {
		t.Errorf("%d files in the contract, %d here", len(originals), len(copies))
	}
	for _, file := range originals {
		compareFile(t, filepath.Join(original, file.Name()), filepath.Join(copied, file.Name()))
	}
}

func compareFile(t *testing.T, original, copied string) {
	t.Helper()
	want, err := os.ReadFile(original)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the contract has", copied)
	}
}

// badFrame is a line of bad.jsonl.
type badFrame struct{ Why, Frame string }

func badFrames(tb testing.TB) []badFrame {
	tb.Helper()
	var found []badFrame
	for line := range bytes.Lines(MustRead(tb, "events", "bad.jsonl")) {
		var bad badFrame
		if err := json.Unmarshal(line, &bad); err != nil {
			tb.Fatal(err)
		}
		found = append(found, bad)
	}
	return found
}

func TestBadFramesAreRefused(t *testing.T) {
	t.Parallel()
	type outcome struct {
		family Family
		reason Reason
	}
	want := map[string]outcome{
		"not an object":        {FamilyNone, ReasonNotAnObject},
		"not JSON":             {FamilyNone, ReasonNotJSON},
		"no type":              {FamilyNone, ReasonNoType},
		"type is no string":    {FamilyNone, ReasonNoType},
		"no character":         {FamilySpawn, ReasonNoCharacter},
		"blank character":      {FamilySpawn, ReasonBadCharacter},
		"character too long":   {FamilySpawn, ReasonBadCharacter},
		"NUL in a name":        {FamilySpawn, ReasonBadCharacter},
		"NUL in a stored text": {FamilySpawn, ReasonBadValue},
		"number as words":      {FamilyTelemetry, ReasonBadValue},
		"infinite coordinate":  {FamilySpawn, ReasonBadValue},
		"negative kills":       {FamilyTelemetry, ReasonBadValue},
		"kills beyond int64":   {FamilyTelemetry, ReasonBadValue},
		"items is no array":    {FamilyFullInventory, ReasonBadValue},
	}
	frames := badFrames(t)
	if len(frames) != len(want) {
		t.Errorf("%d bad frames in the contract, %d known here", len(frames), len(want))
	}
	for _, bad := range frames {
		t.Run(bad.Why, func(t *testing.T) {
			refusal := MustRefuse(t, bad.Frame)
			if got := (outcome{refusal.Family, refusal.Reason}); got != want[bad.Why] {
				t.Errorf("refused as %v, want %v", got, want[bad.Why])
			}
			if !refusal.Answered() || refusal.Message == "" {
				t.Errorf("the plugin is not told: %+v", refusal)
			}
		})
	}
}

package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"overlord/store/storetest"
)

// From an uploaded inventory to a suit that is kept, through all of the server.
func TestASuitFromUploadToShelf(t *testing.T) {
	t.Parallel()
	database := storetest.Start(t)
	p := newProcess(t, "DATABASE_URL="+database.URL("dereth"), "INVENTORY_DATABASE_URL="+database.URL("inventory_db"), "FIRST_ADMIN=asheron", "ADMIN_PASSWORD="+oldPassword)
	p.start()
	client := mustSignIn(t, p)
	post := func(path, body string) (status int, text string) {
		t.Helper()
		answer, err := client.Post(p.url(path), "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		all, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(all)
	}
	status, text := post("/process-inventory", `{"character_name":"Mule","items":[
		{"Id":11,"Name":"Plate","ObjectClass":2,"HasIdData":true,"IntValues":{"218103822":512,"218103821":1024,"28":300,"131":60,"265":14},"Spells":[3965]},
		{"Id":12,"Name":"Crown","ObjectClass":2,"HasIdData":true,"IntValues":{"218103822":1,"218103821":16384,"28":310,"131":60,"158":7,"159":1,"160":200}},
		{"Id":13,"Name":"Cap","ObjectClass":2,"HasIdData":true,"IntValues":{"218103822":1,"218103821":16384,"28":290,"131":60}}]}`)
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, text)
	}
	conn, err := pgx.Connect(t.Context(), database.URL("dereth"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), `insert into character_stats (character_name, "timestamp", level, stats_data) values ('Main', now(), 180, '{}')`); err != nil {
		t.Fatal(err)
	}
	status, text = post("/inv/suitbuilder/search", `{"cantrips":[{"name":"Strength","tier":"epic"}],"target":"Main"}`)
	if status != http.StatusOK || !strings.Contains(text, `"cantrips":1,"set_pieces":0,"crit_damage_rating":0,"damage_rating":0,"total_rating":0,"armor_level":590`) ||
		!strings.Contains(text, `event: complete`) || !strings.Contains(text, `"optimal":true`) || !strings.Contains(text, "1 item is beyond what Main can wield.") {
		t.Fatalf("%d %s", status, text)
	}
	status, text = post("/suits", `{"name":"Main's","request":{"objective":["armor_level"],"target":"Main"},"items":[{"character_name":"Mule","item_id":11,"slots":["chest"]}]}`)
	var kept struct{ ID int64 }
	if err := json.Unmarshal([]byte(text), &kept); err != nil || status != http.StatusCreated {
		t.Fatalf("%d %s", status, text)
	}
	var answer struct {
		Since struct {
			Wearable bool
			Now      struct {
				Better bool
				Gain   string
			}
		}
	}
	if status := p.get("/suits/1", &answer); status != http.StatusOK || kept.ID != 1 || !answer.Since.Wearable || !answer.Since.Now.Better || answer.Since.Now.Gain != "armor_level: 590 in place of 300" {
		t.Errorf("%d %+v", status, answer)
	}
	var characters struct {
		Characters []struct {
			Name  string
			Items int
		}
	}
	if status := p.get("/suitbuilder/characters", &characters); status != http.StatusOK || len(characters.Characters) != 1 || characters.Characters[0].Items != 3 {
		t.Errorf("%d %+v", status, characters)
	}
	p.stop()
}

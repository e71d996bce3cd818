package vault

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/spf13/afero"

	"bricktop/creds"
	"bricktop/creds/secret"
	"bricktop/model/rotate"
)

// nobody is a system on which nothing runs.
type nobody struct{}

func (nobody) Process(int) (alive, ours bool)                { return false, false }
func (nobody) Listens(int, netip.AddrPort) (yes, known bool) { return false, true }

// Where claude-code-router does not run it reads the new token at its next start; of other readers nobody knows.
func TestReloadTellsWhoHasLetGo(t *testing.T) {
	fsys := afero.NewMemMapFs()
	token := "dapi" + strings.Repeat("0badcafe", 4)
	config := `{"HOST": "127.0.0.1", "PORT": 3457, "Providers": [{"name": "dbx", "api_key": "` + token +
		`", "api_base_url": "https://dbc-1.cloud.databricks.com/serving-endpoints/m/invocations", "models": ["m"]}]}`
	if err := afero.WriteFile(fsys, "/home/dev/.claude-code-router/config.json", []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	files := creds.New(creds.Options{Fs: fsys, Home: "/home/dev", UID: -1})
	reload := Readers(files, nobody{})("")
	ask := func(id string) (ok bool, sentence string) {
		_, ok, sentence = reload.Reload(t.Context(), rotate.Target{
			ID: id, Host: "https://dbc-1.cloud.databricks.com", Held: secret.New(token), Reader: "Each new process reads it.",
		}, secret.New("dapi"+strings.Repeat("0badf00d", 4)))
		return ok, sentence
	}
	if ok, sentence := ask("claude-code-router:dbx"); !ok || !strings.Contains(sentence, "not run") {
		t.Errorf("%v %q", ok, sentence)
	}
	if ok, sentence := ask("databrickscfg:DEFAULT"); ok || sentence != "Each new process reads it." {
		t.Errorf("%v %q", ok, sentence)
	}
	if s := settings(files.Look(t.Context(), "").Files[1]); s.Host != "127.0.0.1" || s.Port != 3457 || s.Database {
		t.Errorf("%+v", s)
	}
}

package vault

import (
	"context"
	"net/netip"
	"path/filepath"
	"strings"
	"time"

	"bricktop/creds"
	"bricktop/creds/secret"
	"bricktop/model/rotate"
	"bricktop/model/router"
)

// Processes is what the system tells about running programs.
type Processes interface {
	// Process tells whether a process runs, and as our own user.
	Process(pid int) (alive, ours bool)
	// Listens tells whether it is this process that an address leads to; known is false where nobody says.
	Listens(pid int, at netip.AddrPort) (yes, known bool)
}

// Reload gives new tokens to a claude-code-router that runs. It is a rotate.Reloader. Of every other reader
// nobody knows when it lets go of the old token.
type Reload struct {
	Files     *creds.Catalogue
	Profile   string
	Processes Processes
}

var _ rotate.Reloader = Reload{}

// Readers is a Reload for every profile.
func Readers(files *creds.Catalogue, p Processes) func(profile string) rotate.Reloader {
	return func(profile string) rotate.Reloader { return Reload{Files: files, Profile: profile, Processes: p} }
}

// Reload tells the reader of a target, and says what came of it.
func (r Reload) Reload(ctx context.Context, t rotate.Target, value secret.Secret) (after time.Duration, ok bool, sentence string) {
	name, ours := strings.CutPrefix(t.ID, creds.ClaudeCodeRouter+":")
	if !ours {
		return 0, false, t.Reader
	}
	for _, f := range r.Files.Look(ctx, r.Profile).Files {
		if f.ID == creds.ClaudeCodeRouter {
			client := router.Client{Settings: settings(f), Machine: door{r, ctx}}
			outcome := client.Reload(ctx, router.Provider{Name: name, Host: t.Host}, t.Held, value)
			after, ok = outcome.LetGo()
			return after, ok, outcome.Sentence()
		}
	}
	return 0, false, t.Reader
}

func settings(f creds.File) router.Settings {
	s := router.Settings{Host: f.Server.Host, Port: f.Server.Port, Database: filepath.Base(f.Superseded) == "config.sqlite"}
	for _, held := range f.Secrets {
		if held.Where == "APIKEY" {
			s.APIKey = held.Value
		}
	}
	return s
}

// door is what a router's client may look at.
type door struct {
	Reload
	ctx context.Context
}

func (m door) ReadFile(name string) ([]byte, error) { return m.Files.Beside(m.ctx, name) }

func (m door) Process(pid int) (alive, ours bool) { return m.Processes.Process(pid) }

func (m door) Listens(pid int, at netip.AddrPort) (yes, known bool) {
	return m.Processes.Listens(pid, at)
}

package model_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"bricktop/model"
	"bricktop/model/settings"
)

// settledBy starts a dashboard with the settings of a file.
func settledBy(file string) func(*stage) {
	return func(s *stage) { s.opts.Settings = settings.Read("/c.toml", []byte(file), nil, model.Known()) }
}

// A rebound key does what the old one did, and the old one no longer; whatever names the key follows.
func TestReboundKeys(t *testing.T) {
	s := newStage(t, settledBy("[keys]\nrevoke = ['X', 'f8']\ncreate = 'N'\nrefresh = 'f5'\nhelp = 'H'"))
	s.sees("X revoke", "N new", "H help").misses("x revoke", "n new", "? help")
	s.Press("x", "n")
	s.misses("Revoke this token?", "New token")
	s.Press("X")
	s.sees("Revoke this token?")
	s.Press("esc", "N")
	s.sees("New token")
	s.Press("esc", "H")
	s.sees("X f8").misses("? ")
	s.Press("esc", "w")
	s.sees("press N, and then w")
	s.Press("/")
	s.Type("nowhere")
	s.sees("esc shows all.")
}

// The columns are those that were settled, in their order; a sort by one that is not there is told in the title.
func TestSettledColumns(t *testing.T) {
	s := newStage(t, settledBy("columns = ['id', 'left', 'comment']"))
	s.misses("STATE", "USED BY", "CREATED")
	head := ""
	for line := range strings.Lines(s.screen()) {
		if strings.Contains(line, "COMMENT") {
			head = strings.Join(strings.Fields(strings.Trim(line, "│ \n")), " ")
		}
	}
	if !strings.HasSuffix(head, " ID LEFT ▲ COMMENT") {
		t.Errorf("%q", head)
	}
	s.sees("laptop", "bbbb2222")
	s.Press("s", "s", "s")
	s.sees("oldest first")
	s.Resize(60, 16)
	s.sees("laptop")
}

func TestSettledNewToken(t *testing.T) {
	s := newStage(t, settledBy("[new_token]\ncomment = 'from here'\nlifetime = '12h'"))
	s.Press("n", "enter")
	s.calledTimes("create from here 12h0m0s", 1)
	s.Advance(2 * time.Second)
	s.Press("esc", "esc", "n", "enter")
	s.calledTimes("create from here (2) 12h0m0s", 1) // two of one comment could not be told apart

	s = newStage(t, settledBy("[new_token]\nlifetime = '12h'"), func(s *stage) { s.files.inv.TokenLifetime = 30 * time.Minute })
	s.Press("n", "enter")
	s.calledTimes("create sdk-", 1)
	if call := s.ws.calls[len(s.ws.calls)-2]; !strings.Contains(strings.Join(s.ws.calls, "\n"), " 30m0s") {
		t.Errorf("the environment wins: %q", call)
	}
}

func TestSettledThresholds(t *testing.T) {
	newStage(t).sees("urgent")
	newStage(t, settledBy("[thresholds]\nurgent = '1s'\nfloor = '1s'")).misses("! urgent").sees("soon")
}

// What of the settings is ignored is said at the start, and all of it is among the messages.
func TestIgnoredSettingsAreTold(t *testing.T) {
	s := newStage(t, settledBy("\nthme = 'dark'"))
	s.sees("c.toml:2:1: thme is no setting; did you mean theme? It is ignored.")
	s = newStage(t, settledBy("thme = 'dark'\nascii = 3\n[keys]\nmessages = 'M'"))
	s.sees("2 things in the settings are ignored: M says which.")
	s.Press("M")
	s.sees("c.toml:1:1: thme is no setting", "c.toml:2:9: ascii has to be true or false", "The settings are in /")
	s = newStage(t, settledBy(strings.Repeat("a\n", 500)))
	s.sees("More than 50 things in the settings are ignored")
	s.Press("!")
	s.sees("c.toml:51:2: From here on 450 things are ignored, and not listed.")
}

// A token that was put into the settings is not shown, wherever it stands.
func TestIgnoredSettingsHoldNoSecret(t *testing.T) {
	value := canary(7).Reveal()
	for _, file := range []string{"theme = '" + value + "'", "theme = " + value, "[colors]\n" + value + " = 1", "[keys]\nhelp = '" + value + "'"} {
		s := newStage(t, settledBy(file))
		s.sees("dapi••••").misses(value)
		s.Press("!")
		s.sees("c.toml:", "dapi••••").misses(value)
		s.Press("enter")
		s.sees("dapi••••").misses(value)
	}
}

// The README's example is one: every setting in it can be used, and every setting is in it.
func TestTheReadmesSettings(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readme), "<!-- settings -->\n```toml\n")
	example, _, ok := strings.Cut(rest, "```\n<!-- /settings -->")
	if !ok {
		t.Fatal("there is no example")
	}
	s := settings.Read("README.md", []byte(example), nil, model.Known())
	if len(s.Ignored) > 0 || s.Keys["revoke"] == nil || s.NewToken.Lifetime != 12*time.Hour {
		t.Errorf("%+v", s)
	}
	for _, name := range settings.Names() {
		if _, last, _ := strings.Cut("."+name, "."); !strings.Contains(example, last[strings.LastIndexByte(last, '.')+1:]+" = ") {
			t.Errorf("%s is not in the example", name)
		}
	}
}

package main

import (
	"context"
	"fmt"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/creds"
	"bricktop/model"
	"bricktop/model/modeltest"
	"bricktop/model/report"
	"bricktop/model/workspace/fake"
	"bricktop/ui/theme"
)

// Scene is one picture: a screen of the program in a known world at a known moment.
type Scene struct {
	Name  string        // of the files: NAME.png, NAME.cells
	Title string        // of the window
	W, H  int           // cells
	Dark  bool          // the terminal's colours; false: light
	Frame func() string // H styled lines; the same at every call
	// Play is the scene in a world of other options, for the goldens of every size and look; nil: none of its own.
	Play func(modeltest.Options) *modeltest.World
}

// scenes is every picture that this command makes.
var scenes = []Scene{
	demo("dashboard", 120, 40, true, nil, "down", "down"),
	again(demo("dashboard-light", 120, 40, false, nil, "down", "down")),
	demo("create", 100, 30, true, nil, "n"),
	demo("created", 100, 30, true, nil, "n", "enter"),
	demo("revoke", 120, 36, true, nil, "down", "x"),
	demo("revoke-many", 100, 34, true, nil, "*", "x"),
	demo("revoked-many", 100, 34, true, nil, "*", "down", "space", "x", "y"),
	demo("cli", 100, 30, true, nil, "down", "down", "e", "down"),
	demo("palette", 100, 34, true, nil, ":", "r", "e", "v"),
	demo("filter", 100, 24, true, nil, "/", "s", "d", "k"),
	demo("files", 120, 40, true, nil, "3", "down", "down", "down", "down", "down"),
	demo("fix", 100, 30, false, nil, "3", "f"),
	demo("details", 100, 30, true, nil, "down", "enter"),
	demo("profiles", 100, 30, true, nil, "p"),
	demo("links", 100, 30, true, nil, "o"),
	demo("help", 100, 44, true, nil, "?"),
	demo("rotate", 100, 34, true, nil, "down", "r", "y"),
	played("bricktop", "restart", 100, 30, true, func(o modeltest.Options) *modeltest.World {
		o.Reader = "claude-code-router still holds the old token until `ccr restart`."
		o.Edit = func(o *model.Options) { o.Router = oldRouter{} }
		return play(o, nil, "down", "r", "y", "c")
	}),
	demo("keep", 120, 36, true, claude, "down", "a", "y", "esc"),
	demo("keep-ask", 100, 30, true, claude, "down", "a"),
	demo("change", 100, 34, true, nil, "3", "down", "down", "down", "down", "f"),
	demo("write", 120, 34, true, wait, "n", "enter", "w"),
	demo("messages", 100, 30, true, nil, "3", "f", "y", "!"),
	demo("lifetimes", 120, 40, true, nil, "down", "L", "+", "+"),
	demo("lifetimes-narrow", 60, 16, false, wait, "down", "a", "y", "esc", "L", "+", "+", "+", "+", "+", "+", "+"),
	again(demo("narrow", 60, 16, true, nil)),
	again(demo("terminal-80x24", 80, 24, true, nil)),
	demo("offline", 100, 30, true, unplug, "R"),
	demo("unauthorised", 100, 30, true, wrongSecret, "R"),
	played("bricktop", "welcome", 100, 30, true, welcome),
	demo("themes", 100, 30, true, nil, "down", "t", "G", "up"),
	inTheme("high-contrast", true), inTheme("high-contrast", false), inTheme("colorblind", true), inTheme("colorblind", false),
	inTheme("brick", true), inTheme("brick", false), inTheme("fjord", true), inTheme("fjord", false),
	{Name: "ascii", Title: "bricktop --ascii", W: 100, H: 30, Dark: true, Frame: func() string {
		return frame(play(modeltest.Options{W: 100, H: 30, Theme: theme.Options{Dark: true, ASCII: true, Colors: theme.ANSI}}, nil))
	}},
}

// demo is a scene of the demo's world, after something happened to it and keys were pressed.
func demo(name string, w, h int, dark bool, happens func(*modeltest.World), keys ...string) Scene {
	return played("bricktop --demo", name, w, h, dark, func(o modeltest.Options) *modeltest.World { return play(o, happens, keys...) })
}

// played is a scene that is played by a function.
func played(title, name string, w, h int, dark bool, play func(modeltest.Options) *modeltest.World) Scene {
	return Scene{Name: name, Title: title, W: w, H: h, Dark: dark, Play: play, Frame: func() string {
		return frame(play(modeltest.Options{W: w, H: h, Theme: theme.Options{Dark: dark, Colors: theme.TrueColor}}))
	}}
}

// again is a scene of a screen that another scene shows too.
func again(s Scene) Scene {
	s.Play = nil
	return s
}

// inTheme is the dashboard in a theme, on a dark or a light background.
func inTheme(name string, dark bool) Scene {
	file := "theme-" + name
	if !dark {
		file += "-light"
	}
	return Scene{Name: file, Title: "bricktop --demo --theme " + name, W: 100, H: 30, Dark: dark, Frame: func() string {
		o := modeltest.Options{W: 100, H: 30, Theme: theme.Options{Name: name, Dark: dark, Colors: theme.TrueColor}}
		return frame(play(o, nil, "down"))
	}}
}

// play plays a scene in the demo's world. The caller closes it.
func play(o modeltest.Options, happens func(*modeltest.World), keys ...string) *modeltest.World {
	w, err := modeltest.NewWorld(o)
	if err != nil {
		panic(err) // loopback refused us: there is no picture to make
	}
	if happens != nil {
		happens(w)
	}
	w.Press(keys...)
	return w
}

// frame is what a world shows in the end.
func frame(w *modeltest.World) string {
	defer w.Close()
	return w.Frame()
}

// wait lets every dialog that opens by itself take keys at once: the clock goes on with every frame.
func wait(w *modeltest.World) {
	w.Every = func(tea.Msg, tea.View) { w.Clock.Move(time.Second) }
}

// oldRouter is a claude-code-router that keeps an old token.
type oldRouter struct{}

func (oldRouter) NeedsRestart(string) bool              { return true }
func (oldRouter) Program() (string, error)              { return "/usr/local/bin/ccr", nil }
func (oldRouter) Restart(context.Context, string) error { return nil }

// claude gives the demo the settings of Claude Code, with a token in them.
func claude(w *modeltest.World) {
	text := fmt.Sprintf("{\n  \"model\": \"opus\",\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": %q,\n    \"ANTHROPIC_AUTH_TOKEN\": %q\n  }\n}\n",
		w.Fake.Host+"/serving-endpoints/anthropic", w.Fake.RouterPAT)
	file, err := w.Fs.OpenFile(creds.DemoHome+"/.claude/settings.json", os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = file.WriteString(text)
	}
	if err != nil {
		panic(err) // a file in memory
	}
	w.Send(model.FilesChanged{})
	w.Settle()
}

// unplug lets two minutes go by without an answer from the workspace.
func unplug(w *modeltest.World) {
	w.Fake.Workspace.ClearFaults()
	w.Fake.Workspace.Fail("/", fake.Fault{Status: 503, Body: "upstream connect error"})
	w.Advance(2 * time.Minute)
}

// wrongSecret revokes the client secret and every access token made from it.
func wrongSecret(w *modeltest.World) {
	w.Fake.Workspace.RevokeSecret(w.Fake.ClientSecret)
	w.Advance(61 * time.Minute)
}

// welcome is a machine on which nothing is configured.
func welcome(o modeltest.Options) *modeltest.World {
	o.Edit = func(o *model.Options) {
		o.Demo = false
		o.Files = modeltest.Machine{Inventory: report.Inventory{Home: "/home/dev", Files: modeltest.NoFiles("/home/dev")}}
	}
	return play(o, nil)
}

// Package modeltest drives the dashboard without a terminal and without waiting: the caller presses keys,
// decides which reply comes first, and moves the clock. It is for tests and for pictures.
package modeltest

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"bricktop/model"
)

type timer struct {
	at  time.Time
	msg tea.Msg
}

// Driver runs one dashboard.
type Driver struct {
	Model   *model.Model
	Clock   *Clock
	Replies []tea.Msg // of commands that were run, not yet given to Update
	Quit    bool
	// Every, if set, is called after each message with what is on screen then.
	Every func(msg tea.Msg, view tea.View)

	// Feed, if set, gives the messages that came from outside while commands ran. They go to Update at once.
	Feed func() []tea.Msg

	timers []timer
}

// New starts a dashboard of w by h cells. Time and timers are the driver's, whatever the options say.
func New(o model.Options, clock *Clock, w, h int) *Driver {
	d := &Driver{Clock: clock}
	o.Now = clock.Now
	o.After = func(wait time.Duration, msg tea.Msg) tea.Cmd {
		d.timers = append(d.timers, timer{at: clock.Now().Add(wait), msg: msg})
		return nil
	}
	d.Model = model.New(o)
	d.Run(d.Model.Init())
	d.Send(tea.WindowSizeMsg{Width: w, Height: h})
	return d
}

// Send gives a message to Update and runs the commands that it asks for; what they reply waits in Replies.
func (d *Driver) Send(msg tea.Msg) {
	_, cmd := d.Model.Update(msg)
	d.Run(cmd)
	if d.Every != nil {
		d.Every(msg, d.Model.View())
	}
	if d.Feed != nil {
		for _, fed := range d.Feed() {
			d.Send(fed)
		}
	}
}

// Run runs a command; what it replies waits in Replies.
func (d *Driver) Run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			d.Run(c)
		}
	case tea.QuitMsg:
		d.Quit = true
	default:
		d.Replies = append(d.Replies, msg)
	}
}

// Deliver gives one waiting reply to Update.
func (d *Driver) Deliver(i int) {
	msg := d.Replies[i]
	d.Replies = slices.Delete(d.Replies, i, i+1)
	d.Send(msg)
}

// Settle delivers replies, in the order they came, until none is left.
func (d *Driver) Settle() {
	for len(d.Replies) > 0 {
		d.Deliver(0)
	}
}

// Press presses keys, named as Bubble Tea names them, and settles after each.
func (d *Driver) Press(keys ...string) {
	for _, k := range keys {
		d.Send(Key(k))
		d.Settle()
	}
}

// Until presses a key until the screen shows a text, at most twenty times.
func (d *Driver) Until(key, text string) {
	for range 20 {
		if strings.Contains(ansi.Strip(d.Frame()), text) {
			return
		}
		d.Press(key)
	}
}

// Type types a text, key by key.
func (d *Driver) Type(text string) {
	for _, r := range text {
		d.Press(string(r))
	}
}

// Resize changes the size of the screen.
func (d *Driver) Resize(w, h int) {
	d.Send(tea.WindowSizeMsg{Width: w, Height: h})
	d.Settle()
}

// Advance lets time go by: every timer that ends on the way ends at its own time.
func (d *Driver) Advance(by time.Duration) {
	end := d.Clock.Now().Add(by)
	for {
		next := -1
		for i, t := range d.timers {
			if !t.at.After(end) && (next < 0 || t.at.Before(d.timers[next].at)) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		t := d.timers[next]
		d.timers = slices.Delete(d.timers, next, next+1)
		d.Clock.forward(t.at)
		d.Send(t.msg)
		d.Settle()
	}
	d.Clock.forward(end)
}

// Timers is how many timers run.
func (d *Driver) Timers() int { return len(d.timers) }

// Frame is what is on screen, styled.
func (d *Driver) Frame() string { return d.Model.View().Content }

var namedKeys = map[string]tea.Key{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab},
	"shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift}, "backspace": {Code: tea.KeyBackspace},
	"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown}, "home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd},
	"delete": {Code: tea.KeyDelete}, "space": {Code: tea.KeySpace, Text: " "}, " ": {Code: tea.KeySpace, Text: " "},
	"ctrl+c": {Code: 'c', Mod: tea.ModCtrl}, "ctrl+l": {Code: 'l', Mod: tea.ModCtrl},
	"ctrl+z": {Code: 'z', Mod: tea.ModCtrl}, "ctrl+u": {Code: 'u', Mod: tea.ModCtrl},
	"ctrl+a": {Code: 'a', Mod: tea.ModCtrl}, "ctrl+k": {Code: 'k', Mod: tea.ModCtrl},
}

// Key is the message of a key, named as Bubble Tea names it: "x", "enter", "ctrl+l".
func Key(name string) tea.KeyPressMsg {
	if k, ok := namedKeys[name]; ok {
		return tea.KeyPressMsg(k)
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

package creds

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"bricktop/creds/edit"
)

// PullChange has the reader of a secret ask `bricktop token` for one, so that its file never holds any.
type PullChange struct {
	Target string // that holds the token now
	Again  bool   // another file changes after this one: plan once more

	path string // of the file that changes
	slot Slot
	how  how
}

// how is the change that a PullChange makes to its file.
type how byte

const (
	byHelper   how = iota // Claude Code: apiKeyHelper in the place of env.ANTHROPIC_AUTH_TOKEN
	byCommand             // Codex: auth.command in the place of experimental_bearer_token
	byNoName              // Codex: auth.command in the place of env_key
	byNoSecret            // Codex: what nobody names any more is taken out of its .env
)

// What agents are told. `bricktop token` prints what works for five minutes more, so that nobody keeps it longer;
// it may have to rotate first, which takes longer than the five seconds that Codex gives a command by itself.
const (
	pullEvery = 240_000 // milliseconds
	pullWait  = 30_000
)

const (
	helperTTL = "CLAUDE_CODE_API_KEY_HELPER_TTL_MS"
	staleOnce = "After a pause Claude Code sends the token it knows once more before it asks again."
)

// CanPull reports whether a target's reader can ask for a token in place of holding it.
func CanPull(target string) bool {
	file, _, _ := strings.Cut(target, ":")
	return slices.Contains([]string{Claude, ClaudeUcode, Codex, CodexProfile, CodexEnv}, file)
}

// PlanPull says what changes so that a target's reader asks for its token. The error is a sentence: why it cannot.
func (c *Catalogue) PlanPull(ctx context.Context, profile, host, target string) (Change, error) {
	want, err := NormalizeHost(host)
	if err != nil {
		return Change{}, err
	}
	in := c.Look(ctx, profile)
	s, ok := findSlot(c.slots(in, profile, want), target)
	switch {
	case !ok:
		return Change{}, fmt.Errorf("%s is gone: another program took it out of its file.", target)
	case s.Refused != nil:
		return Change{}, s.Refused
	case c.exe == "":
		return Change{}, errors.New("bricktop does not know under which path it can be called, so that nobody could ask it for a token. Install it, and start it from there.")
	case in.LoginErr != nil || in.Login.Host != want:
		return Change{}, fmt.Errorf("bricktop is not signed in at %s by itself, so that it had no token to give.", want)
	}
	p := &PullChange{Target: target, path: s.Path, slot: s}
	switch last := (*s.at)[len(*s.at)-1]; {
	case last == "ANTHROPIC_AUTH_TOKEN":
		p.how = byHelper
	case last == "experimental_bearer_token":
		p.how = byCommand
	case s.file == CodexEnv && last == "OPENAI_API_KEY":
		p.how = byNoSecret
		if f, named := c.named(in, want, last); named {
			p.how, p.path, p.Again = byNoName, f.Path, true
		} else if !asked(in, c.command(in)) {
			return Change{}, fmt.Errorf("No provider in Codex's config.toml names %s, so that nobody would ask in its place.", s.Where)
		}
	default:
		return Change{}, fmt.Errorf("%s in %s has no command that could take its place.", s.Where, s.Path)
	}
	return c.plan(ctx, Change{Pull: p})
}

// named is Codex's file with a provider of the workspace that names a variable.
func (c *Catalogue) named(in Inventory, want, variable string) (File, bool) {
	for _, f := range in.Files {
		if f.ID == Codex && slices.ContainsFunc(f.Secrets, func(h Held) bool { return h.Indirect == "$"+variable && h.Host == want }) {
			return f, true
		}
	}
	return File{}, false
}

// asked reports whether a file of Codex holds a command already.
func asked(in Inventory, command []string) bool {
	return slices.ContainsFunc(in.Files, func(f File) bool {
		return f.ID == Codex && slices.ContainsFunc(f.Secrets, func(h Held) bool { return h.Pull == strings.Join(command, " ") })
	})
}

// command is how a token of the sign-in is asked for.
func (c *Catalogue) command(in Inventory) []string {
	words := []string{c.exe, "token"}
	if p := in.Login.Profile; p != "" && in.Login.Sources["profile"] != fallback {
		words = append(words, "--profile", p)
	}
	// A program that is started elsewhere has not our environment: what names another file than the default one goes along.
	file := c.flags["config_file"]
	if file == "" && in.Login.Sources["config_file"] == "DATABRICKS_CONFIG_FILE" {
		file = in.Login.ConfigFile
	}
	if file != "" {
		if abs, err := filepath.Abs(file); err == nil {
			file = abs
		}
		words = append(words, "--config-file", file)
	}
	if host := c.flags["host"]; host != "" {
		words = append(words, "--host", host)
	}
	return words
}

// shell writes words as a POSIX shell reads them.
func shell(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = w
		if w == "" || strings.Trim(w, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@+,") != "" {
			quoted[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(quoted, " ")
}

// pull makes the new bytes of a file whose reader is to ask, and has our own reader confirm them.
func (c *Catalogue) pull(ctx context.Context, ch Change, path string, old []byte) (draft, error) {
	p := ch.Pull
	d := draft{before: old, title: fmt.Sprintf("Have %s ask bricktop for its token", reader(p.slot.file))}
	if p.how == byNoSecret {
		d.title = fmt.Sprintf("Take %s out of %s", p.slot.Where, p.slot.Path)
	}
	slot, in, err := c.slotIn(ctx, p.slot, path, old)
	switch {
	case err != nil:
		return d, err
	case slot.Refused != nil:
		return d, slot.Refused
	case !slot.Held.Equal(p.slot.Held):
		return d, fmt.Errorf("%s in %s has changed since: it holds another secret now. Nothing was written; look again.", slot.Where, slot.Path)
	}
	words := c.command(in)
	switch p.how {
	case byHelper:
		d.after, err = helped(old, shell(words), *slot.at)
		d.notes = append([]string{asksBy(words), staleOnce, slot.Reader}, byVariables(in)...)
	case byCommand:
		d.after, err = commanded(old, words, (*slot.at)[:2], "experimental_bearer_token")
		d.notes = append([]string{asksBy(words), slot.Reader}, byVariables(in)...)
	case byNoName:
		d.after, err = renamed(old, words, slot, p.slot.want)
		d.notes = append([]string{asksBy(words), p.slot.Path + " loses its token after this."}, byVariables(in)...)
	case byNoSecret:
		d.after, err = removed(edit.FormatDotenv, old, *slot.at)
		d.notes = []string{"Codex asks bricktop for its token by now, and needs none here."}
	}
	if err != nil {
		return d, fmt.Errorf("%s cannot be changed: %w. Nothing was written.", path, err)
	}
	after, err := c.lookAt(ctx, path, d.after, p.slot.profile)
	if err == nil {
		err = p.proof(after, words)
	}
	d.known = append(secretsOf(in), secretsOf(after)...)
	return d, err
}

func asksBy(words []string) string {
	return "Its reader asks for a token every four minutes, by " + shown(shell(words)) + ", and holds none in a file."
}

// byVariables is a note where the sign-in stands in no file: a reader finds it only where it has our variables too.
func byVariables(in Inventory) []string {
	for _, name := range []string{"token", "client_secret"} {
		if source := in.Login.Sources[name]; strings.HasPrefix(source, "DATABRICKS_") {
			return []string{"bricktop signs in by " + source + ": its reader has to be started where that is set too, as here, or it gets no token."}
		}
	}
	return nil
}

// lookAt is a look at a machine on which a file holds other bytes.
func (c *Catalogue) lookAt(ctx context.Context, path string, data []byte, profile string) (Inventory, error) {
	machine, err := c.imagine(path, data)
	if err != nil {
		return Inventory{}, err
	}
	in := machine.Look(ctx, profile)
	return in, ctx.Err()
}

// proof reports whether a reader finds what a pull is to leave: the command, and no token where one was.
func (p *PullChange) proof(in Inventory, words []string) error {
	asks := strings.Join(words, " ")
	if p.how == byHelper {
		asks = shell(words)
	}
	found, holds := p.how == byNoSecret, false
	for _, f := range in.Files {
		for _, h := range f.Secrets {
			found = found || f.Path == p.path && h.Pull == shown(asks)
			holds = holds || p.how != byNoName && f.Path == p.path && h.Target == p.Target && h.Pull == "" && !h.Value.IsZero()
		}
	}
	if !found || holds {
		return fmt.Errorf("%s would not be read as asking for its token. Nothing was written.", p.path)
	}
	return nil
}

// helped puts apiKeyHelper into Claude Code's settings. A token in env would win over it, and goes.
func helped(data []byte, command string, token edit.Path) ([]byte, error) {
	root, err := edit.Read(edit.FormatJSON, data)
	if err != nil {
		return nil, err
	}
	if there := root.Get("apiKeyHelper"); there != nil && there.Text != command {
		return nil, errors.New("it has an apiKeyHelper of its own already")
	}
	if data, err = added(edit.FormatJSON, data, edit.Path{"apiKeyHelper"}, edit.Text(command)); err != nil {
		return nil, err
	}
	at, every := edit.Path{"env", helperTTL}, strconv.Itoa(pullEvery)
	ttl := root.At(at)
	if n, err := strconv.Atoi(textAt(root, at...)); ttl == nil || err != nil || n <= 0 || n > pullEvery {
		if ttl == nil {
			data, err = added(edit.FormatJSON, data, at, edit.Text(every))
		} else {
			var e edit.Edit
			e, err = edit.Replace(edit.FormatJSON, data, at, every)
			data = e.Data
		}
		if err != nil {
			return nil, err
		}
	}
	return removed(edit.FormatJSON, data, token)
}

// commanded gives a provider of Codex a command, in the place of a key that Codex takes no command beside.
func commanded(data []byte, words []string, provider edit.Path, instead string) ([]byte, error) {
	root, err := edit.Read(edit.FormatTOML, data)
	if err != nil {
		return nil, err
	}
	there := root.At(provider)
	switch {
	case there.Get("auth") != nil:
		return nil, errors.New("its provider has an auth of its own already")
	case there.Get("requires_openai_auth").Truthy():
		return nil, errors.New("its provider requires_openai_auth, beside which Codex takes no command")
	}
	for _, key := range []string{"env_key", "experimental_bearer_token"} {
		if key != instead && there.Get(key) != nil {
			return nil, fmt.Errorf("its provider has %s as well, beside which Codex takes no command", key)
		}
	}
	if data, err = removed(edit.FormatTOML, data, append(slices.Clip(provider), instead)); err != nil {
		return nil, err
	}
	args := &edit.Value{Kind: edit.Array}
	for _, w := range words[1:] {
		args.Items = append(args.Items, edit.Text(w))
	}
	number := func(n int) *edit.Value { return &edit.Value{Kind: edit.Number, Text: strconv.Itoa(n)} }
	for _, key := range []struct {
		name  string
		value *edit.Value
	}{{"command", edit.Text(words[0])}, {"args", args}, {"timeout_ms", number(pullWait)}, {"refresh_interval_ms", number(pullEvery)}} {
		if data, err = added(edit.FormatTOML, data, append(slices.Clip(provider), "auth", key.name), key.value); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// renamed gives every provider of the workspace a command that names the slot's variable.
func renamed(data []byte, words []string, slot Slot, want string) ([]byte, error) {
	root, err := edit.Read(edit.FormatTOML, data)
	if err != nil {
		return nil, err
	}
	variable := (*slot.at)[len(*slot.at)-1]
	for _, m := range root.Get("model_providers").Members {
		host, _ := NormalizeHost(textAt(m.Value, "base_url"))
		if textAt(m.Value, "env_key") != variable || host != want {
			continue
		}
		if data, err = commanded(data, words, edit.Path{"model_providers", m.Name}, "env_key"); err != nil {
			return nil, err
		}
	}
	return data, nil
}

func added(f edit.Format, data []byte, at edit.Path, v *edit.Value) ([]byte, error) {
	e, err := edit.Add(f, data, at, v)
	return e.Data, err
}

func removed(f edit.Format, data []byte, at edit.Path) ([]byte, error) {
	e, err := edit.Remove(f, data, at)
	return e.Data, err
}

// reader is who reads a file, by name.
func reader(file string) string {
	name, _, _ := strings.Cut(file, ":")
	return cmp.Or(map[string]string{Claude: "Claude Code", ClaudeUcode: "Claude Code"}[name], "Codex")
}

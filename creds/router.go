package creds

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/afero"

	"bricktop/creds/edit"
	"bricktop/creds/secret"
)

// readRouter reads ~/.claude-code-router/config.json as claude-code-router 1 and 2 do (musistudio/
// claude-code-router v2.0.0, packages/shared/src/constants.ts). Version 3 keeps everything in config.sqlite
// beside it. known reports whether a host is a workspace that something else here names.
func (c *Catalogue) readRouter(home string, homeErr error, known func(host string) bool) File {
	dir := "~/.claude-code-router"
	if home != "" {
		dir = filepath.Join(home, ".claude-code-router")
	}
	f := File{ID: ClaudeCodeRouter, Format: JSON5, Path: filepath.Join(dir, "config.json")}
	if home == "" {
		f.Problem = &Problem{Text: homeErr.Error()}
		return f
	}
	sqlite := filepath.Join(dir, "config.sqlite")
	if ok, err := afero.Exists(c.fs, sqlite); err == nil && ok {
		f.Superseded = sqlite
	}
	data, ok := c.inspect(&f)
	if !ok {
		return f
	}
	root, err := edit.ReadJSON5(data)
	switch {
	case err != nil:
		f.Problem = parseProblem(f.Path, "claude-code-router does not start with it.", err)
	case root.Kind != edit.Object:
		f.Problem = &Problem{Line: root.Line, Column: root.Column, Text: fmt.Sprintf("%s holds %s, where claude-code-router needs an object.", f.Path, root.Kind)}
	default:
		c.readRouterConfig(&f, root, known)
	}
	return f
}

func (c *Catalogue) readRouterConfig(f *File, root *edit.Value, known func(string) bool) {
	if key := root.Get("APIKEY"); key.Truthy() && key.Kind == edit.String {
		held := Held{Where: "APIKEY", Kind: HeldAPIKey, at: place("APIKEY")}
		c.hold(&held, key.Text)
		f.Secrets = append(f.Secrets, held)
	}
	name := "Providers"
	list := root.Get(name)
	if !list.Truthy() {
		if lower := root.Get("providers"); lower != nil {
			name, list = "providers", lower
		}
	}
	switch {
	case list == nil:
		return
	case list.Kind != edit.Array:
		f.Problem = &Problem{Line: list.Line, Column: list.Column, Text: fmt.Sprintf("%s in %s is %s, where claude-code-router needs a list. It takes no provider from it.", name, f.Path, list.Kind)}
		return
	}
	routed := routedProviders(root.Get("Router"), c.interpolate)
	for i, item := range list.Items {
		where := fmt.Sprintf("%s[%d]", name, i)
		p, key := c.provider(item)
		p.InRouter = routed[shown(c.interpolate(p.Name))] && p.Skipped == ""
		if p.Name != "" {
			where += fmt.Sprintf(".api_key (%s)", p.Name)
		} else {
			where += ".api_key"
		}
		held := Held{Where: where, Kind: HeldAPIKey, Host: p.Host, Provider: p.Name, at: place(name, strconv.Itoa(i), "api_key")}
		if key.Truthy() && key.Kind == edit.String {
			c.hold(&held, key.Text)
		}
		p.Databricks = databricksHost(p.Host) || p.Host != "" && known(p.Host) || held.Value.IsPAT()
		if held.Databricks = p.Databricks; p.Databricks {
			held.Kind = HeldPAT
		}
		if !held.Value.IsZero() || held.Indirect != "" {
			f.Secrets = append(f.Secrets, held)
		}
		f.Providers = append(f.Providers, p)
	}
}

// provider reads one entry. claude-code-router skips those that lack a name, an address or a key
// (llms, services/provider.ts, initializeFromProvidersArray).
func (c *Catalogue) provider(item *edit.Value) (Provider, *edit.Value) {
	if item.Kind != edit.Object {
		return Provider{Name: "?", Skipped: fmt.Sprintf("It is %s, where an object is needed.", item.Kind)}, nil
	}
	text := func(name string) string {
		if v := item.Get(name); v != nil && v.Kind == edit.String {
			return v.Text
		}
		return ""
	}
	p := Provider{Name: shown(text("name")), BaseURL: shown(text("api_base_url"))}
	p.Host, _ = NormalizeHost(c.interpolate(text("api_base_url")))
	if models := item.Get("models"); models != nil {
		for _, m := range models.Items {
			if m.Kind == edit.String {
				p.Models = append(p.Models, shown(m.Text))
			}
		}
	}
	for _, name := range []string{"name", "api_base_url", "api_key"} {
		switch v := item.Get(name); {
		case !v.Truthy():
			p.Skipped = fmt.Sprintf("It has no %s.", name)
		case v.Kind != edit.String && p.Skipped == "":
			p.Skipped = fmt.Sprintf("Its %s is %s, where text is needed.", name, v.Kind)
		}
	}
	return p, item.Get("api_key")
}

// hold puts a key into a Held: the secret itself, or the variable that the file names for it.
func (c *Catalogue) hold(h *Held, text string) {
	if names := variablesIn(text); len(names) == 1 && (text == "$"+names[0] || text == "${"+names[0]+"}") {
		h.Indirect = text
		h.Unset = c.env(names[0]) == ""
		return
	}
	// With a variable in the middle of it, or a $ of its own, the rest is a secret like any other.
	h.Value = secret.New(strings.TrimSpace(c.interpolate(text)))
}

// routedProviders are the names before the comma in Router's "provider,model".
func routedProviders(router *edit.Value, interpolate func(string) string) map[string]bool {
	names := map[string]bool{}
	router.Walk(func(_ string, v *edit.Value) {
		if name, _, ok := strings.Cut(v.Text, ","); ok && v.Kind == edit.String {
			names[shown(interpolate(name))] = true
		}
	})
	return names
}

package creds

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"bricktop/creds/edit"
	"bricktop/creds/secret"
)

// tellProviders lists the providers of ~/.claude-code-router/config.json as claude-code-router 1 and 2 take them
// (musistudio/claude-code-router v2.0.0, packages/shared/src/constants.ts).
func tellProviders(r *reading) bool {
	if r.root.Kind != edit.Object {
		r.refuse(r.root, fmt.Sprintf("%s holds %s, where claude-code-router needs an object.", r.file.Path, r.root.Kind))
		return false
	}
	r.file.Server = server(r.root, func(text string) string { return r.interpolate(Dollar, text) })
	// It reads the one list and falls back to the other, and no secret of that other one counts.
	name, other := "Providers", "providers"
	if !r.root.Get(name).Truthy() && r.root.Get(other) != nil {
		name, other = other, name
	}
	r.root.Members = slices.DeleteFunc(r.root.Members, func(m edit.Member) bool { return m.Name == other })
	list := r.root.Get(name)
	switch {
	case list == nil:
		return true
	case list.Kind != edit.Array:
		r.refuse(list, fmt.Sprintf("%s in %s is %s, where claude-code-router needs a list. It takes no provider from it.", name, r.file.Path, list.Kind))
		r.root.Members = slices.DeleteFunc(r.root.Members, func(m edit.Member) bool { return m.Name == name })
		return true
	}
	interpolate := func(text string) string { return r.interpolate(Dollar, text) }
	routed := routedProviders(r.root.Get("Router"), interpolate)
	for _, item := range list.Items {
		p := provider(item, interpolate)
		p.InRouter = routed[shown(interpolate(p.Name))] && p.Skipped == ""
		key := secret.New(strings.TrimSpace(interpolate(textAt(item, "api_key"))))
		p.Databricks = r.workspace(p.Host) || key.IsPAT()
		r.file.Providers = append(r.file.Providers, p)
	}
	return true
}

func server(root *edit.Value, interpolate func(string) string) Server {
	port, err := strconv.Atoi(interpolate(textAt(root, "PORT")))
	if p := root.Get("PORT"); p != nil && p.Kind == edit.Number {
		port, err = strconv.Atoi(p.Text)
	}
	if err != nil || port < 1 || port > 65535 {
		port = 0
	}
	return Server{Host: interpolate(textAt(root, "HOST")), Port: port}
}

// refuse says what is wrong with a value.
func (r *reading) refuse(v *edit.Value, text string) {
	r.file.Problem = &Problem{Line: v.Line, Column: v.Column, Text: text}
}

// provider reads one entry. claude-code-router skips those that lack a name, an address or a key
// (llms, services/provider.ts, initializeFromProvidersArray).
func provider(item *edit.Value, interpolate func(string) string) Provider {
	if item.Kind != edit.Object {
		return Provider{Name: "?", Skipped: fmt.Sprintf("It is %s, where an object is needed.", item.Kind)}
	}
	p := Provider{Name: shown(textAt(item, "name")), BaseURL: shown(textAt(item, "api_base_url"))}
	p.Host, _ = NormalizeHost(interpolate(textAt(item, "api_base_url")))
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
	return p
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

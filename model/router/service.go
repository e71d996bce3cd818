package router

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"

	"bricktop/creds/secret"
)

// serviceFile says where version 3 listens, and holds two secrets of its own (claude-code-router 3.1.1 writes
// it when its service starts).
const serviceFile = "service.json"

// service is how version 3 is asked: by calls that its web pages make too (claude-code-router 3.1.1). Its
// database is its own: nobody else writes to it.
type service struct {
	pid      int
	web, own secret.Secret // the key of every call; what only the service itself knows
}

// describeService reads where version 3 listens.
func (c *Client) describeService() (description, string) {
	const unclear = "Its " + serviceFile + " is not what claude-code-router 3 writes."
	d := description{file: serviceFile, at: []netip.AddrPort{netip.AddrPortFrom(loopback("")[0], 3458)}}
	text, err := c.Machine.ReadFile(serviceFile)
	if errors.Is(err, fs.ErrNotExist) {
		return d, ""
	}
	if err != nil {
		return d, serviceFile + " cannot be read."
	}
	var file struct {
		PID   json.Number `json:"pid"`
		URL   string      `json:"url"`
		Token string      `json:"serviceToken"`
	}
	if json.Unmarshal(text, &file) != nil {
		return d, unclear
	}
	pid, err := strconv.Atoi(file.PID.String())
	if err != nil || pid <= 0 {
		return d, unclear
	}
	u, err := url.Parse(file.URL)
	if err != nil || u.Scheme != "http" || u.User != nil || u.Hostname() == "" {
		return d, unclear
	}
	addresses := loopback(u.Hostname())
	if len(addresses) == 0 {
		return d, "It listens at " + quote(u.Hostname()) + ", which is not this machine alone."
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	web := secret.New(u.Query().Get("ccr_web_token"))
	if err != nil || port == 0 || web.IsZero() {
		return d, unclear
	}
	d.pid, d.at = pid, nil
	for _, address := range addresses {
		d.at = append(d.at, netip.AddrPortFrom(address, uint16(port)))
	}
	d.server = service{pid, web, secret.New(file.Token)}
	return d, ""
}

// question is a call of version 3.
func (v service) question(method string, args ...any) question {
	body := struct {
		Method string `json:"method"`
		Args   []any  `json:"args"`
	}{method, args}
	return question{http.MethodPost, "/api/ccr/rpc", "x-ccr-web-auth", v.web, body}
}

// call makes a call and reads what it returns.
func (v service) call(ctx context.Context, s *session, q question, into any) string {
	var answer struct {
		OK    bool            `json:"ok"`
		Value json.RawMessage `json:"value"`
	}
	if why := s.read(ctx, q, &answer); why != "" {
		return why
	}
	if !answer.OK || json.Unmarshal(answer.Value, into) != nil {
		return "Its answer is not what claude-code-router 3 says."
	}
	return ""
}

// identify asks as its own command line does.
func (v service) identify(ctx context.Context, s *session) string {
	if v.own.IsZero() {
		var app struct{ Name string }
		if why := v.call(ctx, s, v.question("getAppInfo"), &app); why != "" {
			return why
		}
		if app.Name != "Claude Code Router" {
			return "Whoever listens there does not call itself Claude Code Router."
		}
		return ""
	}
	var who struct {
		Matches bool `json:"serviceTokenMatches"`
		PID     int  `json:"pid"`
	}
	if why := v.call(ctx, s, v.question("getServiceIdentity", v.own.Reveal()), &who); why != "" {
		return why
	}
	if !who.Matches || who.PID != v.pid {
		return "Whoever listens there is not the service that " + serviceFile + " names."
	}
	return ""
}

// settings are version 3's, of which we know one value and keep every other as it came.
type settings map[string]json.RawMessage

// providers reads the list in the settings.
func (v service) providers(ctx context.Context, s *session) (all settings, list []settings, why string) {
	if why := v.call(ctx, s, v.question("getConfig"), &all); why != "" {
		return nil, nil, why
	}
	if json.Unmarshal(all["Providers"], &list) != nil {
		return nil, nil, "Its settings have no list of providers."
	}
	return all, list, ""
}

func (p settings) text(name string) (text string) {
	_ = json.Unmarshal(p[name], &text) // anything else counts as empty
	return text
}

func (v service) find(ctx context.Context, s *session) string {
	_, list, why := v.providers(ctx, s)
	if why != "" {
		return why
	}
	var found []entry
	s.others = nil
	for _, p := range list {
		found = append(found, entry{p.text("name"), p.text("api_base_url"), p.text("api_key")})
		if p.text("name") == s.provider.Name {
			delete(p, "api_key")
			s.others = texts(p)
		}
	}
	return s.take(found)
}

// put saves the settings with another key. The settings are read again, for somebody may have changed them.
func (v service) put(ctx context.Context, s *session, key secret.Secret) {
	all, list, why := v.providers(ctx, s)
	if why != "" {
		return
	}
	for _, p := range list {
		if p.text("name") == s.provider.Name {
			p["api_key"], _ = json.Marshal(key.Reveal()) // a text is always JSON
		}
	}
	providers, err := json.Marshal(list)
	if err != nil {
		return
	}
	all["Providers"] = providers
	// Its profiles are those of Claude Code and Codex, whose settings it would write over.
	_, _ = s.ask(ctx, v.question("saveConfig", all, map[string]bool{"applyProfile": false}))
}

// texts are all texts in a value, at any depth.
func texts(p settings) (all []secret.Secret) {
	var walk func(any)
	walk = func(value any) {
		switch value := value.(type) {
		case string:
			all = append(all, secret.New(value))
		case []any:
			for _, item := range value {
				walk(item)
			}
		case map[string]any:
			for _, item := range value {
				walk(item)
			}
		}
	}
	for _, raw := range p {
		var value any
		if json.Unmarshal(raw, &value) == nil {
			walk(value)
		}
	}
	return all
}

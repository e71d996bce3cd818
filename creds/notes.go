package creds

import "fmt"

// explain marks which variables took part in the login, and says of the others that are set why not.
func (r *resolution) explain(l Login, err error) {
	e := r.env
	conflict := err != nil && len(r.auths()) > 1 && !r.has("auth_type")
	for _, a := range attributes() {
		if e.values[a.env] == "" || e.notes[a.env] != "" {
			continue
		}
		got := r.vals[a.name]
		source := l.Sources[a.name]
		switch {
		case source == a.env:
			e.used[a.env] = true
		case a.name == "config_file":
			e.notes[a.env] = r.configFileNote()
			e.used[a.env] = r.cfg.source == a.env && r.path != ""
		case r.alone:
			e.notes[a.env] = fmt.Sprintf("Not used: profile %s was asked for.", shown(r.vals["profile"].value))
		case got.source != "" && got.source != a.env:
			e.notes[a.env] = fmt.Sprintf("Not used: %s was given.", got.source)
		case conflict && a.auth != "":
			e.notes[a.env] = "One of several ways to sign in."
		case l.AuthType != "" && a.auth != "":
			e.notes[a.env] = fmt.Sprintf("Not used: the sign-in is by %s.", l.AuthType)
		case a.name == "account_id":
			e.notes[a.env] = "Not used: bricktop signs in to a workspace."
		}
	}
}

func (r *resolution) configFileNote() string {
	switch {
	case r.cfg.source == "--config-file":
		return "Not used: --config-file was given."
	case r.path == "":
		return "The file is shown, and takes no part in the sign-in."
	default:
		return ""
	}
}

// explainOthers says what the variables do that have no part in the login.
func (e *environment) explainOthers() {
	const claude = "Read by Claude Code when it starts; not used by bricktop."
	for _, v := range []struct {
		name, note string
		used       bool
	}{
		{"DATABRICKS_APP_NAME", "Set by the Databricks App.", true},
		{"DATABRICKS_APP_PORT", "Set by the Databricks App.", true},
		{"HTTPS_PROXY", "Traffic to the workspace goes through this proxy.", true},
		{"NO_PROXY", "Traffic to these hosts goes past the proxy.", true},
		{"SSL_CERT_FILE", "These certificates are trusted.", true},
		{"ANTHROPIC_AUTH_TOKEN", claude, false},
		{"ANTHROPIC_BASE_URL", claude, false},
		{"CLAUDE_CODE_API_KEY_HELPER_TTL_MS", claude, false},
		{"CLAUDE_CONFIG_DIR", claude, false},
	} {
		if e.values[v.name] != "" {
			e.notes[v.name], e.used[v.name] = v.note, v.used
		}
	}
}

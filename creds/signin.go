package creds

import (
	"fmt"
	"strings"

	"bricktop/creds/secret"
)

// The ways to sign in that bricktop knows, in the SDK's words for auth_type.
const (
	authPAT = "pat"
	authM2M = "oauth-m2m"
)

// login makes one login of the attributes. It is empty without an error when nothing is configured. With an
// error, a sentence, it holds no secret and only says what was found.
func (r *resolution) login() (Login, error) {
	l := Login{Profile: shown(r.vals["profile"].value), ConfigFile: r.path, Sources: map[string]string{}}
	note := func(names ...string) {
		for _, name := range names {
			if r.has(name) {
				l.Sources[name] = r.vals[name].source
			}
		}
	}
	note("profile", "auth_type")
	if r.path != "" {
		l.Sources["config_file"] = r.cfg.source
	}
	if r.has("host") {
		host, err := NormalizeHost(r.vals["host"].value)
		if err != nil {
			return l, fmt.Errorf("The host from %s cannot be used. %w", r.vals["host"].source, err)
		}
		l.Host = host
		note("host")
	}
	kind, err := r.kind()
	if err != nil {
		return l, err
	}
	switch {
	case kind == "" && l.Host == "" && r.path != "" && r.vals["profile"].source != fallback:
		return l, fmt.Errorf("The profile %s in %s has no host and nothing to sign in with.", l.Profile, r.path)
	case kind == "" && l.Host == "":
		return Login{}, nil
	case kind == "":
		return l, fmt.Errorf("There is a host, from %s, but nothing to sign in with: no token, and no client_id with client_secret. "+
			"Add them beside the host%s.", l.Sources["host"], r.or(", or set DATABRICKS_TOKEN", ""))
	case l.Host == "":
		return l, fmt.Errorf("There are credentials (%s), but no host. Add a host beside them, or %s.",
			r.sources(kind), r.or("set DATABRICKS_HOST", "give one with --host"))
	}
	if r.has("workspace_id") {
		l.WorkspaceID = shown(r.vals["workspace_id"].value)
		note("workspace_id")
	} else if id := workspaceInHost(r.vals["host"].value); id != "" {
		l.WorkspaceID = id
		l.Sources["workspace_id"] = l.Sources["host"]
	}
	l.AuthType = kind
	if kind == authPAT {
		l.Token = secret.New(r.vals["token"].value)
		note("token")
	} else {
		l.ClientID, l.ClientSecret = r.vals["client_id"].value, secret.New(r.vals["client_secret"].value)
		note("client_id", "client_secret")
	}
	return l, nil
}

// kind decides how to sign in: as auth_type says, or by the only way that has attributes. It is empty when
// there are none. The error is a sentence for whatever bricktop does not do.
func (r *resolution) kind() (string, error) {
	auths := r.auths()
	pinned := r.vals["auth_type"]
	kind := pinned.value
	pinned.source = "auth_type from " + pinned.source
	switch {
	case kind == "" && len(auths) > 1:
		return "", r.conflict(auths)
	case kind == "" && len(auths) == 0:
		return "", nil
	case kind == "":
		kind = kindOf(auths[0], r.has)
		pinned.source = r.sources(kind)
	}
	var missing []string
	switch kind {
	case authPAT:
		missing = r.missing("token")
	case authM2M:
		missing = r.missing("client_id", "client_secret")
	default:
		return "", unsupported(kind, pinned.source)
	}
	if id := r.vals["client_id"]; kind == authM2M && shown(id.value) != id.value {
		return "", fmt.Errorf("The client_id from %s is a secret; it and client_secret may have been mixed up.", id.source)
	}
	if len(missing) > 0 {
		return "", fmt.Errorf("To sign in by %s (%s), %s is missing.", kind, pinned.source, strings.Join(missing, " and "))
	}
	return kind, nil
}

func (r *resolution) missing(names ...string) []string {
	var missing []string
	for _, name := range names {
		if !r.has(name) {
			missing = append(missing, name)
		}
	}
	return missing
}

// conflict is the SDK's "more than one authorization method configured", with what it leaves out: which
// value came from where.
func (r *resolution) conflict(auths []string) error {
	var ways []string
	for _, auth := range auths {
		kind := kindOf(auth, r.has)
		ways = append(ways, fmt.Sprintf("%s (%s)", kind, r.sources(kind)))
	}
	advice := r.or("Unset all but one, pin one with DATABRICKS_AUTH_TYPE, or name a profile with -p to use it alone",
		"Remove all but one, or pin one with auth_type")
	return fmt.Errorf("There is more than one way to sign in: %s. %s.", strings.Join(ways, " and "), advice)
}

// or picks the advice that helps: where a profile stands alone, setting a variable changes nothing.
func (r *resolution) or(environmentCounts, alone string) string {
	if r.alone {
		return alone
	}
	return environmentCounts
}

// sources names what a kind's attributes came from: "token from DATABRICKS_TOKEN".
func (r *resolution) sources(kind string) string {
	var parts []string
	for _, a := range attributes() {
		if a.auth != "" && r.has(a.name) && kindOf(a.auth, r.has) == kind {
			parts = append(parts, a.name+" from "+r.vals[a.name].source)
		}
	}
	return strings.Join(parts, ", ")
}

// unsupported says in a sentence why bricktop does not sign in by a kind, and what it takes instead.
func unsupported(kind, source string) error {
	why := "which bricktop does not do"
	switch {
	case kind == "databricks-cli":
		why = "which needs the Databricks CLI, and bricktop starts no other program"
	case kind == "basic":
		why = "and Databricks ended sign-in by user name and password in July 2024"
	case strings.HasPrefix(kind, "azure-"), strings.HasPrefix(kind, "google-"):
		why = "which goes through the cloud provider, and bricktop talks to the workspace alone"
	case strings.HasSuffix(kind, "-oidc"), kind == "metadata-service":
		why = "which another program has to provide"
	}
	return fmt.Errorf("The sign-in is by %s (%s), %s. Use a token, or a service principal's client_id and client_secret.",
		shown(kind), source, why)
}

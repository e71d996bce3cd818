package creds

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"bricktop/creds/edit"
	"bricktop/creds/secret"
)

// keyring is where the Databricks CLI keeps tokens unless told otherwise, since 1.0 (libs/auth/storage/mode.go).
const keyring = "the keyring of this system"

// tellCache checks the version of ~/.databricks/token-cache.json: the Databricks CLI takes no other than 1
// (libs/auth/storage/filestore.go).
func tellCache(r *reading) bool {
	version := r.root.Get("version")
	switch {
	case r.root.Kind != edit.Object:
		r.refuse(r.root, fmt.Sprintf("%s holds %s, where the Databricks CLI needs an object.", r.file.Path, r.root.Kind))
	case version == nil:
		r.refuse(r.root, fmt.Sprintf("%s has no version, and the Databricks CLI takes only version 1.", r.file.Path))
	case version.Kind != edit.Number || version.Text != "1":
		r.refuse(version, fmt.Sprintf("%s is of another version than 1, the only one that is known.", r.file.Path))
	default:
		return true
	}
	return false
}

// stale notes that the CLI was told to keep its tokens in the keyring: then the file is what an older sign-in left.
func (c *Catalogue) stale(f *File, cfg *edit.Value) {
	storage := c.env("DATABRICKS_AUTH_STORAGE")
	if storage == "" {
		storage = textAt(cfg, settingsSection, "auth_storage")
	}
	if f.ID == TokenCache && strings.TrimSpace(storage) == "secure" {
		f.Superseded = keyring
	}
}

// session says whose a cached token is: the name that it stands under is that of a profile, or an address.
func (r *reading) session(h *Held, name string) {
	h.Provider = ""
	if strings.Contains(name, "://") {
		h.Host, _ = NormalizeHost(name)
		return
	}
	h.Profile = shown(name)
	for _, p := range r.profiles {
		if p.Name == h.Profile {
			h.Host = p.Host
		}
	}
}

// jwtExpiry is when a JSON web token says that it ends; zero when it is none, or says nothing.
func jwtExpiry(s secret.Secret) time.Time {
	_, rest, ok := strings.Cut(s.Reveal(), ".")
	payload, _, more := strings.Cut(rest, ".")
	if !ok || !more || !strings.HasPrefix(s.Reveal(), "eyJ") {
		return time.Time{}
	}
	text, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil {
		return time.Time{}
	}
	var claims struct{ Exp float64 }
	if err := json.Unmarshal(text, &claims); err != nil || claims.Exp <= 0 || claims.Exp > 1<<40 {
		return time.Time{}
	}
	return time.Unix(int64(claims.Exp), 0).UTC()
}

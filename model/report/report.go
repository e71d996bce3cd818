package report

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"time"

	"bricktop/creds"
	"bricktop/model/session"
	"bricktop/model/token"
)

// Report is the judgement. Its JSON is an interface for scripts: snake_case, times in RFC 3339 and UTC, null
// for what is unknown, and it only grows.
type Report struct {
	Workspace      Workspace  `json:"workspace"`
	Environment    []Variable `json:"environment"`
	Tokens         []Token    `json:"tokens"` // in the order of Facts.Tokens
	Files          []File     `json:"files"`  // in the order of Facts.Machine.Files
	NeedsAttention bool       `json:"needs_attention"`
}

// Workspace is where we are and who we are there.
type Workspace struct {
	Host           Text    `json:"host"`
	AuthType       Text    `json:"auth_type"`
	User           Text    `json:"user"`
	UserKind       Text    `json:"user_kind"`
	DisplayName    Text    `json:"display_name"`
	WorkspaceID    Text    `json:"workspace_id"`
	Cloud          Text    `json:"cloud"`
	Metastore      Text    `json:"metastore"` // its name; "none" when the workspace has none
	OAuthExpiresAt Instant `json:"oauth_expires_at"`
	Error          Text    `json:"error"` // why there is no sign-in, no answer or no list of tokens
}

// Variable is an environment variable that matters.
type Variable struct {
	Name   string `json:"name"`
	Set    bool   `json:"set"`
	Source Text   `json:"source"`
	Note   Text   `json:"note"`

	Value string `json:"-"` // masked when it is a secret
	Used  bool   `json:"-"`
}

// Token is a token of the workspace.
type Token struct {
	ID          token.ID      `json:"id"`
	Comment     string        `json:"comment"`
	CreatedAt   Instant       `json:"created_at"`
	ExpiresAt   Instant       `json:"expires_at"`   // null: never, or unknown; Urgency tells which
	SecondsLeft *int64        `json:"seconds_left"` // below 0 once it has expired
	Scopes      []string      `json:"scopes"`
	Urgency     token.Urgency `json:"urgency"`
	UsedBy      []string      `json:"used_by"` // targets: "databrickscfg:DEFAULT", "claude-code-router:databricks"
}

// File is a credential file, whether it exists or not.
type File struct {
	ID       string    `json:"id"`
	Path     string    `json:"path"`
	Exists   bool      `json:"exists"`
	Mode     Text      `json:"mode"` // "0600"
	Format   string    `json:"format"`
	Error    Text      `json:"error"`
	Secrets  []Secret  `json:"secrets"`
	Findings []Finding `json:"findings"` // the gravest first

	Perm fs.FileMode `json:"-"`
}

// Secret is a secret in a file, or the place where one is named. It never holds the value.
type Secret struct {
	Where       string        `json:"where"`
	Kind        string        `json:"kind"`
	Fingerprint Text          `json:"fingerprint"`
	TokenID     Text          `json:"token_id"` // the listed token that it is; null: not proven to be one
	State       session.State `json:"state"`

	Target   string `json:"-"` // as in Token.UsedBy
	Profile  string `json:"-"`
	Provider string `json:"-"`
	Host     string `json:"-"` // the host written beside it
	Mask     string `json:"-"`
	Indirect string `json:"-"` // the variable that the file names
	Pull     string `json:"-"` // the command that the file names
	Reader   string `json:"-"` // a sentence: how its reader comes to know a new one
	InUse    bool   `json:"-"` // the login's profile, or a provider that the router sends requests to

	expiry token.Expiry // of the listed token
}

// Finding is one thing that is wrong or worth knowing.
type Finding struct {
	Severity Severity `json:"severity"`
	Code     Code     `json:"code"`
	Text     string   `json:"text"` // a sentence: what, where, and what to do
	Fix      Text     `json:"fix"`  // a command that mends it

	Mend  creds.Mend `json:"-"` // what bricktop can do about it; zero: nothing
	Where string     `json:"-"` // the secret it is about; empty: the whole file
}

// Severity is how bad a finding is.
type Severity string

// The severities. Warn and Error need attention.
const (
	Info  Severity = "info"
	Warn  Severity = "warn"
	Error Severity = "error"
)

// Worst is the gravest severity among a file's findings, empty when it has none.
func (f File) Worst() Severity {
	if len(f.Findings) == 0 {
		return ""
	}
	return f.Findings[0].Severity
}

// Text is a string whose emptiness means unknown: null in JSON.
type Text string

// MarshalJSON gives the string, or null.
func (t Text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	// Whether < and > are escaped is for the outer encoder to say.
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(string(t))
	return out.Bytes(), err
}

// Instant is a time whose zero means unknown or never: null in JSON. It is written in whole seconds, since
// that is the RFC 3339 that jq's fromdate reads.
type Instant struct{ time.Time }

// MarshalJSON gives the time in UTC, or null.
func (i Instant) MarshalJSON() ([]byte, error) {
	if i.IsZero() {
		return []byte("null"), nil
	}
	return i.UTC().AppendFormat(nil, `"`+time.RFC3339+`"`), nil
}

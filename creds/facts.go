// Package creds is the catalogue of credential files and the one user of afero: it finds them, reads them
// and mends them. It reports facts; what they mean is model/report's to say.
package creds

import (
	"io/fs"
	"time"

	"bricktop/creds/disk"
	"bricktop/creds/edit"
	"bricktop/creds/secret"
)

// Inventory is one look at this machine: the variables of this process, the credential files, and how
// they resolve to one login.
type Inventory struct {
	Home     string
	Env      []Variable
	Files    []File
	Login    Login
	LoginErr error // why there is no login, as a sentence; nil with an empty Login: nothing is configured
	App      App
	// TokenLifetime is CLAUDE_CODE_TOKEN_EXPIRY_SECONDS, or zero when that is unset or no positive number.
	TokenLifetime time.Duration
}

// App is the Databricks App we run in.
type App struct {
	Inside bool
	Name   string // DATABRICKS_APP_NAME, may be empty
}

// Login is how bricktop signs in: what flags, environment and profile come to, in the SDK's own order.
type Login struct {
	Host         string // https://host, no trailing slash; empty: nothing configured
	AuthType     string // "pat" or "oauth-m2m"
	ClientID     string
	ClientSecret secret.Secret
	Token        secret.Secret
	WorkspaceID  string            // where one host serves several workspaces; empty: the host alone says it
	Profile      string            // the profile that took part, or empty
	ConfigFile   string            // the file it came from, or empty
	Sources      map[string]string // attribute name (host, token, client_id, …) to "DATABRICKS_HOST", "profile prod", "--host"
}

// Variable is an environment variable that matters here.
type Variable struct {
	Name   string
	Set    bool
	Value  string        // as it is, cut of white space; empty when it is a secret
	Secret secret.Secret // the value when it is a secret
	Used   bool          // it took part in the login, or in a default
	Source string        // "environment", or empty when unset
	Note   string        // why a set variable is not used, or what is odd about it
}

// MaxSize is the largest file, in bytes, that is read whole and can be changed.
const MaxSize = disk.MaxSize

// Format is the syntax of a file.
type Format string

// The formats.
const (
	INI               Format = "ini"
	JSON5             Format = "json5" // JSON with comments as well
	JSON              Format = "json"
	TOML              Format = "toml"
	Dotenv            Format = "dotenv"
	NetrcFormat       Format = "netrc"
	Log               Format = "log"         // read from its end, and only for tokens
	SQLite            Format = "sqlite"      // never opened
	EnvironmentFormat Format = "environment" // no file: the variables of this process
)

// syntax is how creds/edit calls the format; it means something only where the format is editable.
func (f Format) syntax() edit.Format {
	switch f {
	case JSON, JSON5:
		return edit.FormatJSON
	case TOML:
		return edit.FormatTOML
	case Dotenv:
		return edit.FormatDotenv
	default:
		return edit.FormatINI
	}
}

// editable reports whether creds/edit knows the format.
func (f Format) editable() bool {
	switch f {
	case INI, JSON5, JSON, TOML, Dotenv:
		return true
	default:
		return false
	}
}

// File is one credential file of the catalogue, whether it exists or not.
type File struct {
	ID     string // DatabricksCfg, ClaudeCodeRouter, …
	Path   string // empty: the variables of this process
	Format Format

	Exists   bool
	Link     string // the file at the end of the symbolic links; empty: the path is none, or its end is not there
	Names    uint64 // hard links; more than one: the secret stands under other names too; 0: unknown
	Mode     fs.FileMode
	Size     int64
	Modified time.Time
	Owner    Owner
	Problem  *Problem // why it could not be read or understood

	Secrets   []Held
	Profiles  []Profile  // ~/.databrickscfg
	Providers []Provider // claude-code-router
	Server    Server     // claude-code-router
	// Superseded names what made this file dead: claude-code-router 3 keeps its settings in config.sqlite and
	// reads config.json only to import it.
	Superseded string
	CopyOf     string // the ID of the file that this is an old copy of, or a log beside
	Reader     string // a sentence: how whoever reads it comes to know a new value
	Git        Git
}

// Git says how a file with secrets lies in a git work tree.
type Git struct {
	Root    string // of the work tree; empty: the file lies in none
	Ignored bool   // a .gitignore on the way, .git/info/exclude or the user's own list names it
}

// Owner is who owns a file, where the file system tells.
type Owner struct {
	Known bool
	UID   int
	Name  string // may be empty
	Mine  bool   // also when nobody told who we are
}

// Problem is why a file is of no use, as a sentence, with its place where there is one.
type Problem struct {
	Line, Column int // from 1; 0: no place
	Text         string
}

// Held is one secret in a file, or the place where one is named.
type Held struct {
	Where      string // "[prod] token", "Providers[0].api_key (databricks)"
	Kind       HeldKind
	Value      secret.Secret // empty when Indirect
	Indirect   string        // "$DATABRICKS_TOKEN": the file names a variable and holds no secret
	Unset      bool          // Indirect, and this process has no such variable
	Host       string        // the host written beside it, normalised; empty: none
	ClientID   string        // beside a client secret
	Profile    string        // the profile it stands in
	Provider   string        // the provider it stands in
	Databricks bool          // a Databricks credential by host or form; false: another vendor's key
	Target     string        // the place in a word or two: "claude-code-router:databricks"
	Prefix     string        // stands before Value in the same text, with its space: "Bearer "
	Pull       string        // the command that prints the secret; the file holds none
	Expires    time.Time     // when the file itself says so
	Refreshed  bool          // a refresh token beside it renews it
	Count      int           // how often it stands in the part of a log that was read
	// at is its place in the file, for creds/edit; nil where nothing can be written, as in a log. A pointer,
	// because a name in it may be a secret in the wrong place, and fmt prints what a struct holds.
	at *edit.Path
}

// HeldKind is what kind of secret a file holds.
type HeldKind string

// The kinds of secret.
const (
	HeldPAT          HeldKind = "token"
	HeldClientSecret HeldKind = "client_secret"
	HeldPassword     HeldKind = "password"
	HeldAPIKey       HeldKind = "api_key"
	HeldAccess       HeldKind = "access_token"  // of an OAuth sign-in, for an hour
	HeldRefresh      HeldKind = "refresh_token" // makes new ones
)

// Profile is a section of ~/.databrickscfg.
type Profile struct {
	Name      string
	Host      string   // normalised; empty: none
	AuthKinds []string // pat, oauth-m2m, basic, azure-client-secret, …: more than one is a conflict unless auth_type names one
	AuthType  string   // the auth_type key, if any
	AccountID string
	Default   bool // what the SDK takes when nobody names a profile
	InUse     bool // it took part in the login
}

// Server is where claude-code-router is told to listen.
type Server struct {
	Host string // HOST; empty: it is not told
	Port int    // PORT; 0: it is not told, or it is no port
}

// Provider is one entry of claude-code-router's Providers.
type Provider struct {
	Name       string
	BaseURL    string
	Host       string // normalised; empty: BaseURL is no URL
	Databricks bool
	Models     []string
	InRouter   bool // Router names it
	// Skipped is why claude-code-router passes the provider over, without a word; empty: it takes it.
	Skipped string
}

// place is where a value stands in its file.
func place(steps ...string) *edit.Path { return (*edit.Path)(&steps) }

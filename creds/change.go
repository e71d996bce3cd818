package creds

import (
	"io/fs"

	"bricktop/creds/disk"
	"bricktop/creds/edit"
	"bricktop/creds/secret"
)

// MendKind is a kind of repair.
type MendKind string

// The repairs.
const (
	MendMode        MendKind = "mode"         // take group's and others' rights away
	MendRemoveFile  MendKind = "remove-file"  // delete a stale copy of secrets, such as a .bak
	MendRedact      MendKind = "redact"       // put dots in place of secrets in a log
	MendDropProfile MendKind = "drop-profile" // take out a profile whose secret is dead
	MendDropKey     MendKind = "drop-key"     // take out one of two ways to sign in, with all of its keys
)

// Mend names a repair of a file. The zero Mend is none.
type Mend struct {
	Kind  MendKind
	Path  string
	Where string // the profile, or the key in it as "profile/key"; empty: the whole file
}

// Slot is a place that a token can be written to, whether something stands there yet or not.
type Slot struct {
	ID      string // the target, as in the report: "claude-code-router:databricks"
	Path    string
	Where   string        // "Providers[0].api_key (databricks)"
	Host    string        // the host written beside it, normalised; empty: none yet
	Held    secret.Secret // what stands there now
	Missing bool          // writing sets it up: a file, a profile or a provider that is not there
	Reader  string        // a sentence: how its reader comes to know the new value
	Refused error         // why it cannot be written, as a sentence; nil: it can
	// SignIn sets up the sign-in of the app's service principal from the environment. It takes no token.
	SignIn bool
	// Kind is what stands there. Only where it says so, or the value has its form, is that a personal access token.
	Kind HeldKind

	file    string // the File's ID
	format  Format
	want    string // the workspace that a token is for
	profile string // that the look was made with
	setup   setup
	prefix  string     // before the token in the same text
	at      *edit.Path // behind a pointer, as in Held
}

// setup is what writing into a slot makes besides the value.
type setup byte

const (
	setupNothing setup = iota
	setupProfile
	setupSignIn
	setupProvider
)

// Change is something that can be done to a file, planned and shown before it is done: a repair, a token written
// into a slot, or a reader that asks from then on.
type Change struct {
	Title   string // "Write the token into profile DEFAULT"
	Path    string // the file itself, at the end of symbolic links
	Diff    []DiffLine
	Notes   []string // sentences: what follows, what is lost
	CanUndo bool
	// Confirm is why the file can only be overwritten in place, as a sentence; empty: it can be replaced
	// whole. Apply refuses such a change until InPlace says yes to it.
	Confirm string
	InPlace bool

	Mend  Mend
	Pull  *PullChange
	Slot  Slot
	Value secret.Secret

	guard string      // digest of what the change takes away; empty: others may take its place meanwhile
	mode  *modeChange // of MendMode
}

// DiffLine is a line of a change, with every secret masked. It is foreign text all the same.
type DiffLine struct {
	Kind DiffKind
	Text string
}

// DiffKind says what becomes of a line.
type DiffKind byte

// The kinds of diff lines.
const (
	Same    DiffKind = ' '
	Removed DiffKind = '-'
	Added   DiffKind = '+'
	Skipped DiffKind = '~' // lines that are not shown
)

// Done is a change that was made. Where CanUndo, Catalogue.Undo takes it back until bricktop exits, unless the
// file changed since.
type Done struct {
	Path     string
	Warnings []string
	CanUndo  bool

	receipt *disk.Receipt
	mode    *modeChange
	written int // its place in the list of a dry run
}

// OfMode reports whether the mode of the file was all that changed.
func (d Done) OfMode() bool { return d.mode != nil }

// modeChange is a change of the permission bits.
type modeChange struct{ from, to fs.FileMode }

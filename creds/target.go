package creds

import (
	"bricktop/creds/edit"
)

// Target is a kind of credential file, as data: where it lies, how it is written, where in it secrets stand,
// and how whoever reads it comes to know a new one.
type Target struct {
	ID string // also of its File; where Path has a *, the name of the file follows after a colon
	// Path begins with ~ for the home, or with ${NAME:-default} as in a shell, and may have * in its last name.
	Path   string
	Format Format
	Places []Place
	Names  Reference // how a value names a variable instead
	CopyOf string    // the ID of the target that this is an old copy of
	Core   bool      // it is in every Inventory, whether it exists or not
	Reader string    // a sentence

	broken string              // what follows when it cannot be understood, as a sentence
	tell   func(*reading) bool // tells more of the file than its secrets; false: none of them counts
}

// Place is where in a document a secret stands.
type Place struct {
	Path   edit.Path // from the root; "*" is any name or index
	Kind   HeldKind
	Class  PlaceClass
	Prefix string // before the secret in the same text, with its space: "Bearer "
	// Host are the places of the address that the secret is sent to, the first one that is there counts. A "*"
	// is the same name as in Path, and alone it is the address itself.
	Host    []edit.Path
	Client  edit.Path // the client ID of a client secret
	Title   edit.Path // what people call the object that it stands in; nil: its name
	Args    edit.Path // of the command, a list
	Expires edit.Path // when it ends, in RFC 3339
	Refresh edit.Path // the refresh token that renews it
	Session bool      // the name in Path is that of a profile of ~/.databrickscfg, or an address
	Owner   Ownership
}

// PlaceClass says what stands in a place.
type PlaceClass byte

// The classes of places.
const (
	Direct PlaceClass = iota // the secret
	Named                    // the name of the variable that holds it
	Pull                     // a command that prints it
)

// Ownership says whose secret stands in a place.
type Ownership byte

// The ownerships. A secret of anybody is Databricks' when it has the form of a token or is sent to a workspace.
const (
	Anybodys Ownership = iota
	Databricks
	NotDatabricks  // another vendor's, always
	OnlyDatabricks // passed over when it is not Databricks'
)

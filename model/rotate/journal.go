package rotate

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/token"
)

// Phase is how far a rotation is, as its journal tells.
type Phase string

// The phases.
const (
	Intent   Phase = "intent"   // a token may have been made
	Created  Phase = "created"  // a token was made, and a file may hold it
	Switched Phase = "switched" // every target holds the new token, proven
	Left     Phase = "left"     // and the old one is left to expire
)

// entryVersion is the version of Entry's JSON.
const entryVersion = 1

// Entry is what the journal holds of a rotation. It holds no secret.
type Entry struct {
	Version   int       `json:"v"`
	ID        string    `json:"rid"`
	Install   string    `json:"install"`
	Host      string    `json:"host"`
	Principal string    `json:"principal"`
	Targets   []string  `json:"targets"`
	Phase     Phase     `json:"phase"`
	Old       Known     `json:"old"`
	New       Known     `json:"new"`
	At        time.Time `json:"at"`              // of the intent
	LetGo     time.Time `json:"let_go,omitzero"` // when every reader has let go of the old token; zero: not known
	Own       bool      `json:"own,omitempty"`   // the old token is what we signed in with
	Elsewhere []string  `json:"elsewhere,omitempty"`
}

// Known is what is known of a token without its value.
type Known struct {
	ID          token.ID  `json:"id,omitempty"`
	Fingerprint string    `json:"fp,omitempty"`
	Expires     time.Time `json:"expires,omitzero"` // zero: never, or not known
}

func (k Known) is(value secret.Secret) bool {
	return k.Fingerprint != "" && k.Fingerprint == value.Fingerprint()
}

// Encode gives the entry as JSON.
func (e Entry) Encode() ([]byte, error) {
	e.Version = entryVersion
	return json.Marshal(e)
}

// ParseEntry reads an entry. One that is torn, or that a later version wrote, is an error: whoever reads the
// journal passes it over.
func ParseEntry(data []byte) (Entry, error) {
	var e Entry
	if err := json.Unmarshal(data, &e); err != nil {
		return Entry{}, fmt.Errorf("The journal entry cannot be read: %w.", err)
	}
	switch {
	case e.Version != entryVersion:
		return Entry{}, fmt.Errorf("The journal entry is of version %d, and this bricktop knows version %d.", e.Version, entryVersion)
	case !ValidID(e.ID) || !ValidID(e.Install) || e.Host == "":
		return Entry{}, errors.New("The journal entry lacks its IDs.")
	}
	switch e.Phase {
	case Intent, Created, Switched, Left:
		return e, nil
	default:
		return Entry{}, fmt.Errorf("The journal entry is in a phase that this bricktop does not know: %q.", e.Phase)
	}
}

// entry is what the journal says of a state.
func (s State) entry(phase Phase) Entry {
	e := Entry{
		Version: entryVersion, ID: s.ID, Install: s.Install, Host: s.Host, Principal: s.Principal, Phase: phase,
		Old: s.Old, At: s.At, LetGo: s.LetGo, Own: s.Own, Elsewhere: s.Elsewhere,
		New: Known{ID: s.NewID, Fingerprint: s.Value.Fingerprint(), Expires: s.Expires},
	}
	for _, t := range s.Targets {
		e.Targets = append(e.Targets, t.ID)
	}
	for _, t := range s.Kept {
		e.Elsewhere = append(slices.Clip(e.Elsewhere), t.ID)
	}
	return e
}

package rotate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// timeLayout is how moments are written, always in UTC.
const timeLayout = "2006-01-02 15:04 UTC"

// Outcome is what a rotation came to, in a sentence.
func (r Rotation) Outcome() string {
	s := r.State
	switch {
	case r.Done() && len(s.Targets) > 0:
		verb := "1 target holds"
		if n := len(s.Targets); n > 1 {
			verb = fmt.Sprintf("%d targets hold", n)
		}
		return fmt.Sprintf("%s the new token %s, until %s.", verb, s.NewID.Short(), s.Expires.UTC().Format(timeLayout))
	case errors.Is(r.Err(), context.Canceled) && !s.Stuck:
		return "Given up: every file is as it was."
	case r.Err() != nil && s.Stuck:
		return "Not rotated, and not all could be undone. " + r.Err().Error()
	case r.Err() != nil:
		return "Not rotated: every file is as it was. " + r.Err().Error()
	case r.Done():
		return "its old token is revoked."
	default:
		return "what it had made and not used is revoked."
	}
}

// Aftermath is what is left of the old token, in sentences.
func (r Rotation) Aftermath() (sentences []string) {
	s := r.State
	switch {
	case s.Phase == Left && s.Old.Expires.IsZero():
		sentences = append(sentences, "The old token "+s.Old.ID.Short()+" stays, because programs may still hold it. It has no end: revoke it once none does.")
	case s.Phase == Left:
		sentences = append(sentences, "The old token "+s.Old.ID.Short()+" is left to expire at "+s.Old.Expires.UTC().Format(timeLayout)+", because programs may still hold it.")
	case !r.NotBefore().IsZero():
		sentences = append(sentences, "The old token "+s.Old.ID.Short()+" is revoked by the first bricktop after "+s.LetGo.UTC().Format(timeLayout)+".")
	}
	for _, t := range s.Kept {
		sentences = append(sentences, t.ID+" ("+t.Path+") was left as it is and holds the old token. Once it can be written: bricktop rotate "+t.ID)
	}
	if len(s.Elsewhere) > 0 {
		sentences = append(sentences, "The old one also stands in "+strings.Join(s.Elsewhere, ", ")+".")
	}
	for _, t := range s.Targets {
		if said := s.Readers[t.ID].Sentence; said != "" && !slices.Contains(sentences, said) {
			sentences = append(sentences, said)
		}
	}
	if r.Err() != nil {
		sentences = append(sentences, r.Err().Error())
	}
	return sentences
}

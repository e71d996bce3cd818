package creds

import (
	"context"
	"errors"
	"fmt"

	"bricktop/creds/edit"
	"bricktop/creds/secret"
)

// Slots lists every place of this home where a token for the workspace at host stands or can be put, in the
// order of the files. Those that cannot be written are in it, with the reason. The profile is the one that the
// user chose, as in Look.
func (c *Catalogue) Slots(ctx context.Context, profile, host string) []Slot {
	want, err := NormalizeHost(host)
	if err != nil || want == "" {
		return nil
	}
	return c.slots(c.Look(ctx, profile), profile, want)
}

func (c *Catalogue) slots(in Inventory, profile, want string) []Slot {
	s := slotting{Catalogue: c, in: in, want: want}
	for _, f := range in.Files {
		if f.CopyOf != "" {
			continue
		}
		s.blank = Slot{Path: f.Path, Reader: f.Reader, file: f.ID, format: f.Format, want: want, profile: profile}
		s.fileSlots(f)
	}
	return s.list
}

// slotting makes a list of slots.
type slotting struct {
	*Catalogue
	in    Inventory
	want  string
	blank Slot // what all slots of the file have in common
	list  []Slot
}

func (s *slotting) fileSlots(f File) {
	if !f.Format.editable() {
		for _, held := range f.Secrets {
			s.held(f, held)
		}
		return
	}
	root, err := s.tree(f)
	if err != nil {
		slot := s.blank
		slot.ID, slot.Where, slot.Refused = f.ID, f.Path, err
		s.list = append(s.list, slot)
		return
	}
	before := len(s.list)
	for _, held := range f.Secrets {
		s.held(f, held)
	}
	// A place that takes the token already makes another one needless.
	taken := false
	for _, slot := range s.list[before:] {
		taken = taken || slot.Refused == nil
	}
	switch f.ID {
	case DatabricksCfg:
		s.setUpProfile(f, root, taken)
		s.setUpSignIn(f)
	case ClaudeCodeRouter:
		s.setUpProvider(f, root, taken)
	}
}

// tree reads a file as creds/edit does, for places that hold nothing yet. A file that is missing, or holds
// white space alone, is an empty tree. The error is the sentence that the file's Problem is.
func (s *slotting) tree(f File) (*edit.Value, error) {
	now, err := s.current(f.Path)
	switch {
	case err != nil && f.Problem != nil:
		return nil, errors.New(f.Problem.Text)
	case err != nil:
		return nil, err
	case now.missing && f.Problem != nil: // there is no home, and the path is none
		return nil, errors.New(f.Problem.Text)
	case now.blank():
		return &edit.Value{Kind: edit.Object}, nil
	case f.Problem != nil:
		return nil, errors.New(f.Problem.Text)
	}
	root, err := edit.Read(f.Format.syntax(), now.data)
	if err != nil {
		return nil, errors.New(parseProblem(f.Path, "", err).Text)
	}
	return root, nil
}

// held makes a slot of a secret that is there.
func (s *slotting) held(f File, h Held) {
	if !h.Databricks {
		return
	}
	slot := s.blank
	slot.ID, slot.Where, slot.Host, slot.Held, slot.at, slot.prefix = h.Target, h.Where, h.Host, h.Value, h.at, h.Prefix
	slot.Kind = h.Kind
	if h.Kind != HeldPAT && h.at != nil {
		slot.ID += "/" + shown((*h.at)[len(*h.at)-1])
	}
	slot.Refused = s.refused(f, h)
	s.list = append(s.list, slot)
}

// refused is why a token does not go where a secret stands, as a sentence.
func (s *slotting) refused(f File, h Held) error {
	in := h.Where + " in " + f.Path
	switch {
	case f.Path == "":
		return fmt.Errorf("%s is a variable of this process. Set it anew where it comes from.", h.Where)
	case !f.Format.editable():
		return fmt.Errorf("%s: bricktop does not change files of this kind.", in)
	case f.Superseded != "":
		return superseded(f)
	case h.Pull != "":
		return fmt.Errorf("%s is a command that prints a token when one is needed. There is nothing to write.", in)
	case h.Indirect != "":
		return fmt.Errorf("%s only names %s. The secret has to be changed where that comes from.", in, h.Indirect)
	case h.Kind == HeldClientSecret:
		return fmt.Errorf("%s is a client secret. bricktop shows those and never changes them.", in)
	case h.Kind == HeldPassword:
		return fmt.Errorf("%s is a password, not the place for a token.", in)
	case h.Kind != HeldPAT && h.Kind != HeldAPIKey || h.at == nil:
		return fmt.Errorf("%s is written by another program alone. bricktop does not change it.", in)
	case h.Host == "" && !s.sameToken(h.Value):
		return fmt.Errorf("%s has no host beside it, so that its token may belong to another workspace.", in)
	case h.Host != "" && h.Host != s.want:
		return fmt.Errorf("%s belongs to %s, and not to %s.", in, h.Host, s.want)
	}
	return nil
}

// sameToken reports whether a secret stands somewhere else beside the host that is wanted: then it is a token
// of that workspace here as well.
func (s *slotting) sameToken(value secret.Secret) bool {
	for _, f := range s.in.Files {
		for _, h := range f.Secrets {
			if h.Host == s.want && h.Kind == HeldPAT && !value.IsZero() && h.Value.Equal(value) {
				return true
			}
		}
	}
	return false
}

func superseded(f File) error {
	return fmt.Errorf("%s is read no more: claude-code-router keeps its settings in %s. Change the token in claude-code-router itself.", f.Path, f.Superseded)
}

// findSlot is the slot of an ID, if there is one.
func findSlot(list []Slot, id string) (Slot, bool) {
	for _, s := range list {
		if s.ID == id {
			return s, true
		}
	}
	return Slot{}, false
}

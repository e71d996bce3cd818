package creds

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"bricktop/creds/edit"
	"bricktop/creds/secret"
)

// write puts a token into a slot, and has our own reader confirm it before a byte reaches the disk.
func (c *Catalogue) write(ctx context.Context, ch Change, path string, old []byte) (draft, error) {
	d := draft{title: ch.Slot.title(ch.Value), before: old}
	slot, in, err := c.slotIn(ctx, ch.Slot, path, old)
	switch {
	case err != nil:
		return d, err
	case slot.Refused != nil:
		return d, slot.Refused
	case !slot.Held.Equal(ch.Slot.Held) && !slot.Held.Equal(ch.Value):
		return d, fmt.Errorf("%s in %s has changed since: it holds another secret now. Nothing was written; look again.", slot.Where, slot.Path)
	}
	d.after, err = c.fill(slot, ch.Value, old)
	if err != nil {
		return d, fmt.Errorf("%s in %s cannot be written: %w. Nothing was written.", slot.Where, slot.Path, err)
	}
	proof, after, err := c.slotIn(ctx, ch.Slot, path, d.after)
	if err != nil || !proof.Held.Equal(ch.Value) {
		return d, fmt.Errorf("%s in %s would not be read as the new token. Nothing was written.", slot.Where, slot.Path)
	}
	d.known = append(append(secretsOf(in), secretsOf(after)...), ch.Value)
	d.notes = append(d.notes, slot.notes(string(old))...)
	return d, nil
}

// slotIn finds a slot in a file that holds other bytes than it may.
func (c *Catalogue) slotIn(ctx context.Context, s Slot, path string, data []byte) (Slot, Inventory, error) {
	machine, err := c.imagine(path, data)
	if err != nil {
		return s, Inventory{}, err
	}
	in := machine.Look(ctx, s.profile)
	if err := ctx.Err(); err != nil {
		return s, in, err
	}
	found, ok := findSlot(machine.slots(in, s.profile, s.want), s.ID)
	if !ok {
		return s, in, fmt.Errorf("%s is no more in %s. Nothing was written; look again.", s.Where, s.Path)
	}
	return found, in, nil
}

// title says what the change does, in the words of the file.
func (s Slot) title(value secret.Secret) string {
	switch {
	case s.SignIn:
		return "Set up the sign-in of the app's service principal in " + s.Path
	case s.Missing && s.setup == setupProvider:
		return "Set up a provider with the token in " + s.Path
	case s.Missing && s.setup == setupProfile:
		return "Set up a profile with the token in " + s.Path
	}
	return fmt.Sprintf("Write %s into %s of %s", value.Mask(), s.Where, s.Path)
}

// notes is what follows from the write, in sentences.
func (s Slot) notes(old string) []string {
	var notes []string
	if s.setup == setupProvider {
		notes = append(notes, fmt.Sprintf("The provider asks for the model %s. Write another one there if the workspace does not serve it.", routerModel))
	}
	if s.file == DatabricksCfg && !s.Held.IsZero() {
		for line := range strings.Lines(old) {
			if _, rest, ok := strings.Cut(line, s.Held.Reveal()); ok && strings.ContainsAny(rest, "#;") {
				notes = append(notes, "A comment stands behind the token. Programs in Python take it for a part of the token.")
			}
		}
	}
	if s.Reader != "" {
		notes = append(notes, s.Reader)
	}
	return notes
}

// fill puts everything into a document that a slot needs.
func (c *Catalogue) fill(s Slot, value secret.Secret, data []byte) ([]byte, error) {
	format := s.format.syntax()
	if isBlank(data) {
		data = nil
	}
	root := &edit.Value{Kind: edit.Object}
	if data != nil {
		var err error
		if root, err = edit.Read(format, data); err != nil {
			return nil, err
		}
	}
	var err error
	for _, step := range c.steps(s, value, root) {
		if data, err = put(format, data, step); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// step is one value to write. In a text that holds more than was, that part of it is exchanged.
type step struct {
	at    edit.Path
	value *edit.Value
	was   string
}

// steps are the values that a slot needs, in the order in which they come to stand in a new file.
func (c *Catalogue) steps(s Slot, value secret.Secret, root *edit.Value) []step {
	token := edit.Text(s.prefix + value.Reveal())
	at := *s.at
	switch s.setup {
	case setupProfile:
		return []step{{at: edit.Path{at[0], "host"}, value: edit.Text(s.want)}, {at: at, value: token}}
	case setupSignIn:
		_, id, _ := c.servicePrincipal()
		return []step{
			{at: edit.Path{at[0], "host"}, value: edit.Text(s.want)},
			{at: edit.Path{at[0], "client_id"}, value: edit.Text(id)}, {at: at, value: token},
		}
	case setupProvider:
		return providerSteps(s, token, root)
	}
	if s.Held.IsZero() {
		return []step{{at: at, value: token}}
	}
	return []step{{at: at, value: edit.Text(value.Reveal()), was: s.Held.Reveal()}}
}

// providerSteps sets up a provider, and the route to it where there is none. In a file of our own the log is
// off: claude-code-router writes each bearer token into it (v2.0.0, at its default level).
func providerSteps(s Slot, token *edit.Value, root *edit.Value) []step {
	name := s.ID[len(s.file)+1:]
	member := func(name string, v *edit.Value) edit.Member { return edit.Member{Name: name, Value: v} }
	provider := &edit.Value{Kind: edit.Object, Members: []edit.Member{
		member("name", edit.Text(name)),
		member("api_base_url", edit.Text(s.want+"/serving-endpoints/"+routerModel+"/invocations")),
		member("api_key", token),
		member("models", &edit.Value{Kind: edit.Array, Items: []*edit.Value{edit.Text(routerModel)}}),
	}}
	var steps []step
	if len(root.Members) == 0 {
		steps = append(steps, step{at: edit.Path{"LOG"}, value: &edit.Value{Kind: edit.Bool, Text: "false"}})
	}
	steps = append(steps, step{at: *s.at, value: provider})
	if !root.Get("Router").Get("default").Truthy() {
		steps = append(steps, step{at: edit.Path{"Router", "default"}, value: edit.Text(name + "," + routerModel)})
	}
	return steps
}

// put makes one step, whatever stands in its place.
func put(format edit.Format, data []byte, s step) ([]byte, error) {
	there := (*edit.Value)(nil)
	if data != nil {
		root, err := edit.Read(format, data)
		if err != nil {
			return nil, err
		}
		there = root.At(s.at)
	}
	var done edit.Edit
	var err error
	switch {
	case there == nil:
		done, err = edit.Add(format, data, s.at, s.value)
	case there.Kind != edit.String:
		err = fmt.Errorf("%w: it is %s, where text is needed", edit.ErrNotUnderstood, there.Kind)
	case s.was == "" && strings.TrimSpace(there.Text) != "":
		err = edit.ErrExists
	case s.was == "" || there.Text == s.was:
		done, err = edit.Replace(format, data, s.at, s.value.Text)
	default:
		done, err = edit.ReplacePart(format, data, s.at, s.was, s.value.Text)
	}
	if errors.Is(err, edit.ErrNotFound) {
		err = edit.ErrIndirect
	}
	return done.Data, err
}

package model

import (
	"bricktop/model/rotate"
	"bricktop/model/token"
)

// bequeath notes which token a rotation put in the place of another.
func (t *tokens) bequeath(r rotate.Rotation) {
	if !r.Done() || r.State.NewID == "" {
		return
	}
	if t.heirs == nil {
		t.heirs = make(map[token.ID]token.ID)
	}
	t.heirs[r.State.Old.ID] = r.State.NewID
}

// inherit selects the token that took the place of the selected one, once, as soon as it is listed: the next key is
// meant for what the files hold now, and not for whatever came to lie under the cursor.
func (t *tokens) inherit() {
	for old, heir := range t.heirs {
		if _, listed := t.list.Find(heir); !listed {
			continue
		}
		if t.selected == old {
			t.selected = heir
		}
		delete(t.heirs, old)
	}
}

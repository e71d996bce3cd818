package headless

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"

	"bricktop/creds/secret"
	"bricktop/model/report"
	"bricktop/model/token"
)

// rotationsJSON is the output of rotate for scripts: snake_case, and it only grows.
type rotationsJSON struct {
	Rotations []rotationJSON `json:"rotations"`
	DryRun    bool           `json:"dry_run"`
	Kept      []keptJSON     `json:"kept"` // targets that were left, and hold an old token
	Notes     []string       `json:"notes"`
	Error     report.Text    `json:"error"`
	ExitCode  int            `json:"exit_code"`
}

type keptJSON struct {
	Target string      `json:"target"`
	Path   report.Text `json:"path"`
	Why    report.Text `json:"why"`
}

type rotationJSON struct {
	OldTokenID report.Text    `json:"old_token_id"`
	OldToken   string         `json:"old_token"` // left, revoked, revoked_later or kept
	NewTokenID token.ID       `json:"new_token_id"`
	ExpiresAt  report.Instant `json:"expires_at"`
	Targets    []string       `json:"targets"`
	Proven     bool           `json:"proven"` // every target holds the new token
	Notes      []string       `json:"notes"`
	Error      report.Text    `json:"error"`
}

func writeRotations(w io.Writer, r *rotating, code int) error {
	out := rotationsJSON{Rotations: []rotationJSON{}, Kept: []keptJSON{}, DryRun: r.DryRun, Notes: redacted(r.notes), ExitCode: code}
	kept := slices.Clone(r.kept)
	for _, rotation := range r.done {
		kept = append(kept, rotation.State.Kept...)
	}
	for _, t := range kept {
		out.Kept = append(out.Kept, keptJSON{t.ID, report.Text(t.Path), report.Text(secret.Redact(t.Refused.Error()))})
	}
	if r.err != nil {
		out.Error = report.Text(secret.Redact(r.err.Error()))
	}
	for _, rotation := range r.done {
		s := rotation.State
		j := rotationJSON{
			OldTokenID: report.Text(s.Old.ID), OldToken: "kept", Proven: rotation.Done() && !r.DryRun, Notes: redacted(s.Notes),
			NewTokenID: s.NewID, ExpiresAt: report.Instant{Time: s.Expires},
		}
		for _, t := range s.Targets {
			j.Targets = append(j.Targets, t.ID)
		}
		switch {
		case !rotation.Done():
		case !rotation.NotBefore().IsZero():
			j.OldToken = "revoked_later"
		case s.Phase == "left":
			j.OldToken = "left"
		default:
			j.OldToken = "revoked"
		}
		if rotation.Done() {
			j.Notes = append(j.Notes, redacted(rotation.Aftermath())...)
		}
		if err := rotation.Err(); err != nil {
			j.Error = report.Text(secret.Redact(err.Error()))
		}
		out.Rotations = append(out.Rotations, j)
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		return err
	}
	_, err := w.Write(escapeUnseen(b.Bytes()))
	return err
}

func redacted(list []string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, secret.Redact(s))
	}
	return out
}

package disk

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"
)

// swap gives the file's name to the temporary file. Where the system can exchange two names, what comes out
// is looked at, so that an edit that another program made since the comparison is found and put back.
func (j *job) swap(temp string) error {
	err := j.fs.Exchange(temp, j.file)
	j.receipt.Exchanged = !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrPermission)
	if !j.receipt.Exchanged {
		err = j.fs.Rename(temp, j.file)
	}
	if err != nil && !j.done() {
		return j.discard(temp, err)
	}
	if !j.receipt.Exchanged {
		return nil
	}
	switch out, err := j.holds(temp, j.content.before); {
	case err != nil:
		return j.putBack(temp, err)
	case !out:
		return j.putBack(temp, errStale)
	}
	if err := j.fs.Remove(temp); err != nil {
		j.warn("The old content of the file is still at " + temp + ". Remove it, or let the next start of bricktop do so.")
	}
	return nil
}

// done says whether a swap that reported an error happened all the same, as network file systems have it.
func (j *job) done() bool {
	done, err := j.holds(j.file, j.content.after)
	return done && err == nil
}

// putBack exchanges once more, so that the file is again what it was before the swap, and says why. If yet
// another edit was made to ours in between, then that stays, and what came out is kept beside it.
func (j *job) putBack(temp string, why error) error {
	if j.fs.Exchange(temp, j.file) == nil {
		if ours, err := j.holds(temp, j.content.after); ours && err == nil {
			return j.discard(temp, why)
		}
		_ = j.fs.Exchange(temp, j.file) // if this fails too the two have changed places, and both are told
	}
	return j.preserve(temp, why)
}

// preserve gives what another program wrote a name that nothing sweeps, and tells.
func (j *job) preserve(temp string, why error) error {
	kept := j.file + conflictMark + strings.TrimSuffix(temp[len(temp)-tempDigits-len(tempEnd):], tempEnd)
	if j.fs.RenameNew(temp, kept) != nil {
		kept = temp
	}
	if errors.Is(why, errStale) {
		why = nil // or Replace would try once more, and the message would be lost
	}
	return &Refusal{Path: j.path, Kind: ErrUnproven, Err: why, Text: "Other programs wrote " + j.file +
		" at the same moment as bricktop. A version of theirs is kept as " + kept + ". Compare the two."}
}

// holds says whether a name is a regular file with this content.
func (j *job) holds(name string, data []byte) (bool, error) {
	info, err := Lstat(j.fs, name)
	if err != nil || !info.Mode().IsRegular() {
		return false, err
	}
	now, err := ReadFile(j.fs, name)
	if errors.Is(err, ErrTooLarge) {
		return false, nil
	}
	return bytes.Equal(now, data), err
}

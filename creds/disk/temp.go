package disk

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/afero"
)

// The name of a temporary file is .NAME.bricktop-16 hex digits.tmp, beside the file NAME.
const (
	tempMark   = ".bricktop-"
	tempEnd    = ".tmp"
	tempDigits = 16
	// conflictMark stands in the name of a version that somebody has to look at. Nothing sweeps it.
	conflictMark = ".conflict-"
)

// StaleAfter is the age from which Sweep takes a temporary file for left over by a crash.
const StaleAfter = 10 * time.Minute

// makeTemp writes a new file beside the file, whole and durable. Nobody else can read it at any time, and
// it is gone when the result is an error.
func (j *job) makeTemp(data []byte, mode fs.FileMode) (temp string, err error) {
	var f afero.File
	for range 10 { // taken names: another bricktop with the same luck, or an attacker's guess
		if temp, err = j.tempName(); err != nil {
			return "", explain(j.path, err)
		}
		f, err = j.fs.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	if err != nil {
		return "", j.offer(err)
	}
	err = j.fill(f, temp, data, mode)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return "", j.discard(temp, err)
	}
	return temp, nil
}

// tempName is a new name beside the file.
func (j *job) tempName() (string, error) {
	random := j.opt.Random
	if random == nil {
		random = rand.Reader
	}
	var digits [tempDigits / 2]byte
	if _, err := io.ReadFull(random, digits[:]); err != nil {
		return "", err
	}
	dir, base := filepath.Split(j.file)
	return filepath.Join(dir, "."+base+tempMark+hex.EncodeToString(digits[:])+tempEnd), nil
}

func (j *job) fill(f afero.File, temp string, data []byte, mode fs.FileMode) error {
	if n, err := f.Write(data); err != nil {
		return err
	} else if n < len(data) {
		return io.ErrShortWrite
	}
	if j.info != nil && j.fs.Me() == 0 {
		if facts, ok := FactsOf(j.info); ok && (facts.UID != 0 || facts.GID != 0) {
			if err := j.fs.Chown(temp, facts.UID, facts.GID); err != nil {
				return err
			}
		}
	}
	if err := j.fs.Chmod(temp, mode); err != nil {
		return err
	}
	return f.Sync()
}

// discard removes a temporary file and explains why. One that stays is swept at a later start.
func (j *job) discard(temp string, why error) error {
	_ = j.fs.Remove(temp)
	if errors.Is(why, errStale) {
		return why
	}
	return explain(j.file, why)
}

// Sweep removes the temporary files that a crash left beside the file at path at least StaleAfter ago, and
// returns their names. Callers hold the lock of the path. A path whose directory is not there has none.
func Sweep(fsys FS, path string, now time.Time) (removed []string, err error) {
	file, err := Resolve(fsys, path)
	if err != nil {
		file = path
	}
	dir, base := filepath.Split(file)
	infos, err := afero.ReadDir(fsys, filepath.Clean(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var failed []error
	for _, info := range infos {
		facts, known := FactsOf(info)
		mine := !known || fsys.Me() <= 0 || facts.UID == fsys.Me()
		if !isTemp(info.Name(), base) || !info.Mode().IsRegular() || !mine || now.Sub(info.ModTime()) < StaleAfter {
			continue
		}
		name := filepath.Join(dir, info.Name())
		if err := fsys.Remove(name); err != nil {
			failed = append(failed, err)
			continue
		}
		removed = append(removed, name)
	}
	return removed, errors.Join(failed...)
}

// isTemp says whether a name is that of a temporary file of base.
func isTemp(name, base string) bool {
	digits, ok := strings.CutPrefix(name, "."+base+tempMark)
	if !ok {
		return false
	}
	digits, ok = strings.CutSuffix(digits, tempEnd)
	_, err := hex.DecodeString(digits)
	return ok && err == nil && len(digits) == tempDigits
}

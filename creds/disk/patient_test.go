package disk

import (
	"errors"
	"io/fs"
	"testing"
	"time"
)

// A reader holds the file open for a second, or for ever, or something else is wrong.
func TestPatiently(t *testing.T) {
	for _, c := range []struct {
		held   time.Duration
		err    error
		want   error
		waited time.Duration
	}{{0, fs.ErrPermission, nil, 0}, {time.Second, fs.ErrPermission, nil, time.Second}, {time.Hour, fs.ErrPermission, fs.ErrPermission, patience}, {time.Hour, fs.ErrNotExist, fs.ErrNotExist, 0}} {
		var waited time.Duration
		err := patiently(func() error {
			if waited < c.held {
				return c.err
			}
			return nil
		}, func(err error) bool { return err == fs.ErrPermission }, func(d time.Duration) { waited += d })
		if !errors.Is(err, c.want) || errors.Is(err, ErrInUse) != (c.waited == patience) || waited != c.waited {
			t.Errorf("held for %v: %v after %v", c.held, err, waited)
		}
	}
}

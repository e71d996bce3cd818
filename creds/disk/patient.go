package disk

import (
	"fmt"
	"time"
)

// patience is how long a rename waits for a reader that holds the file open, as Windows lets it do. The go
// command waits as long (cmd/internal/robustio).
const patience = 2 * time.Second

// patiently does what may be in use by somebody until it works, fails otherwise, or patience is at its end: then the
// error is ErrInUse as well.
func patiently(do func() error, inUse func(error) bool, sleep func(time.Duration)) error {
	const step = 20 * time.Millisecond
	for waited := time.Duration(0); ; waited += step {
		err := do()
		switch {
		case err == nil || !inUse(err):
			return err
		case waited >= patience:
			return fmt.Errorf("%w: %w", ErrInUse, err)
		}
		sleep(step)
	}
}

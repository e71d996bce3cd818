//go:build unix

package commands_test

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"bricktop/model/workspace/fake"
)

// Whoever holds the lock may be killed, and then it is free at once; or stand still, and then another one says who it
// waits for and gives up. Every point at which two may meet is TestFault32TwoAtOnce in model/rotate.
func TestFault32WhoHoldsTheLockStops(t *testing.T) {
	for name, signal := range map[string]syscall.Signal{"killed": syscall.SIGKILL, "stopped": syscall.SIGSTOP} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			holder := b.start(t)
			inside := make(chan struct{})
			b.Fail("POST "+createPath, fake.Fault{Times: 1, Commit: true, Cut: fake.HangBeforeHeaders, Before: func() { close(inside) }})
			if err := holder.Start(); err != nil {
				t.Fatal(err)
			}
			<-inside
			if err := holder.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if signal == syscall.SIGKILL {
				_ = holder.Wait()
				if out := b.clearUp(t); !strings.Contains(out, "An earlier rotation was cut off") {
					t.Errorf("it does not tell what was left:\n%s", out)
				}
				b.untouched(t)
				return
			}
			began := time.Now()
			code, out := b.rotate(t)
			if took := time.Since(began); code != 1 || !strings.Contains(out, "Another bricktop is rotating tokens. Try again when it is done.") || took < 4*time.Second || took > 20*time.Second {
				t.Errorf("exit %d after %v:\n%s", code, took, out)
			}
			b.works(t, 0)
			if err := holder.Process.Signal(syscall.SIGCONT); err != nil {
				t.Fatal(err)
			}
			_ = holder.Wait() // its create is not answered: it takes back what it made
			b.clearUp(t)
			b.untouched(t)
			if left := b.journal(t); len(left) > 0 {
				t.Errorf("journal: %v", left)
			}
		})
	}
}

package disk_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spf13/afero"

	"bricktop/creds/disk"
	"bricktop/creds/disk/disktest"
)

const (
	processes  = 6
	increments = 200
)

// TestIncrementer is one of the processes of TestProcesses, and nothing by itself.
func TestIncrementer(t *testing.T) {
	dir := os.Getenv("BRICKTOP_TEST_INCREMENT")
	if dir == "" {
		t.Skip("a part of TestProcesses")
	}
	fsys := disk.On(afero.NewOsFs())
	locks := &disk.Locks{Dir: filepath.Join(dir, "locks"), Self: disk.Holder{PID: os.Getpid()}, Wait: time.Minute}
	path := filepath.Join(dir, "counter")
	for range increments {
		release, err := locks.Lock(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = disk.Replace(context.Background(), fsys, path, func(old []byte) ([]byte, error) {
			n, err := strconv.Atoi(string(old))
			return []byte(strconv.Itoa(n + 1)), err
		}, disk.Options{})
		if err != nil {
			t.Fatal(err)
		}
		release()
	}
}

// TestHolder is the process that TestLockOfTheDead kills, and nothing by itself.
func TestHolder(t *testing.T) {
	dir := os.Getenv("BRICKTOP_TEST_HOLD")
	if dir == "" {
		t.Skip("a part of TestLockOfTheDead")
	}
	locks := &disk.Locks{Dir: dir, Self: disk.Holder{PID: os.Getpid()}}
	if _, err := locks.Lock(t.Context(), "/a"); err != nil {
		t.Fatal(err)
	}
	os.Stdout.WriteString("held\n")
	select {}
}

// A lock dies with its process, whatever its file says.
func TestLockOfTheDead(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	c := exec.CommandContext(t.Context(), self, "-test.run=^TestHolder$")
	c.Env = append(os.Environ(), "BRICKTOP_TEST_HOLD="+dir)
	out, err := c.StdoutPipe()
	must(err, c.Start())
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "held\n" {
		t.Fatalf("%q, %v", line, err)
	}
	locks := &disk.Locks{Dir: dir, Wait: 30 * time.Millisecond}
	if h, ok := locks.Holder("/a"); !ok || h.PID != c.Process.Pid {
		t.Errorf("held by %v, %v", h, ok)
	}
	if _, err := locks.Lock(t.Context(), "/a"); !errors.Is(err, disk.ErrLocked) {
		t.Errorf("got %v", err)
	}
	must(c.Process.Kill())
	_ = c.Wait() // it says that it was killed
	if h, ok := locks.Holder("/a"); ok {
		t.Errorf("the dead %v holds it", h)
	}
	release, err := locks.Lock(t.Context(), "/a")
	if err != nil {
		t.Fatal(err)
	}
	release()
}

func TestProcesses(t *testing.T) {
	if testing.Short() {
		t.Skip("six processes that write 1,200 times")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "counter")
	if err := os.WriteFile(path, []byte("0"), 0o600); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	var running []*exec.Cmd
	for range processes {
		c := exec.CommandContext(t.Context(), self, "-test.run=^TestIncrementer$", "-test.count=1")
		c.Env = append(os.Environ(), "BRICKTOP_TEST_INCREMENT="+dir)
		c.Stdout, c.Stderr = &bytes.Buffer{}, os.Stderr
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, c)
	}
	for _, c := range running {
		if err := c.Wait(); err != nil {
			t.Errorf("%v: %s", err, c.Stdout)
		}
	}
	data, err := os.ReadFile(path)
	t.Logf("disk: %d processes, %d increments each under the lock: %s of %d, in %v", processes, increments, data, processes*increments, time.Since(start).Round(time.Millisecond))
	if string(data) != strconv.Itoa(processes*increments) {
		t.Errorf("%s, %v", data, err)
	}
	names, err := filepath.Glob(filepath.Join(dir, ".*"))
	if len(names) > 0 || err != nil {
		t.Errorf("left over: %v, %v", names, err)
	}
}

func TestLocks(t *testing.T) {
	dir := t.TempDir()
	self := disk.Holder{PID: 4711, Start: time.Date(2026, 11, 23, 15, 4, 0, 0, time.UTC), Terminal: "/dev/pts/3"}
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	if err := os.Symlink(dir, filepath.Join(dir, "here")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	detour := filepath.Join(dir, "here", "b")
	state := filepath.Join(dir, "state", "locks")
	for name, lockers := range map[string][2]disk.Locker{
		"files": {&disk.Locks{Dir: state, Self: self}, &disk.Locks{Dir: state, Wait: 30 * time.Millisecond}},
		"memory": func() [2]disk.Locker {
			l := &disk.MemoryLocks{FS: afero.NewOsFs(), Self: self, Wait: 30 * time.Millisecond}
			return [2]disk.Locker{l, l}
		}(),
	} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			one, two := lockers[0], lockers[1]
			release, err := one.Lock(ctx, b, a, detour)
			if err != nil {
				t.Fatal(err)
			}
			if h, ok := two.Holder(detour); !ok || h != self {
				t.Errorf("held by %v, %v", h, ok)
			}
			_, err = two.Lock(ctx, filepath.Join(dir, "c"), detour)
			want := "Another bricktop (process 4711 on /dev/pts/3, started 15:04) is changing " + detour
			if !errors.Is(err, disk.ErrLocked) || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("got %v", err)
			}
			if _, ok := two.Holder(filepath.Join(dir, "c")); ok {
				t.Error("the lock of c was kept, though that of b was not to be had")
			}
			ended, cancel := context.WithCancel(ctx)
			cancel()
			if _, err := two.Lock(ended, b); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			release()
			release()
			if _, ok := one.Holder(b); ok {
				t.Error("still held")
			}
			again, err := two.Lock(ctx, b)
			if err != nil {
				t.Fatal(err)
			}
			again()
		})
	}
	locks, err := os.ReadDir(state)
	if err != nil || len(locks) < 2 {
		t.Errorf("%d lock files, %v", len(locks), err)
	}
	for _, l := range locks {
		info, err := l.Info()
		if err != nil || info.Mode().Perm() != 0o600 || info.Size() != 0 || len(l.Name()) != 64+len(".lock") {
			t.Errorf("%s: %v, %d bytes, %v", l.Name(), info.Mode(), info.Size(), err)
		}
	}
	if info, err := os.Stat(state); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// Whoever waits in memory goes on once the lock is free, or gives up after LockWait.
func TestMemoryLocksWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &disk.MemoryLocks{FS: disktest.New()}
		release, err := l.Lock(t.Context(), "/a")
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if _, err := l.Lock(t.Context(), "/a"); !errors.Is(err, disk.ErrLocked) || time.Since(start) != disk.LockWait {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		got := make(chan error)
		go func() {
			again, err := l.Lock(t.Context(), "/a")
			if err == nil {
				again()
			}
			got <- err
		}()
		synctest.Wait()
		release()
		if err := <-got; err != nil {
			t.Error(err)
		}
	})
}

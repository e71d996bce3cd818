package modeltest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

var buildDir string

// Main is the TestMain of a package whose tests run bricktop itself: in the end it takes away what Binary built.
func Main(m *testing.M) {
	dir, err := os.MkdirTemp("", "bricktop-test-")
	if err != nil {
		panic(err)
	}
	buildDir = dir
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// Binary builds bricktop, once, and is the path of the program. It needs Main.
var Binary = sync.OnceValues(func() (string, error) {
	path := filepath.Join(buildDir, "bricktop")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", path, "bricktop").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// Run runs a command to its end. A command that cannot be run ends the test.
func Run(t testing.TB, cmd *exec.Cmd) (exitCode int) {
	t.Helper()
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	return 0
}

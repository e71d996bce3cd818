// Package ccrtest runs the real claude-code-router on loopback, for tests.
package ccrtest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"testing"
	"time"
)

// Versions lists the versions of claude-code-router that read config.json, the last one of each major version.
func Versions() []string { return []string{"1.0.73", "2.0.0"} }

const (
	installTime = 60 * time.Second
	largestFile = 32 << 20 // bytes; the largest one is a tokenizer of 6 MB
)

// Package is an installed claude-code-router.
type Package struct {
	Version string
	node    string // the program
	script  string // that node runs
}

// Install gets one version from npm, once for this machine. The test is skipped where there is no node or no
// npm, where npm cannot get it, and when tests have to be short.
func Install(t testing.TB, version string) Package {
	t.Helper()
	if testing.Short() {
		t.Skip("The real claude-code-router is not run in short tests.")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skipf("The real claude-code-router needs node: %v", err)
	}
	cache := t.TempDir()
	if dir, err := os.UserCacheDir(); err == nil {
		cache = filepath.Join(dir, "bricktop", "claude-code-router")
	}
	p := Package{Version: version, node: node, script: filepath.Join(cache, version, "cli.js")}
	if _, err := os.Stat(p.script); err == nil {
		return p
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Skipf("The real claude-code-router comes from npm: %v", err)
	}
	if err := install(t.Context(), npm, version, cache); err != nil {
		t.Skipf("npm could not get claude-code-router %s, which needs the network: %v", version, err)
	}
	return p
}

// install puts the package's dist into a directory named after the version. It is an "npm install
// --ignore-scripts" without the 180 dependencies, which both versions have bundled into their cli.js. Another
// test may be at it at the same time: the directory appears whole, and the first one stays.
func install(ctx context.Context, npm, version, cache string) error {
	ctx, cancel := context.WithTimeout(ctx, installTime)
	defer cancel()
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(cache, "new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	get := exec.CommandContext(ctx, npm, "pack", "--silent", "@musistudio/claude-code-router@"+version)
	get.Dir, get.WaitDelay = dir, time.Second
	if out, err := get.CombinedOutput(); err != nil {
		return fmt.Errorf("npm pack: %w: %s", err, bytes.TrimSpace(out))
	}
	archives, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(archives) != 1 {
		return fmt.Errorf("npm pack left %d archives", len(archives))
	}
	dist := filepath.Join(dir, "dist")
	if err := unpack(archives[0], dist); err != nil {
		return err
	}
	if err := os.Rename(dist, filepath.Join(cache, version)); err != nil {
		if _, there := os.Stat(filepath.Join(cache, version, "cli.js")); there != nil {
			return err
		}
	}
	return nil
}

// unpack takes the files of package/dist, which has no directories, out of npm's archive.
func unpack(archive, dist string) error {
	file, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	if err := os.Mkdir(dist, 0o755); err != nil {
		return err
	}
	for r := tar.NewReader(plain); ; {
		h, err := r.Next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case h.Typeflag != tar.TypeReg || path.Dir(h.Name) != "package/dist":
			continue
		case h.Size > largestFile:
			return fmt.Errorf("%s has %d bytes", h.Name, h.Size)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dist, path.Base(h.Name)), data, 0o644); err != nil {
			return err
		}
	}
}

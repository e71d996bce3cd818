package commands_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bricktop/model/workspace/fake"
)

// install is the ID that the bricktop of this home puts into comments.
func (b *bench) install(t *testing.T) string {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(b.home, ".local/state/bricktop/rotations/*/install"))
	if len(files) != 1 {
		t.Fatalf("installs: %v", files)
	}
	id, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(id))
}

// An app signs in by a client secret, in its environment or in the file beside the token. The sweep goes by it, takes
// what this bricktop made and nothing needs, and leaves alone what is young or another's, and what a file holds.
func TestRotateSweeps(t *testing.T) {
	for name, prepare := range map[string]func(*bench){
		"the secret in a file": func(*bench) {},
		"in the environment": func(b *bench) {
			b.env = append(b.env, "DATABRICKS_HOST="+b.URL(), "DATABRICKS_CLIENT_ID="+b.client, "DATABRICKS_CLIENT_SECRET="+b.secret)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			prepare(b)
			// A name that does not exist: the start clears up, and rotates nothing.
			start := func() string {
				code, out := b.rotate(t, "databrickscfg:none")
				if code != 2 {
					t.Errorf("exit %d:\n%s", code, out)
				}
				return out
			}
			start()
			mine, hour := b.install(t), time.Now().Add(time.Hour)
			made := func(comment string, age time.Duration) string {
				id, _ := b.AddToken(b.client, fake.Token{Comment: comment, Created: time.Now().Add(-age), Expires: hour})
				return id
			}
			orphan := made("bricktop:1:"+mine+":0badcafe:databrickscfg:laptop", 11*time.Minute)
			kept := []string{
				b.oldID, made("bricktop:1:"+mine+":0badf00d:databrickscfg:laptop", 9*time.Minute),
				made("bricktop:1:ffffffff:0badcafe:databrickscfg:laptop", time.Hour), made("sdk-1", time.Hour),
			}
			if out := start(); !strings.Contains(out, orphan[:8]) || !strings.Contains(out, "no file holds, was revoked") {
				t.Errorf("it does not tell of the orphan:\n%s", out)
			}
			var left []string
			for _, k := range b.Tokens() {
				left = append(left, k.ID)
			}
			if slices.Sort(left); !slices.Equal(left, slices.Sorted(slices.Values(kept))) {
				t.Errorf("left are %v, and not %v", left, kept)
			}
		})
	}
}

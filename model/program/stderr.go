package program

import (
	"bytes"
	"io"
	"os"
	"strings"
)

// holdStderr keeps what anybody writes to os.Stderr away from the screen while the dashboard is on it; release
// returns it all, to be redacted first.
func holdStderr() (release func() string) {
	read, write, err := os.Pipe()
	if err != nil {
		return func() string { return "" }
	}
	var held bytes.Buffer
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = io.Copy(&held, read)
	}()
	screen := os.Stderr
	os.Stderr = write
	return func() string {
		os.Stderr = screen
		_ = write.Close()
		<-ended
		_ = read.Close()
		return strings.ReplaceAll(held.String(), "\r\n", "\n")
	}
}

package plain

import (
	"bufio"
	"context"
	"io"

	tea "charm.land/bubbletea/v2"
)

// Lines reads what is typed, line by line, until there is no more.
func Lines(r io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(r); scanner.Scan(); {
			lines <- scanner.Text()
		}
	}()
	return lines
}

// Feed hands the lines to a session until ctx ends; no channel, no lines.
func Feed(ctx context.Context, lines <-chan string, send func(tea.Msg)) {
	for {
		select {
		case <-ctx.Done():
			return
		case line, ok := <-lines:
			if !ok {
				send(End{})
				return
			}
			send(Line(line))
		}
	}
}

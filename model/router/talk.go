package router

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strconv"
	"syscall"
	"time"

	"bricktop/creds/secret"
)

const (
	patience   = 2 * time.Second // for a connection, and for each answer
	answerSize = 8 << 20         // bytes; version 3 takes settings of 8 MiB
)

// talk is one connection. It is no http.Client: everything goes to whoever answered first, or nowhere, and
// there is no proxy, redirect, retry or pool to switch off.
type talk struct {
	conn  net.Conn
	reply *bufio.Reader
	left  *io.LimitedReader // what may still come before it is too much
	host  string
}

// connect opens a connection to an address of this machine.
func (c *Client) connect(ctx context.Context, at netip.AddrPort) (*talk, error) {
	dial := c.dial
	if dial == nil {
		dial = func(ctx context.Context, at netip.AddrPort) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "tcp", at.String())
		}
	}
	if !at.Addr().IsLoopback() {
		return nil, errors.New("not an address of this machine")
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := dial(ctx, at)
	if err != nil {
		return nil, err
	}
	left := &io.LimitedReader{R: conn}
	return &talk{conn: conn, reply: bufio.NewReader(left), left: left, host: at.String()}, nil
}

// closed reports whether an error of connect says that nothing listens there.
func closed(err error) bool {
	return errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EAFNOSUPPORT)
}

// close ends the connection. What came and was not read is gone with it.
func (t *talk) close() { _ = t.conn.Close() }

// question is one request.
type question struct {
	method, path string // the path is escaped
	header       string // the name of the header that carries the key
	key          secret.Secret
	body         any // nil: none
}

// ask sends a request and waits for the head of the answer. No error of the connection comes out, for it may
// quote what the other side said.
func (t *talk) ask(ctx context.Context, q question) (*http.Response, string) {
	var body io.Reader
	if q.body != nil {
		data, err := json.Marshal(q.body)
		if err != nil {
			return nil, "Its settings cannot be written as JSON."
		}
		body = bytes.NewReader(data)
	}
	request, err := http.NewRequestWithContext(ctx, q.method, "http://"+t.host+q.path, body)
	if err != nil {
		return nil, "There is no web address for this provider."
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if !q.key.IsZero() {
		request.Header.Set(q.header, q.key.Reveal())
	}
	stop := context.AfterFunc(ctx, func() { _ = t.conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	t.left.N = answerSize
	if t.conn.SetDeadline(time.Now().Add(patience)) != nil || ctx.Err() != nil {
		return nil, "The connection is gone."
	}
	if err := request.Write(t.conn); err != nil {
		return nil, t.failed(err)
	}
	response, err := http.ReadResponse(t.reply, request)
	if err != nil {
		return nil, t.failed(err)
	}
	return response, ""
}

// read asks, and takes a 200 with JSON as the answer. The body is gone afterwards.
func (t *talk) read(ctx context.Context, q question, into any) string {
	response, why := t.ask(ctx, q)
	if why != "" {
		return why
	}
	// Bound like the head of the answer, for ask's own watch on ctx is over.
	stop := context.AfterFunc(ctx, func() { _ = t.conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	data, err := io.ReadAll(response.Body)
	switch {
	case response.StatusCode == http.StatusUnauthorized || response.StatusCode == http.StatusForbidden:
		return fmt.Sprintf("It refused our key with status %d: it may run with another one than its settings hold now.", response.StatusCode)
	case response.StatusCode != http.StatusOK:
		return "It answered with status " + strconv.Itoa(response.StatusCode) + "."
	case err != nil:
		return t.failed(err)
	case into != nil && json.Unmarshal(data, into) != nil:
		return "Its answer is not what claude-code-router says."
	}
	return ""
}

// failed puts an error of the connection in words.
func (t *talk) failed(err error) string {
	switch {
	case t.left.N <= 0:
		return fmt.Sprintf("Its answer is longer than %d MiB.", answerSize>>20)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Sprintf("It did not answer within %d seconds.", int(patience.Seconds()))
	}
	return "Its answer is no HTTP, or ended too early."
}

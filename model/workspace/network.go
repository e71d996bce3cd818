package workspace

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"

	"bricktop/model/session"
)

func unsendableSentence(host string) string {
	return "The credential for " + host + " holds a character that cannot be sent, most likely a line break. Set it again without one."
}

// network says why there was no answer.
func (t teller) network(err error) verdict {
	unreachable := func(sentence string) verdict {
		return verdict{fault: session.Unreachable, sentence: sentence}
	}
	var proxy *proxyRefusal
	var op *net.OpError
	var dns *net.DNSError
	text := err.Error()
	switch {
	case errors.Is(err, errPlainHTTP):
		return verdict{fault: session.Refused, sentence: t.host + " sends us on to an address without https, and bricktop does not follow it there with a credential."}
	case errors.Is(err, errRedirected), errors.Is(err, errAnswered):
		return t.strange()
	case strings.Contains(text, "invalid header field value"):
		return verdict{fault: session.Refused, sentence: unsendableSentence(t.host)}
	case errors.Is(err, context.Canceled):
		return verdict{fault: session.Canceled, sentence: "The call to " + t.host + " was given up."}
	case errors.As(err, &proxy):
		return unreachable("The proxy " + proxy.proxy + " does not connect us to " + t.host + ": it answers " + strconv.Itoa(proxy.status) + ". Check HTTPS_PROXY and NO_PROXY.")
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return unreachable("The proxy on the way to " + t.host + " cannot be reached. Check HTTPS_PROXY and NO_PROXY.")
	case errors.As(err, &dns) && dns.IsNotFound:
		return unreachable("There is no host named " + t.host + ". Check its spelling, and the VPN if it is a private one.")
	case errors.As(err, &dns):
		return unreachable("The name " + t.host + " cannot be looked up just now. Check the network.")
	case isTLS(err):
		return t.tls(err)
	case errors.Is(err, syscall.ECONNREFUSED), errors.As(err, &op) && op.Op == "dial" && errors.Is(err, syscall.ECONNRESET):
		return unreachable(t.host + " refuses connections. Check the host and its port.")
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETDOWN), errors.Is(err, syscall.EHOSTDOWN):
		return unreachable("There is no way to " + t.host + " from this network. Check the network and the VPN.")
	case late(err):
		return t.late()
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, net.ErrClosed), strings.Contains(text, "server closed idle connection"), strings.Contains(text, "http2: "):
		return unreachable(t.host + " ended the connection without an answer. Try again; if it stays, check the network and the proxy.")
	case strings.Contains(text, "rate limiter"):
		// The SDK's own limit, 15 requests a second (httpclient/api_client.go).
		return verdict{fault: session.Limited, sentence: "bricktop has too many calls to " + t.host + " under way at once, and did not send this one. Try again in a moment."}
	case strings.Contains(text, "malformed HTTP"):
		return t.strange()
	}
	return verdict{fault: session.Other, sentence: "The call to " + t.host + " failed: " + brief(t.redact(text)) + "."}
}

func late(err error) bool {
	var timeout net.Error
	return errors.Is(err, errLimit) || errors.Is(err, errStuck) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, syscall.ETIMEDOUT) ||
		(errors.As(err, &timeout) && timeout.Timeout()) || strings.Contains(err.Error(), "of inactivity")
}

func isTLS(err error) bool {
	var verification *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	var roots x509.SystemRootsError
	return errors.As(err, &verification) || errors.As(err, &record) || errors.As(err, &alert) || errors.As(err, &roots) ||
		strings.Contains(err.Error(), "server gave HTTP response to HTTPS client") || strings.Contains(err.Error(), "remote error: tls:")
}

func (t teller) tls(err error) verdict {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var roots x509.SystemRootsError
	sentence := "There is no secure connection to " + t.host + ". Check the host, its port and the proxy."
	switch {
	case errors.As(err, &roots):
		sentence = "This machine has no list of certificate authorities to check " + t.host + " with. Install ca-certificates, or name a file in SSL_CERT_FILE."
	case errors.As(err, &unknown):
		sentence = "The certificate of " + t.host + " comes from an authority that this machine does not trust. If a proxy inspects the traffic, put its certificate into the file that SSL_CERT_FILE names."
	case errors.As(err, &name):
		sentence = "The certificate that answers for " + t.host + " belongs to another name. Check the host's spelling, and the proxy."
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		sentence = "The certificate of " + t.host + " is not valid at this machine's time. Check the clock; if it is right, tell an admin of the workspace."
	}
	return verdict{fault: session.Unreachable, sentence: sentence}
}

// maxSaid is how much of a foreign text a sentence takes, in characters.
const maxSaid = 240

// brief is foreign text as a part of a sentence: one line, no period, not long.
func brief(text string) string {
	text = strings.TrimRight(strings.Join(strings.Fields(text), " "), ". ")
	if runes := []rune(text); len(runes) > maxSaid {
		return strings.TrimSpace(string(runes[:maxSaid])) + "…"
	}
	return text
}

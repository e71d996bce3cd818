package workspace

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"bricktop/creds/secret"
	"bricktop/model/session"
)

func somePAT(host string) session.Login {
	return session.Login{Host: host, AuthType: session.PAT, Token: secret.New("some-token")}
}

// The errors are those that Go's own network code makes, from where it makes them.
func TestNetworkErrorsInWords(t *testing.T) {
	dial := func(err error) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", err)}
	}
	certificate := func(err error) error { return &tls.CertificateVerificationError{Err: err} }
	for name, c := range map[string]struct {
		err   error
		want  session.Fault
		words string
	}{
		"refused":           {dial(syscall.ECONNREFUSED), session.Unreachable, "refuses connections"},
		"no route":          {dial(syscall.EHOSTUNREACH), session.Unreachable, "no way to"},
		"no network":        {dial(syscall.ENETUNREACH), session.Unreachable, "no way to"},
		"dial timeout":      {dial(syscall.ETIMEDOUT), session.TimedOut, "did not answer"},
		"no such name":      {&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}, session.Unreachable, "no host named dbc-1.example.com"},
		"no name server":    {&net.OpError{Op: "dial", Err: &net.DNSError{Err: "server misbehaving", IsTemporary: true}}, session.Unreachable, "cannot be looked up"},
		"reset":             {&net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)}, session.Unreachable, "ended the connection"},
		"idle":              {errors.New("http: server closed idle connection"), session.Unreachable, "ended the connection"},
		"proxy gone":        {&net.OpError{Op: "proxyconnect", Err: syscall.ECONNREFUSED}, session.Unreachable, "proxy"},
		"proxy says no":     {&proxyRefusal{proxy: "proxy.example.com:3128", status: 407}, session.Unreachable, "proxy.example.com:3128"},
		"unknown authority": {certificate(x509.UnknownAuthorityError{}), session.Unreachable, "SSL_CERT_FILE"},
		"other name":        {certificate(x509.HostnameError{Certificate: &x509.Certificate{}, Host: "x"}), session.Unreachable, "another name"},
		"expired":           {certificate(x509.CertificateInvalidError{Reason: x509.Expired}), session.Unreachable, "clock"},
		"not allowed":       {certificate(x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}), session.Unreachable, "no secure connection"},
		"no authorities":    {certificate(x509.SystemRootsError{}), session.Unreachable, "ca-certificates"},
		"alert":             {tls.AlertError(40), session.Unreachable, "no secure connection"},
		"no TLS there":      {errors.New("http: server gave HTTP response to HTTPS client"), session.Unreachable, "no secure connection"},
		"line break":        {errors.New(`net/http: invalid header field value for "Authorization"`), session.Refused, "line break"},
	} {
		t.Run(name, func(t *testing.T) {
			sent := 0
			refuse := roundTrip(func(*http.Request) (*http.Response, error) { sent++; return nil, c.err })
			client := connect(t, somePAT("https://dbc-1.example.com"), Options{Transport: refuse})
			_, err := client.Tokens(t.Context())
			wantFault(t, err, c.want, c.words, "dbc-1.example.com")
			if sent != 1 {
				t.Errorf("sent %d times", sent)
			}
		})
	}
}

func TestRealTLSAndRealNames(t *testing.T) {
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	_, err := connect(t, somePAT(secure.URL), Options{}).Tokens(t.Context())
	wantFault(t, err, session.Unreachable, "authority")
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	_, err = connect(t, somePAT("https://"+plain.Listener.Addr().String()), Options{}).Tokens(t.Context())
	wantFault(t, err, session.Unreachable, "no secure connection")
}

// The environment's proxy is read once a process, so this runs in one of its own: example.com goes to the
// proxy, and loopback does not.
func TestProxyOfTheEnvironment(t *testing.T) {
	const marker = "BRICKTOP_TEST_PROXY_CHILD"
	if direct := os.Getenv(marker); direct != "" {
		_, err := connect(t, somePAT("https://dbc-1.example.com"), Options{Limit: 5 * time.Second}).Tokens(t.Context())
		wantFault(t, err, session.Unreachable, "The proxy 127.0.0.1:", "407")
		_, err = connect(t, somePAT(direct), Options{Limit: 5 * time.Second}).Tokens(t.Context())
		wantFault(t, err, session.Forbidden, "straight")
		return
	}
	asked := make(chan string, 10)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Method + " " + r.Host
		w.WriteHeader(http.StatusProxyAuthRequired)
	}))
	defer proxy.Close()
	straight := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`{"error_code":"X","message":"straight"}`))
	}))
	defer straight.Close()
	child := exec.Command(os.Args[0], "-test.run=^TestProxyOfTheEnvironment$")
	child.Env = append(os.Environ(), marker+"="+straight.URL, "HTTPS_PROXY="+proxy.URL, "HTTP_PROXY="+proxy.URL, "NO_PROXY=", "no_proxy=")
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	close(asked)
	var got []string
	for a := range asked {
		got = append(got, a)
	}
	if strings.Join(got, ", ") != "CONNECT dbc-1.example.com:443" {
		t.Errorf("the proxy was asked for %q", got)
	}
}

func TestLoopbackNeverTakesAProxy(t *testing.T) {
	for _, host := range []string{"127.0.0.1:80", "localhost", "[::1]:80", "127.8.9.1"} {
		proxy, err := defaultTransport().Proxy(&http.Request{URL: &url.URL{Scheme: "http", Host: host}})
		if proxy != nil || err != nil {
			t.Errorf("%s: %v, %v", host, proxy, err)
		}
	}
}

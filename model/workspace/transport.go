package workspace

import (
	"context"
	"net/http"
	"net/url"
)

// proxyRefusal is a proxy that answered, and would not connect us.
type proxyRefusal struct {
	proxy  string
	status int
}

func (*proxyRefusal) Error() string { return "the proxy refused" }

// defaultTransport is Go's own, so that HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR count.
func defaultTransport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.Proxy = func(req *http.Request) (*url.URL, error) {
		if loopback(req.URL.Hostname()) {
			return nil, nil
		}
		return http.ProxyFromEnvironment(req)
	}
	t.OnProxyConnectResponse = func(_ context.Context, proxy *url.URL, _ *http.Request, resp *http.Response) error {
		if resp.StatusCode == http.StatusOK {
			return nil
		}
		return &proxyRefusal{proxy: proxy.Host, status: resp.StatusCode}
	}
	return t
}

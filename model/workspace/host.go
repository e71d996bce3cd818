package workspace

import (
	"net"
	"net/url"
	"strings"

	"github.com/databricks/databricks-sdk-go/common/environment"

	"bricktop/model/session"
)

// parseHost cleans the address of a workspace: lower case, no path. The query stays, since the addresses of
// unified workspaces carry the workspace ID there, where the SDK looks for it (databricks-sdk-go,
// config/config.go, fixHostIfNeeded). Its errors are *session.Error.
func parseHost(given string) (*url.URL, error) {
	refuse := func(sentence string) error {
		return &session.Error{Fault: session.Refused, Op: opSignIn, Host: given, Sentence: sentence}
	}
	text := strings.TrimSpace(given)
	if text == "" {
		return nil, refuse("There is no host to sign in at. Set DATABRICKS_HOST, pass --host, or name a profile with -p.")
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.User != nil || (u.Scheme != "http" && u.Scheme != "https") {
		// The text is not repeated: what stands where a host should may be a secret.
		return nil, refuse("The host is not the address of a workspace. It should look like https://dbc-1234.cloud.databricks.com.")
	}
	clean := &url.URL{Scheme: u.Scheme, Host: strings.ToLower(u.Host), RawQuery: u.RawQuery}
	if plainHTTP(clean) {
		return nil, refuse("No secret is sent to " + clean.Host + " over plain http. Write https:// in front of the host.")
	}
	return clean, nil
}

// plainHTTP reports whether a request to the address would cross a network unencrypted.
func plainHTTP(u *url.URL) bool { return u.Scheme != "https" && !loopback(u.Hostname()) }

func loopback(name string) bool {
	ip := net.ParseIP(name)
	return strings.EqualFold(name, "localhost") || (ip != nil && ip.IsLoopback())
}

// cloudOf is aws, azure or gcp: what the host says of itself, else what its name says, else empty. The
// SDK takes every name that it does not know for AWS (common/environment); we do not.
func cloudOf(told environment.Cloud, host string) string {
	switch cloud := strings.ToLower(string(told)); cloud {
	case "aws", "azure", "gcp":
		return cloud
	}
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	found := environment.GetEnvironmentForHostname(name)
	if !strings.HasSuffix(name, found.DnsZone) {
		return ""
	}
	return strings.ToLower(string(found.Cloud))
}

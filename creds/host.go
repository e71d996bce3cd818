package creds

import (
	"errors"
	"net/url"
	"strings"

	"bricktop/creds/secret"
)

// NormalizeHost turns a workspace's host, however somebody wrote it, into scheme://host[:port] in lower
// case: the form in which hosts are compared. A host without a scheme gets https, as Databricks Apps set
// DATABRICKS_HOST; https://https:// is what tools make of a host that had one; path, query and trailing
// slash go, as in databricks-sdk-go, config.fixHostIfNeeded. The empty host stays empty. The error is a
// sentence and never repeats what was written, for it may hold a password.
func NormalizeHost(raw string) (string, error) {
	rest := strings.TrimSpace(raw)
	if rest == "" {
		return "", nil
	}
	scheme := "https"
	for {
		i := strings.Index(rest, "://")
		if i < 0 || strings.ContainsAny(rest[:i], "/?#@") {
			break
		}
		scheme, rest = strings.ToLower(rest[:i]), rest[i+3:]
	}
	if scheme != "https" && scheme != "http" {
		return "", errors.New("The host has to begin with https:// and not with another scheme.")
	}
	u, err := url.Parse(scheme + "://" + rest)
	switch {
	case err != nil:
		return "", errors.New("The host is no valid web address.")
	case u.User != nil:
		return "", errors.New("The host holds a user name or a password; write the host alone.")
	case u.Hostname() == "" || strings.ContainsAny(u.Hostname(), " \t"):
		return "", errors.New("The host is empty.")
	}
	host := strings.ToLower(u.Host)
	if secret.Redact(host) != host {
		return "", errors.New("The host is a token or another secret; the two may have been mixed up.")
	}
	// The default port says nothing, and a bare colon less.
	host = strings.TrimSuffix(host, ":")
	if scheme == "https" {
		host = strings.TrimSuffix(host, ":443")
	} else {
		host = strings.TrimSuffix(host, ":80")
	}
	return scheme + "://" + host, nil
}

// workspaceInHost is the workspace ID that the address bar of a browser carries in ?w=, ?o= or
// ?workspace_id= (databricks-sdk-go, config.workspaceIDFromQuery).
func workspaceInHost(raw string) string {
	_, query, ok := strings.Cut(strings.TrimSpace(raw), "?")
	if !ok {
		return ""
	}
	query, _, _ = strings.Cut(query, "#")
	values, err := url.ParseQuery(query)
	if err != nil {
		return ""
	}
	if w := values.Get("w"); w != "" {
		return w
	}
	for _, key := range []string{"o", "workspace_id"} {
		if v := values.Get(key); v != "" && strings.Trim(v, "0123456789") == "" {
			return v
		}
	}
	return ""
}

// databricksHost reports whether a normalised host is one of Databricks' own on AWS, Azure or Google Cloud.
func databricksHost(host string) bool {
	_, name, _ := strings.Cut(host, "://")
	if i := strings.LastIndexByte(name, ':'); i >= 0 {
		name = name[:i]
	}
	for _, suffix := range []string{".cloud.databricks.com", ".azuredatabricks.net", ".gcp.databricks.com", ".databricksapps.com"} {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return false
}

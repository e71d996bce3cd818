package creds

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNormalizeHost(t *testing.T) {
	for raw, want := range map[string]string{
		"":                                    "",
		" \n":                                 "",
		"dbc-1.cloud.databricks.com":          "https://dbc-1.cloud.databricks.com",
		"dbc-1.cloud.databricks.com\n":        "https://dbc-1.cloud.databricks.com",
		"https://dbc-1.cloud.databricks.com/": "https://dbc-1.cloud.databricks.com",
		"https://https://dbc-1.example.com":   "https://dbc-1.example.com",
		"HTTPS://DBC-1.Cloud.Databricks.COM":  "https://dbc-1.cloud.databricks.com",
		"https://adb-1.2.azuredatabricks.net/?o=12#job/1": "https://adb-1.2.azuredatabricks.net",
		"adb-1.2.azuredatabricks.net?o=12":                "https://adb-1.2.azuredatabricks.net",
		"https://h.example.com/a/b?x=https://y":           "https://h.example.com",
		"http://127.0.0.1:8080/x":                         "http://127.0.0.1:8080",
		"127.0.0.1:8080":                                  "https://127.0.0.1:8080",
		"https://h.example.com:443":                       "https://h.example.com",
		"https://h.example.com:":                          "https://h.example.com",
		"http://[::1]:8080":                               "http://[::1]:8080",
		"localhost:8080":                                  "https://localhost:8080",
	} {
		if got, err := NormalizeHost(raw); err != nil || got != want {
			t.Errorf("NormalizeHost(%q) = %q, %v; want %q", raw, got, err, want)
		}
	}
}

func TestNormalizeHostRefuses(t *testing.T) {
	for _, raw := range []string{
		"https://user:hunter2@h.example.com", "user:hunter2@h.example.com", "ftp://h.example.com", "https://",
		"https:///path", "https://h.example.com:port", "https://a b", "https://%zz", "file:///etc/passwd", pat("a"), "https://" + oauthSecret("B"),
	} {
		got, err := NormalizeHost(raw)
		if err == nil {
			t.Errorf("NormalizeHost(%q) = %q, want an error", raw, got)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error repeats the password: %v", err)
		}
	}
}

func TestNormalizeHostIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.StringMatching(`(https?://)?(https://)?[A-Za-z0-9.-]{1,12}(:[0-9]{1,4})?(/[a-z?=#]{0,6})?`).Draw(t, "raw")
		once, err := NormalizeHost(raw)
		if err != nil {
			return
		}
		twice, err := NormalizeHost(once)
		if err != nil || once != twice {
			t.Fatalf("%q became %q, then %q, %v", raw, once, twice, err)
		}
	})
}

func TestWorkspaceInHost(t *testing.T) {
	for raw, want := range map[string]string{
		"https://h.example.com/?o=123#x":       "123",
		"https://h.example.com?workspace_id=7": "7",
		"https://h.example.com?w=conn-1&o=2":   "conn-1",
		"https://h.example.com?o=abc":          "",
		"https://h.example.com":                "",
		"https://h.example.com?o=%zz":          "",
	} {
		if got := workspaceInHost(raw); got != want {
			t.Errorf("workspaceInHost(%q) = %q, want %q", raw, got, want)
		}
	}
}

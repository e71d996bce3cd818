package fake_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"bricktop/model/modeltest"
	"bricktop/model/workspace/fake"
)

type row struct {
	ID      string   `json:"token_id"`
	Comment string   `json:"comment"`
	Created int64    `json:"creation_time"`
	Expires *int64   `json:"expiry_time"`
	Scopes  []string `json:"scopes"`
}

func demoGet(t *testing.T, d *fake.Demo, host, path, bearer string, into any) int {
	t.Helper()
	r, _ := http.NewRequestWithContext(t.Context(), "GET", host+path, nil)
	r.Header.Set("Authorization", "Bearer "+bearer)
	response, err := d.Transport().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if into != nil {
		if err := json.NewDecoder(response.Body).Decode(into); err != nil {
			t.Fatal(err)
		}
	}
	return response.StatusCode
}

func startDemo(t *testing.T) (*fake.Demo, *modeltest.Clock) {
	t.Helper()
	c := newClock()
	d := fake.NewDemo(fake.Options{Now: c.Now, Rand: seeded()})
	if err := d.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d, c
}

func TestDemoTokens(t *testing.T) {
	d, c := startDemo(t)
	now := c.Now()
	var list struct {
		Rows []row `json:"token_infos"`
	}
	demoGet(t, d, d.Host, listPath, d.RouterPAT, &list)
	left := map[string]string{}
	for _, r := range list.Rows {
		switch {
		case r.Expires == nil:
			left[r.Comment] = "unknown"
		case *r.Expires == -1:
			left[r.Comment] = "never"
		default:
			left[r.Comment] = time.UnixMilli(*r.Expires).Sub(now).String()
		}
		if scoped := slices.Equal(r.Scopes, []string{"sql", "authentication"}); scoped != (r.Comment == "warehouse dashboards") {
			t.Errorf("%s has the scopes %q", r.Comment, r.Scopes)
		}
	}
	made := func(ago time.Duration) string { return fmt.Sprintf("sdk-%d", now.Add(-ago).UnixNano()) }
	want := map[string]string{
		made(55*time.Minute + 30*time.Second): "4m30s", made(92 * time.Minute): "28m0s", "smoke test": "1m30s", "terraform apply": "-3h0m0s",
		"notebook export": "19h0m0s", "ci-nightly": "1704h0m0s", "prévisions météo": "600h0m0s", "legacy jobs": "never",
		"warehouse dashboards": "288h0m0s", "backfill": "unknown",
	}
	if fmt.Sprint(left) != fmt.Sprint(want) || len(list.Rows) != len(want) {
		t.Errorf("got  %v\nwant %v", left, want)
	}
}

func TestDemoCredentials(t *testing.T) {
	d, c := startDemo(t)
	var me struct{ UserName, DisplayName string }
	for _, test := range []struct {
		name, host, bearer string
		status             int
		user               string
	}{
		{"router", d.Host, d.RouterPAT, 200, d.ClientID},
		{"expired", d.Host, d.ExpiredPAT, 403, ""},
		{"revoked", d.Host, d.RevokedPAT, 403, ""},
		{"other", d.OtherHost, d.OtherPAT, 200, d.OtherUser},
		{"other's at ours", d.Host, d.OtherPAT, 403, ""},
		{"ours at other's", d.OtherHost, d.RouterPAT, 403, ""},
	} {
		me.UserName = ""
		status := demoGet(t, d, test.host, mePath, test.bearer, &me)
		if status != test.status || me.UserName != test.user {
			t.Errorf("%s: %d %q", test.name, status, me.UserName)
		}
	}
	c.Move(5 * time.Minute)
	if status := demoGet(t, d, d.Host, mePath, d.RouterPAT, nil); status != 403 {
		t.Errorf("after five minutes the router's token gives %d", status)
	}
}

func TestDemoIsReproducible(t *testing.T) {
	one, _ := startDemo(t)
	two, _ := startDemo(t)
	two.Other.AddToken(two.OtherUser, fake.Token{}) // must not change what the first workspace makes next
	_, a := one.Workspace.AddToken(one.ClientID, fake.Token{})
	_, b := two.Workspace.AddToken(two.ClientID, fake.Token{})
	if a != b || one.RouterPAT != two.RouterPAT || one.OtherPAT != two.OtherPAT || one.ClientID != two.ClientID {
		t.Error("the same seed and time gave another demo")
	}
	if one.Host != "https://dbc-7e3a91c4-2b6d.cloud.databricks.com" || one.App != "devbox" {
		t.Errorf("host %q, app %q", one.Host, one.App)
	}
	if moved := fake.NewDemo(fake.Options{Host: "https://adb-1.example.com"}); moved.Host != "https://adb-1.example.com" {
		t.Errorf("with another host: %q", moved.Host)
	}
}

func TestTransportRefusesForeignHosts(t *testing.T) {
	d, _ := startDemo(t)
	idle := fake.New(fake.Options{Host: "https://never-started.example.com"})
	for _, url := range []string{
		"https://databricks.com/", "https://example.com/", "http://" + strings.TrimPrefix(d.Host, "https://"),
		d.Host + ".example.com/", "http://127.0.0.1:1/", "https://never-started.example.com/", d.Host + ":8443/", "",
	} {
		body := &closer{Reader: strings.NewReader("x")}
		r, err := http.NewRequest("POST", url, body)
		if err != nil {
			t.Fatal(err)
		}
		response, err := d.Workspace.Transport(d.Other, idle).RoundTrip(r)
		if err == nil {
			response.Body.Close()
			t.Errorf("%q was carried", url)
			continue
		}
		if !strings.Contains(err.Error(), "no workspace here answers") || !body.closed {
			t.Errorf("%q: %v, body closed: %t", url, err, body.closed)
		}
	}
	for _, url := range []string{
		d.Host, d.OtherHost, strings.Replace(d.Host, "dbc", "DBC", 1), d.Host + ":443", d.Workspace.URL(), d.Other.URL(),
	} {
		if status := demoGet(t, d, url, "/.well-known/databricks-config", "", nil); status != 200 {
			t.Errorf("%q gives %d", url, status)
		}
	}
	if n := len(d.Workspace.Requests()) + len(d.Other.Requests()); n != 6 {
		t.Errorf("%d requests arrived", n)
	}
}

type closer struct {
	*strings.Reader
	closed bool
}

func (c *closer) Close() error { c.closed = true; return nil }

func TestTransportKeepsTheNamesOfTheRequest(t *testing.T) {
	d, _ := startDemo(t)
	client := &http.Client{Transport: d.Transport(), CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	d.Workspace.Fail("/old", fake.Fault{Status: 302, Header: http.Header{"Location": {"/new"}}})
	response, err := client.Get(d.Host + "/old")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if to, err := response.Location(); err != nil || to.String() != d.Host+"/new" {
		t.Errorf("redirected to %v, %v", to, err)
	}
}

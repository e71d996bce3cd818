package workspace

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/databricks/databricks-sdk-go/common/environment"

	"bricktop/model/session"
	"bricktop/model/workspace/fake"
)

func TestContextOfAServicePrincipal(t *testing.T) {
	s := start(t, fake.Options{})
	login := m2mLogin(s)
	s.Configure(func(set *fake.Settings) {
		set.WorkspaceID, set.AccountID, set.Cloud = 4242, "acc-1", "azure"
		set.Metastore = &fake.Metastore{ID: "m-1", Name: "main", Region: "westeurope"}
	})
	got, err := connect(t, login, Options{}).Context(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p := got.Principal
	if p.Kind != session.ServicePrincipal || p.UserName != login.ClientID || p.DisplayName != "app devbox" || p.ID == "" {
		t.Errorf("principal %+v", p)
	}
	if got.WorkspaceID != "4242" || got.AccountID != "acc-1" || got.Cloud != "azure" || got.AuthType != session.M2M || got.Host != s.URL() {
		t.Errorf("context %+v", got)
	}
	if got.MetastoreErr != nil || got.Metastore != (session.Metastore{ID: "m-1", Name: "main", Region: "westeurope"}) {
		t.Errorf("metastore %+v, %v", got.Metastore, got.MetastoreErr)
	}
	if before := got.OAuthExpiry.Sub(got.OAuthRenewal); before != 2*time.Minute || got.OAuthLife < 50*time.Minute || got.OAuthLife > 61*time.Minute {
		t.Errorf("of %v it is renewed %v before its end", got.OAuthLife, before)
	}
	if left := time.Until(got.OAuthExpiry); left < 50*time.Minute || left > 61*time.Minute {
		t.Errorf("the access token has %v left", left)
	}
	if got.RoundTrip <= 0 || got.Skew.Abs() > 2*time.Second {
		t.Errorf("round trip %v, skew %v", got.RoundTrip, got.Skew)
	}
}

func TestContextOfAUser(t *testing.T) {
	clock := time.Now().Add(-90 * time.Minute)
	s := start(t, fake.Options{Now: func() time.Time { return clock }})
	got, err := connect(t, patLogin(s), Options{}).Context(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got.Principal.Kind != session.User || got.Principal.UserName != user || got.Principal.DisplayName != "Dev One" {
		t.Errorf("principal %+v", got.Principal)
	}
	if !got.OAuthExpiry.IsZero() {
		t.Error("a PAT has an OAuth expiry")
	}
	if d := got.Skew + 90*time.Minute; d.Abs() > 5*time.Second {
		t.Errorf("skew %v, want about -90m", got.Skew)
	}
}

func TestContextWithoutTheSideDishes(t *testing.T) {
	for name, c := range map[string]struct {
		arm       func(*fake.Server)
		metastore session.Metastore
		fault     session.Fault // of MetastoreErr; -1: none
	}{
		"no metastore": {func(s *fake.Server) { s.Configure(func(set *fake.Settings) { set.Metastore = nil }) }, session.Metastore{}, -1},
		"metastore forbidden": {func(s *fake.Server) {
			s.Fail(pathCurrent, fake.APIError(403, "PERMISSION_DENIED", "no"))
			s.Fail(pathSummary, fake.APIError(403, "PERMISSION_DENIED", "no"))
		}, session.Metastore{}, session.Forbidden},
		"summary forbidden": {func(s *fake.Server) {
			s.Fail(pathSummary, fake.APIError(403, "PERMISSION_DENIED", "no"))
		}, session.Metastore{ID: "m-1"}, session.Forbidden},
		"assignment forbidden": {func(s *fake.Server) {
			s.Fail(pathCurrent, fake.APIError(403, "PERMISSION_DENIED", "no"))
		}, session.Metastore{ID: "m-1", Name: "main", Region: "r"}, -1},
		"empty answers": {func(s *fake.Server) {
			s.Fail(pathCurrent, fake.Fault{Status: 200, Body: "{}"})
			s.Fail(pathSummary, fake.Fault{Status: 200, Body: "{}"})
			s.Fail(pathMetadata, fake.Fault{Status: 200})
		}, session.Metastore{}, session.BadAnswer},
		"an empty summary": {func(s *fake.Server) {
			s.Fail(pathSummary, fake.Fault{Status: 200, Body: "{}"})
		}, session.Metastore{ID: "m-1"}, session.BadAnswer},
		"no metadata": {func(s *fake.Server) {
			s.Fail(pathMetadata, fake.Fault{Status: 404, Body: "<html>nothing</html>"})
		}, session.Metastore{ID: "m-1", Name: "main", Region: "r"}, -1},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, fake.Options{})
			s.Configure(func(set *fake.Settings) { set.Metastore = &fake.Metastore{ID: "m-1", Name: "main", Region: "r"} })
			c.arm(s)
			got, err := connect(t, patLogin(s), Options{}).Context(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got.Metastore != c.metastore {
				t.Errorf("metastore %+v", got.Metastore)
			}
			if c.fault < 0 && got.MetastoreErr != nil {
				t.Error(got.MetastoreErr)
			}
			if c.fault >= 0 {
				wantFault(t, got.MetastoreErr, c.fault)
			}
			if got.WorkspaceID == "" || got.Principal.UserName != user {
				t.Errorf("context %+v", got)
			}
		})
	}
}

func TestAHangingSideDishDoesNotFailTheContext(t *testing.T) {
	for _, path := range []string{pathMetadata, pathSummary, pathCurrent} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			s := start(t, fake.Options{})
			s.Fail(path, fake.Fault{Cut: fake.HangAfterHeaders})
			got, err := connect(t, patLogin(s), Options{Limit: 2 * time.Second}).Context(t.Context())
			if err != nil || got.Principal.UserName != user {
				t.Errorf("%+v, %v", got, err)
			}
			if told := session.FaultOf(got.MetastoreErr); path == pathSummary && told != session.TimedOut {
				t.Errorf("the metastore is not known because of %v", got.MetastoreErr)
			}
		})
	}
}

func TestCloud(t *testing.T) {
	for _, c := range []struct{ told, host, want string }{
		{"AWS", "x.example.com", "aws"}, {"Azure", "x.example.com", "azure"}, {"gcp", "x", "gcp"},
		{"", "dbc-1.cloud.databricks.com", "aws"}, {"", "adb-1.2.azuredatabricks.net:443", "azure"},
		{"", "1.2.gcp.databricks.com", "gcp"}, {"", "adb-1.2.databricks.azure.us", "azure"},
		{"", "data.example.com", ""}, {"moon", "data.example.com", ""},
	} {
		if got := cloudOf(environment.Cloud(c.told), c.host); got != c.want {
			t.Errorf("%q %q: %q, want %q", c.told, c.host, got, c.want)
		}
	}
}

func TestSkewWithoutADate(t *testing.T) {
	if got := skew(http.Header{}, time.Now()); got != 0 {
		t.Error(got)
	}
}

// An access token is used until shortly before its end by our clock, and after a 401 a new one is fetched.
func TestSignInIsRenewed(t *testing.T) {
	s := start(t, fake.Options{})
	now := time.Now()
	c := connect(t, m2mLogin(s), Options{Now: func() time.Time { return now }})
	list := func(want int) {
		t.Helper()
		if _, err := c.Tokens(context.Background()); err != nil {
			t.Fatal(err)
		}
		if n := requests(s, pathSignIn); n != want {
			t.Errorf("%d sign-ins, want %d", n, want)
		}
	}
	list(1)
	now = now.Add(57 * time.Minute)
	list(1)
	now = now.Add(2 * time.Minute)
	list(2)
	s.Fail(pathList, fake.Fault{Status: 401, Times: 1})
	if _, err := c.Tokens(context.Background()); session.FaultOf(err) != session.Unauthorized {
		t.Error(err)
	}
	list(3)
}

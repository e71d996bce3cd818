package fake_test

import (
	"testing"

	"bricktop/model/workspace/fake"
)

func TestMe(t *testing.T) {
	b := newBench(t, fake.Options{})
	_, pat := b.AddToken(user, fake.Token{})
	got := b.do("GET", mePath+"?", b.signIn(), "")
	wantJSON(t, got.json, `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"7","userName":"`+b.id+`",
		"displayName":"app-4n8qml devbox","active":true,"groups":[{"display":"users"}]}`)
	if id := got.header.Get("X-Databricks-Org-Id"); id != "1234567890123456" {
		t.Errorf("X-Databricks-Org-Id %q", id)
	}
	wantJSON(t, b.do("GET", mePath, pat, "").json, `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"8",
		"userName":"dev@example.com","displayName":"Dev Example","active":true,"groups":[{"display":"users"}],
		"emails":[{"value":"dev@example.com","primary":true,"type":"work"}]}`)
}

func TestMetastore(t *testing.T) {
	const (
		assignment = "/api/2.1/unity-catalog/current-metastore-assignment"
		summary    = "/api/2.1/unity-catalog/metastore_summary"
	)
	b := newBench(t, fake.Options{})
	access := b.signIn()
	wantJSON(t, b.do("GET", assignment, access, "").json,
		`{"metastore_id":"6a1f0c52-93be-4d07-8f6e-2c5b7d90e413","workspace_id":1234567890123456,"default_catalog_name":"main"}`)
	wantJSON(t, b.do("GET", summary, access, "").json,
		`{"metastore_id":"6a1f0c52-93be-4d07-8f6e-2c5b7d90e413","name":"metastore_aws_us_east_1","region":"us-east-1","cloud":"aws",
		"global_metastore_id":"aws:us-east-1:6a1f0c52-93be-4d07-8f6e-2c5b7d90e413"}`)
	b.Configure(func(s *fake.Settings) { s.Metastore = nil })
	for _, path := range []string{assignment, summary} {
		b.wantError(b.do("GET", path, access, ""), 404, `"METASTORE_DOES_NOT_EXIST"`, "No metastore assigned for the current workspace.")
	}
}

func TestWorkspaceConf(t *testing.T) {
	const path = "/api/2.0/workspace-conf?keys="
	b := newBench(t, fake.Options{})
	access := b.signIn()
	wantJSON(t, b.do("GET", path+"enableTokensConfig,maxTokenLifetimeDays,other", access, "").json,
		`{"enableTokensConfig":"true","maxTokenLifetimeDays":"730"}`)
	b.Configure(func(s *fake.Settings) { s.TokensDisabled, s.MaxTokenLifetimeDays = true, 0 })
	wantJSON(t, b.do("GET", path+"maxTokenLifetimeDays", access, "").json, `{"maxTokenLifetimeDays":"0"}`)
	wantJSON(t, b.do("GET", path+"enableTokensConfig", access, "").json, `{"enableTokensConfig":"false"}`)
}

func TestServingEndpoint(t *testing.T) {
	b := newBench(t, fake.Options{})
	_, value := b.token()
	wantJSON(t, b.do("POST", "/serving-endpoints/some-model/invocations", value, `{"messages":[]}`).json,
		`{"id":"chatcmpl-1","object":"chat.completion","created":1773480413,"model":"some-model",
		"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"ok"}}],
		"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}`)
}

func TestEveryEndpointAsksWhoCalls(t *testing.T) {
	b := newBench(t, fake.Options{})
	for _, e := range []struct{ method, path string }{
		{"GET", mePath}, {"GET", listPath}, {"POST", createPath}, {"POST", deletePath}, {"PATCH", "/api/2.0/token/x"},
		{"GET", "/api/2.1/unity-catalog/current-metastore-assignment"}, {"GET", "/api/2.1/unity-catalog/metastore_summary"},
		{"GET", "/api/2.0/workspace-conf?keys=enableTokensConfig"}, {"POST", "/serving-endpoints/m/invocations"},
	} {
		b.wantError(b.do(e.method, e.path, "", ""), 401, `401`, "Credential was not sent or was of an unsupported type for this API.")
		b.wantError(b.do(e.method, e.path, "no-token", ""), 403, `403`, "Invalid access token.")
	}
}

func TestUnknownPath(t *testing.T) {
	b := newBench(t, fake.Options{})
	b.wantError(b.do("GET", "/api/2.0/nope", "", ""), 404, `"ENDPOINT_NOT_FOUND"`, "No API found for 'GET /api/2.0/nope'")
	b.wantError(b.do("GET", createPath, "", ""), 404, `"ENDPOINT_NOT_FOUND"`, "No API found for 'GET /api/2.0/token/create'")
}

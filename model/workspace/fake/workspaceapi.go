package fake

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

func (s *Server) routes() {
	s.handle("GET /.well-known/databricks-config", s.hostMetadata)
	s.handle("GET /oidc/.well-known/oauth-authorization-server", s.oauthDiscovery)
	s.handle("POST /oidc/v1/token", s.oauthToken)
	s.handleAs("GET /api/2.0/preview/scim/v2/Me", s.me)
	s.tokenAPI("GET /api/2.0/token/list", s.listTokens)
	s.tokenAPI("POST /api/2.0/token/create", s.createToken)
	s.tokenAPI("POST /api/2.0/token/delete", s.deleteToken)
	s.tokenAPI("PATCH /api/2.0/token/{id}", s.updateToken)
	s.handleAs("GET /api/2.1/unity-catalog/current-metastore-assignment", s.metastoreAssignment)
	s.handleAs("GET /api/2.1/unity-catalog/metastore_summary", s.metastoreSummary)
	s.handleAs("GET /api/2.0/workspace-conf", s.workspaceConf)
	s.handleAs("POST /serving-endpoints/{model}/invocations", s.invoke)
	s.handle("/", func(a *answer, r *http.Request) {
		a.refuse(refusal{http.StatusNotFound, "ENDPOINT_NOT_FOUND", fmt.Sprintf("No API found for '%s %s'", r.Method, r.URL.Path)})
	})
}

// hostMetadata is what a host tells before anybody signs in (databricks-sdk-go, config/host_metadata.go).
func (s *Server) hostMetadata(a *answer, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	oidc := s.self(r) + "/oidc"
	metadata := map[string]any{
		"oidc_endpoint": oidc, "host_type": "workspace",
		"account_id": s.settings.AccountID, "workspace_id": s.workspaceID(),
		"token_federation_default_oidc_audiences": []string{oidc + "/v1/token"},
	}
	if s.settings.Cloud != "" {
		metadata["cloud"] = s.settings.Cloud
	}
	a.json(http.StatusOK, metadata)
}

func (s *Server) workspaceID() string { return strconv.FormatInt(s.settings.WorkspaceID, 10) }

func (s *Server) me(a *answer, _ *http.Request, who caller) {
	a.header.Set("X-Databricks-Org-Id", s.workspaceID())
	me := map[string]any{
		"schemas": []string{"urn:ietf:params:scim:schemas:core:2.0:User"},
		"id":      strconv.FormatInt(who.id, 10), "userName": who.userName, "active": true,
		"groups": []map[string]any{{"display": "users"}},
	}
	if who.displayName != "" {
		me["displayName"] = who.displayName
	}
	if !who.servicePrincipal {
		me["emails"] = []map[string]any{{"value": who.userName, "primary": true, "type": "work"}}
	}
	a.json(http.StatusOK, me)
}

func noMetastore() refusal {
	return refusal{http.StatusNotFound, "METASTORE_DOES_NOT_EXIST", "No metastore assigned for the current workspace."}
}

func (s *Server) metastoreAssignment(a *answer, _ *http.Request, _ caller) {
	m := s.settings.Metastore
	if m == nil {
		a.refuse(noMetastore())
		return
	}
	a.json(http.StatusOK, map[string]any{
		"metastore_id": m.ID, "workspace_id": s.settings.WorkspaceID, "default_catalog_name": "main",
	})
}

func (s *Server) metastoreSummary(a *answer, _ *http.Request, _ caller) {
	m := s.settings.Metastore
	if m == nil {
		a.refuse(noMetastore())
		return
	}
	a.json(http.StatusOK, map[string]any{
		"metastore_id": m.ID, "name": m.Name, "region": m.Region, "cloud": s.settings.Cloud,
		"global_metastore_id": s.settings.Cloud + ":" + m.Region + ":" + m.ID,
	})
}

// workspaceConf gives every value as a string, as the API does; keys that it does not know are left out.
func (s *Server) workspaceConf(a *answer, r *http.Request, _ caller) {
	conf := map[string]string{
		"enableTokensConfig":   strconv.FormatBool(!s.settings.TokensDisabled),
		"maxTokenLifetimeDays": strconv.Itoa(s.settings.MaxTokenLifetimeDays),
	}
	asked := map[string]string{}
	for _, key := range strings.Split(r.URL.Query().Get("keys"), ",") {
		if value, ok := conf[key]; ok {
			asked[key] = value
		}
	}
	a.json(http.StatusOK, asked)
}

// invoke answers a chat of a serving endpoint: enough to prove that the bearer may call it.
func (s *Server) invoke(a *answer, r *http.Request, _ caller) {
	a.json(http.StatusOK, map[string]any{
		"id": "chatcmpl-1", "object": "chat.completion", "created": s.now().Unix(), "model": r.PathValue("model"),
		"choices": []map[string]any{{
			"index": 0, "finish_reason": "stop", "message": map[string]any{"role": "assistant", "content": "ok"},
		}},
		"usage": map[string]any{"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
	})
}

package fake

// Settings are what an administrator decides about a workspace.
type Settings struct {
	WorkspaceID int64
	AccountID   string
	Cloud       string     // aws, azure, gcp; empty: the host metadata does not tell
	Metastore   *Metastore // nil: none is assigned, 404

	// MaxTokenLifetimeDays caps new tokens; 0: no cap, and lifetime_seconds -1 makes one that never expires.
	MaxTokenLifetimeDays int
	// Quota is how many tokens that have not expired a principal may have (docs.databricks.com,
	// dev-tools/auth/pat: 600).
	Quota int
	// TokensDisabled turns personal access tokens off: none works, none can be made. They are not deleted
	// (docs.databricks.com, administration-guide/access-control/tokens).
	TokensDisabled bool
	// NoCanUse takes the CAN_USE permission on tokens from everybody: the token API refuses.
	NoCanUse bool
	// HideExpired leaves expired tokens out of token/list. Whether workspaces list them for a while is not
	// documented.
	HideExpired bool
}

// Metastore is the Unity Catalog metastore of a workspace.
type Metastore struct {
	ID, Name, Region string
}

// DefaultSettings are those of a new workspace.
func DefaultSettings() Settings {
	return Settings{
		WorkspaceID: 1234567890123456,
		AccountID:   "0d26daa6-5e44-4c97-a497-ef015f91254a",
		Cloud:       "aws",
		Metastore: &Metastore{
			ID: "6a1f0c52-93be-4d07-8f6e-2c5b7d90e413", Name: "metastore_aws_us_east_1", Region: "us-east-1",
		},
		MaxTokenLifetimeDays: 730,
		Quota:                600,
	}
}

// Configure changes settings, as one step for concurrent requests. The function must not call the Server.
func (s *Server) Configure(change func(*Settings)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.settings)
}

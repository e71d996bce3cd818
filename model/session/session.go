// Package session holds the words in which a signed-in workspace is described: how we sign in, who we turn
// out to be, where, and what went wrong. It is pure; model/workspace fills it, and whoever shows or judges
// it needs no SDK to name it.
package session

import (
	"time"

	"bricktop/creds/secret"
)

// AuthType is a way to sign in, in the words of databricks-sdk-go's auth_type.
type AuthType string

// The ways that bricktop signs in. AuthType is always pinned to one of them, so that a wrong secret can
// never become somebody else's session.
const (
	PAT AuthType = "pat"
	M2M AuthType = "oauth-m2m"
)

// Login is everything that signing in takes.
type Login struct {
	Host         string // scheme and host, no path: https://dbc-1.cloud.databricks.com
	AuthType     AuthType
	ClientID     string
	ClientSecret secret.Secret
	Token        secret.Secret
	WorkspaceID  string // sent along where one host serves several workspaces; empty: the host alone says it
}

// Kind tells people from programs.
type Kind string

// The kinds of principal, in the words of the status output.
const (
	User             Kind = "user"
	ServicePrincipal Kind = "service_principal"
)

// Principal is who we are.
type Principal struct {
	Kind        Kind
	ID          string // SCIM ID
	UserName    string // an e-mail address, or a service principal's application ID
	DisplayName string // may be empty
}

// Metastore is the Unity Catalog metastore of the workspace. The zero Metastore: none is assigned.
type Metastore struct {
	ID     string
	Name   string
	Region string
}

// Context is where we are and who we are there.
type Context struct {
	Host        string
	AuthType    AuthType
	Cloud       string // aws, azure, gcp, or empty when unknown
	WorkspaceID string
	AccountID   string
	Principal   Principal

	Metastore    Metastore
	MetastoreErr error // why the metastore is not known; nil also when none is assigned

	OAuthExpiry  time.Time     // when our OAuth access token ends; zero for a PAT
	OAuthRenewal time.Time     // from when on the next request replaces it
	OAuthLife    time.Duration // from the sign-in to its end
	RoundTrip    time.Duration // of the identity call alone
	Skew         time.Duration // the server's clock less ours, from its Date header
}

// Created is a token just made, with its value: the only time that a workspace tells it.
type Created struct {
	ID    string
	Value secret.Secret
}

// State is what is known of a stored secret, in the words of the status output.
type State string

// The states of a stored secret.
const (
	Works          State = "works"
	Expired        State = "expired"
	Revoked        State = "revoked" // the workspace does not know it: revoked, or expired and cleaned up
	WrongWorkspace State = "wrong_workspace"
	Indirect       State = "indirect" // the file names a variable, and holds no secret
	NotTried       State = "not_tried"
	Undecided      State = "unknown"
)

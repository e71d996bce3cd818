package workspace

import (
	"regexp"
	"slices"

	"bricktop/model/session"
)

// rule says what a refusal means. Every condition that is set has to hold.
type rule struct {
	statuses []int
	codes    []string
	text     *regexp.Regexp

	fault    session.Fault
	state    session.State
	sentence string // {host}, {status}, {said} (": what the server said", or nothing), {who} (the credential)
}

func (r rule) fits(a answer) bool {
	return (r.statuses == nil || slices.Contains(r.statuses, a.status)) &&
		(r.codes == nil || slices.Contains(r.codes, a.code)) &&
		(r.text == nil || r.text.MatchString(a.text))
}

func said(pattern string) *regexp.Regexp { return regexp.MustCompile("(?i)" + pattern) }

var denied = []int{401, 403}

var wrongNetwork = rule{statuses: denied, text: said(`blocked by .*IP ACL|IP access list`), fault: session.Forbidden,
	sentence: "{host} does not let this network in{said}. Connect to an allowed network, or ask an admin to add this address to the IP access list."}

// signInRules are tried before rules when an OAuth endpoint refuses. The codes are those of RFC 6749, 5.2.
var signInRules = []rule{
	wrongNetwork,
	{codes: []string{"invalid_client", "unauthorized_client", "invalid_grant", "access_denied"}, fault: session.Unauthorized, state: session.Revoked,
		sentence: "{host} does not accept the client ID and secret{said}. The secret is wrong, expired or deleted, or the service principal is not of this workspace. Make a new secret for it, or sign in another way."},
	{statuses: []int{404, 405}, fault: session.BadAnswer,
		sentence: "{host} offers no sign-in for service principals ({status}{said}). Check that the host is the address of a workspace."},
	{statuses: []int{400, 401, 403}, fault: session.Unauthorized,
		sentence: "{host} refuses the sign-in ({status}{said}). Check the client ID, the secret and the host."},
}

// rules are tried in order; the first that fits speaks. The texts were seen at real workspaces and are
// quoted in public issues of databricks-sdk-go, databricks-cli, databricks-vscode and
// terraform-provider-databricks; a workspace answers a bad token with 403 rather than 401.
var rules = []rule{
	{codes: []string{"PRIVATE_LINK_VALIDATION_ERROR"}, fault: session.Forbidden,
		sentence: "{host} can be reached over Private Link only, and not from this network{said}. Connect to the right network."},
	wrongNetwork,
	{statuses: denied, text: said(`tokens are disabled`), fault: session.Forbidden,
		sentence: "{host} has personal access tokens switched off{said}. An admin can allow them under Settings, Advanced, Personal Access Tokens."},
	{statuses: denied, text: said(`permission to use tokens`), fault: session.Forbidden,
		sentence: "We may not use personal access tokens at {host}{said}. An admin can grant CAN USE under Settings, Advanced, Personal Access Tokens, Permissions."},
	{statuses: denied, text: said(`may be expired or lack`), fault: session.Unauthorized,
		sentence: "{host} refuses {who}{said}. Sign in with a fresh one, or with one that has the scope authentication."},
	{statuses: denied, text: said(`required scopes?|valid scope`), fault: session.Forbidden, state: session.Works,
		sentence: "{host} knows {who}, but its scopes do not allow this{said}. Managing tokens takes the scope authentication."},
	{statuses: denied, text: said(`expiring within|\bexpired\b`), fault: session.Unauthorized, state: session.Expired,
		sentence: "{host} refuses {who}, for its time is over{said}. Sign in with a fresh one."},
	{statuses: denied, text: said(`invalid (access )?token|token .*(invalid|revoked)`), fault: session.Unauthorized, state: session.Revoked,
		sentence: "{host} does not accept {who} ({status}{said}). It is wrong, expired or revoked, or belongs to another workspace. Make a new token there, or choose another profile."},
	{statuses: []int{401}, fault: session.Unauthorized, state: session.Revoked,
		sentence: "{host} does not accept {who} ({status}{said}). Sign in with another one."},
	{codes: []string{"QUOTA_EXCEEDED"}, fault: session.Quota,
		sentence: "{host} makes no more tokens for us{said}. Databricks allows 600 live tokens a person and workspace: revoke one that is not used."},
	{text: said(`token quota exceeded`), fault: session.Quota,
		sentence: "{host} makes no more tokens for us{said}. Databricks allows 600 live tokens a person and workspace: revoke one that is not used."},
	{codes: []string{"RESOURCE_EXHAUSTED", "REQUEST_LIMIT_EXCEEDED"}, fault: session.Limited,
		sentence: "{host} has had too many requests from us{said}. Wait a little, then try again."},
	{statuses: []int{429}, fault: session.Limited,
		sentence: "{host} has had too many requests from us{said}. Wait a little, then try again."},
	{statuses: []int{403}, fault: session.Forbidden,
		sentence: "{host} does not allow this{said}. Ask an admin of the workspace for the permission."},
	{codes: []string{"RESOURCE_DOES_NOT_EXIST"}, fault: session.NotFound,
		sentence: "{host} does not have it{said}. Refresh to see what there is."},
	{statuses: []int{404}, fault: session.NotFound,
		sentence: "{host} does not know what was asked for ({status}{said}). Check that the host is the address of a workspace."},
	{statuses: []int{400, 409, 422}, text: said(`invalid timeout|lifetime`), fault: session.Rejected,
		sentence: "{host} does not accept the lifetime{said}. The workspace may allow less than 730 days: choose a shorter one."},
	{statuses: []int{400, 409, 422}, fault: session.Rejected,
		sentence: "{host} rejects the request{said}. Check what was filled in."},
	{statuses: []int{407}, fault: session.Unreachable,
		sentence: "The proxy on the way to {host} asks for a sign-in ({status}{said}). Check HTTPS_PROXY."},
	{statuses: []int{408, 504}, fault: session.TimedOut,
		sentence: "{host} took too long to answer ({status}{said}). Try again in a moment."},
	{statuses: []int{502, 503}, fault: session.Unreachable,
		sentence: "{host} is not available just now ({status}{said}). Try again in a moment."},
	{statuses: []int{500, 501}, fault: session.Other,
		sentence: "{host} failed on its side ({status}{said}). Try again in a moment; if it stays, tell an admin of the workspace."},
}

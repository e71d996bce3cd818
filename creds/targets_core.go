package creds

import "bricktop/creds/edit"

// The IDs of the catalogue's files. Those that a pattern finds have the name of the file after a colon.
const (
	DatabricksCfg    = "databrickscfg"
	DatabricksBackup = "databrickscfg-backup"
	TokenCache       = "databricks-token-cache"
	Netrc            = "netrc"
	Environment      = "environment"

	ClaudeCodeRouter = "claude-code-router"
	RouterBackup     = "claude-code-router-backup"
	RouterDatabase   = "claude-code-router-sqlite"
	RouterLog        = "claude-code-router-log"
	RouterPluginLog  = "claude-code-router-plugin-log"

	Claude        = "claude"
	ClaudeUcode   = "claude-ucode"
	Codex         = "codex"
	CodexProfile  = "codex-profile"
	CodexEnv      = "codex-env"
	Gemini        = "gemini"
	GeminiUcode   = "gemini-ucode"
	Copilot       = "copilot-ucode"
	OpenCode      = "opencode"
	OpenCodeC     = "opencode-jsonc"
	OpenCodeUcode = "opencode-ucode"
	OpenCodeAuth  = "opencode-auth"
	Pi            = "pi"
	PiUcode       = "pi-ucode"
)

// catalogue lists the targets in the order of the Inventory, ~/.databrickscfg first. The environment is none of
// them, for it is no file.
func catalogue() []Target {
	return append([]Target{databricksCfg(), router()}, append(append(agents(), copies()...), Target{
		ID: TokenCache, Path: "~/.databricks/token-cache.json", Format: JSON,
		Places: []Place{
			cached("access_token", HeldAccess),
			cached("refresh_token", HeldRefresh),
		},
		Reader: "The Databricks CLI writes and renews it at `databricks auth login`.",
		broken: "The Databricks CLI does not sign in with it.",
		tell:   tellCache,
	}, Target{
		ID: Netrc, Path: "${NETRC:-~/.netrc}", Format: NetrcFormat,
		Places: []Place{{Path: edit.Path{"*", "password"}, Kind: HeldPassword, Host: []edit.Path{{"*"}}, Owner: OnlyDatabricks}},
		Reader: "curl and other programs read it at each start.",
	})...)
}

func databricksCfg() Target {
	return Target{
		ID: DatabricksCfg, Path: "${DATABRICKS_CONFIG_FILE:-~/.databrickscfg}", Format: INI, Core: true,
		Places: profilePlaces(),
		Reader: "The Databricks CLI and the SDKs read it at each start.",
		broken: "No profile in it can be used until that is mended.",
		tell:   tellProfiles,
	}
}

func profilePlaces() []Place {
	host := []edit.Path{{"*", "host"}}
	return []Place{
		{Path: edit.Path{"*", "token"}, Kind: HeldPAT, Host: host, Owner: Databricks},
		{Path: edit.Path{"*", "client_secret"}, Kind: HeldClientSecret, Host: host, Client: edit.Path{"*", "client_id"}, Owner: Databricks},
		{Path: edit.Path{"*", "password"}, Kind: HeldPassword, Host: host, Owner: Databricks},
		{Path: edit.Path{"*", "azure_client_secret"}, Kind: HeldClientSecret, Host: host, Client: edit.Path{"*", "azure_client_id"}, Owner: NotDatabricks},
		{Path: edit.Path{"*", "google_credentials"}, Kind: HeldAPIKey, Host: host, Owner: NotDatabricks},
	}
}

func router() Target {
	return Target{
		ID: ClaudeCodeRouter, Path: "~/.claude-code-router/config.json", Format: JSON5, Names: Dollar, Core: true,
		Places: routerPlaces(),
		Reader: "A running claude-code-router keeps what it read at its start, until `ccr restart`.",
		broken: "claude-code-router does not start with it.",
		tell:   tellProviders,
	}
}

func routerPlaces() []Place {
	provider := func(list string) Place {
		return Place{
			Path: edit.Path{list, "*", "api_key"}, Kind: HeldAPIKey,
			Host: []edit.Path{{list, "*", "api_base_url"}}, Title: edit.Path{list, "*", "name"},
		}
	}
	return []Place{{Path: edit.Path{"APIKEY"}, Kind: HeldAPIKey}, provider("Providers"), provider("providers")}
}

// copies are what tools leave behind of the core files: the Databricks CLI one generation of .bak with each save
// (libs/databrickscfg/ops.go), claude-code-router a copy with each save in its web page since 1.0.30, and with
// LOG on every request's header at its default log level. Version 3 keeps its database beside them.
func copies() []Target {
	const dead = "Nothing reads it."
	return []Target{
		{ID: DatabricksBackup, Path: "${DATABRICKS_CONFIG_FILE:-~/.databrickscfg}.bak", Format: INI, CopyOf: DatabricksCfg, Places: profilePlaces(), Reader: dead},
		{ID: RouterBackup, Path: "~/.claude-code-router/config.json.*.bak", Format: JSON5, Names: Dollar, CopyOf: ClaudeCodeRouter, Places: routerPlaces(), Reader: dead},
		{ID: RouterDatabase, Path: "~/.claude-code-router/config.sqlite", Format: SQLite, Reader: "claude-code-router 3 owns it; change it there."},
		{ID: RouterLog, Path: "~/.claude-code-router/logs/ccr-*.log", Format: Log, CopyOf: ClaudeCodeRouter, Reader: dead},
		{ID: RouterPluginLog, Path: "~/.claude-code-router/*.log", Format: Log, CopyOf: ClaudeCodeRouter, Reader: dead},
	}
}

func cached(name string, kind HeldKind) Place {
	p := Place{Path: edit.Path{"tokens", "*", name}, Kind: kind, Session: true, Owner: Databricks}
	if kind == HeldAccess {
		p.Expires, p.Refresh = edit.Path{"tokens", "*", "expiry"}, edit.Path{"tokens", "*", "refresh_token"}
	}
	return p
}

// environment is the target that the variables of this process are. Other programs of the terminal inherited
// the same ones.
func environmentTarget() Target {
	return Target{
		ID: Environment, Format: EnvironmentFormat,
		Places: []Place{
			{Path: edit.Path{"DATABRICKS_TOKEN"}, Kind: HeldPAT, Host: []edit.Path{{"DATABRICKS_HOST"}}, Owner: Databricks},
			{Path: edit.Path{"DATABRICKS_BEARER"}, Kind: HeldPAT, Host: []edit.Path{{"DATABRICKS_HOST"}}, Owner: Databricks},
			{Path: edit.Path{"ANTHROPIC_AUTH_TOKEN"}, Kind: HeldAPIKey, Host: []edit.Path{{"ANTHROPIC_BASE_URL"}}},
			{Path: edit.Path{"OPENAI_API_KEY"}, Kind: HeldAPIKey, Host: []edit.Path{{"OPENAI_BASE_URL"}}, Owner: OnlyDatabricks},
			{Path: edit.Path{"GEMINI_API_KEY"}, Kind: HeldAPIKey, Host: []edit.Path{{"GOOGLE_GEMINI_BASE_URL"}}, Owner: OnlyDatabricks},
		},
		Reader: "It is frozen in this process and in the programs that were started with it.",
	}
}

package creds

import "bricktop/creds/edit"

const atStart = "It is read when the program starts; one that runs keeps the old value."

// agents are the files of coding agents, as their own documentation, databricks/unity-gateway (ucode) and
// claude-code-router 3 write them.
func agents() []Target {
	return []Target{
		claude(Claude, "${CLAUDE_CONFIG_DIR:-~/.claude}/settings.json"),
		claude(ClaudeUcode, "${CLAUDE_CONFIG_DIR:-~/.claude}/ucode-settings.json"),
		codex(Codex, "${CODEX_HOME:-~/.codex}/config.toml"),
		codex(CodexProfile, "${CODEX_HOME:-~/.codex}/*.config.toml"),
		dotenv(CodexEnv, "${CODEX_HOME:-~/.codex}/.env", "OPENAI_API_KEY", "OPENAI_BASE_URL"),
		dotenv(Gemini, "~/.gemini/.env", "GEMINI_API_KEY", "GOOGLE_GEMINI_BASE_URL"),
		dotenv(GeminiUcode, "~/.gemini/ucode.env", "GEMINI_API_KEY", "GOOGLE_GEMINI_BASE_URL"),
		dotenv(Copilot, "~/.copilot/ucode.env", "COPILOT_PROVIDER_BEARER_TOKEN", "COPILOT_PROVIDER_BASE_URL"),
		opencode(OpenCode, "${XDG_CONFIG_HOME:-~/.config}/opencode/opencode.json"),
		opencode(OpenCodeC, "${XDG_CONFIG_HOME:-~/.config}/opencode/opencode.jsonc"),
		opencode(OpenCodeUcode, "~/.ucode/opencode-xdg/opencode/opencode.json"),
		{
			ID: OpenCodeAuth, Path: "${XDG_DATA_HOME:-~/.local/share}/opencode/auth.json", Format: JSON,
			Places: []Place{{Path: edit.Path{"*", "key"}, Kind: HeldAPIKey}, {Path: edit.Path{"*", "api_key"}, Kind: HeldAPIKey}},
			Reader: atStart,
		},
		pi(Pi, "~/.pi/agent/models.json"),
		pi(PiUcode, "~/.ucode/pi-home/.pi/agent/models.json"),
	}
}

func claude(id, path string) Target {
	return Target{
		ID: id, Path: path, Format: JSON,
		Places: []Place{
			{Path: edit.Path{"env", "ANTHROPIC_AUTH_TOKEN"}, Kind: HeldAPIKey, Host: []edit.Path{{"env", "ANTHROPIC_BASE_URL"}}},
			{Path: edit.Path{"apiKeyHelper"}, Kind: HeldAPIKey, Class: Pull, Host: []edit.Path{{"env", "ANTHROPIC_BASE_URL"}}},
		},
		Reader: "Sessions of Claude Code that run keep the old value; new ones read it.",
	}
}

func codex(id, path string) Target {
	in := func(names ...string) edit.Path { return append(edit.Path{"model_providers", "*"}, names...) }
	host := []edit.Path{in("base_url")}
	return Target{
		ID: id, Path: path, Format: TOML,
		Places: []Place{
			{Path: in("experimental_bearer_token"), Kind: HeldAPIKey, Host: host},
			{Path: in("http_headers", "Authorization"), Kind: HeldAPIKey, Prefix: "Bearer ", Host: host},
			{Path: in("auth", "command"), Kind: HeldAPIKey, Class: Pull, Args: in("auth", "args"), Host: host},
			{Path: in("env_key"), Kind: HeldAPIKey, Class: Named, Host: host},
		},
		Reader: atStart,
	}
}

func dotenv(id, path, key, host string) Target {
	return Target{
		ID: id, Path: path, Format: Dotenv,
		Places: []Place{
			{Path: edit.Path{key}, Kind: HeldAPIKey, Host: []edit.Path{{host}}},
			{Path: edit.Path{"OAUTH_TOKEN"}, Kind: HeldAPIKey, Host: []edit.Path{{host}}},
			{Path: edit.Path{"DATABRICKS_TOKEN"}, Kind: HeldPAT, Host: []edit.Path{{"DATABRICKS_HOST"}}, Owner: Databricks},
		},
		Reader: atStart,
	}
}

func opencode(id, path string) Target {
	in := func(names ...string) edit.Path { return append(edit.Path{"provider", "*"}, names...) }
	host := []edit.Path{in("options", "baseURL"), in("baseURL"), in("api")}
	return Target{
		ID: id, Path: path, Format: JSON5, Names: Braces,
		Places: []Place{
			{Path: in("options", "apiKey"), Kind: HeldAPIKey, Host: host},
			{Path: in("options", "headers", "Authorization"), Kind: HeldAPIKey, Prefix: "Bearer ", Host: host},
			{Path: in("headers", "Authorization"), Kind: HeldAPIKey, Prefix: "Bearer ", Host: host},
		},
		Reader: atStart,
	}
}

func pi(id, path string) Target {
	return Target{
		ID: id, Path: path, Format: JSON, Names: Bang,
		Places: []Place{{Path: edit.Path{"providers", "*", "apiKey"}, Kind: HeldAPIKey, Host: []edit.Path{{"providers", "*", "baseUrl"}}}},
		Reader: atStart,
	}
}

package creds

// attribute is one setting of the SDK's Config: its name in ~/.databrickscfg, its variable, and the way to
// sign in that it belongs to. Two set attributes of different ways are a conflict (databricks-sdk-go,
// config/config.go and config/config_attributes.go).
type attribute struct {
	name   string
	env    string
	auth   string // empty: belongs to no way to sign in
	secret bool
}

// attributes lists every attribute that takes part in finding the workspace or a way to sign in, in the
// SDK's order. The rest (timeouts, logging, cluster IDs) bricktop sets itself or does not need.
func attributes() []attribute {
	return []attribute{
		{name: "host", env: "DATABRICKS_HOST"},
		{"metadata_service_url", "DATABRICKS_METADATA_SERVICE_URL", "metadata-service", true},
		{name: "account_id", env: "DATABRICKS_ACCOUNT_ID"},
		{name: "workspace_id", env: "DATABRICKS_WORKSPACE_ID"},
		{"token", "DATABRICKS_TOKEN", "pat", true},
		{"username", "DATABRICKS_USERNAME", "basic", false},
		{"password", "DATABRICKS_PASSWORD", "basic", true},
		{name: "profile", env: "DATABRICKS_CONFIG_PROFILE"},
		{name: "config_file", env: "DATABRICKS_CONFIG_FILE"},
		{"google_service_account", "DATABRICKS_GOOGLE_SERVICE_ACCOUNT", "google", false},
		{"google_credentials", "GOOGLE_CREDENTIALS", "google", true},
		{"azure_workspace_resource_id", "DATABRICKS_AZURE_RESOURCE_ID", "azure", false},
		{"azure_use_msi", "ARM_USE_MSI", "azure", false},
		{"azure_client_secret", "ARM_CLIENT_SECRET", "azure", true},
		{"azure_client_id", "ARM_CLIENT_ID", "azure", false},
		{"azure_tenant_id", "ARM_TENANT_ID", "azure", false},
		{"azure_login_app_id", "DATABRICKS_AZURE_LOGIN_APP_ID", "azure", false},
		{"client_id", "DATABRICKS_CLIENT_ID", "oauth", false},
		{"client_secret", "DATABRICKS_CLIENT_SECRET", "oauth", true},
		{name: "auth_type", env: "DATABRICKS_AUTH_TYPE"},
		{"databricks_id_token_filepath", "DATABRICKS_OIDC_TOKEN_FILEPATH", "file-oidc", false},
		{"oidc_token_env", "DATABRICKS_OIDC_TOKEN_ENV", "env-oidc", false},
	}
}

// kindOf is the auth_type in which a set of attributes ends for one way to sign in: the word that a user
// would write to pin it.
func kindOf(auth string, has func(name string) bool) string {
	switch {
	case auth == "oauth":
		return "oauth-m2m"
	case auth == "azure" && has("azure_client_secret"):
		return "azure-client-secret"
	case auth == "azure" && has("azure_use_msi"):
		return "azure-msi"
	case auth == "azure":
		return "azure-cli"
	case auth == "google" && has("google_credentials"):
		return "google-credentials"
	case auth == "google":
		return "google-id"
	default:
		return auth
	}
}

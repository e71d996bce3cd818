package workspace

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/databricks/databricks-sdk-go/apierr"
	"github.com/databricks/databricks-sdk-go/service/settings"

	"bricktop/creds/secret"
	"bricktop/model/session"
	"bricktop/model/token"
)

// Tokens lists our own tokens, in the workspace's order. Errors are *session.Error.
func (c *Client) Tokens(ctx context.Context) ([]token.Token, error) {
	return bounded(ctx, c, opList, func(ctx context.Context) ([]token.Token, error) {
		rec := &record{}
		infos, err := c.tokens.ListAll(withRecord(ctx, rec))
		if err != nil {
			return nil, err
		}
		// The SDK takes no answer at all for an empty list.
		if _, length, _, _ := rec.seen(); length == 0 {
			return nil, errNotTheAPI
		}
		list := make([]token.Token, len(infos))
		for i, info := range infos {
			list[i] = fromSDK(info)
		}
		return list, nil
	})
}

func fromSDK(info settings.PublicTokenInfo) token.Token {
	t := token.Token{
		ID: token.ID(info.TokenId), Comment: info.Comment,
		Expiry: token.ExpiryFromMillis(info.ExpiryTime), Scopes: info.Scopes,
	}
	if info.CreationTime > 0 {
		t.Created = time.UnixMilli(info.CreationTime)
	}
	return t
}

// Create makes a token. The request is sent once. When it may have reached the workspace and no answer
// says what came of it, the error has Fault LostAnswer: look for the token by its comment. Other errors
// mean that no token was made. All are *session.Error.
func (c *Client) Create(ctx context.Context, spec token.Spec) (session.Created, error) {
	none := session.Created{}
	if c.opts.ReadOnly {
		return none, c.teller.readOnly(opCreate)
	}
	// A lifetime of 0 would not be sent at all, and an absent one means two years.
	if err := token.CheckLifetime(spec.Lifetime); err != nil {
		return none, c.teller.refuse(opCreate, err.Error())
	}
	rec := &record{about: session.About{Comment: c.redact(spec.Comment), Lifetime: spec.Lifetime}}
	created, err := bounded(ctx, c, opCreate, func(ctx context.Context) (session.Created, error) {
		answer, err := c.tokens.Create(withRecord(ctx, rec), settings.CreateTokenRequest{
			Comment:         spec.Comment,
			LifetimeSeconds: int64(spec.Lifetime / time.Second),
			Scopes:          spec.Scopes,
		})
		switch {
		case err != nil:
			return none, err
		case answer.TokenValue == "":
			return none, errNotTheAPI
		}
		made := session.Created{Value: secret.New(answer.TokenValue)}
		if answer.TokenInfo != nil {
			made.ID = answer.TokenInfo.TokenId
		}
		return made, nil
	})
	if err != nil {
		return none, c.teller.lost(err, rec)
	}
	return created, nil
}

// Revoke ends a token. One that the workspace does not know counts as revoked. Errors are *session.Error.
func (c *Client) Revoke(ctx context.Context, id token.ID) error {
	if c.opts.ReadOnly {
		return c.teller.readOnly(opRevoke)
	}
	if id == "" {
		return c.teller.refuse(opRevoke, "There is no token to revoke: its ID is empty.")
	}
	_, err := bounded(ctx, c, opRevoke, func(ctx context.Context) (struct{}, error) {
		rec := &record{about: session.About{TokenID: string(id)}}
		err := c.tokens.Delete(withRecord(ctx, rec), settings.RevokeTokenRequest{TokenId: string(id)})
		if err != nil && !gone(err) {
			return struct{}{}, err
		}
		// The SDK does not look at this answer, and a login page with status 200 revokes nothing.
		if header, _, _, _ := rec.seen(); err == nil && isHTML(header) {
			return struct{}{}, errNotTheAPI
		}
		return struct{}{}, nil
	})
	return err
}

// gone reports whether the workspace itself says that it has no such token. A 404 page of something on the
// way, or of a host that has no such API, says nothing about the token.
func gone(err error) bool {
	api, ok := errors.AsType[*apierr.APIError](err)
	if !ok {
		return false
	}
	if api.ErrorCode == "RESOURCE_DOES_NOT_EXIST" {
		return true
	}
	return api.StatusCode == http.StatusNotFound && api.ErrorCode != "ENDPOINT_NOT_FOUND" &&
		strings.Contains(headerOf(api).Get("Content-Type"), "json")
}

func isHTML(header http.Header) bool {
	return strings.Contains(strings.ToLower(header.Get("Content-Type")), "html")
}

func headerOf(api *apierr.APIError) http.Header {
	if api.ResponseWrapper == nil || api.ResponseWrapper.Response == nil {
		return http.Header{}
	}
	return api.ResponseWrapper.Response.Header
}

package workspace

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"sync"
	"time"

	"github.com/databricks/databricks-sdk-go/apierr"
	"github.com/databricks/databricks-sdk-go/config"
	"github.com/databricks/databricks-sdk-go/httpclient"
	"github.com/databricks/databricks-sdk-go/service/iam"

	"bricktop/model/session"
)

// Context tells where we are and who we are. It fails when the identity cannot be had. What else is not
// known is empty, and for the metastore MetastoreErr says why. Errors are *session.Error.
func (c *Client) Context(ctx context.Context) (session.Context, error) {
	return bounded(ctx, c, opIdentify, c.lookAround)
}

func (c *Client) lookAround(ctx context.Context) (session.Context, error) {
	at := session.Context{Host: c.origin, AuthType: c.login.AuthType}
	// What is good to know must not hold up what is needed.
	side, cancel := context.WithTimeoutCause(ctx, c.opts.Limit/2, errLimit)
	defer cancel()
	var wait sync.WaitGroup
	var meta outcome[config.HostMetadata]
	var store outcome[session.Metastore]
	wait.Go(func() { meta = caught(func() (config.HostMetadata, error) { return c.metadata(side) }) })
	if err := c.signer.signIn(ctx); err != nil {
		return session.Context{}, err
	}
	at.OAuthExpiry = c.signer.ends()
	at.OAuthRenewal, at.OAuthLife = c.signer.renews()
	wait.Go(func() { store = caught(func() (session.Metastore, error) { return c.metastore(side) }) })
	me, err := c.identify(ctx)
	if err != nil {
		return session.Context{}, err
	}
	wait.Wait()
	at.Principal, at.WorkspaceID, at.RoundTrip, at.Skew = me.principal, me.workspaceID, me.took, me.skew
	at.Metastore = store.value
	if store.err != nil {
		at.MetastoreErr = c.teller.explain(opMetastore, nil, store.err)
	}
	if meta.err != nil {
		// An older workspace answers 404.
		c.opts.Log.Info("the host does not tell its metadata", "error", c.teller.explain(opMetadata, nil, meta.err).Sentence)
	}
	at.Cloud, at.AccountID = cloudOf(meta.value.Cloud, c.teller.host), meta.value.AccountID
	if at.WorkspaceID == "" {
		at.WorkspaceID = meta.value.WorkspaceID
	}
	return at, nil
}

type identity struct {
	principal   session.Principal
	workspaceID string
	took, skew  time.Duration
}

// A service principal's userName is its application ID, a UUID; a user's is an e-mail address
// (databricks/cli, libs/iamutil/service_principal.go).
var applicationID = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

func (c *Client) identify(ctx context.Context) (identity, error) {
	rec := &record{}
	// Groups and roles can be thousands, and nobody here reads them.
	me, err := c.users.Me(withRecord(ctx, rec), iam.MeRequest{ExcludedAttributes: "entitlements,groups,roles"})
	if err != nil {
		return identity{}, err
	}
	if me.UserName == "" && me.Id == "" {
		return identity{}, errNotTheAPI
	}
	p := session.Principal{Kind: session.User, ID: me.Id, UserName: me.UserName, DisplayName: me.DisplayName}
	if applicationID.MatchString(me.UserName) {
		p.Kind = session.ServicePrincipal
	}
	header, _, at, took := rec.seen()
	return identity{
		principal: p, workspaceID: header.Get("X-Databricks-Org-Id"),
		took: took, skew: skew(header, at.Add(took/2)),
	}, nil
}

// skew is the server's clock less ours at the time, zero when the answer has no date. A Date header is cut
// to whole seconds, so half a second is added.
func skew(header http.Header, at time.Time) time.Duration {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return 0
	}
	return date.Add(500 * time.Millisecond).Sub(at.Round(0))
}

// metastore asks for the assignment and the summary at once: the one tells "none" from "not for you", the
// other has the name.
func (c *Client) metastore(ctx context.Context) (session.Metastore, error) {
	summaries := make(chan outcome[session.Metastore], 1)
	go func() {
		summaries <- caught(func() (session.Metastore, error) {
			s, err := c.metastores.Summary(withRecord(ctx, &record{}))
			if err == nil && s.MetastoreId == "" {
				err = errNotTheAPI
			}
			return session.Metastore{ID: s.MetastoreId, Name: s.Name, Region: s.Region}, err
		})
	}()
	current, err := c.metastores.Current(withRecord(ctx, &record{}))
	if err == nil && current.MetastoreId == "" {
		err = errNotTheAPI
	}
	summary := <-summaries
	switch {
	case missing(err):
		return session.Metastore{}, nil
	case summary.err == nil:
		return summary.value, nil
	case err == nil && missing(summary.err):
		return session.Metastore{ID: current.MetastoreId}, nil
	}
	teller := c.teller
	teller.limit /= 2
	if err != nil {
		return session.Metastore{}, teller.explain(opMetastore, context.Cause(ctx), err)
	}
	return session.Metastore{ID: current.MetastoreId}, teller.explain(opMetastore, context.Cause(ctx), summary.err)
}

// metadata asks the host about itself.
func (c *Client) metadata(ctx context.Context) (config.HostMetadata, error) {
	var meta config.HostMetadata
	err := c.public.Do(withRecord(ctx, &record{}), http.MethodGet, c.origin+"/.well-known/databricks-config",
		httpclient.WithResponseUnmarshal(&meta))
	return meta, err
}

func missing(err error) bool { return errors.Is(err, apierr.ErrNotFound) }

package workspace

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/databricks/databricks-sdk-go/config"
	"github.com/databricks/databricks-sdk-go/config/credentials"

	"bricktop/creds/secret"
	"bricktop/model/session"
)

// renewBefore is how long before its end an OAuth access token is replaced. Workspaces refuse tokens in
// their last 30 seconds ("Token is expiring within 30 seconds", databricks-vscode issue 583).
const renewBefore = 2 * time.Minute

// signer signs requests in with the SDK's own strategies, called by name: their default chain would go on
// to other people's credentials after a wrong secret. It keeps the access token by the wall clock, since
// the SDK's cache counts on a clock that stands still while a laptop sleeps.
type signer struct {
	cfg  *config.Config
	auth session.AuthType
	now  func() time.Time
	gate chan struct{} // held by the one who signs in; unlike a mutex, waiting for it can be given up

	mu     sync.Mutex
	access secret.Secret
	scheme string
	expiry time.Time
	renew  time.Time // when it is replaced; zero: never
	life   time.Duration
}

func newSigner(cfg *config.Config, auth session.AuthType, now func() time.Time) *signer {
	return &signer{cfg: cfg, auth: auth, now: now, gate: make(chan struct{}, 1)}
}

// authorize adds the credential to a request.
func (s *signer) authorize(req *http.Request) error {
	if s.auth == session.PAT {
		provider, err := config.PatCredentials{}.Configure(req.Context(), s.cfg)
		if err != nil {
			return err
		}
		return provider.SetHeaders(req)
	}
	if err := s.signIn(req.Context()); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	req.Header.Set("Authorization", s.scheme+" "+s.access.Reveal())
	return nil
}

// signIn sees to it that there is an access token with some life left. A PAT needs none.
func (s *signer) signIn(ctx context.Context) error {
	if s.auth == session.PAT || s.fresh() {
		return nil
	}
	select {
	case s.gate <- struct{}{}:
		defer func() { <-s.gate }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	// The one before us may have let go because its time was over, and ours with it.
	if err := context.Cause(ctx); err != nil {
		return err
	}
	if s.fresh() {
		return nil
	}
	ctx = withRecord(ctx, &record{signIn: true})
	provider, err := config.M2mCredentials{}.Configure(ctx, s.cfg)
	if err != nil {
		return err
	}
	source, ok := provider.(credentials.OAuthCredentialsProvider)
	if !ok {
		return fmt.Errorf("sign-in gives a %T", provider)
	}
	token, err := source.Token(ctx)
	if err != nil {
		return err
	}
	s.keep(secret.New(token.AccessToken), token.Type(), token.Expiry)
	return nil
}

// keep stores an access token. Its end comes by the real clock, from the oauth2 package, and is told by ours.
func (s *signer) keep(access secret.Secret, scheme string, expiry time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.access, s.scheme, s.expiry, s.renew, s.life = access, scheme, time.Time{}, time.Time{}, 0
	if !expiry.IsZero() {
		left := time.Until(expiry)
		s.expiry = s.now().Round(0).Add(left)
		s.renew, s.life = s.expiry.Add(-min(renewBefore, left/2)), left
	}
}

// fresh reports whether the access token can be used.
func (s *signer) fresh() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.access.IsZero() && (s.renew.IsZero() || s.now().Round(0).Before(s.renew))
}

// forget drops the access token, so that the next call signs in anew.
func (s *signer) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.access, s.expiry = secret.Secret{}, time.Time{}
}

// ends is when the access token ends; zero for a PAT, and when the host did not say.
func (s *signer) ends() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.expiry
}

// renews is from when on the access token is replaced, and how long it lives in all; zero as ends is.
func (s *signer) renews() (at time.Time, life time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.renew, s.life
}

func (s *signer) current() secret.Secret {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.access
}

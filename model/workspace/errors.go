package workspace

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/databricks/databricks-sdk-go/apierr"
	"github.com/databricks/databricks-sdk-go/httpclient"

	"bricktop/model/session"
)

// errNotTheAPI is an answer that reads well and means nothing.
var errNotTheAPI = errors.New("an answer without content")

// teller turns whatever went wrong into a sentence for the user.
type teller struct {
	host   string
	auth   session.AuthType
	limit  time.Duration
	now    func() time.Time
	redact func(string) string
}

// verdict is what an error means.
type verdict struct {
	fault    session.Fault
	sentence string
	status   int
	after    time.Duration
	state    session.State // of the credential, when the error tells
}

func (t teller) refuse(op, sentence string) *session.Error {
	return &session.Error{Fault: session.Refused, Op: op, Host: t.host, Sentence: sentence}
}

func (t teller) readOnly(op string) *session.Error {
	return t.refuse(op, "bricktop runs read-only and did not "+op+". Nothing was sent.")
}

// explain makes the error of a call. Cause is why the call's context ended, nil while it has not.
func (t teller) explain(op string, cause, err error) *session.Error {
	if told, ok := errors.AsType[*session.Error](err); ok {
		return told
	}
	v := t.judge(err)
	if ended := t.ended(cause, err); ended.sentence != "" {
		v = ended
	}
	return &session.Error{
		Fault: v.fault, Op: op, Host: t.host, Sentence: t.redact(v.sentence), Status: v.status, RetryAfter: v.after,
	}
}

// ended is the verdict on a call whose context ended before it had an answer.
func (t teller) ended(cause, err error) verdict {
	answered := false
	if o, ok := errors.AsType[*opaque](err); ok {
		_, answered = errors.AsType[*refusal](o.cause)
	}
	if _, ok := errors.AsType[*apierr.APIError](err); ok || answered {
		return verdict{}
	}
	switch {
	case errors.Is(err, errStuck) || errors.Is(cause, errLimit) || errors.Is(cause, context.DeadlineExceeded):
		return t.late()
	case cause != nil:
		return verdict{fault: session.Canceled, sentence: "The call to " + t.host + " was given up."}
	}
	return verdict{}
}

func (t teller) late() verdict {
	return verdict{fault: session.TimedOut, sentence: t.host + " did not answer within " + t.limit.String() +
		". Check the network, the VPN and the host, then refresh."}
}

// lost makes LostAnswer of an error after which a token may exist: its create may have reached the
// workspace, and no answer denies it. A refusal below 500 does deny it, but for 429 and 408, which
// something on the way may have sent after the workspace had acted.
func (t teller) lost(err error, rec *record) error {
	told, ok := errors.AsType[*session.Error](err)
	if !ok || !rec.mayBeSent() {
		return err
	}
	denied := told.Status >= 400 && told.Status < 500 && told.Status != http.StatusTooManyRequests && told.Status != http.StatusRequestTimeout
	if denied || told.Fault == session.Refused {
		return err
	}
	lost := *told
	lost.Fault = session.LostAnswer
	lost.Sentence = "The request for a new token went out to " + t.host + ", but what came of it is not known. " +
		"A token may have been made; the list is being searched for its comment. The reason: " + told.Sentence
	return &lost
}

// judge finds out what an error of the SDK means.
func (t teller) judge(err error) verdict {
	if o, ok := errors.AsType[*opaque](err); ok {
		if r, ok := errors.AsType[*refusal](o.cause); ok {
			return t.signInRefused(r)
		}
		return t.network(o.cause)
	}
	if api, ok := errors.AsType[*apierr.APIError](err); ok {
		return t.refused(answer{status: api.StatusCode, code: api.ErrorCode, text: api.Message, header: headerOf(api)})
	}
	if notTheAPI(err) {
		return t.strange()
	}
	return t.network(err)
}

// notTheAPI reports whether an answer could not be read as the API's: a login page, broken or cut JSON. The
// SDK's own message for it holds the whole answer, and is not used.
func notTheAPI(err error) bool {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	return errors.Is(err, errNotTheAPI) || errors.Is(err, httpclient.ErrHTMLContent) ||
		errors.As(err, &syntax) || errors.As(err, &kind) || errors.Is(err, io.EOF) ||
		strings.Contains(err.Error(), "failed to unmarshal response body") ||
		strings.Contains(err.Error(), "oauth2: cannot parse json") || strings.Contains(err.Error(), "server response missing access_token")
}

func (t teller) strange() verdict {
	return verdict{fault: session.BadAnswer, sentence: t.host + " answered, but not as a Databricks workspace does: " +
		"a login page, something on the way, or another kind of host. Check the host, the VPN and the proxy."}
}

// answer is a refusal, whoever sent it.
type answer struct {
	status int
	code   string
	text   string
	header http.Header
}

func (t teller) signInRefused(r *refusal) verdict {
	var body struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
		Code        any    `json:"error_code"`
		Message     string `json:"message"`
	}
	if json.Unmarshal(r.body, &body) != nil {
		body.Message = plain(string(r.body), r.header)
	}
	a := answer{status: r.status, code: body.Error, text: body.Message, header: r.header}
	if body.Error != "" {
		a.text = strings.TrimSuffix(body.Error+": "+body.Description, ": ")
	}
	for _, rule := range signInRules {
		if rule.fits(a) {
			return t.apply(rule, a)
		}
	}
	return t.refused(a)
}

func (t teller) refused(a answer) verdict {
	if a.text == "" || a.text == http.StatusText(a.status) {
		// Some refusals have their reason in a header alone (databricks-sdk-go issue 1061).
		if reason := a.header.Get("X-Databricks-Reason-Phrase"); reason != "" {
			a.text = reason
		}
	}
	for _, rule := range rules {
		if rule.fits(a) {
			return t.apply(rule, a)
		}
	}
	return t.apply(rule{fault: session.Other, sentence: "{host} answers {status}{said}."}, a)
}

func (t teller) apply(r rule, a answer) verdict {
	said := brief(plain(t.redact(a.text), a.header))
	if said != "" {
		said = ": " + said
	}
	credential := "the token"
	if t.auth == session.M2M {
		credential = "the service principal"
	}
	words := strings.NewReplacer("{host}", t.host, "{said}", said, "{status}", strconv.Itoa(a.status), "{who}", credential)
	return verdict{
		fault: r.fault, sentence: words.Replace(r.sentence), status: a.status, after: t.retryAfter(a.header), state: r.state,
	}
}

// plain is text on one line, and nothing of a page.
func plain(text string, header http.Header) string {
	text = strings.Join(strings.Fields(text), " ")
	if isHTML(header) && strings.HasPrefix(text, "<") || strings.HasPrefix(strings.ToLower(text), "<!doctype") || strings.HasPrefix(strings.ToLower(text), "<html") {
		return "a web page"
	}
	return text
}

// retryAfter reads Retry-After: seconds, or a date (RFC 9110, 10.2.3). The SDK ignores it.
func (t teller) retryAfter(header http.Header) time.Duration {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.Atoi(value); err == nil && seconds > 0 {
		return time.Duration(min(seconds, 24*60*60)) * time.Second
	}
	if date, err := http.ParseTime(value); err == nil {
		return max(0, min(24*time.Hour, date.Sub(t.now().Round(0))))
	}
	return 0
}

package workspace

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/databricks/databricks-sdk-go/logger"

	"bricktop/creds/secret"
)

// LogSDK sends what the SDK logs outside of any call to log; nil: nowhere. The SDK keeps that logger in a
// global variable and writes to stderr by default, which would tear the screen (databricks-sdk-go,
// logger/logger.go). So main calls this once, before anything else runs; it must not be called while a
// Client works. What the SDK logs during a call goes to Options.Log through the call's context.
func LogSDK(log *slog.Logger) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	logger.DefaultLogger = sdkLog{log: log, redact: func(text string) string { return secret.Redact(text) }}
}

// sdkLog is the SDK's logger on top of ours. Every line is redacted.
type sdkLog struct {
	log    *slog.Logger
	redact func(string) string
}

// Enabled implements logger.Logger. The SDK's levels have the numbers of slog's.
func (l sdkLog) Enabled(ctx context.Context, level logger.Level) bool {
	return l.log.Enabled(ctx, slog.Level(level))
}

func (l sdkLog) line(ctx context.Context, level slog.Level, format string, v []any) {
	if l.log.Enabled(ctx, level) {
		l.log.Log(ctx, level, l.redact(fmt.Sprintf(format, v...)), "from", "databricks-sdk-go")
	}
}

// Tracef implements logger.Logger.
func (l sdkLog) Tracef(ctx context.Context, format string, v ...any) {
	l.line(ctx, slog.Level(logger.LevelTrace), format, v)
}

// Debugf implements logger.Logger.
func (l sdkLog) Debugf(ctx context.Context, format string, v ...any) {
	l.line(ctx, slog.LevelDebug, format, v)
}

// Infof implements logger.Logger.
func (l sdkLog) Infof(ctx context.Context, format string, v ...any) {
	l.line(ctx, slog.LevelInfo, format, v)
}

// Warnf implements logger.Logger.
func (l sdkLog) Warnf(ctx context.Context, format string, v ...any) {
	l.line(ctx, slog.LevelWarn, format, v)
}

// Errorf implements logger.Logger.
func (l sdkLog) Errorf(ctx context.Context, format string, v ...any) {
	l.line(ctx, slog.LevelError, format, v)
}

package fake

import (
	"maps"
	"net/http"
	"strconv"
)

// deliver sends the answer, in the way that the fault leaves open. Errors of writing are the client's leaving.
func (s *Server) deliver(w http.ResponseWriter, r *http.Request, a *answer, f Fault) {
	switch f.Cut {
	case Reset:
		cut(w)
		return
	case Hangup:
		panic(http.ErrAbortHandler)
	case HangBeforeHeaders:
		s.hang(r)
		cut(w)
		return
	}
	maps.Copy(w.Header(), a.header)
	if f.Cut != HangAfterHeaders { // with a length of 0 the answer would be complete
		w.Header().Set("Content-Length", strconv.Itoa(a.body.Len()))
	}
	w.WriteHeader(a.status)
	flush := http.NewResponseController(w).Flush
	switch {
	case f.Cut == HangAfterHeaders:
		flush()
		s.hang(r)
		cut(w)
	case f.Slow > 0:
		flush()
		for _, b := range a.body.Bytes() {
			if !s.pause(r, f.Slow) {
				cut(w)
				return
			}
			w.Write([]byte{b})
			flush()
		}
	default:
		w.Write(a.body.Bytes())
	}
}

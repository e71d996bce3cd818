package model_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"bricktop/model/modeltest"
	"bricktop/model/token"
)

// crowd is a dashboard of 120 by 40 cells with ten thousand tokens.
func crowd(t testing.TB) *stage {
	s := newStage(t, func(s *stage) {
		r := rand.New(rand.NewPCG(3, 4))
		s.ws.tokens = nil
		for i := range 10_000 {
			tok := tokenOf("", fmt.Sprintf("nightly job %d of team %d", i, r.IntN(50)), time.Duration(r.IntN(1000))*time.Hour,
				time.Duration(r.IntN(2000)+1)*time.Hour)
			tok.ID = token.ID(fmt.Sprintf("%016x%016x%016x%016x", r.Uint64(), r.Uint64(), r.Uint64(), i))
			s.ws.tokens = append(s.ws.tokens, tok)
		}
	})
	s.Resize(120, 40)
	return s
}

var sink string

func BenchmarkView10000(b *testing.B) {
	s := crowd(b)
	b.ReportAllocs()
	for b.Loop() {
		sink = s.Model.View().Content
	}
}

func BenchmarkKeyAndView10000(b *testing.B) {
	s := crowd(b)
	keys := []tea.Msg{modeltest.Key("down"), modeltest.Key("pgdown"), modeltest.Key("up"), modeltest.Key("G"), modeltest.Key("g")}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		s.Model.Update(keys[i%len(keys)])
		sink = s.Model.View().Content
		i++
	}
}

func BenchmarkFilterKey10000(b *testing.B) {
	s := crowd(b)
	s.Press("/")
	s.Type("job 77")
	keys := []tea.Msg{modeltest.Key("backspace"), modeltest.Key("7")}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		s.Model.Update(keys[i%len(keys)])
		sink = s.Model.View().Content
		i++
	}
}

func BenchmarkSortKey10000(b *testing.B) {
	s := crowd(b)
	b.ReportAllocs()
	for b.Loop() {
		s.Model.Update(modeltest.Key("S"))
	}
}

func BenchmarkTick10000(b *testing.B) {
	s := crowd(b)
	b.ReportAllocs()
	for b.Loop() {
		s.Clock.Move(time.Second)
		s.Model.Update(tea.FocusMsg{})
		sink = s.Model.View().Content
	}
}

package theme

import (
	"testing"

	"bricktop/ui/text"
)

func TestEmojiStandIns(t *testing.T) {
	const comment = "⭐ データ連携 🧱 etl ✓ 👍"
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{}, "□  データ連携 □  etl ✓ □ "},
		{Options{ASCII: true}, "?  データ連携 ?  etl + ? "},
		{Options{Emoji: true}, comment},
	} {
		got := New(c.o).Paint(Plain, comment)
		if got != c.want || text.Width(got) != text.Width(comment) {
			t.Errorf("%+v: %q, want %q", c.o, got, c.want)
		}
	}
}

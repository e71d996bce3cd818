package theme

import "strings"

// link and unlink put a link (OSC 8) around what is written between them. A link that is not plain https is none.
func (p *Pen) link(to string) {
	if linkable(to) {
		p.buf = append(append(append(p.buf, "\x1b]8;;"...), to...), "\x1b\\"...)
	}
}

func (p *Pen) unlink(to string) {
	if linkable(to) {
		p.buf = append(p.buf, "\x1b]8;;\x1b\\"...)
	}
}

// linkable reports whether a link is https and holds nothing that could end it, or start something else.
func linkable(to string) bool {
	return strings.HasPrefix(to, "https://") && !strings.ContainsFunc(to, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-._~:/?#=&", r))
	})
}

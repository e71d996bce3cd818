package rotate

// Shown is a step for whoever watches: what it does, to which target if to one, and whether it is worth a line while it
// goes well. The journal's are not.
func Shown(s Step) (words, target string, loud bool) {
	switch s := s.(type) {
	case record:
		return "note it for the next start", "", false
	case forget:
		return "clear the note for the next start", "", false
	case doubles:
		return s.String(), "", false
	case write:
		return "write it to", s.ID, true
	case prove:
		return "read it back from", s.ID, true
	case reload:
		return "see to what reads", s.ID, true
	case nil:
		return "", "", false
	default:
		return s.String(), "", true
	}
}

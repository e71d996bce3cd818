package rotate

import (
	"strings"

	"bricktop/model/token"
)

// commentPrefix opens the comment of every token that a rotation makes. The number is the format's version.
const commentPrefix = "bricktop:1:"

// idDigits is the length of an install's and of a rotation's ID, in hex digits.
const idDigits = 8

// Tag is what a token's comment says of where it comes from.
type Tag struct {
	Install  string // the bricktop of one home
	Rotation string
	Target   string // the first one that it was made for
}

func (t Tag) String() string { return commentPrefix + t.Install + ":" + t.Rotation + ":" + t.Target }

// ParseTag reads a comment. ok is false for one that no rotation wrote.
func ParseTag(comment string) (tag Tag, ok bool) {
	rest, ok := strings.CutPrefix(comment, commentPrefix)
	parts := strings.SplitN(rest, ":", 3)
	if !ok || len(parts) != 3 || !ValidID(parts[0]) || !ValidID(parts[1]) || parts[2] == "" {
		return Tag{}, false
	}
	return Tag{Install: parts[0], Rotation: parts[1], Target: parts[2]}, true
}

// ValidID reports whether a text is the ID of an install or a rotation: eight hex digits.
func ValidID(s string) bool {
	return len(s) == idDigits && strings.Trim(s, "0123456789abcdef") == ""
}

// tagged are the tokens that one rotation made. A target's name is cut where a workspace may cut a comment,
// so the IDs alone decide.
func tagged(tokens []token.Token, install, rotation string) []token.Token {
	var found []token.Token
	for _, t := range tokens {
		if tag, ok := ParseTag(t.Comment); ok && tag.Install == install && tag.Rotation == rotation {
			found = append(found, t)
		}
	}
	return found
}

package disk

import "io/fs"

// Facts is what the system knows about a file beyond fs.FileInfo.
type Facts struct {
	UID, GID int
	Names    uint64 // hard links
}

// FactsOf reads the facts out of info.Sys(): those of the system where it has them, or Facts themselves.
// ok is false where nobody tells: in afero's memory, and on Windows.
func FactsOf(info fs.FileInfo) (facts Facts, ok bool) {
	if f, ok := info.Sys().(Facts); ok {
		return f, true
	}
	return systemFacts(info)
}

// Names is how many hard links a file has; ok is false on a file system that does not say.
func Names(info fs.FileInfo) (n uint64, ok bool) {
	facts, ok := FactsOf(info)
	return facts.Names, ok
}

// isKnown says whether modes and owners mean something where the file lies.
func isKnown(info fs.FileInfo) bool {
	_, ok := FactsOf(info)
	return ok
}

//go:build unix && !linux && !darwin

package disk

func exchange(a, b string) error { return unsupported("exchange", a, b) }

func renameNew(from, to string) error { return linkNew(from, to) }

package text

import "fmt"

// Bytes words a size: "812 B", "1.2 KiB", "34 MiB".
func Bytes(n int64) string {
	if n < 1024 {
		return fmt.Sprintf("%d B", n)
	}
	size, unit := float64(n)/1024, 0
	// 1023.5 would round to 1024 of the smaller unit.
	for size >= 1023.5 && unit < len("KMGTPE")-1 {
		size, unit = size/1024, unit+1
	}
	if size < 9.95 {
		return fmt.Sprintf("%.1f %ciB", size, "KMGTPE"[unit])
	}
	return fmt.Sprintf("%.0f %ciB", size, "KMGTPE"[unit])
}

// Plural is a count with its word: Plural(1, "file", "files") is "1 file".
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Range words a part of a list: "3–40 of 112".
func Range(from, to, of int, dash string) string {
	return fmt.Sprintf("%d%s%d of %d", from, dash, to, of)
}

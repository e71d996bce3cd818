package text

import "github.com/charmbracelet/x/ansi"

// Cluster is the first grapheme cluster of s: what is never broken.
func Cluster(s string) string {
	if len(s) < 2 || s[0] < 0x80 && s[1] < 0x80 {
		return s[:min(len(s), 1)]
	}
	cluster, _ := ansi.FirstGraphemeCluster(s, ansi.WcWidth)
	return cluster
}

// Middle cuts s to at most w cells, with … in its middle where something went: of a host both ends tell.
func Middle(s string, w int) string {
	all := Width(s)
	if all <= w {
		return s
	}
	if w <= 0 {
		return ""
	}
	head, used := Prefix(s, w/2)
	tail := s[len(head):]
	for rest := all - used; rest > w-1-used; {
		cluster := Cluster(tail)
		rest -= Width(cluster)
		tail = tail[len(cluster):]
	}
	return head + "…" + tail
}

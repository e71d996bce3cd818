//go:build race

package rotate

// raceDetector makes everything ten times slower, and nothing here runs at once.
const raceDetector = true

package main

import "strings"

// sample is a scene with something of everything that can be drawn.
func sample(dark bool) Scene {
	return Scene{Name: "sample", Title: "sample", W: 84, H: 26, Dark: dark, Frame: func() string {
		return strings.Join([]string{
			"\x1b[1m bricktop\x1b[22m  \x1b[2mdbc-1.cloud.databricks.com\x1b[22m   \x1b[7m DEMO \x1b[27m \x1b[32m● online\x1b[39m \x1b[2m41 ms\x1b[22m",
			"\x1b[36m╭─ \x1b[1mTokens\x1b[22m ─────────────────────────────────────╮\x1b[39m┌────┬────┐ ┏━━━━┳━━━━┓ ╔════╦════╗",
			"\x1b[36m│\x1b[39m \x1b[4mCOMMENT\x1b[24m            ID        LEFT            \x1b[36m│\x1b[39m│ ab │ cd │ ┃ ab ┃ cd ┃ ║ ab ║ cd ║",
			"\x1b[36m│\x1b[39m\x1b[48;2;31;58;95m \x1b[1msdk-17000000000\x1b[22m    3f9a01c2  \x1b[33m12m 04s\x1b[39m ██████▍ \x1b[49m\x1b[36m│\x1b[39m├────┼────┤ ┣━━━━╋━━━━┫ ╠════╬════╣",
			"\x1b[36m│\x1b[39m laptop             77b0e4d1  \x1b[31mexpired\x1b[39m ▏       \x1b[36m│\x1b[39m│    │    │ ┃    ┃    ┃ ║    ║    ║",
			"\x1b[36m│\x1b[39m ci                 0a11bb22  \x1b[35mnever\x1b[39m   ░▒▓█    \x1b[36m│\x1b[39m└────┴────┘ ┗━━━━┻━━━━┛ ╚════╩════╝",
			"\x1b[36m╰──────────────────────────────────────────────╯\x1b[39m╭╮╰╯╱╲╳ ╴╵╶╷╸╹╺╻╼╽╾╿ ┍┑┕┙┎┒┖┚ ┝┥┠┨┯┷┰┸",
			"▁▂▃▄▅▆▇█ █▉▊▋▌▍▎▏ ▀▄▌▐ ▖▗▘▙▚▛▜▝▞▟ ▔▕ ┄┄┄ ┅┅┅ ┈┈┈ ┉┉┉ ╌╌╌ ╍╍╍ ┆┇┊┋╎╏ ╒╕╘╛",
			"████▓▓▓▓▒▒▒▒░░░░", "████▓▓▓▓▒▒▒▒░░░░  ● ○ ◐ ◆ ◇ ▲ ▼ ▸ ▾ ✓ ✗ ⚠ ↑ ↓ ← → ↵ … · • ⠋ ⠙ ⣿ ❯ › » § ¶ λ Ω",
			"plain \x1b[1mbold\x1b[0m \x1b[2mfaint\x1b[0m \x1b[3mitalic\x1b[0m \x1b[4munderline\x1b[0m \x1b[7mreverse\x1b[0m \x1b[9mstrike\x1b[0m \x1b[1;4mbold underline\x1b[0m \x1b[2;7mfaint reverse\x1b[0m",
			"wide: 漢字|e\u0301 n\u0303|🚀|ab  gjpqy |{}[]()|",
			"\x1b[30m 0\x1b[31m 1\x1b[32m 2\x1b[33m 3\x1b[34m 4\x1b[35m 5\x1b[36m 6\x1b[37m 7\x1b[90m 8\x1b[91m 9\x1b[92m 10\x1b[93m 11\x1b[94m 12\x1b[95m 13\x1b[96m 14\x1b[97m 15\x1b[0m",
			"\x1b[40m  \x1b[41m  \x1b[42m  \x1b[43m  \x1b[44m  \x1b[45m  \x1b[46m  \x1b[47m  \x1b[100m  \x1b[101m  \x1b[102m  \x1b[103m  \x1b[104m  \x1b[105m  \x1b[106m  \x1b[107m  \x1b[0m",
			"\x1b[38;5;208m256: orange \x1b[48;5;24m on teal \x1b[0m \x1b[38;2;255;0;128mtrue colour\x1b[0m",
			"\x1b[31m███\x1b[32m███\x1b[34m███\x1b[0m\x1b[41;32m▌▌▌\x1b[42;31m▐▐▐\x1b[0m", "\x1b[31m███\x1b[32m███\x1b[34m███\x1b[0m",
			"╭──────────╮", "│╭────────╮│  0123456789 The quick brown fox jumps over the lazy dog", "││  ████  ││  \x1b[1m0123456789 The quick brown fox jumps over the lazy dog\x1b[0m", "│╰────────╯│", "╰──────────╯",
			"╱╲╱╲╳╳", "╲╱╲╱╳╳",
		}, "\n")
	}}
}

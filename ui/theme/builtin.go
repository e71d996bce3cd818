package theme

// The themes for all eyes, each on a dark and a light background. Their colours hold a contrast of 4.5 (WCAG
// 2.1, AA) against it, those of the high contrast 7 (AAA), muted text of the others 3; tested. On 16 colours
// what matters less is faint, for bright black is the background of some palettes (Solarized).
var (
	darkScheme = scheme{
		dim:          {0x9aa3bf, 248, "2"},
		accent:       {0x7caeff, 111, "96"},
		good:         {0x86d993, 114, "92"},
		warn:         {0xf2c063, 221, "93"},
		bad:          {0xff7d89, 210, "1;91"},
		muted:        {0x717996, 243, "2"},
		brand:        {0xff8a6b, 209, ""},
		badge:        {0xf2c063, 221, "93"},
		badgeText:    {0x141824, 234, ""},
		selected:     {0x2b3455, 237, ""},
		selectedText: {0xe8ebf6, 255, ""},
		input:        {0x242a3f, 236, ""},
		inputText:    {0xe8ebf6, 255, ""},
	}
	lightScheme = scheme{
		dim:          {0x575d70, 240, "2"},
		accent:       {0x1c58c4, 26, "34"},
		good:         {0x196f35, 22, "32"},
		warn:         {0x835400, 94, "35"},
		bad:          {0xb81d36, 124, "1;31"},
		muted:        {0x7b8193, 244, "2"},
		brand:        {0xb33a15, 88, ""},
		badge:        {0x835400, 94, "35"},
		badgeText:    {0xffffff, 231, ""},
		selected:     {0xdde6fb, 254, ""},
		selectedText: {0x1a1f30, 234, ""},
		input:        {0xe9ecf3, 255, ""},
		inputText:    {0x1a1f30, 234, ""},
	}

	contrastDark = scheme{
		dim:          {0xd3d8e6, 253, ""},
		accent:       {0x9fd0ff, 153, "1;96"},
		good:         {0x7df29b, 120, "1;92"},
		warn:         {0xffe066, 221, "1;93"},
		bad:          {0xffb3b8, 217, "1;91"},
		muted:        {0xc0c6d6, 251, ""},
		brand:        {0xffc2a6, 223, ""},
		badge:        {0xffe066, 221, "93"},
		badgeText:    {0x000000, 16, ""},
		selected:     {0x002f73, 18, ""},
		selectedText: {0xffffff, 231, ""},
		input:        {0x2b2f3a, 236, ""},
		inputText:    {0xffffff, 231, ""},
	}
	contrastLight = scheme{ // of the 256 no brown is dark enough, nor of the 16 a green or a yellow
		dim:          {0x3c414e, 238, ""},
		accent:       {0x0a3a94, 18, "1;34"},
		good:         {0x0b4a1e, 22, "1"},
		warn:         {0x573800, 90, "1;35"},
		bad:          {0x8a0018, 88, "1;31"},
		muted:        {0x444956, 238, ""},
		brand:        {0x7a2408, 52, ""},
		badge:        {0x573800, 90, "35"},
		badgeText:    {0xffffff, 231, ""},
		selected:     {0xfff1a8, 230, ""},
		selectedText: {0x000000, 16, ""},
		input:        {0xe4e8f0, 254, ""},
		inputText:    {0x000000, 16, ""},
	}

	// Blue, yellow and rose stay apart whichever of the three kinds of cones is missing; tested.
	colorblindDark = scheme{
		dim:          {0xa3a8ba, 248, "2"},
		accent:       {0x35d4f5, 45, "96"},
		good:         {0x5c8dff, 69, "94"},
		warn:         {0xf7dc2f, 220, "93"},
		bad:          {0xff5c86, 204, "1;91"},
		muted:        {0x7a8094, 244, "2"},
		brand:        {0xff9a5c, 215, ""},
		badge:        {0xf7dc2f, 220, "93"},
		badgeText:    {0x171a22, 234, ""},
		selected:     {0x1d2647, 17, ""},
		selectedText: {0xeceef6, 255, ""},
		input:        {0x262b3d, 236, ""},
		inputText:    {0xeceef6, 255, ""},
	}
	colorblindLight = scheme{
		dim:          {0x585d6d, 240, "2"},
		accent:       {0xb3147c, 126, "35"},
		good:         {0x005ce0, 26, "34"},
		warn:         {0x7a6200, 94, "1"},
		bad:          {0x7a0d18, 52, "1;31"},
		muted:        {0x7b8090, 244, "2"},
		brand:        {0xb3147c, 126, ""},
		badge:        {0x7a6200, 94, ""},
		badgeText:    {0xffffff, 231, ""},
		selected:     {0xdfe7f9, 254, ""},
		selectedText: {0x181c28, 234, ""},
		input:        {0xe9ecf3, 255, ""},
		inputText:    {0x181c28, 234, ""},
	}
)

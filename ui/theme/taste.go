package theme

// The themes of taste: brick is warm, fjord is cool.
var (
	brickDark = scheme{
		dim:          {0xb5a598, 144, "2"},
		accent:       {0xeba67c, 216, "95"},
		good:         {0xa7c787, 150, "92"},
		warn:         {0xf1cb52, 221, "93"},
		bad:          {0xff7793, 211, "1;91"},
		muted:        {0x8d7c70, 243, "2"},
		brand:        {0xff8f66, 209, "95"},
		badge:        {0xeba67c, 216, "95"},
		badgeText:    {0x22150f, 234, ""},
		selected:     {0x4d3128, 237, ""},
		selectedText: {0xf8ede5, 255, ""},
		input:        {0x38261f, 236, ""},
		inputText:    {0xf8ede5, 255, ""},
	}
	brickLight = scheme{
		dim:          {0x6a564a, 95, "2"},
		accent:       {0x9a4017, 130, "34"},
		good:         {0x4b6417, 22, "32"},
		warn:         {0x7d5200, 94, "35"},
		bad:          {0xb0123f, 125, "1;31"},
		muted:        {0x8a786b, 244, "2"},
		brand:        {0xa8431a, 130, "35"},
		badge:        {0x9a4017, 130, "35"},
		badgeText:    {0xffffff, 231, ""},
		selected:     {0xf8e2d4, 230, ""},
		selectedText: {0x2b1a12, 234, ""},
		input:        {0xf5eae2, 255, ""},
		inputText:    {0x2b1a12, 234, ""},
	}

	fjordDark = scheme{
		dim:          {0x95aab5, 109, "2"},
		accent:       {0x5fd2d0, 80, "36"},
		good:         {0x97d77f, 114, "92"},
		warn:         {0xe8c76c, 222, "93"},
		bad:          {0xf78d99, 210, "1;91"},
		muted:        {0x6e828d, 66, "2"},
		brand:        {0x7fbcff, 111, "94"},
		badge:        {0x5fd2d0, 80, "36"},
		badgeText:    {0x0c1f25, 234, ""},
		selected:     {0x173c49, 237, ""},
		selectedText: {0xe6f2f5, 255, ""},
		input:        {0x1c323b, 236, ""},
		inputText:    {0xe6f2f5, 255, ""},
	}
	fjordLight = scheme{
		dim:          {0x4d626c, 240, "2"},
		accent:       {0x00677a, 24, "34"},
		good:         {0x2b6a1d, 22, "32"},
		warn:         {0x7a5700, 94, "35"},
		bad:          {0xb3213f, 125, "1;31"},
		muted:        {0x758691, 66, "2"},
		brand:        {0x1e5cab, 25, "34"},
		badge:        {0x00677a, 24, "34"},
		badgeText:    {0xffffff, 231, ""},
		selected:     {0xd3eaee, 195, ""},
		selectedText: {0x10262e, 235, ""},
		input:        {0xe6f0f2, 255, ""},
		inputText:    {0x10262e, 235, ""},
	}
)

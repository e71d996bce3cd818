package main

// Scene is one picture: a screen of the program in a known world at a known moment.
type Scene struct {
	Name  string        // of the files: NAME.png, NAME.cells
	Title string        // of the window
	W, H  int           // cells
	Dark  bool          // the terminal's colours; false: light
	Frame func() string // H styled lines; the same at every call
}

// scenes is every picture that this command makes.
var scenes = []Scene{}

package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
)

// stampKey names the text inside a PNG that holds the hash of the cells it was made from.
const stampKey = "Cells-SHA256"

// render is the PNG of a screen, stamped with the hash of its cells. Edges are shaded as finely as a palette
// of 256 colours allows.
func render(sc Scene, s *screen, p *pen) ([]byte, error) {
	var img image.Image
	for _, steps := range []int{16, 12, 8, 6} {
		full := drawScreen(sc, s, p, steps)
		img = full
		if small, ok := withPalette(full); ok {
			img = small
			break
		}
	}
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(&b, img); err != nil {
		return nil, err
	}
	return stamp(b.Bytes(), hash(cellsFile(sc, s)))
}

// withPalette is the same picture in at most 256 colours, in order of their first pixel; false when there are more.
func withPalette(full *image.NRGBA) (*image.Paletted, bool) {
	index := map[color.NRGBA]uint8{}
	out := image.NewPaletted(full.Rect, nil)
	var last color.NRGBA // most pixels are like their neighbour
	for y := range full.Rect.Dy() {
		for x := range full.Rect.Dx() {
			c := full.NRGBAAt(x, y)
			if x > 0 && c == last {
				out.Pix[y*out.Stride+x] = out.Pix[y*out.Stride+x-1]
				continue
			}
			i, ok := index[c]
			if !ok {
				if len(out.Palette) == 256 {
					return nil, false
				}
				i = uint8(len(out.Palette))
				index[c] = i
				out.Palette = append(out.Palette, c)
			}
			out.Pix[y*out.Stride+x] = i
			last = c
		}
	}
	return out, true
}

// A PNG is eight bytes and then chunks: length, four letters, data, CRC-32 of letters and data (RFC 2083,
// section 3.2). A tEXt chunk is a keyword, a zero byte and the text (section 4.2.7).

// stamp puts the hash of the cells into a PNG, in place of one that it has.
func stamp(pngBytes []byte, sum string) ([]byte, error) {
	head, rest, err := cut(pngBytes)
	if err != nil {
		return nil, err
	}
	out := bytes.Clone(head)
	for i := 0; len(rest) > 0; i++ {
		chunk, after, err := nextChunk(rest)
		if err != nil {
			return nil, err
		}
		if _, old := stampOf(chunk); !old {
			out = append(out, chunk...)
		}
		if i == 0 { // IHDR has to be first
			out = append(out, textChunk(stampKey, sum)...)
		}
		rest = after
	}
	return out, nil
}

// stamped is the hash that a PNG holds, empty when it holds none.
func stamped(pngBytes []byte) (string, error) {
	_, rest, err := cut(pngBytes)
	for err == nil && len(rest) > 0 {
		var chunk []byte
		if chunk, rest, err = nextChunk(rest); err == nil {
			if sum, ok := stampOf(chunk); ok {
				return sum, nil
			}
		}
	}
	return "", err
}

var errNotPNG = errors.New("not a PNG file")

func cut(b []byte) (head, rest []byte, err error) {
	const signature = "\x89PNG\r\n\x1a\n"
	if !bytes.HasPrefix(b, []byte(signature)) {
		return nil, nil, errNotPNG
	}
	return b[:len(signature)], b[len(signature):], nil
}

func nextChunk(b []byte) (chunk, rest []byte, err error) {
	if len(b) < 12 {
		return nil, nil, errNotPNG
	}
	size := 12 + uint64(binary.BigEndian.Uint32(b))
	if uint64(len(b)) < size {
		return nil, nil, errNotPNG
	}
	return b[:size], b[size:], nil
}

func stampOf(chunk []byte) (string, bool) {
	text, ok := bytes.CutPrefix(chunk[4:len(chunk)-4], []byte("tEXt"+stampKey+"\x00"))
	return string(text), ok
}

func textChunk(key, text string) []byte {
	body := "tEXt" + key + "\x00" + text
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)-4))
	out = append(out, body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE([]byte(body)))
}

package secret

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// canary is put together at run time, so that no scanner takes this file for a leak.
func canary() string { return "dapi" + strings.Repeat("c0ffee42", 4) }

func TestNoFormatShowsTheValue(t *testing.T) {
	value := canary()
	s := New(value)
	type nested struct {
		S      Secret
		hidden Secret
		Ptr    *Secret
		List   []Secret
		Map    map[string]Secret
	}
	n := nested{S: s, hidden: s, Ptr: &s, List: []Secret{s}, Map: map[string]Secret{"k": s}}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%p"} {
		fmt.Fprintf(&out, verb+verb+verb, s, n, &n)
		fmt.Fprintf(&out, verb, fmt.Errorf("wrapped: %v", s))
	}
	asJSON, err := json.Marshal(n)
	if err != nil {
		t.Fatal(err)
	}
	out.Write(asJSON)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "secret", s, "nested", n)
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "secret", s, "nested", n)
	fmt.Fprintln(&out, s.Mask(), s.Fingerprint(), s)
	hexed := fmt.Sprintf("%x", value)
	for _, bad := range []string{value, value[4:16], hexed, strings.ToUpper(hexed)} {
		if strings.Contains(out.String(), bad) {
			t.Errorf("%q got out: %s", bad, out.String())
		}
	}
}

func TestZeroSecret(t *testing.T) {
	var z Secret
	if !z.IsZero() || !New("").IsZero() || z.Reveal() != "" || z.Mask() != "" || z.Fingerprint() != "" || z.TokenID() != "" {
		t.Error("the zero Secret holds something")
	}
	if !z.Equal(New("")) || z.Equal(New("a")) {
		t.Error("the zero Secret compares wrongly")
	}
}

func TestFingerprintIsTheStartOfTheTokenID(t *testing.T) {
	// echo -n abc | sha256sum
	s := New("abc")
	const want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	if s.TokenID() != want || s.Fingerprint() != want[:16] {
		t.Errorf("got %s %s", s.TokenID(), s.Fingerprint())
	}
	if s.Mask() != "••••#ba78" {
		t.Errorf("mask %q", s.Mask())
	}
	if got := New(canary()).Mask(); !strings.HasPrefix(got, "dapi••••#") {
		t.Errorf("mask %q", got)
	}
}

func TestRedact(t *testing.T) {
	value, jwt := canary(), "eyJ"+strings.Repeat("a", 20)+"."+strings.Repeat("b", 20)+".sig"
	odd := New("not-of-any-known-form")
	text := "a " + value + "-2 b token" + value + " " + jwt + " c Authorization: Bearer abcdefgh12345 d " + odd.Reveal() + " e"
	got := Redact(text, odd, Secret{})
	for _, bad := range []string{value, value[4:], jwt, "abcdefgh12345", odd.Reveal()} {
		if strings.Contains(got, bad) {
			t.Errorf("%q survives in %q", bad, got)
		}
	}
	for _, good := range []string{"a dapi••••", " b tokendapi••••", " eyJ••••", "Bearer ••••", " e"} {
		if !strings.Contains(got, good) {
			t.Errorf("%q is missing in %q", good, got)
		}
	}
	if plain := "nothing here: dapi, basic, bearer."; Redact(plain) != plain {
		t.Errorf("plain text changed: %q", Redact(plain))
	}
}

package router

import (
	"io/fs"
	"net"
	"net/netip"
	"os"
	"runtime"
	"testing"
	"testing/fstest"
)

func text(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
func link(s string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(s), Mode: fs.ModeSymlink | 0o777}
}

func TestProc(t *testing.T) {
	const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
	p := Proc{UID: 1000, FS: fstest.MapFS{
		"1/status": text("Name:\tnode\nState:\tS (sleeping)\nUid:\t1000\t1000\t1000\t1000\n"),
		"2/status": text("Name:\tnode\nState:\tS (sleeping)\nUid:\t0\t1000\t1000\t1000\n"),
		"3/status": text("Name:\tnode\nState:\tZ (zombie)\nUid:\t1000\t1000\t1000\t1000\n"),
		"1/fd/0":   link("/dev/null"), "1/fd/7": link("socket:[100]"), "1/fd/8": link("socket:[200]"), "1/fd/9": link("socket:[300]"),
		"2/fd/7": link("socket:[400]"),
		"net/tcp": text(head +
			"   0: 0100007F:0D80 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 100 1 0 100 0 0 10 0\n" +
			"   1: 00000000:0D80 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 400 1 0 100 0 0 10 0\n" +
			"   2: 00000000:0D81 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 200 1 0 100 0 0 10 0\n" +
			"   3: 0100007F:0D83 0100007F:0050 01 00000000:00000000 00:00000000 00000000  1000        0 300 1 0 100 0 0 10 0\n"),
		"net/tcp6": text(head +
			"   0: 00000000000000000000000001000000:0D80 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 200 1 0\n" +
			"   1: 00000000000000000000000000000000:0D82 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 300 1 0\n" +
			"   2: nonsense\n"),
	}}
	for id, want := range map[int][2]bool{1: {true, true}, 2: {true, false}, 3: {false, false}, 4: {false, false}, -1: {false, false}} {
		if alive, ours := p.Process(id); [2]bool{alive, ours} != want {
			t.Errorf("process %d: %v, %v", id, alive, ours)
		}
	}
	for _, c := range []struct {
		pid        int
		at         string
		yes, known bool
	}{
		{1, "127.0.0.1:3456", true, true},
		{2, "127.0.0.1:3456", false, true}, // it has the port on every address, and another one on this
		{2, "127.0.0.2:3456", true, true},
		{1, "[::1]:3456", true, true},
		{2, "[::1]:3456", false, true},
		{1, "127.0.0.1:3457", true, true},
		{1, "[::1]:3457", false, true}, // every address of IPv4
		{1, "127.0.0.1:3458", true, true},
		{1, "[::1]:3458", true, true},
		{1, "127.0.0.1:3459", false, true}, // a connection, and nobody who listens
		{4, "127.0.0.1:3456", false, false},
	} {
		if runtime.GOARCH == "s390x" {
			t.Skip("The tables above are those of a little-endian machine.")
		}
		if yes, known := p.Listens(c.pid, netip.MustParseAddrPort(c.at)); yes != c.yes || known != c.known {
			t.Errorf("process %d at %s: %v, %v", c.pid, c.at, yes, known)
		}
	}
	if _, known := (Proc{FS: fstest.MapFS{"1/fd/0": link("/dev/null")}}).Listens(1, netip.MustParseAddrPort("127.0.0.1:80")); known {
		t.Error("without a table it is known who listens")
	}
}

// The real /proc says the same of a port of our own.
func TestRealProc(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("There is no /proc.")
	}
	p := Proc{FS: os.DirFS("/proc"), UID: os.Getuid()}
	if alive, ours := p.Process(os.Getpid()); !alive || !ours {
		t.Errorf("our own process: %v, %v", alive, ours)
	}
	for _, address := range []string{"127.0.0.1:0", "[::1]:0", "0.0.0.0:0"} {
		l, err := net.Listen("tcp", address)
		if err != nil {
			t.Logf("%s: %v", address, err)
			continue
		}
		at := l.Addr().(*net.TCPAddr).AddrPort()
		at = netip.AddrPortFrom(at.Addr().Unmap(), at.Port())
		if at.Addr().IsUnspecified() {
			at = netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), at.Port())
		}
		if yes, known := p.Listens(os.Getpid(), at); !yes || !known {
			t.Errorf("our own port %s: %v, %v", address, yes, known)
		}
		if yes, known := p.Listens(os.Getppid(), at); yes {
			t.Errorf("%s is our parent's: %v, %v", address, yes, known)
		}
		l.Close()
		if yes, _ := p.Listens(os.Getpid(), at); yes {
			t.Errorf("%s is ours after its end", address)
		}
	}
}

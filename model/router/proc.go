package router

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"io/fs"
	"net/netip"
	"path"
	"strconv"
	"strings"
)

// Proc answers a [Machine]'s questions about processes from Linux's /proc (proc_pid_status(5), proc_net(5)).
type Proc struct {
	FS  fs.FS // /proc
	UID int   // our own user
}

// Process tells whether a process runs, and as our own user.
func (p Proc) Process(pid int) (alive, ours bool) {
	status, err := fs.ReadFile(p.FS, path.Join(strconv.Itoa(pid), "status"))
	if err != nil {
		return false, false
	}
	for line := range strings.Lines(string(status)) {
		switch fields := strings.Fields(line); {
		case len(fields) < 2:
		case fields[0] == "State:" && (fields[1] == "Z" || fields[1] == "X"):
			return false, false // it is over, and its parent has not asked yet
		case fields[0] == "Uid:":
			ours = fields[1] == strconv.Itoa(p.UID)
		}
	}
	return true, ours
}

// Listens tells whether it is this process that connections to an address reach. It is not known where the
// process may not be looked into.
func (p Proc) Listens(pid int, at netip.AddrPort) (yes, known bool) {
	sockets, ok := p.listeners(at)
	fds := path.Join(strconv.Itoa(pid), "fd")
	entries, err := fs.ReadDir(p.FS, fds)
	if !ok || err != nil {
		return false, false
	}
	for _, e := range entries {
		link, err := fs.ReadLink(p.FS, path.Join(fds, e.Name()))
		if err != nil {
			continue // closed since
		}
		if inode, ok := strings.CutPrefix(link, "socket:["); ok && sockets[strings.TrimSuffix(inode, "]")] {
			return true, true
		}
	}
	return false, true
}

// listeners are the inodes of the sockets that take connections to an address: those of the address itself,
// before those of every address.
func (p Proc) listeners(at netip.AddrPort) (map[string]bool, bool) {
	exact, every := map[string]bool{}, map[string]bool{}
	read := false
	for _, name := range []string{"net/tcp", "net/tcp6"} {
		table, err := fs.ReadFile(p.FS, name)
		if err != nil {
			continue // a kernel without IPv6 has one of them
		}
		read = true
		lines := bufio.NewScanner(bytes.NewReader(table))
		for lines.Scan() {
			// sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode; 0A is LISTEN
			fields := strings.Fields(lines.Text())
			if len(fields) < 10 || fields[3] != "0A" {
				continue
			}
			switch local, ok := address(fields[1]); {
			case !ok || local.Port() != at.Port():
			case local.Addr() == at.Addr():
				exact[fields[9]] = true
			case local.Addr().IsUnspecified() && (local.Addr().Is6() || at.Addr().Is4()):
				every[fields[9]] = true
			}
		}
	}
	if len(exact) > 0 {
		return exact, read
	}
	return every, read
}

// address reads "0100007F:0D80": each 32 bits of the address in the machine's own byte order, the port as a
// number.
func address(text string) (netip.AddrPort, bool) {
	host, port, _ := strings.Cut(text, ":")
	raw, err := hex.DecodeString(host)
	number, errPort := strconv.ParseUint(port, 16, 16)
	if err != nil || errPort != nil || len(raw)%4 != 0 {
		return netip.AddrPort{}, false
	}
	for i := 0; i < len(raw); i += 4 {
		binary.NativeEndian.PutUint32(raw[i:], binary.BigEndian.Uint32(raw[i:]))
	}
	ip, ok := netip.AddrFromSlice(raw)
	return netip.AddrPortFrom(ip.Unmap(), uint16(number)), ok
}

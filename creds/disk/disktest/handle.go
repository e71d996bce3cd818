package disktest

import (
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"syscall"
)

// handle is an open file or directory of Strict.
type handle struct {
	fs     *Strict
	node   *node
	name   string
	flag   int
	at     int64
	read   int // names that Readdir gave out
	closed bool
}

// do runs one operation on an open handle under the lock.
func (h *handle) do(op string, f func() error) error {
	h.fs.mu.Lock()
	defer h.fs.mu.Unlock()
	err := error(fs.ErrClosed)
	if !h.closed {
		err = f()
	}
	if err != nil && err != io.EOF {
		err = &fs.PathError{Op: op, Path: h.name, Err: err}
	}
	return err
}

func (h *handle) Name() string { return h.name }

func (h *handle) Close() error {
	return h.do("close", func() error {
		h.closed = true
		return nil
	})
}

func (h *handle) Read(p []byte) (n int, err error) {
	err = h.do("read", func() error {
		n, err = h.readAt(p, h.at)
		h.at += int64(n)
		return err
	})
	return n, err
}

func (h *handle) ReadAt(p []byte, off int64) (n int, err error) {
	err = h.do("read", func() error {
		if n, err = h.readAt(p, off); err == nil && n < len(p) {
			err = io.EOF
		}
		return err
	})
	return n, err
}

func (h *handle) readAt(p []byte, off int64) (int, error) {
	switch {
	case h.node.mode.IsDir():
		return 0, syscall.EISDIR
	case h.flag&os.O_WRONLY != 0:
		return 0, syscall.EBADF
	case off >= int64(len(h.node.data)) && len(p) > 0:
		return 0, io.EOF
	}
	return copy(p, h.node.data[off:]), nil
}

func (h *handle) Write(p []byte) (int, error) {
	err := h.do("write", func() error {
		if h.flag&os.O_APPEND != 0 {
			h.at = int64(len(h.node.data))
		}
		return h.writeAt(p, h.at)
	})
	if err != nil {
		return 0, err
	}
	h.at += int64(len(p))
	return len(p), nil
}

func (h *handle) WriteString(s string) (int, error) { return h.Write([]byte(s)) }

func (h *handle) WriteAt(p []byte, off int64) (int, error) {
	if err := h.do("write", func() error { return h.writeAt(p, off) }); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (h *handle) writeAt(p []byte, off int64) error {
	if h.flag&(os.O_WRONLY|os.O_RDWR) == 0 {
		return syscall.EBADF
	}
	if len(p) > 0 {
		h.node.write(write{at: off, data: slices.Clone(p)}, h.fs.Now())
	}
	return nil
}

func (h *handle) Truncate(size int64) error {
	return h.do("truncate", func() error {
		if h.flag&(os.O_WRONLY|os.O_RDWR) == 0 {
			return syscall.EINVAL
		}
		h.node.write(write{truncate: true, size: size}, h.fs.Now())
		return nil
	})
}

func (h *handle) Seek(offset int64, whence int) (int64, error) {
	err := h.do("seek", func() error {
		switch whence {
		case io.SeekCurrent:
			offset += h.at
		case io.SeekEnd:
			offset += int64(len(h.node.data))
		}
		if offset < 0 {
			return syscall.EINVAL
		}
		h.at = offset
		return nil
	})
	return h.at, err
}

func (h *handle) Sync() error {
	return h.do("sync", func() error {
		if h.node.mode.IsDir() {
			h.fs.syncDir(h.node)
			return nil
		}
		h.node.sync()
		for i, e := range h.fs.log {
			h.fs.log[i] = slices.DeleteFunc(slices.Clone(e), func(c change) bool { return c.attrOf == h.node })
		}
		h.fs.log = slices.DeleteFunc(h.fs.log, func(e entry) bool { return len(e) == 0 })
		return nil
	})
}

func (h *handle) Stat() (i fs.FileInfo, err error) {
	err = h.do("stat", func() error {
		i = h.node.info(h.name)
		return nil
	})
	return i, err
}

func (h *handle) Readdir(count int) (infos []fs.FileInfo, err error) {
	err = h.do("readdir", func() error {
		if !h.node.mode.IsDir() {
			return syscall.ENOTDIR
		}
		names := slices.Sorted(maps.Keys(h.node.kids))[h.read:]
		if count > 0 && len(names) == 0 {
			return io.EOF
		}
		if count > 0 && count < len(names) {
			names = names[:count]
		}
		h.read += len(names)
		for _, name := range names {
			infos = append(infos, h.node.kids[name].info(name))
		}
		return nil
	})
	return infos, err
}

func (h *handle) Readdirnames(count int) (names []string, err error) {
	infos, err := h.Readdir(count)
	for _, i := range infos {
		names = append(names, i.Name())
	}
	return names, err
}

//go:build unix

package router

import (
	"os/exec"
	"syscall"
)

// detach gives a program a session of its own: a terminal that closes, or ctrl+c, does not reach it.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

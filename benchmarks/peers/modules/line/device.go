package main

import (
	"fmt"
	"os"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// device is a TUN device of the network namespace that it was opened in. Packets have the header of virtio in front of them, so
// that the kernel hands over segments of up to 64 KiB unsplit, as it does with any good network card: the line would be the
// bottleneck otherwise.
type device struct {
	file *os.File
	fd   int
}

func openDevice(address string) (*device, error) {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("/dev/net/tun: %w", err)
	}
	request, err := unix.NewIfreq("line%d")
	if err != nil {
		return nil, err
	}
	request.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI | unix.IFF_VNET_HDR)
	if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, request); err != nil {
		return nil, fmt.Errorf("a TUN device: %w", err)
	}
	d := &device{file: os.NewFile(uintptr(fd), request.Name()), fd: fd}
	if err := d.offload(true); err != nil {
		return nil, err
	}
	return d, up(request.Name(), address)
}

// offload says whether large segments may come unsplit. Where packets are lost they may not: one packet would be many.
func (d *device) offload(large bool) error {
	flags := 0
	if large {
		flags = unix.TUN_F_CSUM | unix.TUN_F_TSO4
	}
	if err := unix.IoctlSetInt(d.fd, unix.TUNSETOFFLOAD, flags); err != nil {
		return fmt.Errorf("offloads of a TUN device: %w", err)
	}
	return nil
}

func up(name, address string) error {
	link, err := netlink.LinkByName(name)
	if err != nil {
		return err
	}
	parsed, err := netlink.ParseAddr(address)
	if err != nil {
		return err
	}
	if err := netlink.AddrAdd(link, parsed); err != nil {
		return err
	}
	return netlink.LinkSetUp(link)
}

func loopbackUp() error {
	link, err := netlink.LinkByName("lo")
	if err != nil {
		return err
	}
	return netlink.LinkSetUp(link)
}

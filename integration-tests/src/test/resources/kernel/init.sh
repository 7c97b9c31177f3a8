#!/bin/sh
# The first process of a user-mode Linux whose root is the host's, read-only: puts a layer in memory over it, mounts cgroup v2
# alone, runs a script of the host and powers off.
#
# From the kernel's command line: JWIT_BUSYBOX a static busybox, JWIT_MODULES the folder of the kernel's modules, JWIT_OUT the one
# folder of the host that may be written: `go` in it is run, `log` and `status` are left there.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
b=$JWIT_BUSYBOX new=/run/new

give_up() {
    echo "init: $*"
    $b poweroff -f
}

$b mount -t proc proc /proc
$b mount -t tmpfs tmpfs /run
$b mkdir -p /run/layer $new
$b mount -t tmpfs -o size=50% tmpfs /run/layer
$b mkdir /run/layer/upper /run/layer/work
$b insmod "$JWIT_MODULES/kernel/fs/overlayfs/overlay.ko" || give_up "no overlay file system"
$b mount -t overlay -o lowerdir=/,upperdir=/run/layer/upper,workdir=/run/layer/work overlay $new || give_up "no root"

$b mount -t proc proc $new/proc
$b mount -t sysfs sysfs $new/sys
$b mount -t cgroup2 cgroup2 $new/sys/fs/cgroup || give_up "no cgroup v2"
$b mount -t devtmpfs devtmpfs $new/dev
$b mkdir -p $new/dev/pts $new/dev/shm $new/dev/mqueue
$b mount -t devpts devpts $new/dev/pts
$b mount -t tmpfs tmpfs $new/dev/shm
$b mount -t tmpfs -o size=50% tmpfs $new/run
for link in fd:fd stdin:fd/0 stdout:fd/1 stderr:fd/2; do $b ln -sfn "/proc/self/${link#*:}" "$new/dev/${link%%:*}"; done
$b mkdir -p "$new$JWIT_OUT"
$b mount -t hostfs -o "$JWIT_OUT" hostfs "$new$JWIT_OUT" || give_up "no folder for what is found"

cd $new || give_up "no root"
$b mkdir -p old
$b pivot_root . old || give_up "the root cannot be changed"
cd /
$b umount -l /old
$b mount --make-rshared /
# With controllers in the root's groups, as systemd has it.
for controller in $($b cat /sys/fs/cgroup/cgroup.controllers); do echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control; done
$b ip link set lo up
$b hostname jwit
$b sh "$JWIT_OUT/go" >"$JWIT_OUT/log" 2>&1 </dev/null
echo $? >"$JWIT_OUT/status"
$b sync
$b poweroff -f

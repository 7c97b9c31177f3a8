package io.jwasm.linux.mount;

import static io.jwasm.linux.mount.MountFlags.has;
import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Mount options as [mount(8)](https://man7.org/linux/man-pages/man8/mount.8.html), containerd and
/// the OCI runtime specification spell them, taken apart.
///
/// @param flags the `MS_` flags that are on in the end, but for propagation
/// @param propagation the last of `MS_PRIVATE`, `MS_SLAVE`, `MS_SHARED` and `MS_UNBINDABLE`, with
///   `MS_REC` when it was a recursive word; 0 when there was none
/// @param cleared the `MS_` flags that a word such as `rw` or `exec` turned off
/// @param recursiveFlags the flags that words such as `rro` turn on for all mounts of a tree
/// @param recursiveCleared the flags that words such as `rrw` turn off for all mounts of a tree
/// @param data what is left for the file system, such as `size=1m`, in order
public record MountOptions(
        long flags,
        long propagation,
        long cleared,
        long recursiveFlags,
        long recursiveCleared,
        List<String> data) {

    private static final Map<String, Long> ON =
            Map.ofEntries(
                    entry("bind", MountFlags.MS_BIND),
                    entry("dirsync", MountFlags.MS_DIRSYNC),
                    entry("iversion", MountFlags.MS_I_VERSION),
                    entry("lazytime", MountFlags.MS_LAZYTIME),
                    entry("mand", MountFlags.MS_MANDLOCK),
                    entry("noatime", MountFlags.MS_NOATIME),
                    entry("nodev", MountFlags.MS_NODEV),
                    entry("nodiratime", MountFlags.MS_NODIRATIME),
                    entry("noexec", MountFlags.MS_NOEXEC),
                    entry("nosuid", MountFlags.MS_NOSUID),
                    entry("nosymfollow", MountFlags.MS_NOSYMFOLLOW),
                    entry("private", MountFlags.MS_PRIVATE),
                    entry("rbind", MountFlags.MS_BIND | MountFlags.MS_REC),
                    entry("relatime", MountFlags.MS_RELATIME),
                    entry("remount", MountFlags.MS_REMOUNT),
                    entry("ro", MountFlags.MS_RDONLY),
                    entry("rprivate", MountFlags.MS_PRIVATE | MountFlags.MS_REC),
                    entry("rshared", MountFlags.MS_SHARED | MountFlags.MS_REC),
                    entry("rslave", MountFlags.MS_SLAVE | MountFlags.MS_REC),
                    entry("runbindable", MountFlags.MS_UNBINDABLE | MountFlags.MS_REC),
                    entry("shared", MountFlags.MS_SHARED),
                    entry("silent", MountFlags.MS_SILENT),
                    entry("slave", MountFlags.MS_SLAVE),
                    entry("strictatime", MountFlags.MS_STRICTATIME),
                    entry("sync", MountFlags.MS_SYNCHRONOUS),
                    entry("unbindable", MountFlags.MS_UNBINDABLE));

    private static final Map<String, Long> OFF =
            Map.ofEntries(
                    entry("async", MountFlags.MS_SYNCHRONOUS),
                    entry("atime", MountFlags.MS_NOATIME),
                    entry("defaults", 0L),
                    entry("dev", MountFlags.MS_NODEV),
                    entry("diratime", MountFlags.MS_NODIRATIME),
                    entry("exec", MountFlags.MS_NOEXEC),
                    entry("loud", MountFlags.MS_SILENT),
                    entry("noiversion", MountFlags.MS_I_VERSION),
                    entry("nolazytime", MountFlags.MS_LAZYTIME),
                    entry("nomand", MountFlags.MS_MANDLOCK),
                    entry("norelatime", MountFlags.MS_RELATIME),
                    entry("nostrictatime", MountFlags.MS_STRICTATIME),
                    entry("rw", MountFlags.MS_RDONLY),
                    entry("suid", MountFlags.MS_NOSUID),
                    entry("symfollow", MountFlags.MS_NOSYMFOLLOW));

    /// What the runtime specification lets a leading `r` make recursive.
    private static final long RECURSIVE =
            MountFlags.MS_RDONLY
                    | MountFlags.MS_NOSUID
                    | MountFlags.MS_NODEV
                    | MountFlags.MS_NOEXEC
                    | MountFlags.MS_NODIRATIME
                    | MountFlags.MS_NOSYMFOLLOW
                    | MountFlags.MS_ATIME;

    /// Copies the data.
    public MountOptions {
        data = List.copyOf(data);
    }

    /// Takes options apart. Later words win over earlier ones; comments for user space (`x-…`,
    /// `X-…`) are left out; what is unknown is the file system's.
    ///
    /// @param words one option each
    /// @return the options
    public static MountOptions parse(List<String> words) {
        Parser parser = new Parser();
        words.forEach(parser::add);
        return new MountOptions(
                parser.flags,
                parser.propagation,
                parser.cleared,
                parser.recursiveFlags,
                parser.recursiveCleared,
                parser.data);
    }

    /// Whether this shows an existing tree instead of mounting a file system.
    ///
    /// @return true for `bind` and `rbind`
    public boolean isBind() {
        return has(flags, MountFlags.MS_BIND);
    }

    /// Whether a bind takes the mounts below its source along.
    ///
    /// @return true for `rbind`
    public boolean isRecursive() {
        return has(flags, MountFlags.MS_REC);
    }

    private static final class Parser {

        private long flags;
        private long propagation;
        private long cleared;
        private long recursiveFlags;
        private long recursiveCleared;
        private final List<String> data = new ArrayList<>();

        void add(String word) {
            if (ON.containsKey(word)) {
                on(ON.getOrDefault(word, 0L));
            } else if (OFF.containsKey(word)) {
                off(OFF.getOrDefault(word, 0L));
            } else if (!addRecursive(word) && !word.startsWith("x-") && !word.startsWith("X-")) {
                data.add(word);
            }
        }

        private void on(long bits) {
            if (has(bits, MountFlags.MS_PROPAGATION)) {
                propagation = bits;
                return;
            }
            if (has(bits, MountFlags.MS_ATIME)) {
                flags &= ~MountFlags.MS_ATIME;
            }
            flags |= bits;
            cleared &= ~bits;
        }

        private void off(long bits) {
            flags &= ~bits;
            cleared |= bits;
        }

        private boolean addRecursive(String word) {
            if (!word.startsWith("r")) {
                return false;
            }
            long on = ON.getOrDefault(word.substring(1), 0L) & RECURSIVE;
            long off = OFF.getOrDefault(word.substring(1), 0L) & RECURSIVE;
            recursiveFlags = (recursiveFlags | on) & ~off;
            recursiveCleared = (recursiveCleared | off) & ~on;
            return on != 0 || off != 0;
        }
    }
}

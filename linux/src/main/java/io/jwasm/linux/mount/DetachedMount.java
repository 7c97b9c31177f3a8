package io.jwasm.linux.mount;

import static io.jwasm.linux.mount.MountFlags.has;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.HostFd;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Makes mounts that are attached nowhere: the descriptor is the mount, so nothing shows in
/// `/proc/self/mountinfo`, nothing propagates, and nothing is left when this process dies.
///
/// A bind is cloned by open_tree(2). A file system comes from fsopen(2) and fsmount(2), or, where
/// those cannot take the options (an old kernel, values of more than 255 bytes), it is mounted for
/// a moment on a staging directory, cloned and unmounted. Needs CAP_SYS_ADMIN. Thread-safe.
public final class DetachedMount {

    private static final String LOWERDIR = "lowerdir";

    private DetachedMount() {}

    /// Makes a detached mount.
    ///
    /// @param type the file system's type; `bind` and the options `bind` and `rbind` clone `source`
    /// @param source the device, directory or name
    /// @param options options as mount(8) spells them, one each
    /// @param staging an existing directory, used only where the kernel needs one for a moment
    /// @return a descriptor as of `O_PATH` for the mount's root; the mount goes when it closes
    /// @throws ErrnoException when a call fails; the message has what the file system says of it
    public static HostFd open(String type, String source, List<String> options, String staging)
            throws ErrnoException {
        requireNoNul(type, source);
        for (String option : options) {
            requireNoNul(option, source);
        }
        MountOptions parsed = MountOptions.parse(options);
        if (parsed.isBind() || type.equals("bind") || type.equals("rbind")) {
            return bind(source, parsed, parsed.isRecursive() || type.equals("rbind"));
        }
        Optional<HostFd> unattached = create(type, source, parsed);
        return unattached.isPresent() ? unattached.get() : stage(type, source, parsed, staging);
    }

    private static void requireNoNul(String text, String source) throws ErrnoException {
        if (text.indexOf('\0') >= 0) {
            String shown = source.replace('\0', '?');
            throw new ErrnoException("mount", Errno.EINVAL, shown + " (an option holds a NUL)");
        }
    }

    private static HostFd bind(String source, MountOptions options, boolean isRecursive)
            throws ErrnoException {
        requireNoNul(source, source);
        HostFd tree = Mounts.cloneTree(source, isRecursive);
        try {
            isolate(tree, options);
            Mounts.setAttributes(tree, options.flags(), options.cleared(), false);
            Mounts.setAttributes(tree, options.recursiveFlags(), options.recursiveCleared(), true);
            return tree;
        } catch (ErrnoException failure) {
            tree.close();
            throw new ErrnoException(failure.call(), failure.errno(), source);
        }
    }

    /// Keeps mounts made on the host later out of the tree, unless they were asked for.
    private static void isolate(HostFd tree, MountOptions options) throws ErrnoException {
        if (has(options.propagation(), MountFlags.MS_SLAVE)) {
            Mounts.setPropagation(tree, MountFlags.MS_SLAVE, true);
        } else if (!has(options.propagation(), MountFlags.MS_SHARED)) {
            Mounts.setPropagation(tree, MountFlags.MS_PRIVATE, true);
        }
    }

    /// Makes the mount without attaching it, or answers empty where the kernel needs the other way.
    private static Optional<HostFd> create(String type, String source, MountOptions options)
            throws ErrnoException {
        FilesystemContext opened;
        try {
            opened = FilesystemContext.open(type);
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ENOSYS) { // before Linux 5.2, or filtered by seccomp
                return Optional.empty();
            }
            throw failure;
        }
        try (FilesystemContext context = opened) {
            for (String option : options.data()) {
                if (!configure(context, option)) {
                    return Optional.empty();
                }
            }
            setFilesystemFlags(context, options.flags());
            context.set("source", source);
            return Optional.of(context.mount(MountFlags.attributes(options.flags())));
        }
    }

    private static boolean configure(FilesystemContext context, String option)
            throws ErrnoException {
        int equals = option.indexOf('=');
        if (equals < 0) {
            context.set(option);
            return true;
        }
        String key = option.substring(0, equals);
        String value = option.substring(equals + 1);
        if (value.indexOf('\\') >= 0) {
            return false; // escapes mean something to mount(2) alone
        }
        if (fits(value)) {
            context.set(key, value);
            return true;
        }
        return key.equals(LOWERDIR) && addLayers(context, value);
    }

    private static boolean fits(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length <= FilesystemContext.MAX_VALUE_BYTES;
    }

    /// Adds overlay's lower layers one by one, topmost first (`lowerdir+`, Linux 6.7 and newer).
    private static boolean addLayers(FilesystemContext context, String layers) {
        for (String layer : layers.split(":", -1)) {
            // An empty one stands for the "::" before data-only layers, which have another key.
            if (layer.isEmpty() || !fits(layer) || context.setRaw("lowerdir+", layer) < 0) {
                return false;
            }
        }
        return true;
    }

    /// The flags that belong to the file system and not to one mount of it.
    private static void setFilesystemFlags(FilesystemContext context, long flags)
            throws ErrnoException {
        if (has(flags, MountFlags.MS_RDONLY)) {
            context.set("ro");
        }
        if (has(flags, MountFlags.MS_SYNCHRONOUS)) {
            context.set("sync");
        }
        if (has(flags, MountFlags.MS_DIRSYNC)) {
            context.set("dirsync");
        }
        if (has(flags, MountFlags.MS_LAZYTIME)) {
            context.set("lazytime");
        }
    }

    /// Mounts on a directory, clones, unmounts.
    static HostFd stage(String type, String source, MountOptions options, String staging)
            throws ErrnoException {
        long flags = options.flags() & ~(MountFlags.MS_REMOUNT | MountFlags.MS_REC);
        try (ShortenedData data = ShortenedData.of(options.data())) {
            Mounts.mount(type, source, staging, flags, data.text());
        }
        try {
            return Mounts.cloneTree(staging, true);
        } finally {
            Mounts.unmount(staging, MountFlags.MNT_DETACH);
        }
    }
}

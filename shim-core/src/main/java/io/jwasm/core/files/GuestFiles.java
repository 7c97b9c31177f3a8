package io.jwasm.core.files;

import io.jwasm.bundle.rootfs.Rootfs;
import io.jwasm.core.capability.FileCapabilities;
import io.jwasm.core.capability.GuestCapabilities;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.wasi.Grant;
import java.util.ArrayList;
import java.util.List;

/// The files that a guest may reach, held open. Confined to the container's thread.
///
/// The mounts lie in the root file system's tree, each with its own attributes, so that what is
/// read-only, and that no link leads from one to another, is the kernel's business, and paths and
/// links lead where they lead in any container. Each directory among them is a preopen besides.
///
/// Who may not mount has directories side by side instead: the host's code refuses writes then, and
/// a mount is seen under its own path only. Nothing can be hidden then: what is to be is refused.
public final class GuestFiles implements AutoCloseable {

    private final List<Grant> grants = new ArrayList<>();
    private final List<HostFd> descriptors = new ArrayList<>();
    private final Rootfs rootfs;

    private GuestFiles(Rootfs rootfs) {
        this.rootfs = rootfs;
    }

    /// Opens what a guest is granted.
    ///
    /// @param capabilities what it is granted
    /// @param rootfs the root file system; closed with the files, also when this fails
    /// @return the files
    /// @throws ErrnoException when a mount cannot be had; it names the mount
    public static GuestFiles open(GuestCapabilities capabilities, Rootfs rootfs)
            throws ErrnoException {
        GuestFiles files = new GuestFiles(rootfs);
        try {
            files.fill(capabilities);
            return files;
        } catch (ErrnoException | RuntimeException failure) {
            files.close();
            throw failure;
        }
    }

    private void fill(GuestCapabilities capabilities) throws ErrnoException {
        FileCapabilities wanted = capabilities.files();
        MountedTree tree = new MountedTree(wanted, capabilities.program().cwd(), descriptors);
        boolean isFurnished = rootfs.furnish(tree);
        boolean isReadOnly = wanted.isRootReadOnly() && !rootfs.isHeldReadonly();
        grants.add(new Grant.Directory("/", rootfs.directory(), isReadOnly));
        if (isFurnished) {
            grants.addAll(tree.grants(rootfs.directory()));
        } else {
            grants.addAll(new PlainGrants(descriptors).open(wanted.mounts()));
            new UnkeptPaths(grants).refuse(wanted);
        }
    }

    /// The root file system's directory.
    ///
    /// @return as of `O_PATH`; closed with this
    public HostFd root() {
        return rootfs.directory();
    }

    /// What the guest is given, `/` first, then in the order of the mounts.
    ///
    /// @return the grants, good until this is closed
    public List<Grant> grants() {
        return List.copyOf(grants);
    }

    /// Closes all descriptors, hence unmounts. A second call does nothing.
    @Override
    public void close() {
        descriptors.reversed().forEach(HostFd::close);
        rootfs.close();
    }
}

package io.jwasm.linux.mount;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// Puts mounts together to one tree that is attached nowhere, and never was where others see it.
///
/// Since Linux 6.15 a detached tree takes further mounts. Before, it has to be attached meanwhile:
/// that is done in a mount namespace of its own, on a thread that ends with it. Needs
/// CAP_SYS_ADMIN. Thread-safe.
public final class MountTree {

    private static final long CLONE_NEWNS = 0x20000;

    private MountTree() {}

    /// Puts mounts into a tree.
    @FunctionalInterface
    public interface Assembly {

        /// Opens places in the tree and attaches mounts there, with [Mounts#attach(HostFd,
        /// HostFd)]. May run on another thread than the caller's, which waits for it, and in
        /// another mount namespace: sources are to be opened by their paths.
        ///
        /// @param root the tree's root
        /// @throws ErrnoException when it fails
        void mountIn(HostFd root) throws ErrnoException;
    }

    /// Whether this kernel lets detached trees take further mounts.
    private static final class Kernel {
        static final boolean MOUNTS_IN_DETACHED_TREES = tryIt();

        private static boolean tryIt() {
            try (HostFd outer = DetachedMount.open("tmpfs", "none", List.of(), "/");
                    HostFd inner = DetachedMount.open("tmpfs", "none", List.of(), "/")) {
                Mounts.attach(inner, outer);
                return true;
            } catch (ErrnoException _) {
                return false; // EINVAL; any other cause shows again where it matters
            }
        }
    }

    /// Adds mounts to a detached tree.
    ///
    /// @param root the tree, closed when another one takes its place
    /// @param assembly adds the mounts
    /// @return the tree with the mounts in it: the same descriptor, or a new one
    /// @throws ErrnoException when the assembly fails, or the kernel refuses; the tree is as it was
    ///   given then, or has some of the mounts
    public static HostFd assemble(HostFd root, Assembly assembly) throws ErrnoException {
        if (Kernel.MOUNTS_IN_DETACHED_TREES) {
            assembly.mountIn(root);
            return root;
        }
        return assembleApart(root, assembly);
    }

    /// Does it in a mount namespace of its own, as kernels before 6.15 need.
    static HostFd assembleApart(HostFd root, Assembly assembly) throws ErrnoException {
        AtomicReference<HostFd> result = new AtomicReference<>();
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread apart =
                Thread.ofPlatform()
                        .name("mount-assembly")
                        .start(() -> {
                            try {
                                result.set(inOwnNamespace(root, assembly));
                            } catch (ErrnoException | RuntimeException cause) {
                                failure.set(cause);
                            }
                        });
        join(apart);
        switch (failure.get()) {
            case null -> {}
            case ErrnoException cause ->
                    throw new ErrnoException(cause.call(), cause.errno(), cause.subject());
            case RuntimeException cause -> throw cause;
            default -> throw new IllegalStateException(failure.get());
        }
        return result.get();
    }

    private static HostFd inOwnNamespace(HostFd root, Assembly assembly) throws ErrnoException {
        long unshared = Native.syscall(SyscallNumber.UNSHARE, CLONE_NEWNS, 0, 0);
        ErrnoException.check("unshare", unshared, "mount namespace");
        Mounts.mount("", "", "/", MountFlags.MS_REC | MountFlags.MS_PRIVATE, "");
        Mounts.attach(root, "/");
        assembly.mountIn(root);
        HostFd whole = Mounts.cloneTree(root, true);
        root.close();
        return whole;
    }

    private static void join(Thread thread) {
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                isInterrupted = true; // The tree belongs to that thread until it has ended.
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

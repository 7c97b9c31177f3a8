package io.jwasm.core.wall;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.landlock.LandlockAccess;
import io.jwasm.linux.landlock.LandlockRuleset;
import io.jwasm.linux.process.CurrentProcess;
import io.jwasm.linux.process.CurrentThread;
import io.jwasm.linux.seccomp.GuestThreadProfile;
import io.jwasm.linux.seccomp.SeccompFilter;
import io.jwasm.wasi.Grant;

/// Raises the walls around guests' threads, as far as the kernel has them. Thread-safe; one for the
/// whole daemon.
///
/// What a thread gives up it gives up for good, and so do the threads that it makes: whatever is to
/// be done with the daemon's rights afterwards is another thread's business. The walls stop faults
/// of the host's functions; they are no wall against a corrupted JVM, whose other threads have all
/// rights.
public final class ThreadWalls implements AutoCloseable {

    private final KernelOffer offer;
    private final OwnFiles own;
    private final SeccompFilter withSockets = GuestThreadProfile.filter(true);
    private final SeccompFilter withoutSockets = GuestThreadProfile.filter(false);

    private ThreadWalls(KernelOffer offer, OwnFiles own) {
        this.offer = offer;
        this.own = own;
    }

    /// Prepares what all guests' walls have in common.
    ///
    /// @param offer what the kernel has
    /// @return the walls
    /// @throws ErrnoException when the JVM's own files cannot be opened
    public static ThreadWalls open(KernelOffer offer) throws ErrnoException {
        return new ThreadWalls(
                offer,
                OwnFiles.open(
                        System.getProperty("java.home"), System.getProperty("java.class.path")));
    }

    /// Raises the walls around the calling thread.
    ///
    /// @param plan what it keeps
    /// @throws ErrnoException when the kernel refuses one that it has
    public void raise(WallPlan plan) throws ErrnoException {
        boolean hasLandlock = plan.config().landlock() && offer.landlockVersion() > 0;
        boolean hasSeccomp = plan.config().seccomp() && offer.hasSeccomp();
        if (plan.config().noNewPrivileges() || hasLandlock || hasSeccomp) {
            CurrentThread.setNoNewPrivileges();
        }
        if (hasLandlock) {
            keepFiles(plan);
        }
        if (plan.config().capabilities() && CurrentProcess.effectiveUserId() == 0) {
            CurrentThread.limitCapabilities(plan.privileges());
            CurrentThread.setCapabilities(plan.privileges());
        }
        if (hasSeccomp) {
            // The last, because it forbids all of the above.
            (plan.maySocket() ? withSockets : withoutSockets).install();
        }
    }

    private void keepFiles(WallPlan plan) throws ErrnoException {
        try (LandlockRuleset rules =
                LandlockRuleset.create(offer.landlockVersion(), plan.maySocket())) {
            for (HostFd tree : own.trees()) {
                rules.allowTree(tree, LandlockAccess.READ);
            }
            for (HostFd file : own.files()) {
                rules.allowFile(file, LandlockAccess.READ);
            }
            for (Grant grant : plan.files()) {
                allow(rules, grant);
            }
            rules.restrictThread();
        }
    }

    private static void allow(LandlockRuleset rules, Grant grant) throws ErrnoException {
        switch (grant) {
            case Grant.Directory directory ->
                    rules.allowTree(directory.directory(), access(directory.isReadOnly()));
            case Grant.File file -> rules.allowFile(file.file(), access(file.isReadOnly()));
            case Grant.Listener _ -> {}
        }
    }

    private static LandlockAccess access(boolean isReadOnly) {
        return isReadOnly ? LandlockAccess.READ : LandlockAccess.READ_WRITE;
    }

    /// Closes what was prepared; walls that stand go on standing. A second call does nothing.
    @Override
    public void close() {
        own.close();
    }
}

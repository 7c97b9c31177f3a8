package io.jwasm.core.capability;

import io.jwasm.api.error.ShimException;
import io.jwasm.bundle.Bundle;
import io.jwasm.bundle.spec.MountSpec;
import io.jwasm.bundle.spec.ProcessSpec;
import io.jwasm.bundle.spec.Rlimit;
import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.bundle.user.ResolvedUser;
import io.jwasm.core.config.ContainerConfig;
import io.jwasm.core.config.MemoryConfig;
import io.jwasm.wasi.GuestLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads what a container is granted out of its configuration. Thread-safe.
public final class CapabilityReader {

    /// The kernel's own views: of processes, devices, control groups. Those that a thread of the
    /// daemon could be given would show the daemon.
    private static final Set<String> KERNEL_VIEWS =
            Set.of("proc", "sysfs", "devpts", "devtmpfs", "mqueue", "cgroup", "cgroup2");

    private static final Set<String> NOT_OFFERED = Set.of("idmap", "ridmap", "tmpcopyup");

    private static final String OPEN_FILES = "RLIMIT_NOFILE";

    private final Bundle bundle;
    private final RuntimeSpec spec;

    private CapabilityReader(Bundle bundle) {
        this.bundle = bundle;
        this.spec = bundle.spec();
    }

    /// Reads the capabilities.
    ///
    /// @param bundle the bundle
    /// @param user the user that its process names
    /// @param config how the container is to be run
    /// @return the capabilities
    /// @throws ShimException.InvalidArgument when what is asked for contradicts itself
    /// @throws ShimException.NotImplemented when it asks for what jwasm does not offer
    public static GuestCapabilities read(Bundle bundle, ResolvedUser user, ContainerConfig config) {
        try {
            return new CapabilityReader(bundle).read(user, config);
        } catch (IllegalArgumentException fault) {
            throw new ShimException.InvalidArgument("config.json: " + fault.getMessage(), fault);
        }
    }

    private GuestCapabilities read(ResolvedUser user, ContainerConfig config) {
        ProcessSpec process = spec.process();
        Integer umask = process.user().umask();
        return new GuestCapabilities(
                new ProgramCapability(process.program(), process.env(), process.cwd()),
                new UserCapability(
                        user.uid(),
                        user.gid(),
                        user.groups(),
                        umask == null ? UserCapability.DEFAULT_UMASK : umask),
                files(),
                config.network(),
                limits(config.memory()));
    }

    private FileCapabilities files() {
        List<MountCapability> mounts = new ArrayList<>();
        for (MountSpec mount : spec.mounts()) {
            mounts.add(mount(mount));
        }
        return new FileCapabilities(
                spec.root().isReadonly(),
                mounts,
                spec.linux().maskedPaths(),
                spec.linux().readonlyPaths());
    }

    private MountCapability mount(MountSpec mount) {
        String destination = mount.destination();
        if (destination.equals("/")) {
            throw new IllegalArgumentException("a mount on \"/\" would hide the root file system");
        }
        refuseWhatIsNotOffered(mount);
        if (mount.isBind()) {
            // As the specification has it, a relative source starts at the bundle.
            String source =
                    mount.source().startsWith("/")
                            ? mount.source()
                            : bundle.directory() + "/" + mount.source();
            return new MountCapability.Bind(
                    destination, source, mount.options(), mount.isReadonly());
        }
        if (mount.type().equals("tmpfs")) {
            return destination.equals("/dev")
                    ? new MountCapability.Devices(destination, mount.options())
                    : new MountCapability.Temporary(destination, mount.options());
        }
        if (KERNEL_VIEWS.contains(mount.type())) {
            return new MountCapability.Withheld(destination, mount.type());
        }
        throw new ShimException.NotImplemented(
                "mount \"%s\": type \"%s\" is not implemented"
                        .formatted(destination, mount.type()));
    }

    private static void refuseWhatIsNotOffered(MountSpec mount) {
        for (String option : mount.options()) {
            if (NOT_OFFERED.contains(option)) {
                throw new ShimException.NotImplemented(
                        "mount \"%s\": option \"%s\" is not implemented"
                                .formatted(mount.destination(), option));
            }
        }
    }

    private GuestLimits limits(MemoryConfig config) {
        long memory = config.limitBytes(spec.linux().resources().memory().limit());
        GuestLimits limits = GuestLimits.ofMemory(memory);
        return spec.process().rlimits().stream()
                .filter(rlimit -> rlimit.type().equals(OPEN_FILES))
                .findFirst()
                .map(rlimit -> limits.withDescriptors(descriptors(rlimit)))
                .orElse(limits);
    }

    /// The soft limit, an unsigned number, and no more than the default.
    private static int descriptors(Rlimit rlimit) {
        boolean isLower = Long.compareUnsigned(rlimit.soft(), GuestLimits.DEFAULT_DESCRIPTORS) < 0;
        return isLower ? (int) rlimit.soft() : GuestLimits.DEFAULT_DESCRIPTORS;
    }
}

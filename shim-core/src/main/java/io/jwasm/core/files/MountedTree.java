package io.jwasm.core.files;

import io.jwasm.core.capability.FileCapabilities;
import io.jwasm.core.capability.MountCapability;
import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.ConfinedOpen;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.OpenHow;
import io.jwasm.linux.mount.MountTree;
import io.jwasm.linux.mount.Mounts;
import io.jwasm.wasi.Grant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Lays the granted mounts over a root file system, in order.
///
/// Where there is no place for a mount and none can be made, as in a snapshot that was given
/// read-only, the mount is granted beside the tree: the guest finds it under its path, though not
/// in the listing of the directory above.
final class MountedTree implements MountTree.Assembly {

    private static final OpenHow DIRECTORY =
            OpenHow.inRoot(OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);

    private final FileCapabilities capabilities;
    private final String cwd;
    private final List<HostFd> descriptors;

    /// What became of each mount, by its destination; the later of two at one place counts.
    private final SequencedMap<String, Optional<Grant>> outcome = new LinkedHashMap<>();

    /// @param capabilities what to lay over
    /// @param cwd the working directory, which is made where it is missing, as runc does
    /// @param descriptors takes what is opened and has to stay open
    MountedTree(FileCapabilities capabilities, String cwd, List<HostFd> descriptors) {
        this.capabilities = capabilities;
        this.cwd = cwd;
        this.descriptors = descriptors;
    }

    @Override
    public void mountIn(HostFd root) throws ErrnoException {
        try (MountPlaces places = new MountPlaces(root)) {
            for (MountCapability mount : capabilities.mounts()) {
                Optional<MountSource> source = MountSource.open(mount);
                if (source.isPresent()) {
                    lay(source.get(), places);
                }
            }
            makeWorkingDirectory(places);
            PathMasks masks = new PathMasks(places);
            for (String path : capabilities.readOnlyPaths()) {
                masks.makeReadOnly(path);
            }
            for (String path : capabilities.maskedPaths()) {
                masks.hide(path);
            }
        }
    }

    private void makeWorkingDirectory(MountPlaces places) throws ErrnoException {
        try {
            places.findOrMake(cwd, true).close();
        } catch (ErrnoException failure) {
            if (!hasNoPlace(failure)) {
                throw new ErrnoException(
                        failure.call(), failure.errno(), "working directory \"%s\"".formatted(cwd));
            }
        }
    }

    private void lay(MountSource source, MountPlaces places) throws ErrnoException {
        String destination = source.destination();
        Optional<Grant> beside = Optional.empty();
        try (HostFd place = places.findOrMake(destination, source.isDirectory())) {
            Mounts.attach(source.tree(), place);
            source.tree().close();
        } catch (ErrnoException failure) {
            if (!hasNoPlace(failure)) {
                source.tree().close();
                throw new ErrnoException(
                        failure.call(),
                        failure.errno(),
                        "mount \"%s\" (%s)".formatted(destination, failure.subject()));
            }
            descriptors.add(source.tree());
            beside = Optional.of(source.grant());
        }
        outcome.remove(destination);
        outcome.put(destination, beside);
    }

    /// Tells whether a place is missing where nothing can be made.
    private static boolean hasNoPlace(ErrnoException failure) {
        return failure.errno() == Errno.EROFS;
    }

    /// What the guest is given besides the root.
    ///
    /// @param root the finished tree
    List<Grant> grants(HostFd root) throws ErrnoException {
        List<Grant> grants = new ArrayList<>();
        for (var entry : outcome.entrySet()) {
            if (entry.getValue().isPresent()) {
                grants.add(entry.getValue().get());
            } else {
                preopen(root, entry.getKey()).ifPresent(grants::add);
            }
        }
        return grants;
    }

    /// A directory of the tree; a file needs no preopen, and what a later mount hides has none.
    private Optional<Grant> preopen(HostFd root, String destination) throws ErrnoException {
        try {
            HostFd directory = ConfinedOpen.open(root, destination, DIRECTORY);
            descriptors.add(directory);
            return Optional.of(new Grant.Directory(destination, directory, false, true));
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.ENOTDIR || failure.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}

package io.jwasm.core.files;

import io.jwasm.core.capability.MountCapability;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.FileStatus;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.fs.PathCalls;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.wasi.Grant;
import java.util.ArrayList;
import java.util.List;

/// Grants for a daemon that may not mount, as under `jwasm run` of a user: the host's own files and
/// directories, side by side. A file system in memory is not to be had then; the guest has what the
/// root file system has at its place.
final class PlainGrants {

    private final List<HostFd> descriptors;

    /// @param descriptors takes what is opened
    PlainGrants(List<HostFd> descriptors) {
        this.descriptors = descriptors;
    }

    List<Grant> open(List<MountCapability> mounts) throws ErrnoException {
        List<Grant> grants = new ArrayList<>();
        for (MountCapability mount : mounts) {
            switch (mount) {
                case MountCapability.Bind bind -> grants.add(open(bind));
                case MountCapability.Devices devices -> addDevices(devices, grants);
                case MountCapability.Temporary _, MountCapability.Withheld _ -> {}
            }
        }
        return grants;
    }

    private Grant open(MountCapability.Bind bind) throws ErrnoException {
        HostFd opened = open(bind.source());
        try (PathCalls calls = new PathCalls()) {
            ErrnoException.check("statx", calls.statx(opened.number()), bind.source());
            return calls.status().type() == FileStatus.S_IFDIR
                    ? new Grant.Directory(bind.destination(), opened, bind.isReadOnly())
                    : new Grant.File(bind.destination(), opened, bind.isReadOnly());
        }
    }

    private void addDevices(MountCapability.Devices devices, List<Grant> grants)
            throws ErrnoException {
        for (DeviceNodes node : DeviceNodes.values()) {
            String place = devices.destination() + "/" + node.fileName;
            grants.add(new Grant.File(place, open(node.hostPath()), false));
        }
    }

    private HostFd open(String path) throws ErrnoException {
        HostFd opened = Descriptors.open(path, OpenFlags.O_PATH, 0);
        descriptors.add(opened);
        return opened;
    }
}

package io.jwasm.core.cli;

import io.jwasm.bundle.spec.MountSpec;
import java.util.List;

/// One `-v HOST:GUEST[:ro]`.
///
/// @param host an existing file or directory, absolute, as `ByteText` has its name
/// @param guest where the guest finds it, absolute
/// @param isReadOnly whether the guest may only read
record Volume(String host, String guest, boolean isReadOnly) {

    /// Parses the option's value; a relative host path starts at the working directory.
    static Volume parse(String text) throws CommandFailure {
        String[] parts = text.split(":", -1);
        boolean hasMode = parts.length == 3;
        if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty()) {
            throw usage(text, "is not HOST:GUEST or HOST:GUEST:ro");
        }
        if (hasMode && !parts[2].equals("ro") && !parts[2].equals("rw")) {
            throw usage(text, "has mode \"" + parts[2] + "\", which is neither ro nor rw");
        }
        if (!parts[1].startsWith("/")) {
            throw usage(text, "has a guest path that does not start with /");
        }
        String host = HostPath.absolute(parts[0]);
        if (!HostPath.exists(host)) {
            throw usage(text, "names \"" + host + "\", which does not exist");
        }
        return new Volume(host, parts[1], hasMode && parts[2].equals("ro"));
    }

    private static CommandFailure usage(String text, String fault) {
        return new CommandFailure(CommandFailure.FAILED, "-v \"" + text + "\" " + fault);
    }

    MountSpec toMount() {
        return new MountSpec(
                guest, "bind", host, isReadOnly ? List.of("rbind", "ro") : List.of("rbind", "rw"));
    }
}

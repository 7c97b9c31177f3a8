package io.jwasm.linux.cgroup;

import java.util.List;

/// Where a group is below the mount point of each hierarchy.
///
/// @param value the path, beginning with `/`, without empty components, `.` and `..`
public record CgroupPath(String value) {

    private static final String SLICE = ".slice";
    private static final String DEFAULT_SLICE = "system.slice";
    private static final String ROOT_SLICE = "-.slice";

    /// Checks the path.
    ///
    /// @throws IllegalArgumentException when it would lead elsewhere than it says
    public CgroupPath {
        if (!value.startsWith("/") || value.length() < 2 || value.indexOf('\n') >= 0) {
            throw refused(value, "is no path below the root");
        }
        for (String part : value.substring(1).split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw refused(value, "holds \"" + part + "\" as a part");
            }
        }
    }

    /// Reads the `cgroupsPath` of a container's configuration ([runtime
    /// specification](https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#cgroups-path)).
    ///
    /// `SLICE:PREFIX:NAME`, which clients that use systemd write, becomes the directory that
    /// systemd keeps for that unit; everything else is a path, a relative one below the root too.
    ///
    /// @param cgroupsPath the text, not empty
    /// @return the path
    /// @throws IllegalArgumentException when it is neither
    public static CgroupPath parse(String cgroupsPath) {
        List<String> parts = List.of(cgroupsPath.split(":", -1));
        if (parts.size() == 3 && !cgroupsPath.startsWith("/")) {
            String slice = parts.get(0).isEmpty() ? DEFAULT_SLICE : parts.get(0);
            return new CgroupPath(directoryOf(slice) + "/" + unit(parts.get(1), parts.get(2)));
        }
        String trimmed = cgroupsPath.replaceAll("/+", "/").replaceAll("^/|/$", "");
        return new CgroupPath("/" + trimmed);
    }

    /// `a-b.slice` is inside of `a.slice`
    /// ([systemd.slice(5)](https://www.freedesktop.org/software/systemd/man/systemd.slice.html)).
    private static String directoryOf(String slice) {
        if (slice.equals(ROOT_SLICE)) {
            return "";
        }
        String name = slice.substring(0, Math.max(0, slice.length() - SLICE.length()));
        if (!slice.endsWith(SLICE) || name.isEmpty() || name.indexOf('/') >= 0) {
            throw refused(slice, "is no slice of systemd");
        }
        StringBuilder path = new StringBuilder();
        StringBuilder prefix = new StringBuilder();
        for (String part : name.split("-", -1)) {
            if (part.isEmpty()) {
                throw refused(slice, "is no slice of systemd");
            }
            prefix.append(prefix.isEmpty() ? "" : "-").append(part);
            path.append('/').append(prefix).append(SLICE);
        }
        return path.toString();
    }

    private static String unit(String prefix, String name) {
        if (name.endsWith(SLICE)) {
            return name;
        }
        return (prefix.isEmpty() ? name : prefix + "-" + name) + ".scope";
    }

    private static IllegalArgumentException refused(String value, String why) {
        return new IllegalArgumentException("cgroup \"%s\" %s".formatted(value, why));
    }

    @Override
    public String toString() {
        return value;
    }
}

package io.jwasm.linux.cgroup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds the hierarchies in the text of
/// [proc_pid_mountinfo(5)](https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html).
final class MountInfo {

    private static final Set<String> CONTROLLERS =
            Set.of(
                    "blkio",
                    "cpu",
                    "cpuacct",
                    "cpuset",
                    "devices",
                    "freezer",
                    "hugetlb",
                    "memory",
                    "misc",
                    "net_cls",
                    "net_prio",
                    "perf_event",
                    "pids",
                    "rdma");

    private static final int MOUNT_POINT = 4;

    private MountInfo() {}

    /// All hierarchies, each once, v1 before v2.
    static List<Hierarchy> hierarchies(String text) {
        Map<List<String>, Hierarchy> v1 = new LinkedHashMap<>();
        List<Hierarchy> all = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            find(line)
                    .ifPresent(found -> {
                        if (found.version() == CgroupVersion.V2) {
                            all.add(found);
                        } else {
                            v1.putIfAbsent(found.controllers(), found);
                        }
                    });
        }
        all.addAll(0, v1.values());
        return all;
    }

    /// `ID PARENT MAJOR:MINOR ROOT POINT OPTIONS [TAG…] - TYPE SOURCE SUPEROPTIONS`.
    private static Optional<Hierarchy> find(String line) {
        int separator = line.indexOf(" - ");
        if (separator < 0) {
            return Optional.empty();
        }
        String[] mount = line.substring(0, separator).split(" ", -1);
        String[] system = line.substring(separator + 3).split(" ", -1);
        if (mount.length <= MOUNT_POINT || system.length < 3) {
            return Optional.empty();
        }
        String point = unescape(mount[MOUNT_POINT]);
        return switch (system[0]) {
            case "cgroup2" -> Optional.of(new Hierarchy(CgroupVersion.V2, point, List.of()));
            case "cgroup" ->
                    Optional.of(new Hierarchy(CgroupVersion.V1, point, controllers(system[2])));
            default -> Optional.empty();
        };
    }

    private static List<String> controllers(String superOptions) {
        return Stream.of(superOptions.split(",", -1))
                .filter(option -> CONTROLLERS.contains(option) || option.startsWith("name="))
                .sorted()
                .toList();
    }

    /// Blanks and backslashes are written as three octal digits.
    private static String unescape(String path) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '\\' && i + 3 < path.length()) {
                plain.append((char) Integer.parseInt(path, i + 1, i + 4, 8));
                i += 3;
            } else {
                plain.append(path.charAt(i));
            }
        }
        return plain.toString();
    }
}
